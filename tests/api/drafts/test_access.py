"""Every address of drafts and every method by every kind of token: who is answered what.

Whoever is refused has changed no row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from registry.actions import memberships, tokens
from registry.actions.accounts import actor_of
from registry.api.private import PrivateEndpoint
from registry.models import (
    AuditEvent,
    DraftChange,
    DraftSection,
    IdempotencyKey,
    Lab,
    Submission,
)
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Action, Kind
from tests.api.problems import check_problem
from tests.factories.api_tokens import DRAFTS, Program, add_token, user_of
from tests.factories.submissions import lab_card, start_draft

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
FACTS = {"facts": {"training": {"has_rl": True}}}
START = {"kind": "lab", "model": "deepseek/deepseek-r1"}
# Every address by its name: what is below the drafts, and the body that each method takes.
ADDRESSES: dict[str, tuple[str, dict[str, Any]]] = {
    "submissions": ("", {"GET": None, "POST": START}),
    "submission": ("/{draft}", {"GET": None}),
    "submission-card": ("/{draft}/card", {"GET": None, "PUT": {}}),
    "submission-section": ("/{draft}/sections/facts", {"GET": None, "PUT": FACTS}),
    "submission-complete": ("/{draft}/complete", {"POST": None}),
    "submission-discard": ("/{draft}/discard", {"POST": None}),
}
# By hand and not from the table of the workflow: what each change takes.
NEEDS = {
    "submissions": Action.CREATE,
    "submission-card": Action.SAVE,
    "submission-section": Action.SAVE,
    "submission-complete": Action.COMPLETE,
    "submission-discard": Action.DISCARD,
}
each = pytest.mark.parametrize("name", ADDRESSES)


def test_every_address_is_in_the_table() -> None:
    get_resolver().url_patterns  # noqa: B018 - registers the converters that the addresses use
    from registry.api.v1.urls import v1_urls

    names = {
        pattern.name
        for pattern in v1_urls
        if isinstance(pattern, URLPattern)
        and issubclass(getattr(pattern.callback, "cls", object), PrivateEndpoint)
    }
    assert names == set(ADDRESSES)


def rows() -> tuple[object, ...]:
    return (
        list(Submission.objects.order_by("id").values_list()),
        list(DraftSection.objects.order_by("id").values_list()),
        DraftChange.objects.count(),
        AuditEvent.objects.count(),
        IdempotencyKey.objects.count(),
    )


def try_all(program: Program, name: str, draft: Submission) -> dict[str, Any]:
    """Every method with the body and the state it takes; the answers by method."""
    rest, bodies = ADDRESSES[name]
    address = rest.format(draft=draft.public_id)
    answers = {}
    for method in METHODS:
        etag = f'"{draft.token}"'
        if name == "submission-section":
            etag = f'"{draft.sections.get(name="facts").token}"'
        answers[method] = program.call(method, address, bodies.get(method), etag=etag)
    return answers


def check_refused(answers: dict[str, Any], name: str, code: str) -> None:
    """What the address takes was refused with this code, what it does not as always."""
    taken = ADDRESSES[name][1]
    for method, answer in answers.items():
        if method == "HEAD":
            continue
        check_problem(answer, code if method in taken else "method-not-allowed")


@each
@pytest.mark.parametrize(
    "sent", ["", "garbage", "mdr_" + "0" * 49, "日本".encode().decode("latin-1")]
)
def test_without_a_token_nothing_is_answered(sent: str, name: str, draft: Submission) -> None:
    before = rows()
    program = Program(sent)
    answers = try_all(program, name, draft)
    check_refused(answers, name, "token-refused" if sent else "token-required")
    assert all("WWW-Authenticate" in answers[method].headers for method in ADDRESSES[name][1])
    assert rows() == before


def end_by_revoking(owner: Person, token: Any) -> None:
    tokens.revoke_token(by=user_of(owner), token=token)


def end_by_time(owner: Person, token: Any) -> None:
    past = token.created_at - timedelta(days=2)
    type(token).objects.filter(pk=token.pk).update(
        created_at=past, expires_at=past + timedelta(days=1)
    )


def end_by_leaving(owner: Person, token: Any) -> None:
    user = user_of(owner)
    memberships.end_membership(
        by=actor_of(user), user=user, lab=Lab.objects.get(slug="deepseek"), reason="Left"
    )


@each
@pytest.mark.parametrize("end", [end_by_revoking, end_by_time, end_by_leaving])
def test_a_token_that_has_ended_opens_nothing(
    end: Callable[[Person, Any], None], name: str, draft: Submission, people: dict[str, Person]
) -> None:
    token, text = add_token(people["submitter"])
    end(people["submitter"], token)
    before = rows()
    check_refused(try_all(Program(text), name, draft), name, "token-refused")
    assert rows() == before


OUTSIDE = {
    "another lab": ("other submitter", "meta"),
    "own drafts of a member": ("submitter", None),
    "own drafts of a stranger": ("stranger", None),
}


@each
@pytest.mark.parametrize("who", OUTSIDE)
def test_what_a_token_was_not_made_for_is_not_there(
    who: str, name: str, draft: Submission, program_of: Callable[..., Program]
) -> None:
    program, before = program_of(*OUTSIDE[who]), rows()
    answers = try_all(program, name, draft)
    if name != "submissions":
        check_refused(answers, name, "not-found")
    else:
        assert answers["GET"].json()["data"] == []
        check_problem(answers["POST"], "not-permitted")
    assert rows() == before


@each
@pytest.mark.parametrize("action", [None, *sorted(NEEDS.values())])
def test_a_token_does_what_it_was_made_for_and_nothing_else(
    action: Action | None, name: str, draft: Submission, program_of: Callable[..., Program]
) -> None:
    program = program_of("submitter", "deepseek", {action} - {None})
    before = rows()
    answers = try_all(program, name, draft)
    if "GET" in ADDRESSES[name][1]:
        assert answers["GET"].status_code == answers["HEAD"].status_code == 200
    (*changing,) = [method for method in ADDRESSES[name][1] if method != "GET"]
    for method in changing:
        if action is not NEEDS[name]:
            body = check_problem(answers[method], "not-permitted")
            assert "not made for" in body["detail"]
        else:
            assert answers[method].status_code in (200, 201), answers[method].content
    if not changing or action is not NEEDS[name]:
        assert rows() == before


@pytest.mark.parametrize("kind", [Kind.THIRD_PARTY, Kind.SELF_ASSESSMENT])
def test_own_drafts_take_a_token_without_a_lab(
    kind: Kind, people: dict[str, Person], program_of: Callable[..., Program]
) -> None:
    draft = start_draft(people["submitter"], kind=kind)
    own, of_the_lab = program_of("submitter", None), program_of("submitter", "deepseek")
    other = program_of("stranger", None)
    assert own.get(f"/{draft.public_id}").json()["data"]["kind"] == kind
    assert [row["id"] for row in own.get().json()["data"]] == [draft.public_id]
    for program in (of_the_lab, other):
        check_problem(program.get(f"/{draft.public_id}"), "not-found")
        assert program.get().json()["data"] == []


def test_what_is_submitted_is_read_and_no_longer_changed(
    people: dict[str, Person], program: Program
) -> None:
    from tests.factories.submissions import add_person, submitted

    chief = add_person("chief", "deepseek", "representative", has_second_factor=True)
    draft = submitted(people["submitter"], chief).submission
    whole = program.get(f"/{draft.public_id}").json()["data"]
    assert (whole["state"], whole["allowed_actions"]) == ("submitted", [])
    assert whole["card"] == lab_card()
    before = rows()
    for rest, method, body in (
        ("card", "PUT", {}), ("sections/facts", "PUT", FACTS), ("discard", "POST", None),
        ("complete", "POST", None),
    ):  # fmt: skip
        refused = program.call(method, f"/{draft.public_id}/{rest}", body, etag=f'"{draft.token}"')
        check_problem(refused, "transition-not-allowed")
    assert rows() == before


def test_no_cookie_opens_anything(draft: Submission, people: dict[str, Person]) -> None:
    program = Program()
    program.client.force_login(user_of(people["submitter"]))
    check_problem(program.get(f"/{draft.public_id}"), "token-required")


def test_private_answers_are_kept_by_nobody(program: Program, draft: Submission) -> None:
    for rest in ("", f"/{draft.public_id}", f"/{draft.public_id}/card"):
        answer = program.get(rest)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "PUT"}
    allowed = program.client.options(f"{DRAFTS}/{draft.public_id}/card", headers=asked)
    assert "PUT" in allowed.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in allowed.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in allowed.headers


def test_each_token_has_a_quota_of_its_own(
    draft: Submission, program_of: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from registry.api.throttling import DRAFTS as QUOTA
    from registry.api.v1.draft_content import DraftCard

    monkeypatch.setattr(DraftCard, "quota", replace(QUOTA, requests=2))
    first, second = (program_of("submitter", "deepseek") for _ in range(2))
    card = f"/{draft.public_id}/card"
    assert [first.get(card).status_code for _ in range(3)] == [200, 200, 429]
    before = rows()
    refused = first.put(card, {}, f'"{draft.token}"')
    assert (
        "came from this token or address" in check_problem(refused, "too-many-requests")["detail"]
    )
    assert rows() == before
    assert second.get(card).status_code == 200
