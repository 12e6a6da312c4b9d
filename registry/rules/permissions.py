"""Who may see what, and who may do what to it: the one place that decides.

On plain facts about a person and a thing, worked out anew for each request and never kept in a
session. What a person may not see does not exist for that person. Whether a move is possible now is
another question (``rules.workflow.policies``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registry.rules.errors import NotPermitted, SecondFactorMissing
from registry.rules.workflow.assignments import LETTING_IN, AssignmentMove
from registry.rules.workflow.submissions import moves
from registry.rules.workflow.vocabulary import (
    EVERY_AUTHOR,
    UNSUBMITTED,
    Action,
    Kind,
    Role,
    State,
    Track,
    Transition,
)


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
    """Who asks. ``key`` is the opaque key of the record; ``memberships`` are by lab slug.

    An editor-in-chief is an editor, too; an administrator never is. ``is_system``: the clock.
    """

    key: str
    memberships: Mapping[str, Membership] = field(default_factory=dict)
    is_editor: bool = False
    has_second_factor: bool = False
    scope: Scope | None = None
    is_chief: bool = False
    is_administrator: bool = False
    is_system: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: a submission, or one about to be made (``state`` is None).

    People are named by their opaque keys. ``completed_by`` marked the card as complete, or changed
    it last while it was revised; ``representatives`` counts those of the lab. ``referees`` were let
    into the submission, ``recused`` are referees who left over an interest; ``cleared`` and
    ``conflicted`` are editors by what they declared. ``editors`` are all who are or ever were let
    in as editors: in charge, or cleared.
    """

    kind: Kind
    state: State | None
    lab: str | None
    author: str
    completed_by: str | None = None
    representatives: int = 0
    track: Track = Track.PEER
    is_held: bool = False
    handling_editor: str | None = None
    appeal_editor: str | None = None
    referees: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    conflicted: frozenset[str] = frozenset()
    editors: frozenset[str] = frozenset()


# Who acts as one of these alone binds somebody by it.
WITH_SECOND_FACTOR = frozenset(
    {
        Role.REPRESENTATIVE,
        Role.EDITOR,
        Role.HANDLING_EDITOR,
        Role.APPEAL_EDITOR,
        Role.CHIEF,
        Role.ADMINISTRATOR,
    }
)
# By which the lab speaks for a card: a second person has to, where the lab has one.
ATTESTING = frozenset({Action.SUBMIT, Action.RESUBMIT, Action.SUBMIT_REVISION})


def roles_on(person: Person, subject: Subject) -> frozenset[Role]:
    """What the person is to the submission; whoever has a part in it takes no second one."""
    if person.is_system:
        return frozenset({Role.SYSTEM})
    if person.scope is not None and person.scope.lab != _lab_of(subject):
        return frozenset()
    return _author_roles(person, subject) or _review_roles(person, subject)


def _author_roles(person: Person, subject: Subject) -> frozenset[Role]:
    if subject.kind is not Kind.LAB:
        return frozenset({Role.AUTHOR} if person.key == subject.author else ())
    match person.memberships.get(subject.lab or ""):
        case Membership.REPRESENTATIVE:
            return frozenset({Role.SUBMITTER, Role.REPRESENTATIVE})
        case Membership.SUBMITTER:
            return frozenset({Role.SUBMITTER})
    return frozenset()


def _review_roles(person: Person, subject: Subject) -> frozenset[Role]:
    if person.scope is not None or subject.kind is Kind.SELF_ASSESSMENT:
        return frozenset()
    # Who belongs to the lab that a listing is about judges nothing in it.
    if subject.state is None or subject.lab in person.memberships:
        return frozenset()
    if person.key in subject.referees:
        return frozenset({Role.REFEREE})
    if person.key in subject.recused:
        return frozenset()
    if person.is_administrator:
        return frozenset({Role.ADMINISTRATOR})
    if not person.is_editor or person.key in subject.conflicted:
        return frozenset()
    if person.key == subject.appeal_editor and subject.state is State.APPEAL_OPEN:
        return frozenset({Role.APPEAL_EDITOR})
    if person.key == subject.handling_editor:
        return frozenset({Role.HANDLING_EDITOR})
    return frozenset({Role.EDITOR, Role.CHIEF} if person.is_chief else {Role.EDITOR})


def may_see(person: Person, subject: Subject) -> bool:
    """Whether the pages of those who prepare the card exist for this person."""
    return bool(roles_on(person, subject) & EVERY_AUTHOR)


def may_list(person: Person, subject: Subject) -> bool:
    """Whether the submission is in an editor's lists and counts: what public metadata says of it.

    An editor with an interest that forbids a part in it does not even meet it there.
    """
    return subject.state not in UNSUBMITTED and bool(
        roles_on(person, subject) & EDITORIAL and person.is_editor
    )


def may_handle(person: Person, subject: Subject) -> bool:
    """Whether an editor reads what is confidential: only after declaring no forbidding interest."""
    if not may_list(person, subject):
        return False
    roles = roles_on(person, subject)
    return bool(roles & {Role.HANDLING_EDITOR, Role.APPEAL_EDITOR}) or person.key in subject.cleared


