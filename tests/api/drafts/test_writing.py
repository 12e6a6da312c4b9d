"""Starting, filling and moving on a draft by program: the same rules and words as the form's."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from registry.actions import submissions
from registry.actions.submissions import drafts_of
from registry.models import ApiToken, AuditEvent, DraftChange, Submission
from registry.rules.checking.reading import MAXIMUM_BYTES
from registry.rules.drafts import SectionDraft, assemble, sections_of
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Action, Kind
from tests.api.drafts.test_access import FACTS, rows
from tests.api.openapi import check_described
from tests.api.problems import check_problem
from tests.factories.api_tokens import DRAFTS, Program
from tests.factories.submissions import lab_card, start_draft

R1 = "deepseek/deepseek-r1"


def stored_card(draft: Submission) -> dict[str, Any]:
    draft.refresh_from_db()
    return assemble(draft.card_id, Kind(draft.kind), drafts_of(draft))


def test_from_start_to_complete(program: Program) -> None:
    """As a lab's nightly job does it, with every answer as it is described."""
    started = program.post("", {"kind": "lab", "model": R1})
    check_described(DRAFTS, started, method="post")
    draft = started.json()["data"]
    rest = f"/{draft['id']}"
    assert started.headers["Location"] == draft["links"]["self"]
    assert started.headers["ETag"] == draft["etag"]

    empty = program.get(rest)
    check_described(DRAFTS + rest, empty)
    assert [one["etag"] for one in empty.json()["data"]["sections"]] == ['"unsaved"'] * 11

    saved = program.put(f"{rest}/card", lab_card(), draft["etag"])
    check_described(f"{DRAFTS}{rest}/card", saved, method="put")
    assert program.get(f"{rest}/card").json() == lab_card()

    whole = program.get(rest)
    check_described(DRAFTS + rest, whole)
    data = whole.json()["data"]
    assert [row["action"] for row in data["allowed_actions"]] == ["save", "complete", "discard"]
    assert data["check"]["preview"]["score"] > 20
    assert whole.headers["ETag"] == saved.headers["ETag"] == data["etag"]

    done = program.post(f"{rest}/complete", etag=data["etag"])
    check_described(f"{DRAFTS}{rest}/complete", done, method="post")
    assert done.json()["data"]["state"] == "awaiting_attestation"
    assert Submission.objects.get().completed_by
    # The record tells moves of programs from those of people.
    moves = AuditEvent.objects.filter(subject=f"submission {draft['id']}")
    token = ApiToken.objects.get().public_id
    assert [(row.action, row.data["token"]) for row in moves.order_by("sequence")] == [
        ("submission.create", token),
        ("submission.complete", token),
    ]
    listed = program.get("?state=awaiting_attestation&count=true")
    check_described(f"{DRAFTS}?state=awaiting_attestation", listed)
    assert listed.json()["meta"]["count"] == 1


def test_a_card_can_come_with_the_start(program: Program) -> None:
    started = program.post("", {"kind": "lab", "model": R1, "card": lab_card()})
    assert started.status_code == 201
    assert stored_card(Submission.objects.get()) == lab_card()
    assert set(DraftChange.objects.values_list("origin", flat=True)) == {"api"}


def test_a_new_model_is_started_by_its_name(program_of: Callable[..., Program]) -> None:
    lab, own = program_of("submitter", "deepseek"), program_of("stranger", None)
    one = lab.post("", {"kind": "lab", "lab": "deepseek", "model_name": "DeepSeek-R9"})
    assert one.json()["data"]["card_id"] == "deepseek/deepseek-r9"
    two = own.post("", {"kind": "self_assessment", "model_name": "鏡 Kagami 3"})
    assert two.json()["data"]["card_id"] == "unlisted/kagami-3"


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        ({}, "/kind", "schema.missing_key"),
        ({"kind": "registry", "model": R1}, "/kind", "schema.choice"),
        ({"kind": "lab", "model": 1}, "/model", "schema.type"),
        ({"kind": "lab", "model": R1, "state": "submitted"}, "/state", "schema.unknown_key"),
        ({"kind": "lab"}, "", "schema.alternatives"),
        ({"kind": "lab", "model": R1, "model_name": "R1"}, "", "schema.alternatives"),
        ({"kind": "lab", "model": "no/no"}, "/model", "registry.release_unknown"),
        ({"kind": "lab", "model": R1, "lab": "meta"}, "/lab", "schema.conflicting_key"),
        ({"kind": "lab", "model_name": "R9"}, "/lab", "schema.missing_key"),
        ({"kind": "lab", "model_name": "R9", "lab": "no"}, "/lab", "registry.developer_unknown"),
        ({"kind": "lab", "model_name": "x" * 201, "lab": "deepseek"}, "/model_name",
         "schema.length"),
        ({"kind": "lab", "model": R1, "card": []}, "/card", "schema.type"),
        ({"kind": "lab", "model": R1, "card": {"cost": {"final_rum": {}}}},
         "/card/cost/final_rum", "schema.unknown_key"),
        ({"kind": "lab", "model": R1, "card": {"card_id": "meta/llama"}}, "/card/card_id",
         "registry.card_mismatch"),
    ],
)  # fmt: skip
def test_a_start_that_cannot_be_is_told_at_its_place(
    body: dict[str, Any], place: str, code: str, program: Program
) -> None:
    before = rows()
    refused = program.post("", body)
    problem = check_problem(refused, "invalid-document")
    assert (place, code) in {(one["pointer"], one["code"]) for one in problem["errors"]}
    assert all(one["line"] == 1 for one in problem["errors"] if one["code"].startswith("registry"))
    assert rows() == before


