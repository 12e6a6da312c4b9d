"""A lab's public answer to its invitation: which there are, and which hold together."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from registry.rules.errors import NotPermitted, Refused, SecondFactorMissing
from registry.rules.people_permissions import may_decide
from registry.rules.permissions import Membership, Person

LONGEST_TEXT = 2000
MOST_ANSWERS = 100


class Answer(StrEnum):
    WILL_DISCLOSE = "will_disclose"
    DECLINES = "declines"
    # Takes back what the lab said before: no answer stands, and that one did is not forgotten.
    WITHDRAWN = "withdrawn"


def check_may_invite(person: Person, lab: str) -> None:
    """Raise ``NotPermitted`` unless the person is an editor who does not belong to the lab."""
    if not may_decide(person):
        raise NotPermitted("Labs are invited by editors.")
    if not person.has_second_factor:
        raise SecondFactorMissing("Editors need a second factor; your account has none yet.")
    if lab in person.memberships:
        raise NotPermitted("You belong to this lab; another editor has to invite it.")


def may_answer(person: Person, lab: str) -> bool:
    """Whether the person speaks for the lab."""
    return person.scope is None and person.memberships.get(lab) is Membership.REPRESENTATIVE


def check_may_answer(person: Person, lab: str) -> None:
    """Raise ``NotPermitted`` unless the person may answer the invitation for the lab."""
    if not may_answer(person, lab):
        raise NotPermitted("An invitation is answered by a representative of the lab.")
    if not person.has_second_factor:
        raise SecondFactorMissing(
            "An answer speaks for the lab, so it takes a second factor; your account has none yet."
        )


def check_answer(
    answer: Answer, *, disclose_by: date | None, text: str, on: date, standing: Answer | None
) -> None:
    """Raise ``Refused`` for an answer that says two things, or nothing.

    ``standing`` is the answer in force; None where there is none or it was withdrawn. ``on`` is the
    day of the answer in UTC.
    """
    if disclose_by is not None and answer is not Answer.WILL_DISCLOSE:
        raise Refused(
            f"Found the day {disclose_by} with an answer that promises no card. Expected no day, "
            "or the answer that the lab will disclose."
        )
    if disclose_by is not None and disclose_by < on:
        raise Refused(f"Found {disclose_by}, which is past. Expected a day from {on} on, or none.")
    if answer is Answer.WITHDRAWN and standing is None:
        raise Refused("There is no answer that could be withdrawn.")
    if len(text) > LONGEST_TEXT:
        raise Refused(f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} fit.")


def check_told_on(told_on: date, *, offered_on: date, on: date) -> None:
    """Raise ``Refused`` for a day before the listing was submitted, or one to come."""
    if not offered_on <= told_on <= on:
        raise Refused(
            f"Found {told_on}. Expected a day from {offered_on}, when the listing was submitted, "
            f"to {on}, today."
        )
