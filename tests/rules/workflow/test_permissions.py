"""Who sees a submission and what of it, and who answers for a lab, by hand and case by case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from registry.rules import permissions
from registry.rules.errors import NotPermitted, SecondFactorMissing
from registry.rules.people_permissions import (
    check_may_answer,
    check_may_end,
    check_may_operate,
    may_decide,
    may_see_people,
)
from registry.rules.permissions import Membership, Person, Scope, Subject
from registry.rules.workflow import requests
from registry.rules.workflow.assignments import BY_ASSIGNMENT_ACTION, AssignmentAction
from registry.rules.workflow.vocabulary import Action, Kind, State
from tests.factories.who_may import CASES, EDITORS, OF_LAB, OF_LISTING, PEOPLE, Case, of
from tests.rules.workflow.test_who_may import EVERYBODY, UNSUBMITTED, person, subject

Asking = Callable[[Person, Subject], bool]
WRITERS = OF_LAB | OF_LISTING - of("member")
REFEREES = of("referee, working referee, refereeing editor, former referee")
CLEARED = EDITORS - of("undeclared editor")


def expected(asking: Asking, case: Case) -> frozenset[str]:
    """Everybody of whom the question is answered with yes."""
    is_open = case.state not in UNSUBMITTED and case.kind is not Kind.SELF_ASSESSMENT
    replying = of("member") if case.kind is Kind.THIRD_PARTY and is_open else of("")
    # The draft itself exists for nobody before it is started; its writers are known all the same.
    referees = REFEREES if case.state is not None else of("")
    if case.kind is Kind.SELF_ASSESSMENT:
        referees = of("")
    answers = {
        permissions.may_see: WRITERS,
        permissions.may_list: EDITORS if is_open else of(""),
        permissions.may_handle: CLEARED if is_open else of(""),
        permissions.may_referee: referees,
        permissions.may_read: WRITERS
        | (referees - of("former referee"))
        | (CLEARED if is_open else of(""))
        | replying,
        permissions.may_reply: replying,
    }
    return answers[asking] & PEOPLE[case.kind]


@pytest.mark.parametrize(
    "asking",
    [
        permissions.may_see,
        permissions.may_list,
        permissions.may_handle,
        permissions.may_referee,
        permissions.may_read,
        permissions.may_reply,
    ],
    ids=lambda asking: asking.__name__,
)
def test_what_exists_for_whom(asking: Asking) -> None:
    for case in CASES:
        found = {who for who in PEOPLE[case.kind] if asking(EVERYBODY[who], subject(case))}
        assert found == expected(asking, case), str(case)


def listing(state: State = State.TRIAGE) -> Subject:
    return subject(next(c for c in CASES if (c.kind, c.state) == (Kind.THIRD_PARTY, state)))


def refereed(state: State = State.IN_REVIEW) -> Subject:
    return subject(next(c for c in CASES if (c.kind, c.state) == (Kind.LAB, state)))


def test_a_mere_submitter_of_the_lab_reads_a_listing_and_does_not_reply() -> None:
    submitter = EVERYBODY["submitter"]
    assert permissions.may_read(submitter, listing())
    assert not permissions.may_reply(submitter, listing())
    with pytest.raises(NotPermitted, match="for a representative"):
        permissions.check_may_reply(submitter, listing())
    # Nor does a program, whoever made it.
    assert not permissions.may_read(EVERYBODY["token"], listing())


def test_a_reply_takes_a_second_factor() -> None:
    member = EVERYBODY["member"]
    permissions.check_may_reply(member, listing())
    with pytest.raises(SecondFactorMissing):
        permissions.check_may_reply(replace(member, has_second_factor=False), listing())


def test_a_card_of_the_lab_itself_takes_no_reply() -> None:
    assert not permissions.may_reply(EVERYBODY["representative"], refereed())


def test_who_belongs_to_the_lab_of_a_listing_judges_nothing_in_it() -> None:
    """Whatever else they are: editor, chief, administrator, or asked as a referee."""
    for facts in ({"is_editor": True}, {"is_chief": True, "is_editor": True}):
        insider = person("chief", "deepseek", **facts)
        assert not permissions.may_list(insider, listing())
        assert not permissions.roles_on(insider, listing())
    assert not permissions.roles_on(person("referee", "deepseek"), listing())
    admin = person("administrator", "deepseek", is_administrator=True)
    assert not permissions.roles_on(admin, listing())


def test_one_part_is_all_that_anybody_has() -> None:
    """Who prepares a card neither edits nor referees it; a referee edits nothing; and so on."""
    about = refereed()
    everything = {"is_editor": True, "is_chief": True, "is_administrator": True}
    assert roles(person("referee", "deepseek", **everything), about) == {"submitter"}
    assert roles(person("referee", **everything), about) == {"referee"}
    assert roles(person("chief", **everything), about) == {"administrator"}
    appealed = refereed(State.APPEAL_OPEN)
    assert roles(EVERYBODY["appeal editor"], appealed) == {"appeal_editor"}
    assert roles(EVERYBODY["handling editor"], appealed) == {"handling_editor"}
    handling = replace(EVERYBODY["handling editor"], is_chief=True)
    assert roles(handling, about) == {"handling_editor"}
    assert roles(EVERYBODY["clock"], about) == {"system"}


def test_an_editor_whose_role_ended_has_no_part() -> None:
    former = replace(EVERYBODY["handling editor"], is_editor=False)
    assert not roles(former, refereed())
    assert not permissions.may_handle(former, refereed())


def test_an_editor_in_charge_with_an_interest_has_no_part_any_more() -> None:
    late = replace(refereed(), conflicted=frozenset({"handling editor"}), cleared=frozenset())
    assert not roles(EVERYBODY["handling editor"], late)
    assert not permissions.may_list(EVERYBODY["handling editor"], late)


def test_an_editor_in_charge_needs_no_other_word_to_read_on() -> None:
    """The declaration was looked at when the editor was put in charge."""
    about = replace(refereed(), cleared=frozenset())
    assert permissions.may_handle(EVERYBODY["handling editor"], about)
    assert not permissions.may_handle(EVERYBODY["clear editor"], about)


def test_an_appeal_editor_reads_by_the_appointment_and_no_longer_than_the_appeal() -> None:
    appealed = replace(refereed(State.APPEAL_OPEN), cleared=frozenset())
    assert permissions.may_handle(EVERYBODY["appeal editor"], appealed)
    over = replace(refereed(State.REJECTED), appeal_editor="appeal editor")
    assert roles(EVERYBODY["appeal editor"], over) == {"editor"}


@pytest.mark.parametrize("who", ["undeclared editor", "administrator", "stranger"])
def test_any_editor_without_a_part_may_be_a_referee(who: str) -> None:
    row = BY_ASSIGNMENT_ACTION[AssignmentAction.ACCEPT]
    permissions.check_may_assign(EVERYBODY[who], row, refereed(), who)


@pytest.mark.parametrize("who", ["clear editor", "former editor", "chief"])
def test_who_could_read_as_an_editor_becomes_no_referee(who: str) -> None:
    """Neither asked nor accepting; who was asked before may still decline, or leave."""
    about, handling = refereed(), EVERYBODY["handling editor"]
    asked = EVERYBODY.get(who, person(who, is_editor=True))
    for action in ("propose", "invite", "accept_invitation"):
        row = BY_ASSIGNMENT_ACTION[AssignmentAction(action)]
        by = asked if action == "accept_invitation" else handling
        with pytest.raises(NotPermitted, match="is no referee"):
            permissions.check_may_assign(by, row, about, who)
    for action in ("decline_invitation", "recuse"):
        permissions.check_may_assign(
            asked, BY_ASSIGNMENT_ACTION[AssignmentAction(action)], about, who
        )


def test_the_console_is_for_administrators_with_a_second_factor() -> None:
    tom = person("tom", is_administrator=True)
    check_may_operate(tom)
    check_may_operate(tom, on="somebody")
    for other in (
        person("anybody"),
        EDITOR,
        replace(tom, scope=Scope(None, frozenset())),
        replace(tom, has_second_factor=False),
    ):
        with pytest.raises(NotPermitted, match="for administrators"):
            check_may_operate(other)
    with pytest.raises(NotPermitted, match="your own account"):
        check_may_operate(tom, on="tom")


def roles(person: Person, about: Subject) -> set[str]:
    return {str(role) for role in permissions.roles_on(person, about)}


def test_a_program_does_what_its_token_was_made_for() -> None:
    about = refereed(State.DRAFT)
    row = permissions.allowed_actions(EVERYBODY["token"], about)[0]
    for who, says in (
        ("narrow token", "not made for"),
        ("token of another lab", "another lab"),
        ("token of the author", "another lab"),
    ):
        with pytest.raises(NotPermitted, match=says):
            permissions.check_may(EVERYBODY[who], row, about)
    submit = refereed(State.AWAITING_ATTESTATION)
    rows = permissions.allowed_actions(EVERYBODY["representative"], submit)
    attest = next(row for row in rows if row.action is Action.SUBMIT)
    with pytest.raises(NotPermitted, match="a token can never do it"):
        permissions.check_may(EVERYBODY["token of a representative"], attest, submit)


EDITOR = person("editor", is_editor=True)
ASKING = person("asking", is_editor=True)
PROGRAM = replace(EDITOR, scope=Scope(None, frozenset()))


def test_requests_are_answered_by_another_editor_with_a_second_factor() -> None:
    assert may_decide(EDITOR)
    assert not may_decide(person("anybody"))
    assert not may_decide(PROGRAM)
    for action in (requests.Action.GRANT, requests.Action.REFUSE):
        check_may_answer(EDITOR, action, "asking")
        for who, says in (
            (person("anybody"), "by editors"),
            (PROGRAM, "by editors"),
            (ASKING, "asked for this yourself"),
        ):
            with pytest.raises(NotPermitted, match=says):
                check_may_answer(who, action, "asking")
        with pytest.raises(SecondFactorMissing):
            check_may_answer(replace(EDITOR, has_second_factor=False), action, "asking")


def test_a_request_is_withdrawn_by_whoever_asked() -> None:
    check_may_answer(person("asking"), requests.Action.WITHDRAW, "asking")
    for who in (EDITOR, replace(ASKING, scope=PROGRAM.scope)):
        with pytest.raises(NotPermitted, match="Only whoever asked"):
            check_may_answer(who, requests.Action.WITHDRAW, "asking")


SUBMITTER, REPRESENTATIVE = Membership.SUBMITTER, Membership.REPRESENTATIVE
SPEAKING = person("speaking", "deepseek", REPRESENTATIVE)


def test_the_people_of_a_lab_are_seen_by_its_own() -> None:
    assert may_see_people(SPEAKING, "deepseek")
    assert not may_see_people(SPEAKING, "meta")
    assert not may_see_people(replace(SPEAKING, scope=PROGRAM.scope), "deepseek")


def test_memberships_are_ended() -> None:
    check_may_end(SPEAKING, "deepseek", "speaking", REPRESENTATIVE)
    check_may_end(SPEAKING, "deepseek", "other", SUBMITTER)
    check_may_end(person("other", "deepseek"), "deepseek", "other", SUBMITTER)
    # Who leaves needs no second factor, and binds nobody else.
    bare = replace(SPEAKING, has_second_factor=False)
    check_may_end(bare, "deepseek", "speaking", REPRESENTATIVE)
    for who, member, role, says in (
        (SPEAKING, "other", REPRESENTATIVE, "Only an editor"),
        (person("other", "deepseek"), "third", SUBMITTER, "Only a representative"),
        (person("out", "meta", REPRESENTATIVE), "other", SUBMITTER, "no member"),
        (replace(SPEAKING, scope=PROGRAM.scope), "other", SUBMITTER, "no member"),
    ):
        with pytest.raises(NotPermitted, match=says):
            check_may_end(who, "deepseek", member, role)
    with pytest.raises(SecondFactorMissing):
        check_may_end(bare, "deepseek", "other", SUBMITTER)