def may_referee(person: Person, subject: Subject) -> bool:
    """Whether the person was let into the submission as a referee."""
    return Role.REFEREE in roles_on(person, subject)


def may_read(person: Person, subject: Subject) -> bool:
    """Whether the person may read the card as submitted: a listing also those of its lab.

    They see the card and the replies, never the draft behind it. A referee who left over an
    interest reads on in nothing but what they wrote.
    """
    if may_see(person, subject) or may_handle(person, subject):
        return True
    if may_referee(person, subject):
        return person.key not in subject.recused
    return (
        person.scope is None
        and subject.kind is Kind.THIRD_PARTY
        and subject.state not in (None, *UNSUBMITTED)
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


def allowed_actions(person: Person, subject: Subject) -> tuple[Transition, ...]:
    """The rows open to the person in the state the submission is in, whatever it lacks yet."""
    rows = moves(subject.state, subject.kind, track=subject.track, is_held=subject.is_held)
    return tuple(row for row in rows if _may(person, row, subject))


def check_may(person: Person, row: Transition, subject: Subject) -> None:
    """Raise ``NotPermitted`` with the reason if the person may not make this move.

    That the state allows it, the workflow's table says.
    """
    if person.scope is not None:
        _check_token(person.scope, row, subject)
    acting = roles_on(person, subject) & row.roles
    if not acting:
        who = " or ".join(sorted(ROLE_WORDS[role] for role in row.roles))
        raise NotPermitted(f"“{row.label}” is for {who}.")
    if acting <= WITH_SECOND_FACTOR and not person.has_second_factor:
        raise SecondFactorMissing(
            f"“{row.label}” binds others, so it takes a second factor; your account has none yet."
        )
    if (
        row.action in ATTESTING
        and subject.representatives > 1
        and subject.completed_by == person.key
    ):
        raise NotPermitted(
            "You finished this card yourself, and the lab has another representative: whoever "
            "attests must be a second person."
        )


def check_may_second(
    person: Person, row: Transition | AssignmentMove, subject: Subject, first: str
) -> None:
    """Raise ``NotPermitted`` if the person may not agree to the move that ``first`` proposed.

    ``first`` is a key. Nobody seconds what they proposed, nor without having declared interests.
    """
    roles = roles_on(person, subject)
    if row.second is None or row.second not in roles:
        who = ROLE_WORDS[row.second] if row.second else "nobody"
        raise NotPermitted(f"To agree to “{row.label}” is for {who}.")
    if person.key == first:
        raise NotPermitted("You proposed this yourself; a second person has to agree.")
    if not person.has_second_factor:
        raise SecondFactorMissing("Editors need a second factor; your account has none yet.")
    if person.key not in subject.cleared:
        raise NotPermitted("Declare your interests in this submission first.")


def check_may_assign(person: Person, row: AssignmentMove, subject: Subject, referee: str) -> None:
    """Raise ``NotPermitted`` if the person may not make this move of an assignment.

    ``referee`` is the key of whom it is for: that person and no other acts as its referee. Who is
    in charge of the submission does not, whoever asked them; and who could ever read it as an
    editor does not become one.
    """
    roles = roles_on(person, subject) - {Role.REFEREE}
    if person.key == referee and person.scope is None and not roles & (EVERY_AUTHOR | IN_CHARGE):
        roles = frozenset({Role.REFEREE})
    acting = roles & row.roles
    if not acting:
        who = " or ".join(sorted(ROLE_WORDS[role] for role in row.roles))
        raise NotPermitted(f"“{row.label}” is for {who}.")
    if row.action in LETTING_IN and referee in subject.editors:
        raise NotPermitted(
            "Whoever has read a submission as an editor, or could have, is no referee of it."
        )
    if acting <= WITH_SECOND_FACTOR and not person.has_second_factor:
        raise SecondFactorMissing("Editors need a second factor; your account has none yet.")


def may_assign(person: Person, row: AssignmentMove, subject: Subject, referee: str) -> bool:
    """Whether ``check_may_assign`` lets the person make the move."""
    try:
        check_may_assign(person, row, subject, referee)
    except NotPermitted:
        return False
    return True


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


IN_CHARGE = frozenset({Role.HANDLING_EDITOR, Role.APPEAL_EDITOR})
EDITORIAL = frozenset({Role.EDITOR, Role.HANDLING_EDITOR, Role.APPEAL_EDITOR, Role.CHIEF})
ROLE_WORDS: Mapping[Role, str] = {
    Role.SUBMITTER: "a submitter of the lab",
    Role.REPRESENTATIVE: "a representative of the lab",
    Role.AUTHOR: "whoever prepares it",
    Role.REFEREE: "a referee of this submission",
    Role.EDITOR: "an editor without another part in this submission",
    Role.HANDLING_EDITOR: "the handling editor",
    Role.APPEAL_EDITOR: "the editor who looks at the appeal",
    Role.CHIEF: "an editor-in-chief",
    Role.ADMINISTRATOR: "an administrator",
    Role.SYSTEM: "nobody: it happens by the clock",
}
