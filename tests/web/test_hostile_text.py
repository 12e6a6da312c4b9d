"""Whatever a card or a lab says is shown as text, on every page that shows it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from django.test import Client

from registry.models import Actor
from registry.rules.checking.check import check_card
from registry.rules.pointer import split_pointer
from tests.factories.registry import add_lab, add_release, publish_card
from tests.factories.starter import starter_cards
from tests.web.site import Site, is_of_the_templates

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"' `onclick=x` {{ 7|add:7 }} &lt; 🙂"
)
FORBIDDEN = {"script", "img", "style", "iframe", "form"}

pytestmark = pytest.mark.django_db


def with_hostile_text(document: dict[str, Any]) -> dict[str, Any]:
    """A copy in which every text that may be free text is hostile, and which is still valid."""
    hostile = copy.deepcopy(document)
    _fill(hostile)
    while True:
        problems = check_card(json.dumps(hostile).encode(), "json").problems
        errors = [problem for problem in problems if problem.severity == "error"]
        if not errors:
            return hostile
        for problem in errors:
            _restore(hostile, document, split_pointer(problem.pointer))


def _fill(node: Any) -> None:
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(pairs):
        if isinstance(value, str):
            node[key] = HOSTILE
        elif isinstance(value, dict | list):
            _fill(value)


def _restore(target: Any, source: Any, path: tuple[str, ...]) -> None:
    """Put the original back at ``path``, or at the nearest place above it that both have."""
    *above, last = path or ("",)
    for part in above:
        key = int(part) if isinstance(source, list) else part
        target, source = target[key], source[key]
    key = int(last) if isinstance(source, list) else last
    target[key] = copy.deepcopy(source[key])


def test_hostile_card_is_shown_as_text(client: Client, editor: Actor) -> None:
    original = starter_cards()["deepseek/deepseek-r1"]
    document = with_hostile_text(original)
    for section in ("card_id", "schema_version", "language"):
        document[section] = original[section]
    document["model"]["developer"] = original["model"]["developer"]
    assert json.dumps(document).count("<script>") > 200
    publish_card(editor, document)
    lab = add_lab(editor, "hostile-lab", "<b onclick=alert(3)>Lab</b>")
    add_release(editor, lab, "hostile-model", name="<script>alert(4)</script>")

    site = Site.crawl(client)

    assert {r.status_code for r in site.responses.values()} == {200}
    shown = 0
    for page in site.pages.values():
        assert not page.faults, page.url
        foreign = {tag for tag, values in page.tags if not is_of_the_templates(tag, values)}
        assert not foreign & FORBIDDEN, page.url
        for _, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on")], page.url
        shown += page.text.count(HOSTILE)
    assert shown > 200
    assert "<script>alert(1)</script>" in site.pages["/standard/METH-4/"].text
    assert "<b onclick=alert(3)>Lab</b>" in site.pages["/"].text
    assert "<script>alert(4)</script>" in site.pages["/labs/hostile-lab/"].text
