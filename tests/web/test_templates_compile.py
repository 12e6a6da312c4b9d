"""Every template compiles, finds what it includes, and needs nothing the content policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.engine import Engine

TEMPLATES_DIR = Path(__file__).resolve().parents[2] / "templates"
NAMES = sorted(
    str(path.relative_to(TEMPLATES_DIR))
    for kind in ("*.html", "*.svg")
    for path in TEMPLATES_DIR.rglob(kind)
)
# A file of its own, with a style that its policy allows by its hash.
WITH_STYLE = "charts/standalone.svg"

NAMED_TEMPLATE = re.compile(r'{% (?:include|extends) "([^"]+)"')
# The policy is default-src 'self': each of these would be dropped by the browser without a word.
FORBIDDEN = re.compile(
    r"<style|<script(?![^>]*\b(?:src=|type=\"application/ld\+json\"))"
    r"|\sstyle=|\son[a-z]+=|(?:src|action)=[\"']?(?:http|//)"
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(
        dirs=[str(TEMPLATES_DIR), str(settings.ADMIN_TEMPLATES)],
        builtins=["django.templatetags.static", "registry.templatetags.registry_text"],
        libraries={
            "chart_text": "registry.templatetags.chart_text",
            # What the templates of Django's admin load.
            "i18n": "django.templatetags.i18n",
            "static": "django.templatetags.static",
            "admin_list": "django.contrib.admin.templatetags.admin_list",
            "admin_urls": "django.contrib.admin.templatetags.admin_urls",
        },
    )


def test_there_are_templates() -> None:
    assert {"base.html", "404.html", "500.html", "leaderboard/index.html"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles_and_finds_its_parts(engine: Engine, name: str) -> None:
    engine.get_template(name)
    for part in NAMED_TEMPLATE.findall((TEMPLATES_DIR / name).read_text()):
        engine.get_template(part)


@pytest.mark.parametrize("name", [name for name in NAMES if name != WITH_STYLE])
def test_template_is_allowed_by_the_content_policy(name: str) -> None:
    assert not FORBIDDEN.search((TEMPLATES_DIR / name).read_text())
