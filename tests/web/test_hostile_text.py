"""Whatever a card or a lab says is shown as text, on every page that shows it."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from registry.models import Actor
from tests.factories.hostile_text import with_hostile_text
from tests.factories.registry import add_lab, add_release, publish_card
from tests.factories.starter import starter_cards
from tests.web.site import Site, is_of_the_templates, read

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"' `onclick=x` {{ 7|add:7 }} &lt; 🙂"
)
FORBIDDEN = {"script", "img", "style", "iframe"}
# Pages whose content stands in the address, which a crawl does not reach.
ASKED = (
    "/models/deepseek/deepseek-r1/diff/?from=1&to=2",
    "/compare/models/?id=deepseek/deepseek-r1&id=xai/grok-1",
    "/compare/labs/?id=deepseek&id=hostile-lab",
    "/rankings/diff/?from=1&to=2",
    f"/compare/models/?{urlencode({'id': HOSTILE})}",
    f"/compare/labs/?{urlencode({'id': HOSTILE, 'b>': HOSTILE})}",
    f"/rankings/diff/?{urlencode({'from': HOSTILE, 'to': HOSTILE})}",
    f"/models/deepseek/deepseek-r1/diff/?{urlencode({'from': HOSTILE, HOSTILE: 1})}",
)

pytestmark = pytest.mark.django_db


def test_hostile_card_is_shown_as_text(client: Client, editor: Actor) -> None:
    original = starter_cards()["deepseek/deepseek-r1"]
    document = with_hostile_text(original, HOSTILE)
    for section in ("card_id", "schema_version", "language"):
        document[section] = original[section]
    document["model"]["developer"] = original["model"]["developer"]
    assert json.dumps(document).count("<script>") > 200
    publish_card(editor, document)
    lab = add_lab(editor, "hostile-lab", "<b onclick=alert(3)>Lab</b>")
    add_release(editor, lab, "hostile-model", name="<script>alert(4)</script>")

    site = Site.crawl(client)

    assert {r.status_code for r in site.responses.values()} == {200}
    asked = [read(client, address) for address in ASKED]
    assert all(page.text.count(HOSTILE) for page in asked[:2])
    shown = 0
    for page in (*site.pages.values(), *asked):
        assert not page.faults, page.url
        foreign = {tag for tag, values in page.tags if not is_of_the_templates(tag, values)}
        assert not foreign & FORBIDDEN, page.url
        for tag, attributes in page.tags:
            assert tag != "form" or str(attributes.get("action", "/")).startswith(("/", "#")), (
                page.url
            )
            assert not [name for name in attributes if name.startswith("on")], page.url
        shown += page.text.count(HOSTILE)
    assert shown > 200
    assert "<script>alert(1)</script>" in site.pages["/standard/METH-4/"].text
    assert "<b onclick=alert(3)>Lab</b>" in site.pages["/"].text
    assert "<script>alert(4)</script>" in site.pages["/labs/hostile-lab/"].text
    assert "<b onclick=alert(3)>Lab</b>" in site.pages["/models/"].text
