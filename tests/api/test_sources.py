"""Sources of a card with the visits of the evidence checker, and what these change elsewhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from registry.actions import publication
from registry.models import Actor, CardVersion, Change, EvidenceVisit
from registry.rules.visits.links import links
from registry.rules.visits.visit import Outcome
from tests.api.addresses import R1
from tests.api.openapi import check_described
from tests.api.problems import check_problem
from tests.factories.stored import starter_card
from tests.factories.visits import ARXIV, CODE, DOI, LICENSE, NATURE, article, put_on_record, visit
from tests.factories.visits import R1 as R1_ID

pytestmark = pytest.mark.django_db
SOURCES = f"{R1}/sources"


def sources(client: Client) -> dict[str, dict[str, Any]]:
    response = client.get(SOURCES)
    check_described(SOURCES, response)
    return {source["url"]: source for source in response.json()["data"]["sources"]}


def test_every_link_is_listed_in_the_order_of_the_card(client: Client) -> None:
    listed = sources(client)
    assert list(listed) == [link.url for link in links(starter_card(R1_ID))]
    assert not any("visit" in source for source in listed.values())
    assert "cost.inherited" in listed[ARXIV]["claims"]
    assert listed[f"https://doi.org/{DOI}"]["kind"] == "doi"
    assert listed[LICENSE.url] == {
        "kind": "license",
        "url": LICENSE.url,
        "claims": ["identity.access_and_license"],
    }


def test_a_visit_is_told_with_all_it_saw(client: Client) -> None:
    put_on_record(
        visit(ARXIV, digest="a" * 64, excerpts={"one": True, "two": False, "three": None}),
        visit(CODE, Outcome.UNREACHABLE, detail="404 Not Found"),
        article(record=NATURE),
        visit(LICENSE, record={"license": "mit"}),
    )
    put_on_record(visit(ARXIV, day=2, digest="b" * 64), visit(CODE, Outcome.BUSY, day=2))
    listed = sources(client)
    assert listed[ARXIV]["visit"] == {
        "at": "2026-12-03T09:00:00Z",
        "outcome": "reached",
        "since": "2026-12-01",
        "days": 2,
        "http_status": 200,
        "content_type": "text/html",
        "bytes_read": 1234,
        "final_url": ARXIV,
        "changed_on": "2026-12-03",
        "excerpts": {"found": 1, "missing": 1},
    }
    lost = listed[CODE]["visit"]
    assert (lost["at"], lost["outcome"]) == ("2026-12-01T09:00:00Z", "unreachable")
    assert (lost["http_status"], lost["detail"]) == (404, "404 Not Found")
    resolved = listed[f"https://doi.org/{DOI}"]["visit"]
    assert (resolved["venues"], resolved["retracted"]) == (["Nature"], False)
    assert listed[LICENSE.url]["visit"]["license"] == "mit"


def test_only_what_was_asked_for(client: Client) -> None:
    put_on_record(visit(ARXIV))
    found = client.get(f"{SOURCES}?fields=version").json()["data"]
    assert found == {"version": 1}


def test_the_date_of_a_visit_is_in_no_change_and_in_the_validator(client: Client) -> None:
    put_on_record(visit(ARXIV))
    first, last = client.get(SOURCES), Change.objects.last_seq()
    grading = client.get(f"{R1}/grading").headers["ETag"]
    put_on_record(visit(ARXIV, day=1))
    assert Change.objects.last_seq() == last
    again = client.get(SOURCES, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.content != first.content
    same = client.get(f"{R1}/grading", headers={"If-None-Match": grading})
    assert same.status_code == 304


def test_the_grading_tells_and_leads_on(client: Client) -> None:
    put_on_record(visit(ARXIV, Outcome.UNREACHABLE))
    put_on_record(visit(ARXIV, Outcome.UNREACHABLE, day=1))
    grading = client.get(f"{R1}/grading").json()["data"]
    (warning,) = [one for one in grading["plausibility"] if one["check"] == "PC24"]
    assert warning["severity"] == "warn"
    assert warning["message"].startswith(f"{ARXIV} cannot be reached, at every visit since")
    assert grading["links"]["sources"].endswith(SOURCES)


def test_a_removed_or_missing_card_has_no_sources(client: Client, editor: Actor) -> None:
    check_problem(client.get("/api/v1/models/nobody/nothing/sources"), "not-found")
    live = CardVersion.objects.get(live_on__release__public_id=R1_ID)
    publication.remove(by=editor, version=live, reason="Court order")
    check_problem(client.get(SOURCES), "removed")


def validated(client: Client, document: dict[str, Any]) -> dict[str, Any]:
    response = client.post(
        "/api/v1/validate", json.dumps(document), content_type="application/json"
    )
    found: dict[str, Any] = response.json()
    return found


def test_a_card_that_is_sent_is_checked_with_what_is_known(client: Client) -> None:
    document = starter_card(R1_ID)
    put_on_record(visit(ARXIV), article(record={**NATURE, "retracted": True}))
    visits = EvidenceVisit.objects.count()
    found = validated(client, document)
    assert found["valid"] is False
    assert [problem["code"] for problem in found["problems"]] == ["plausibility.PC23"]
    severities = {one["check"]: one["severity"] for one in found["plausibility"]}
    assert (severities["PC23"], EvidenceVisit.objects.count()) == ("error", visits)
