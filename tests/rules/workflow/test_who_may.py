"""Every action by everybody in every state of a submission, on the rules alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.rules import permissions
from registry.rules.errors import NotPermitted, Refused, SecondFactorMissing
from registry.rules.permissions import Membership, Person, Scope, Subject
from registry.rules.workflow.assignments import BY_ASSIGNMENT_ACTION, AssignmentAction
from registry.rules.workflow.submissions import BY_ACTION, check_move
from registry.rules.workflow.vocabulary import Action, Kind, State
from tests.factories.who_may import (
    ASSIGNMENT,
    CASES,
    PEOPLE,
    PLAIN_OF_REPRESENTATIVE,
    SECONDS,
    WITHOUT_FACTOR,
    Case,
)

LAB, OTHER = "deepseek", "meta"
EVERY = frozenset(Action)
SUBMITTER, REPRESENTATIVE = Membership.SUBMITTER, Membership.REPRESENTATIVE
UNSUBMITTED = (None, State.DRAFT, State.AWAITING_ATTESTATION, State.DISCARDED)
BEFORE_REVIEW = (*UNSUBMITTED, State.SUBMITTED, State.TRIAGE, State.RETURNED)


def person(key: str, lab: str = "", role: Membership = SUBMITTER, **facts: object) -> Person:
    memberships = {lab: role} if lab else {}
    return Person(key, memberships, **{"has_second_factor": True, **facts})  # type: ignore[arg-type]


def editor(key: str, **facts: object) -> Person:
    return person(key, is_editor=True, **facts)


EVERYBODY = {
    "submitter": person("submitter", LAB),
    "representative": person("representative", LAB, REPRESENTATIVE),
    "author": person("author"),
    "member": person("member", LAB, REPRESENTATIVE),
    "stranger": person("stranger"),
    "other representative": person("other representative", OTHER, REPRESENTATIVE),
    "referee": person("referee"),
    "working referee": person("working referee"),
    "former referee": person("former referee"),
    "recused editor": editor("recused editor"),
    "invited referee": person("invited referee"),
    "referee of another": person("referee of another"),
    "refereeing editor": editor("refereeing editor"),
    "clear editor": editor("clear editor"),
    "undeclared editor": editor("undeclared editor"),
    "conflicted editor": editor("conflicted editor"),
    "conflicted chief": editor("conflicted chief", is_chief=True),
    "handling editor": editor("handling editor"),
    "appeal editor": editor("appeal editor"),
    "chief": editor("chief", is_chief=True),
    "administrator": person("administrator", is_administrator=True),
    "clock": Person("clock", is_system=True),
    "token": person("submitter", LAB, scope=Scope(LAB, EVERY)),
    "token of a representative": person("rep", LAB, REPRESENTATIVE, scope=Scope(LAB, EVERY)),
    "narrow token": person("submitter", LAB, scope=Scope(LAB, frozenset())),
    "token of another lab": person("x", LAB, scope=Scope(OTHER, EVERY)),
    "token of the author": person("author", scope=Scope(None, EVERY)),
    "token of an editor": editor("chief", is_chief=True, scope=Scope(None, EVERY)),
}


def subject(case: Case) -> Subject:
    is_reviewed = case.state not in UNSUBMITTED and case.state is not State.SUBMITTED
    return Subject(
        kind=case.kind,
        state=case.state,
        lab=None if case.kind is Kind.SELF_ASSESSMENT else LAB,
        author="submitter" if case.kind is Kind.LAB else "author",
        completed_by="submitter",
        representatives=2,
        track=case.track,
        is_held=case.is_held,
        handling_editor="handling editor" if is_reviewed else None,
        appeal_editor="appeal editor" if case.state is State.APPEAL_OPEN else None,
        referees=frozenset({"referee", "working referee", "refereeing editor", "former referee"}),
        recused=frozenset({"former referee", "recused editor"}),
        cleared=frozenset({"clear editor", "handling editor", "appeal editor", "chief"}),
        conflicted=frozenset({"conflicted editor", "conflicted chief"}),
        editors=frozenset(
            {"clear editor", "handling editor", "appeal editor", "chief", "former editor"}
        ),
    )


def outcome(case: Case, who: Person, action: Action) -> str:
    about = subject(case)
    try:
        row = check_move(action, case.state, case.kind, track=case.track, is_held=case.is_held)
        permissions.check_may(who, row, about)
    except Refused as refused:
        return refused.code
    return "ok"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_action_by_everybody(case: Case) -> None:
    for who in sorted(PEOPLE[case.kind]):
        for action in Action:
            found = outcome(case, EVERYBODY[who], action)
            assert found == case.outcome(action, who), (who, action)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_buttons_are_what_is_allowed(case: Case) -> None:
    """Also for whoever lacks a second factor: there the button leads to where one is set up."""
    for who in PEOPLE[case.kind]:
        expected = {action for action in Action if case.outcome(action, who) == "ok"}
        for asking in (EVERYBODY[who], replace(EVERYBODY[who], has_second_factor=False)):
            rows = permissions.allowed_actions(asking, subject(case))
            assert {row.action for row in rows} == expected, who


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_binds_takes_a_second_factor(case: Case) -> None:
    for action, people in case.allowed.items():
        for who in people:
            bare = replace(EVERYBODY[who], has_second_factor=False)
            is_plain = who in WITHOUT_FACTOR or (
                who == "representative" and action in PLAIN_OF_REPRESENTATIVE
            )
            expected = "ok" if is_plain else "second_factor_missing"
            assert outcome(case, bare, Action(action)) == expected, (who, action)


def case_of(kind: Kind, state: State) -> Case:
    return next(one for one in CASES if (one.kind, one.state, one.is_held) == (kind, state, False))


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (Action.SUBMIT, State.AWAITING_ATTESTATION),
        (Action.RESUBMIT, State.RETURNED),
        (Action.SUBMIT_REVISION, State.REVISION_REQUESTED),
    ],
)
def test_four_eyes_attest_where_the_lab_has_them(action: Action, state: State) -> None:
    case, row = case_of(Kind.LAB, state), BY_ACTION[action]
    finished = replace(subject(case), completed_by="representative")
    with pytest.raises(NotPermitted, match="must be a second person"):
        permissions.check_may(EVERYBODY["representative"], row, finished)
    permissions.check_may(EVERYBODY["representative"], row, replace(finished, representatives=1))
    withdraw = BY_ACTION[Action.WITHDRAW]
    if state is not State.AWAITING_ATTESTATION:
        permissions.check_may(EVERYBODY["representative"], withdraw, finished)


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("desk_reject", State.TRIAGE),
        ("reject", State.DECISION_PENDING),
        ("accept", State.DECISION_PENDING),
    ],
)
def test_who_agrees_to_what_was_proposed(action: str, state: State) -> None:
    case, row = case_of(Kind.LAB, state), BY_ACTION[Action(action)]
    about = subject(case)
    for who in PEOPLE[Kind.LAB]:
        if who in SECONDS[action]:
            permissions.check_may_second(EVERYBODY[who], row, about, first="handling editor")
            with pytest.raises(NotPermitted, match="yourself"):
                permissions.check_may_second(EVERYBODY[who], row, about, first=who)
            with pytest.raises(SecondFactorMissing):
                bare = replace(EVERYBODY[who], has_second_factor=False)
                permissions.check_may_second(bare, row, about, first="handling editor")
            with pytest.raises(NotPermitted, match="Declare your interests"):
                undeclared = replace(about, cleared=about.cleared - {who})
                permissions.check_may_second(EVERYBODY[who], row, undeclared, "handling editor")
        else:
            with pytest.raises(NotPermitted):
                permissions.check_may_second(EVERYBODY[who], row, about, first="somebody")


def test_nobody_agrees_to_what_one_person_decides() -> None:
    about = subject(case_of(Kind.LAB, State.TRIAGE))
    with pytest.raises(NotPermitted, match="for nobody"):
        permissions.check_may_second(
            EVERYBODY["clear editor"], BY_ACTION[Action.RETURN], about, "handling editor"
        )


def test_every_act_on_an_assignment_by_everybody() -> None:
    assert ASSIGNMENT.keys() == {*AssignmentAction}
    about = subject(case_of(Kind.LAB, State.IN_REVIEW))
    for action, allowed in ASSIGNMENT.items():
        row = BY_ASSIGNMENT_ACTION[AssignmentAction(action)]
        for who in PEOPLE[Kind.LAB]:
            asking = EVERYBODY[who]
            bare = replace(asking, has_second_factor=False)
            if who not in allowed:
                with pytest.raises(NotPermitted):
                    permissions.check_may_assign(asking, row, about, "referee")
                continue
            permissions.check_may_assign(asking, row, about, "referee")
            if who in ("referee", "clock"):
                permissions.check_may_assign(bare, row, about, "referee")
            else:
                with pytest.raises(SecondFactorMissing):
                    permissions.check_may_assign(bare, row, about, "referee")


@pytest.mark.parametrize(
    "who",
    [
        "submitter",
        "representative",
        "token",
        "token of an editor",
        "handling editor",
        "appeal editor",
    ],
)
def test_who_has_another_part_is_no_referee(who: str) -> None:
    """Whatever the assignment says: the lab, the editors in charge, a program in a name."""
    about = subject(case_of(Kind.LAB, State.APPEAL_OPEN))
    for action in (AssignmentAction.ACCEPT, AssignmentAction.SUBMIT_REPORT):
        row = BY_ASSIGNMENT_ACTION[action]
        with pytest.raises(NotPermitted):
            permissions.check_may_assign(EVERYBODY[who], row, about, EVERYBODY[who].key)
        assert not permissions.may_assign(EVERYBODY[who], row, about, EVERYBODY[who].key)