def changed(path: str, value: Any) -> dict[str, Any]:
    card = copy.deepcopy(lab_card())
    place: Any = card
    *parents, last = path.split(".")
    for name in parents:
        place = place.setdefault(name, {})
    place[last] = value
    return card


@pytest.mark.parametrize(
    ("card", "place", "code"),
    [
        (changed("cost.final_run.value.amount.amount", "29.4 million"),
         "/cost/final_run/value/amount/amount", "schema.type"),
        (changed("cost.final_run.status", "proprietary"), "/cost/final_run/status",
         "schema.choice"),
        (changed("score", 100), "/score", "schema.unknown_key"),
        (changed("estimates", [{}]), "/estimates", "schema.unknown_key"),
        (changed("prepared_by.role", "registry"), "/prepared_by/role",
         "registry.preparer_mismatch"),
        (changed("prepared_by", "me"), "/prepared_by", "schema.type"),
        (changed("schema_version", "9.9"), "/schema_version", "schema.version"),
        (changed("card_id", "deepseek/deepseek-v3"), "/card_id", "registry.card_mismatch"),
        (changed("a/b~c", 1), "/a~1b~0c", "schema.unknown_key"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_malformed_is_refused_whole(
    card: dict[str, Any], place: str, code: str, program: Program, draft: Submission
) -> None:
    before = rows()
    refused = program.put(f"/{draft.public_id}/card", card, f'"{draft.token}"')
    problem = check_problem(refused, "invalid-document")
    assert (place, code) in {(one["pointer"], one["code"]) for one in problem["errors"]}
    assert rows() == before


def test_the_line_of_a_slip_is_told(program: Program, draft: Submission) -> None:
    text = yaml.safe_dump(changed("cost.final_run.status", "proprietary"), allow_unicode=True)
    line = text[: text.index("proprietary")].count("\n") + 1
    refused = program.put(
        f"/{draft.public_id}/card",
        text.encode(),
        f'"{draft.token}"',
        content_type="application/yaml",
    )
    errors = check_problem(refused, "invalid-document")["errors"]
    assert line in {one["line"] for one in errors if one["pointer"] == "/cost/final_run/status"}


def test_what_is_missing_never_stands_in_the_way_of_saving(
    program: Program, draft: Submission
) -> None:
    card = {"cost": {"final_run": {"status": "disclosed"}}}
    saved = program.put(f"/{draft.public_id}/card", card, f'"{draft.token}"')
    assert saved.status_code == 200
    assert stored_card(draft)["cost"] == card["cost"]
    assert "hardware" not in stored_card(draft)
    check = program.get(f"/{draft.public_id}").json()["data"]["check"]
    assert not check["is_ready"]
    assert "schema.missing_value" in {one["code"] for one in check["problems"]}
    refused = program.post(f"/{draft.public_id}/complete", etag=saved.headers["ETag"])
    codes = {one["code"] for one in check_problem(refused, "invalid-document")["errors"]}
    assert "schema.missing_value" in codes
    # What was taken out is in the history.
    assert draft.changes.filter(section="hardware").count() == 2


def test_sections_are_saved_apart(program: Program, draft: Submission) -> None:
    rest = f"/{draft.public_id}/sections"
    facts, cost = program.get(f"{rest}/facts"), program.get(f"{rest}/cost")
    check_described(f"{DRAFTS}{rest}/facts", facts)
    assert cost.json() == {"cost": lab_card()["cost"]}
    saved = program.put(f"{rest}/facts", FACTS, facts.headers["ETag"])
    check_described(f"{DRAFTS}{rest}/facts", saved, method="put")
    # The other section was not touched, so its ETag is good.
    assert program.put(f"{rest}/cost", {}, cost.headers["ETag"]).status_code == 200
    assert program.get(f"{rest}/facts").headers["ETag"] == saved.headers["ETag"]
    assert stored_card(draft)["facts"] == FACTS["facts"]
    assert "cost" not in stored_card(draft)
    for name in ("estimates", "secrets"):
        check_problem(program.get(f"{rest}/{name}"), "not-found")


def test_a_section_that_was_never_saved_has_a_state_too(
    program: Program, people: dict[str, Person]
) -> None:
    draft = start_draft(people["submitter"])
    facts = f"/{draft.public_id}/sections/facts"
    empty = program.get(facts)
    assert (empty.json(), empty.headers["ETag"]) == ({}, '"unsaved"')
    assert program.put(facts, FACTS, '"unsaved"').status_code == 200
    stale = program.put(facts, {}, '"unsaved"')
    assert check_problem(stale, "precondition-failed")["current"]["value"] == FACTS


def test_a_stale_change_gets_what_is_stored_and_overwrites_nothing(
    program: Program, draft: Submission, people: dict[str, Person]
) -> None:
    read = program.get(f"/{draft.public_id}/card").headers["ETag"]
    submissions.save_section(
        by=people["submitter"],
        submission=draft,
        name="facts",
        draft=SectionDraft(FACTS),
        token=draft.sections.get(name="facts").token,
    )
    before = rows()
    for rest, body, method in (
        ("card", {}, "PUT"), ("complete", None, "POST"), ("discard", None, "POST"),
    ):  # fmt: skip
        stale = program.call(method, f"/{draft.public_id}/{rest}", body, etag=read)
        current = check_problem(stale, "precondition-failed")["current"]
        assert current["etag"] == f'"{draft.token}"'
        if rest == "card":
            assert current["value"] == stored_card(draft)
            check_described(f"{DRAFTS}/{draft.public_id}/card", stale, method="put")
    assert rows() == before


@pytest.mark.parametrize("sent", ["", "*", "no-quotes", '"a", "b"', '"' + "x" * 99 + '"', '""'])
def test_a_change_names_one_state(sent: str, program: Program, draft: Submission) -> None:
    before = rows()
    expected = "precondition-failed" if sent.strip("*") else "precondition-required"
    for rest, body, method in (
        ("card", {}, "PUT"), ("sections/cost", {}, "PUT"), ("discard", None, "POST"),
        ("complete", None, "POST"),
    ):  # fmt: skip
        refused = program.call(method, f"/{draft.public_id}/{rest}", body, etag=sent)
        check_problem(refused, expected)
    assert rows() == before


def test_an_etag_that_compression_made_weak_is_taken(program: Program, draft: Submission) -> None:
    saved = program.put(f"/{draft.public_id}/card", {}, f'W/"{draft.token}"')
    assert saved.status_code == 200


def test_the_same_again_changes_nothing_whatever_was_read(
    program: Program, draft: Submission
) -> None:
    before = rows()
    for etag in (f'"{draft.token}"', '"of-long-ago"'):
        again = program.put(f"/{draft.public_id}/card", lab_card(), etag)
        assert again.headers["ETag"] == f'"{draft.token}"'
    assert rows() == before


def test_what_the_form_could_not_read_is_told_and_replaced(
    program: Program, draft: Submission, people: dict[str, Person]
) -> None:
    section = draft.sections.get(name="cost")
    unread = {"cost.final_run.value.amount": "64*8"}
    submissions.save_section(
        by=people["submitter"],
        submission=draft,
        name="cost",
        draft=SectionDraft(section.draft().content, unread),
        token=section.token,
    )
    whole = program.get(f"/{draft.public_id}").json()["data"]
    (cost,) = [one for one in whole["sections"] if one["name"] == "cost"]
    assert cost["unparsed"] == unread
    assert not whole["check"]["is_ready"]
    program.put(f"/{draft.public_id}/card", lab_card(), whole["etag"])
    assert draft.sections.get(name="cost").unparsed == {}


def warned() -> dict[str, Any]:
    """A card with figures that reviewers will ask about, and no errors."""
    card = copy.deepcopy(lab_card())
    card["compute"]["final_run"]["value"]["accelerator_hours"]["value"] = 176_400
    card["prepared_by"]["note"] = "TBD"
    return card


def test_reasons_are_given_with_completing(
    people: dict[str, Person], program_of: Callable[..., Program]
) -> None:
    draft = start_draft(people["submitter"], warned())
    program = program_of("submitter", "deepseek")
    rest = f"/{draft.public_id}"
    whole = program.get(rest).json()["data"]
    warnings = whole["check"]["warnings"]
    assert warnings, whole["check"]["problems"]
    reasons = [{"warning": one["id"], "reason": "As the paper prints it."} for one in warnings]
    narrow = program_of("submitter", "deepseek", {Action.COMPLETE})
    before = rows()
    refused = program.post(f"{rest}/complete", etag=whole["etag"])
    assert "have no reason yet" in check_problem(refused, "refused")["detail"]
    refused = narrow.post(f"{rest}/complete", {"reasons": reasons}, etag=whole["etag"])
    check_problem(refused, "not-permitted")
    unknown = {"warning": "0" * 64, "reason": "Any"}
    refused = program.post(f"{rest}/complete", {"reasons": [*reasons, unknown]}, etag=whole["etag"])
    check_problem(refused, "refused")
    refused = program.post(f"{rest}/complete", {"reasons": reasons * 2}, etag=whole["etag"])
    check_problem(refused, "invalid-document")
    assert rows() == before
    done = program.post(f"{rest}/complete", {"reasons": reasons}, etag=whole["etag"])
    assert done.json()["data"]["state"] == "awaiting_attestation"
    assert draft.acknowledgements.count() == len(warnings)


def test_discarding_leaves_no_content(program: Program, draft: Submission) -> None:
    done = program.post(f"/{draft.public_id}/discard", etag=f'"{draft.token}"', key="once")
    check_described(f"{DRAFTS}/{draft.public_id}/discard", done, method="post")
    whole = program.get(f"/{draft.public_id}")
    check_described(f"{DRAFTS}/{draft.public_id}", whole)
    data = whole.json()["data"]
    assert (data["state"], data["allowed_actions"]) == ("discarded", [])
    assert "check" not in data
    assert set(data["card"]) == {"schema_version", "card_id", "prepared_by"}
    assert program.get().json()["data"] == []


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"{", "application/json", "unreadable-document"),
        (b"[]", "application/json", "unreadable-document"),
        (b'{"a": 1, "a": 2}', "application/json", "unreadable-document"),
        (b"", "application/json", "unreadable-document"),
        (b"{}", "text/plain", "unsupported-media-type"),
        (b"{}", "multipart/form-data; boundary=x", "unsupported-media-type"),
        (b" " * (MAXIMUM_BYTES + 1), "application/json", "too-large"),
    ],
)
def test_what_cannot_be_read_is_refused(
    body: bytes, content_type: str, code: str, program: Program, draft: Submission
) -> None:
    before = rows()
    for method, rest in (
        ("POST", ""),
        ("PUT", f"/{draft.public_id}/card"),
        ("PUT", f"/{draft.public_id}/sections/cost"),
    ):
        refused = program.call(
            method, rest, body, etag=f'"{draft.token}"', content_type=content_type
        )
        check_problem(refused, code)
    assert rows() == before


