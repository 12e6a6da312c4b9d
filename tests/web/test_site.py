"""What holds on every page of the site."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from registry.rules.grading.completeness import assess
from registry.rules.ranking.draws import draw_lab
from registry.rules.ranking.lab_score import score_lab
from registry.rules.ranking.rank_interval import rank_intervals
from registry.rules.ranking.table import rank_labs
from tests.web.site import Site, is_of_the_templates

COMPUTING = (assess, draw_lab, score_lab, rank_intervals, rank_labs)
# Around the famous number, in characters: a claim with its scope, or two paragraphs.
NEIGHBOURHOOD = 700
# In a stylesheet or a script; what begins with # is a drawing in the page itself.
FETCHES = re.compile(r"""@import|url\((?!["']?#)|https?:|fetch\(|import\s*\(""")
MAXIMUM_FIRST_PAGE = 100_000


def test_crawl_reaches_every_kind_of_page(site: Site) -> None:
    kinds = Counter(path.split("/")[1] for path in site.responses)
    # For each of 31 labs its page and its feed, and of 18 ranked ones two charts in three forms.
    assert kinds["labs"] == 2 * 31 + 18 * 2 * 3
    # The index, and of three charts the page and three forms.
    assert kinds["charts"] == 1 + 3 * 4
    # The index, and for each of 31 cards its page and its bytes, both of its version, the list,
    # and three citations.
    assert kinds["models"] == 1 + 8 * 31
    # All rankings, and the first with three citations; a second one would lead to what changed.
    assert kinds["rankings"] == 2 + 3
    assert kinds["compare"] == 2
    assert kinds["standard"] == 1 + 64
    assert {"", "method", "about", "rankings", "schemas"} <= set(kinds)


def test_every_internal_link_resolves(site: Site) -> None:
    assert {path: r.status_code for path, r in site.responses.items() if r.status_code != 200} == {}


def test_every_fragment_has_its_target(site: Site) -> None:
    dangling = [
        (page.url, path, fragment)
        for page in site.pages.values()
        for path, fragment in page.internal_links()
        if fragment and fragment not in site.pages[path].ids
    ]
    assert dangling == []


def test_markup_is_well_formed(site: Site) -> None:
    assert {page.url: page.faults for page in site.pages.values() if page.faults} == {}


def test_ids_are_unique(site: Site) -> None:
    twice = {
        page.url: [name for name, count in Counter(page.ids).items() if count > 1]
        for page in site.pages.values()
    }
    assert {url: names for url, names in twice.items() if names} == {}


def test_references_between_elements_have_their_targets(site: Site) -> None:
    missing = [
        (page.url, name, target)
        for page in site.pages.values()
        for _, attributes in page.tags
        for name in ("aria-labelledby", "aria-describedby", "for")
        if (target := attributes.get(name)) and not set(target.split()) <= set(page.ids)
    ]
    assert missing == []


def test_headings_are_in_order(site: Site) -> None:
    for page in site.pages.values():
        assert page.headings[0] == 1, page.url
        assert page.headings.count(1) == 1, page.url
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(deeper <= level + 1 for level, deeper in steps), page.url


def test_titles_and_descriptions_tell_pages_apart(site: Site) -> None:
    heads = [page.html.partition("</head>")[0] for page in site.pages.values()]
    titles = [re.findall("<title>(.*?)</title>", head) for head in heads]
    assert all(len(title) == 1 for title in titles)
    assert len({title[0] for title in titles}) == len(titles)


def test_nothing_is_inline(site: Site) -> None:
    """The content policy would drop it in the browser without a word."""
    for page in site.pages.values():
        for tag, attributes in page.tags:
            assert tag not in {"style", "script"} or is_of_the_templates(tag, attributes), page.url
            assert not [n for n in attributes if n == "style" or n.startswith("on")], page.url


def test_no_page_fetches_from_elsewhere(site: Site) -> None:
    assets = {asset for page in site.pages.values() for asset in page.assets}
    assert {a for a in assets if not a.startswith(("/static/", "/badges/", "#"))} == set()
    for asset in assets:
        if asset.startswith("/static/"):
            assert finders.find(asset.removeprefix("/static/")), asset


def test_every_response_has_the_strict_policy(site: Site) -> None:
    for path, response in site.responses.items():
        policy = response.headers["Content-Security-Policy"]
        # Data needs nothing at all.
        default = "'none'" if path.startswith("/api/v1/") else "'self'"
        assert f"default-src {default}" in policy, path
        assert "unsafe" not in policy, path
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Permissions-Policy"]


def test_the_famous_number_never_stands_alone(site: Site) -> None:
    """Wherever 294,000 appears, its scope and the cumulative 5.86 million stand with it."""
    found = 0
    for page in site.pages.values():
        for match in re.finditer(r"294,000|294K|\b294000\b", page.text):
            found += 1
            near = page.text[max(match.start() - NEIGHBOURHOOD, 0) : match.end() + NEIGHBOURHOOD]
            if page.url != "/api/pandas/":  # it prints a table with a column for the scope
                assert re.search(r"5\.86 million|5,860,000", near), (page.url, near)
            assert re.search(r"base model|DeepSeek-V3-Base", near), (page.url, near)
    assert found > 5


def test_silence_of_a_compiled_card_is_not_called_refusal(site: Site) -> None:
    for page in site.pages.values():
        assert not re.search(
            r"fails? to disclose|refus(es|ed) to|non-?transparent|opaque", page.text
        )


def test_empty_words_are_not_shown(site: Site) -> None:
    for page in site.pages.values():
        assert not re.search(
            r"\bNone None\b|\bnan\b|Fraction\(|Decimal\(|&amp;|\{\{\s"
            r"|\$(?!schema|defs|ref|id\b)[a-z_]+",
            page.text,
        )


def test_no_style_and_no_script_fetches_from_elsewhere(site: Site) -> None:
    assets = {
        asset.removeprefix("/static/") for page in site.pages.values() for asset in page.assets
    }
    files = [Path(str(finders.find(asset))) for asset in assets if asset.endswith((".css", ".js"))]
    assert {".css", ".js"} <= {file.suffix for file in files}
    for file in files:
        # Two ask the address that their page was built with, on this site; comments ask nothing.
        text = re.sub(r"await fetch\((address|form\.action),", "", file.read_text(encoding="utf-8"))
        text = re.sub(r"^ *//.*$", "", text, flags=re.M)
        assert not FETCHES.search(text), file.name


def test_first_page_is_light(site: Site) -> None:
    """Everything that it loads, as it is in the files; what travels is compressed to a quarter."""
    first = site.pages["/"]
    loaded = [asset for asset in first.assets if asset.startswith("/static/")]
    files = [finders.find(asset.removeprefix("/static/")) for asset in loaded]
    assert any(asset.endswith(".css") for asset in loaded)
    weight = len(first.html.encode()) + sum(Path(str(file)).stat().st_size for file in files)
    assert weight < MAXIMUM_FIRST_PAGE


def refuse_to_compute(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("A public page computed a score or a rank.")

    for name, module in list(sys.modules.items()):
        if name.startswith("registry"):
            for attribute, value in list(vars(module).items()):
                if any(value is computing for computing in COMPUTING):
                    monkeypatch.setattr(module, attribute, refused)


@pytest.mark.django_db
def test_public_pages_compute_no_rank(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    refuse_to_compute(monkeypatch)
    paths = (
        "/",
        "/labs/deepseek/",
        "/models/",
        "/models/deepseek/deepseek-r1/",
        "/models/deepseek/deepseek-r1/versions/",
        "/models/deepseek/deepseek-r1/versions/1/",
        "/compare/models/?id=deepseek/deepseek-r1&id=xai/grok-1",
        "/compare/labs/?id=deepseek&id=xai",
        "/rankings/",
        "/rankings/1/",
        "/standard/",
        "/standard/COST-1/",
        "/method/",
        "/about/",
        "/charts/",
        "/charts/completeness/",
        "/labs/deepseek/charts/history.csv",
    )
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


@pytest.mark.parametrize("computing", COMPUTING)
def test_computing_functions_are_known_to_the_registry(computing: Callable[..., Any]) -> None:
    """The refusal above would refuse nothing if these were renamed."""
    owners = [
        name
        for name, module in sys.modules.items()
        if name.startswith("registry") and computing in vars(module).values()
    ]
    assert owners
