"""Who may move a published version, and who may agree to it, on plain facts about both.

That the version's status allows the move, the table says (``rules.workflow.versions``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from registry.rules.errors import NotPermitted, SecondFactorMissing
from registry.rules.permissions import ROLE_WORDS, Person
from registry.rules.workflow.versions import VERSION_MOVES, VersionMove
from registry.rules.workflow.vocabulary import Role

# A publication makes the other two moves.
BY_PEOPLE = tuple(row for row in VERSION_MOVES if Role.SYSTEM not in row.roles)


@dataclass(frozen=True, slots=True)
class VersionSubject:
    """What is asked about. People are named by their opaque keys.

    ``labs`` are the slugs of the lab that made the model and of the one that stands for it.
    ``conflicted`` are those whom an interest bars, ``referees`` those of the version's review,
    ``cleared`` the editors who declared none in it; a version without a review has nothing to
    declare in.
    """

    labs: frozenset[str]
    is_reviewed: bool = False
    conflicted: frozenset[str] = frozenset()
    referees: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()


def version_roles(person: Person, subject: VersionSubject) -> frozenset[Role]:
    """What the person is to the version. Whoever handled its review is an editor like others.

    A token is nothing to it, nor is anybody of the lab, a referee of its review, or whoever has an
    interest that forbids a part.
    """
    if person.is_system or person.scope is not None:
        return frozenset()
    if not subject.labs.isdisjoint(person.memberships):
        return frozenset()
    if person.key in subject.conflicted | subject.referees:
        return frozenset()
    if person.is_administrator:
        return frozenset({Role.ADMINISTRATOR})
    if person.is_chief:
        return frozenset({Role.EDITOR, Role.CHIEF})
    return frozenset({Role.EDITOR} if person.is_editor else ())


def may_meet(person: Person, subject: VersionSubject) -> bool:
    """Whether the pages on which versions are moved exist for this person, for this version."""
    return bool(version_roles(person, subject))


def has_declared(person: Person, subject: VersionSubject) -> bool:
    """Whether the person has said all there is to say about their interests.

    An administrator judges nothing, and has no review to declare in.
    """
    roles = version_roles(person, subject)
    return not subject.is_reviewed or Role.ADMINISTRATOR in roles or person.key in subject.cleared


def check_may_move(person: Person, row: VersionMove, subject: VersionSubject) -> None:
    """Raise ``NotPermitted`` with the reason if the person may not make or propose this move."""
    if not version_roles(person, subject) & row.roles:
        raise NotPermitted(f"“{row.label}” is for {_words(row.roles)}.")
    _check_person(person, row, subject)


def check_may_agree(
    person: Person,
    row: VersionMove,
    subject: VersionSubject,
    *,
    first: str,
    agreed: Iterable[tuple[str, Role]] = (),
) -> Role:
    """Return the role in which the person agrees to the move that ``first`` proposed.

    ``agreed`` are those who did already, by key and role. Raises ``NotPermitted``: nobody agrees
    twice, or to what they proposed.
    """
    earlier = dict(agreed)
    wanted = Counter(row.seconds) - Counter(earlier.values())
    fitting = [role for role in row.seconds if wanted[role]]
    acting = [role for role in fitting if role in version_roles(person, subject)]
    if not acting:
        who = _words(fitting) if fitting else "nobody any more"
        raise NotPermitted(f"To agree to “{row.label}” is for {who}.")
    if person.key == first:
        raise NotPermitted("You proposed this yourself; another person has to agree.")
    if person.key in earlier:
        raise NotPermitted("You agreed to this already; yet another person has to.")
    _check_person(person, row, subject)
    return acting[0]


def missing(row: VersionMove, agreed: Iterable[tuple[str, Role]]) -> tuple[Role, ...]:
    """The roles in which somebody still has to agree."""
    return tuple((Counter(row.seconds) - Counter(role for _, role in agreed)).elements())


def open_rows(person: Person, status: str, subject: VersionSubject) -> tuple[VersionMove, ...]:
    """The rows that the person may make or propose for a version of this status."""
    roles = version_roles(person, subject)
    return tuple(row for row in BY_PEOPLE if status in row.sources and roles & row.roles)


def _check_person(person: Person, row: VersionMove, subject: VersionSubject) -> None:
    if not person.has_second_factor:
        raise SecondFactorMissing(
            f"“{row.label}” binds others, so it takes a second factor; your account has none yet."
        )
    if not has_declared(person, subject):
        raise NotPermitted("Declare your interests in the review of this version first.")


def _words(roles: Iterable[Role]) -> str:
    words = {Role.EDITOR: "an editor without an interest in the lab"}
    return " or ".join(sorted({words.get(role, ROLE_WORDS[role]) for role in roles}))