def test_pages_of_a_list_neither_skip_nor_repeat(
    program: Program, people: dict[str, Person]
) -> None:
    drafts = [start_draft(people["submitter"]).public_id for _ in range(5)]
    found, rest = [], "?limit=2"
    while rest:
        page = program.get(rest).json()
        found += [row["id"] for row in page["data"]]
        rest = page.get("next", "").partition(DRAFTS)[2]
    assert found == drafts[::-1]
    check_problem(program.get("?cursor=made-up"), "invalid-parameters")
    check_problem(program.get("?state=discarded"), "invalid-parameters")


def test_a_list_asks_the_same_of_the_database_however_long(
    program: Program,
    people: dict[str, Person],
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for _ in range(8):
        start_draft(people["submitter"])
    program.get()
    with django_assert_max_num_queries(9):
        assert len(program.get().json()["data"]) == 8


@pytest.mark.parametrize("section", sections_of(Kind.LAB))
def test_every_section_comes_back_as_it_was_sent(
    section: str, program: Program, draft: Submission
) -> None:
    address = f"/{draft.public_id}/sections/{section}"
    read = program.get(address)
    before = rows()
    again = program.put(address, json.loads(read.content), read.headers["ETag"])
    assert again.headers["ETag"] == read.headers["ETag"]
    assert rows() == before
