"""Who may move a published version, and who may agree: every role against every row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.rules.errors import NotPermitted, SecondFactorMissing
from registry.rules.permissions import Membership, Person, Scope
from registry.rules.version_permissions import (
    BY_PEOPLE,
    VersionSubject,
    check_may_agree,
    check_may_move,
    has_declared,
    may_meet,
    missing,
    open_rows,
)
from registry.rules.workflow.versions import (
    BY_VERSION_ACTION,
    PUBLISHED,
    REMOVED,
    UNDER_CONCERN,
    VersionAction,
)
from registry.rules.workflow.vocabulary import Role

CHIEF, EDITOR, ADMIN = Role.CHIEF, Role.EDITOR, Role.ADMINISTRATOR
SUBJECT = VersionSubject(
    frozenset({"deepseek"}),
    is_reviewed=True,
    conflicted=frozenset({"conflicted"}),
    referees=frozenset({"referee"}),
    cleared=frozenset({"chief", "chief 2", "editor", "editor 2", "editor 3", "member", "referee"}),
)


def person(key: str, **facts: object) -> Person:
    return replace(Person(key=key, has_second_factor=True), **facts)  # type: ignore[arg-type]


EDITORIAL = {"is_editor": True, "is_chief": True}
PEOPLE = {
    "chief": person("chief", **EDITORIAL),
    "editor": person("editor", is_editor=True),
    "administrator": person("administrator", is_administrator=True),
    "reader": person("reader"),
    "clock": person("clock", is_system=True),
    # Chiefs in all else, and barred by one thing each.
    "member": person("member", memberships={"deepseek": Membership.SUBMITTER}, **EDITORIAL),
    "conflicted": person("conflicted", **EDITORIAL),
    "referee": person("referee", **EDITORIAL),
    "undeclared": person("undeclared", **EDITORIAL),
    "token": person("chief", scope=Scope(None, frozenset()), **EDITORIAL),
    "without code": replace(person("chief", **EDITORIAL), has_second_factor=False),
}
MAY_MOVE = {
    VersionAction.EXPRESS_CONCERN: {"chief", "editor"},
    VersionAction.LIFT_CONCERN: {"chief"},
    VersionAction.RETRACT: {"chief"},
    VersionAction.REINSTATE: {"chief"},
    VersionAction.REMOVE: {"chief"},
    VersionAction.RESTORE: {"chief"},
}
# To what somebody else proposed.
MAY_AGREE = {
    VersionAction.EXPRESS_CONCERN: {"chief"},
    VersionAction.LIFT_CONCERN: set[str](),
    VersionAction.RETRACT: {"chief", "editor"},
    VersionAction.REINSTATE: {"chief", "editor"},
    VersionAction.REMOVE: {"administrator"},
    VersionAction.RESTORE: {"administrator"},
}


def test_a_publication_alone_makes_the_other_two_moves() -> None:
    assert [row.number for row in BY_PEOPLE] == [f"P{n:02}" for n in range(3, 9)]
    assert {row.action for row in BY_PEOPLE} == MAY_MOVE.keys() == MAY_AGREE.keys()


@pytest.mark.parametrize("action", MAY_MOVE)
@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_move_and_who_may_agree(name: str, action: VersionAction) -> None:
    row, who = BY_VERSION_ACTION[action], PEOPLE[name]
    if name in MAY_MOVE[action]:
        check_may_move(who, row, SUBJECT)
    else:
        with pytest.raises(NotPermitted):
            check_may_move(who, row, SUBJECT)
    if name in MAY_AGREE[action]:
        assert check_may_agree(who, row, SUBJECT, first="another") in row.seconds
    else:
        with pytest.raises(NotPermitted):
            check_may_agree(who, row, SUBJECT, first="another")


def test_refusals_say_why() -> None:
    retract = BY_VERSION_ACTION[VersionAction.RETRACT]
    with pytest.raises(NotPermitted, match="“Retract” is for an editor-in-chief"):
        check_may_move(PEOPLE["editor"], retract, SUBJECT)
    with pytest.raises(SecondFactorMissing):
        check_may_move(PEOPLE["without code"], retract, SUBJECT)
    with pytest.raises(NotPermitted, match="Declare your interests"):
        check_may_move(PEOPLE["undeclared"], retract, SUBJECT)
    with pytest.raises(NotPermitted, match="for an editor without an interest"):
        check_may_agree(PEOPLE["administrator"], retract, SUBJECT, first="chief")


def test_nobody_agrees_twice_or_to_what_they_proposed() -> None:
    row = BY_VERSION_ACTION[VersionAction.REINSTATE]
    chief = PEOPLE["chief"]
    with pytest.raises(NotPermitted, match="You proposed this yourself"):
        check_may_agree(chief, row, SUBJECT, first="chief")
    agreed = [("editor", EDITOR)]
    with pytest.raises(NotPermitted, match="You agreed to this already"):
        check_may_agree(PEOPLE["editor"], row, SUBJECT, first="chief", agreed=agreed)
    assert missing(row, []) == (EDITOR, EDITOR)
    assert missing(row, agreed) == (EDITOR,)
    second = person("editor 2", is_editor=True)
    assert check_may_agree(second, row, SUBJECT, first="chief", agreed=agreed) is EDITOR
    agreed.append(("editor 2", EDITOR))
    assert missing(row, agreed) == ()
    with pytest.raises(NotPermitted, match="nobody any more"):
        check_may_agree(
            person("editor 3", is_editor=True), row, SUBJECT, first="chief", agreed=agreed
        )


def test_without_a_review_there_is_nothing_to_declare_in() -> None:
    listed = VersionSubject(frozenset({"xai"}), conflicted=frozenset({"conflicted"}))
    assert has_declared(PEOPLE["undeclared"], listed)
    assert not has_declared(PEOPLE["undeclared"], SUBJECT)
    assert has_declared(PEOPLE["administrator"], SUBJECT), "who judges nothing declares nothing"
    check_may_move(PEOPLE["member"], BY_VERSION_ACTION[VersionAction.RETRACT], listed)
    assert not may_meet(PEOPLE["conflicted"], listed)


def test_what_is_open_to_whom() -> None:
    def numbers(name: str, status: str) -> list[str]:
        return [row.number for row in open_rows(PEOPLE[name], status, SUBJECT)]

    assert numbers("chief", PUBLISHED) == ["P03", "P05", "P07"]
    assert numbers("editor", PUBLISHED) == ["P03"]
    assert numbers("chief", UNDER_CONCERN) == ["P04", "P05", "P07"]
    assert numbers("chief", REMOVED) == ["P08"]
    assert numbers("administrator", PUBLISHED) == numbers("member", PUBLISHED) == []
    assert ADMIN in BY_VERSION_ACTION[VersionAction.REMOVE].seconds
    assert CHIEF in BY_VERSION_ACTION[VersionAction.EXPRESS_CONCERN].seconds
