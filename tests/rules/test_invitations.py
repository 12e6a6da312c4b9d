"""Who invites and who answers, and which answers hold together."""

from __future__ import annotations

from datetime import date

import pytest

from registry.rules.errors import NotPermitted, Refused, SecondFactorMissing
from registry.rules.invitations import (
    LONGEST_TEXT,
    Answer,
    check_answer,
    check_may_answer,
    check_may_invite,
    check_told_on,
)
from registry.rules.permissions import Membership, Person, Scope

TODAY = date(2026, 12, 3)
REPRESENTATIVE = {"deepseek": Membership.REPRESENTATIVE}


@pytest.mark.parametrize(
    ("person", "refusal"),
    [
        (Person("a", is_editor=True, has_second_factor=True), None),
        (Person("a", is_editor=True), SecondFactorMissing),
        (Person("a", has_second_factor=True), NotPermitted),
        (Person("a", REPRESENTATIVE, is_editor=True, has_second_factor=True), NotPermitted),
        (
            Person("a", is_editor=True, has_second_factor=True, scope=Scope(None, frozenset())),
            NotPermitted,
        ),
    ],
)
def test_an_editor_outside_the_lab_invites(person: Person, refusal: type[Refused] | None) -> None:
    assert _refusal(lambda: check_may_invite(person, "deepseek")) is refusal


@pytest.mark.parametrize(
    ("person", "refusal"),
    [
        (Person("a", REPRESENTATIVE, has_second_factor=True), None),
        (Person("a", REPRESENTATIVE), SecondFactorMissing),
        (Person("a", {"deepseek": Membership.SUBMITTER}, has_second_factor=True), NotPermitted),
        (Person("a", {"meta": Membership.REPRESENTATIVE}, has_second_factor=True), NotPermitted),
        (Person("a", is_editor=True, has_second_factor=True), NotPermitted),
        (
            Person(
                "a", REPRESENTATIVE, has_second_factor=True, scope=Scope("deepseek", frozenset())
            ),
            NotPermitted,
        ),
    ],
)
def test_a_representative_answers(person: Person, refusal: type[Refused] | None) -> None:
    assert _refusal(lambda: check_may_answer(person, "deepseek")) is refusal


def _refusal(check: object) -> type[Refused] | None:
    try:
        check()  # type: ignore[operator]
    except Refused as refused:
        return type(refused)
    return None


@pytest.mark.parametrize(
    ("answer", "disclose_by", "text", "standing", "message"),
    [
        (Answer.WILL_DISCLOSE, None, "", None, None),
        (Answer.WILL_DISCLOSE, TODAY, "x" * LONGEST_TEXT, Answer.DECLINES, None),
        (Answer.WILL_DISCLOSE, date(2026, 12, 2), "", None, "2026-12-02, which is past"),
        (Answer.DECLINES, None, "Why", None, None),
        (Answer.DECLINES, TODAY, "", None, "promises no card"),
        (Answer.WITHDRAWN, None, "", Answer.DECLINES, None),
        (Answer.WITHDRAWN, None, "", None, "no answer that could be withdrawn"),
        (Answer.WITHDRAWN, TODAY, "", Answer.DECLINES, "promises no card"),
        (Answer.DECLINES, None, "x" * (LONGEST_TEXT + 1), None, "2,001 characters"),
    ],
)
def test_an_answer_says_one_thing(
    answer: Answer,
    disclose_by: date | None,
    text: str,
    standing: Answer | None,
    message: str | None,
) -> None:
    def check() -> None:
        check_answer(answer, disclose_by=disclose_by, text=text, on=TODAY, standing=standing)

    if message is None:
        check()
        return
    with pytest.raises(Refused, match=message):
        check()


@pytest.mark.parametrize(("day", "holds"), [(1, True), (3, True), (4, False), (30, False)])
def test_a_lab_is_told_after_the_listing_and_not_in_the_future(day: int, holds: bool) -> None:
    told_on = date(2026, 11 if day == 30 else 12, day)
    if holds:
        check_told_on(told_on, offered_on=date(2026, 12, 1), on=TODAY)
        return
    with pytest.raises(Refused, match="from 2026-12-01, when the listing was submitted, to"):
        check_told_on(told_on, offered_on=date(2026, 12, 1), on=TODAY)
