"""Who may see what, and who may do what to it: the one place that decides.

On plain facts about a person and a thing, worked out anew for each request and never kept in a
session. What a person may not see does not exist for that person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registry.rules.errors import NotPermitted, SecondFactorMissing
from registry.rules.workflow import requests
from registry.rules.workflow.submissions import Action, Kind, Role, State, Transition, moves


class Membership(StrEnum):
    """What a person is in a lab. A representative also prepares."""

    SUBMITTER = "submitter"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True)
class Scope:
    """What an API token was given: one lab, or none for the person's own drafts, and actions.

    ``token`` is its public id, for the record.
    """

    lab: str | None
    actions: frozenset[Action]
    token: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. ``key`` is the opaque key of the record; ``memberships`` are by lab slug."""

    key: str
    memberships: Mapping[str, Membership] = field(default_factory=dict)
    is_editor: bool = False
    has_second_factor: bool = False
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: a submission, or one about to be made (``state`` is None).

    ``representatives`` counts those of the lab; ``completed_by`` marked it as complete.
    """

    kind: Kind
    state: State | None
    lab: str | None
    author: str
    completed_by: str | None = None
    representatives: int = 0


def may_see(person: Person, subject: Subject) -> bool:
    """Members see what their lab prepares, authors their own, editors what was submitted."""
    if person.scope is not None and person.scope.lab != _lab_of(subject):
        return False
    if roles_on(person, subject):
        return True
    return (
        person.is_editor
        and person.scope is None
        and subject.state is State.SUBMITTED
        and subject.kind is not Kind.SELF_ASSESSMENT
    )


def may_read(person: Person, subject: Subject) -> bool:
    """Whether the person may read what was submitted: a listing also those of the lab it is about.

    They see the card and the replies, never the draft behind it.
    """
    return may_see(person, subject) or (
        person.scope is None
        and subject.kind is Kind.THIRD_PARTY
        and subject.state is State.SUBMITTED
        and subject.lab in person.memberships
    )


def may_reply(person: Person, subject: Subject) -> bool:
    """Whether the right of reply to a listing is this person's to use, whatever the day."""
    return (
        may_read(person, subject)
        and subject.kind is Kind.THIRD_PARTY
        and person.memberships.get(subject.lab or "") is Membership.REPRESENTATIVE
    )


def check_may_reply(person: Person, subject: Subject) -> None:
    """Raise ``NotPermitted`` if the person may not reply for the lab that a listing is about."""
    if not may_reply(person, subject):
        raise NotPermitted("A reply to a listing is for a representative of the lab it is about.")
    if not person.has_second_factor:
        raise SecondFactorMissing(
            "A reply speaks for the lab, so it takes a second factor; your account has none yet."
        )


def roles_on(person: Person, subject: Subject) -> frozenset[Role]:
    if subject.kind is not Kind.LAB:
        return frozenset({Role.AUTHOR} if person.key == subject.author else ())
    membership = person.memberships.get(subject.lab or "")
    if membership is None:
        return frozenset()
    if membership is Membership.REPRESENTATIVE:
        return frozenset({Role.SUBMITTER, Role.REPRESENTATIVE})
    return frozenset({Role.SUBMITTER})


def allowed_actions(person: Person, subject: Subject) -> tuple[Transition, ...]:
    """The rows open to the person in the state the submission is in, whatever it lacks yet."""
    return tuple(row for row in moves(subject.state, subject.kind) if _may(person, row, subject))


def check_may(person: Person, row: Transition, subject: Subject) -> None:
    """Raise ``NotPermitted`` with the reason if the person may not make this move.

    That the state allows it, the workflow's table says.
    """
    if person.scope is not None:
        _check_token(person.scope, row, subject)
    if not roles_on(person, subject) & row.roles:
        who = " or ".join(sorted(ROLE_WORDS[role] for role in row.roles))
        raise NotPermitted(f"“{row.label}” is for {who}.")
    if row.action is not Action.SUBMIT:
        return
    if not person.has_second_factor:
        raise SecondFactorMissing(
            "An attestation binds the lab, so it takes a second factor; your account has none yet."
        )
    if subject.representatives > 1 and subject.completed_by == person.key:
        raise NotPermitted(
            "You marked this card as complete, and the lab has another representative: whoever "
            "attests must be a second person."
        )


def may_decide(person: Person) -> bool:
    """Whether the pages of editors exist for this person."""
    return person.is_editor and person.scope is None


def check_may_answer(person: Person, action: requests.Action, asked_by: str) -> None:
    """Raise ``NotPermitted`` if the person may not do this to a request of ``asked_by``.

    Nobody grants what they asked for themselves.
    """
    if action not in requests.BY_EDITOR:
        if person.scope is not None or person.key != asked_by:
            raise NotPermitted("Only whoever asked can withdraw a request.")
        return
    if not may_decide(person):
        raise NotPermitted("Requests are answered by editors.")
    if not person.has_second_factor:
        raise SecondFactorMissing("Editors need a second factor; your account has none yet.")
    if person.key == asked_by:
        raise NotPermitted("You asked for this yourself; another editor has to answer it.")


def may_see_people(person: Person, lab: str) -> bool:
    """Whether the page of a lab's people exists for this person."""
    return person.scope is None and lab in person.memberships


def check_may_end(person: Person, lab: str, member: str, role: Membership) -> None:
    """Raise ``NotPermitted`` if the person may not end this membership of ``member``.

    Everybody may leave. A representative may end that of a submitter, never of another
    representative: two who disagree are for an editor.
    """
    if person.scope is not None or lab not in person.memberships:
        raise NotPermitted("You are no member of this lab.")
    if person.key == member:
        return
    if person.memberships[lab] is not Membership.REPRESENTATIVE:
        raise NotPermitted("Only a representative can end the membership of somebody else.")
    if role is Membership.REPRESENTATIVE:
        raise NotPermitted("Only an editor can end the membership of another representative.")
    if not person.has_second_factor:
        raise SecondFactorMissing(
            "Those who speak for a lab need a second factor; your account has none yet."
        )


def _may(person: Person, row: Transition, subject: Subject) -> bool:
    try:
        check_may(person, row, subject)
    except SecondFactorMissing:
        # The button stays; it leads to where a second factor is set up.
        return True
    except NotPermitted:
        return False
    return True


def _check_token(scope: Scope, row: Transition, subject: Subject) -> None:
    if not row.by_token:
        raise NotPermitted(
            f"“{row.label}” takes a person who is signed in; a token can never do it."
        )
    if row.action not in scope.actions:
        raise NotPermitted(f"This token was not made for “{row.label}”.")
    if scope.lab != _lab_of(subject):
        raise NotPermitted("This token was made for another lab.")


def _lab_of(subject: Subject) -> str | None:
    """The lab a token must be of; none where a person prepares for nobody."""
    return subject.lab if subject.kind is Kind.LAB else None


ROLE_WORDS: Mapping[Role, str] = {
    Role.SUBMITTER: "a submitter of the lab",
    Role.REPRESENTATIVE: "a representative of the lab",
    Role.AUTHOR: "whoever prepares it",
}
