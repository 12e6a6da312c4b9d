"""Calls that are sent twice, because the answer to the first was lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from registry.actions import idempotency
from registry.models import IdempotencyKey, Submission
from registry.rules.permissions import Person
from tests.api.drafts.test_access import FACTS, START, rows
from tests.api.problems import check_problem
from tests.factories.api_tokens import Program, add_token
from tests.factories.submissions import lab_card

REPLAYED = "Idempotency-Replayed"


def same(first: Any, second: Any) -> bool:
    names = ("ETag", "Location", "Content-Type")
    kept = [[answer.headers.get(name) for name in names] for answer in (first, second)]
    return (first.status_code, first.content, kept[0]) == (
        second.status_code,
        second.content,
        kept[1],
    )


def test_a_start_that_is_repeated_starts_one_card(program: Program) -> None:
    first = program.post("", START, key="a")
    after = rows()
    second = program.post("", START, key="a")
    assert first.status_code == 201
    assert REPLAYED not in first.headers
    assert second.headers[REPLAYED] == "true"
    assert same(first, second)
    assert rows() == after
    program.post("", START, key="b")
    assert Submission.objects.count() == 2


def test_a_change_that_is_repeated_succeeds_though_its_state_is_old(
    program: Program, draft: Submission
) -> None:
    card, etag = f"/{draft.public_id}/card", f'"{draft.token}"'
    first = program.put(card, FACTS, etag, key="a")
    program.put(card, lab_card(), first.headers["ETag"])
    after = rows()
    second = program.put(card, FACTS, etag, key="a")
    assert same(first, second)
    assert rows() == after
    check_problem(program.put(card, FACTS, etag, key="b"), "precondition-failed")


def test_a_move_that_is_repeated_is_made_once(program: Program, draft: Submission) -> None:
    discard, etag = f"/{draft.public_id}/discard", f'"{draft.token}"'
    first = program.post(discard, etag=etag, key="a")
    after = rows()
    assert same(first, program.post(discard, etag=etag, key="a"))
    assert rows() == after
    check_problem(program.post(discard, etag=etag, key="b"), "transition-not-allowed")


def test_a_key_stands_for_one_request(program: Program, draft: Submission) -> None:
    program.post("", START, key="a")
    after = rows()
    other = {**START, "model": "deepseek/deepseek-v3"}
    check_problem(program.post("", other, key="a"), "idempotency-key-reused")
    card, etag = f"/{draft.public_id}/card", f'"{draft.token}"'
    check_problem(program.put(card, {}, etag, key="a"), "idempotency-key-reused")
    assert rows() == after


def test_a_refusal_is_not_kept(program: Program, draft: Submission) -> None:
    card = f"/{draft.public_id}/card"
    check_problem(program.put(card, FACTS, '"of-long-ago"', key="a"), "precondition-failed")
    check_problem(program.put(card, {"no": 1}, f'"{draft.token}"', key="a"), "invalid-document")
    assert not IdempotencyKey.objects.exists()
    assert program.put(card, FACTS, f'"{draft.token}"', key="a").status_code == 200


def test_a_failure_leaves_neither_effect_nor_key(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows()
    monkeypatch.setattr(IdempotencyKey, "save", lambda *_, **__: 1 / 0, raising=True)
    monkeypatch.setattr(
        IdempotencyKey.objects, "create", lambda **row: IdempotencyKey(**row), raising=True
    )
    program.client.raise_request_exception = False
    check_problem(program.post("", START, key="a"), "internal-error")
    monkeypatch.undo()
    assert rows() == before


def test_keys_are_of_one_token(people: dict[str, Person]) -> None:
    one, two = (Program(add_token(people["submitter"])[1]) for _ in range(2))
    first, second = (program.post("", START, key="a") for program in (one, two))
    assert first.json()["data"]["id"] != second.json()["data"]["id"]


@pytest.mark.parametrize("key", [" ", "a b", "日本".encode().decode("latin-1"), "x" * 256, "\x7f"])
def test_a_key_is_visible_ascii(key: str, program: Program) -> None:
    before = rows()
    check_problem(program.post("", START, key=key), "malformed-request")
    assert rows() == before


def test_nothing_of_a_card_is_kept_with_an_answer(program: Program, draft: Submission) -> None:
    program.put(f"/{draft.public_id}/card", lab_card(), f'"{draft.token}"', key="a")
    program.put(f"/{draft.public_id}/sections/facts", {}, '"of-long-ago"', key="b")
    assert "accelerator" not in "".join(IdempotencyKey.objects.values_list("body", flat=True))


def test_keys_are_forgotten_after_two_days(program: Program, people: dict[str, Person]) -> None:
    idle = Program(add_token(people["submitter"])[1])
    idle.post("", START, key="old")
    program.post("", START, key="new")
    kept = IdempotencyKey.objects.get(key="old")
    kept.at -= idempotency.KEPT + timedelta(minutes=1)
    kept.save()
    program.post("", START, key="third")
    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == {"new", "third"}
