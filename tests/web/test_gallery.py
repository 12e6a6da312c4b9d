"""The gallery shows every component, and what holds on every page holds on it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from registry.web.gallery.catalogue import COMPONENTS, NOT_SHOWN
from registry.web.gallery.example import Component
from tests.web.site import Page, is_of_the_templates, read

TEMPLATES = Path(__file__).parents[2] / "templates" / "components"
SHOWN = [component.name for component in COMPONENTS]

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> Page:
    return read(client, "/components/")


def test_every_component_is_shown_or_excepted_with_a_reason() -> None:
    names = [path.stem for path in TEMPLATES.iterdir()]
    assert sorted(names) == sorted([*SHOWN, *NOT_SHOWN])
    assert all(len(reason) > 20 for reason in NOT_SHOWN.values())
    assert all(component.examples for component in COMPONENTS)


@pytest.mark.parametrize("component", COMPONENTS, ids=SHOWN)
def test_every_example_draws_something_of_its_own(component: Component) -> None:
    drawn = [
        render_to_string(component.template, dict(example.context))
        for example in component.examples
    ]
    assert all(html.strip() for html in drawn)
    assert len(set(drawn)) == len(drawn)


def test_what_holds_on_every_page_holds_here(page: Page) -> None:
    assert page.faults == []
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(deeper <= level + 1 for level, deeper in steps)
    for tag, attributes in page.tags:
        assert tag not in {"style", "script"} or is_of_the_templates(tag, attributes)
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
    assert {a for a in page.assets if not a.startswith(("/static/", "/badges/", "#"))} == set()
    for _, attributes in page.tags:
        for name in ("aria-labelledby", "aria-describedby", "data-copy"):
            assert set((attributes.get(name) or "").split()) <= set(page.ids)


def test_crawlers_leave_it_alone_and_pages_do_not_lead_to_it(page: Page, client: Client) -> None:
    robots = [a["content"] for tag, a in page.tags if tag == "meta" and a.get("name") == "robots"]
    assert robots == ["noindex"]
    assert "/components/" not in read(client, "/").links


def test_the_gallery_asks_the_database_no_more_than_its_frame(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        client.get("/components/")


def test_the_gallery_needs_no_data(client: Client, empty_registry: None) -> None:
    assert client.get("/components/").status_code == 200


def test_links_of_examples_lead_to_pages_that_exist(page: Page, client: Client) -> None:
    """The names in examples are made up; the addresses behind them are not."""
    targets = {target for target, _ in page.internal_links()}
    assert targets
    broken = [path for path in sorted(targets) if client.get(path).status_code != 200]
    assert broken == []
