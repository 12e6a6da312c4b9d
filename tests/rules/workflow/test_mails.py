"""Every row that tells somebody has words for them, and there are no words that no row tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from registry.rules.workflow.assignments import ASSIGNMENT_MOVES, AssignmentAction, AssignmentState
from registry.rules.workflow.mail_shapes import Addressee, Page, Words
from registry.rules.workflow.mails import (
    DECISIONS,
    FACTS,
    TAKEN_BACK_BY,
    TOLD_APART,
    filled,
    kind_of,
    kinds_taken_back,
    label_of,
    leaves_at,
    one_line,
    told_of,
    told_of_assignment,
)
from registry.rules.workflow.mails_of_assignments import OF_ASSIGNMENTS
from registry.rules.workflow.mails_of_submissions import OF_SUBMISSIONS
from registry.rules.workflow.mails_of_waits import OF_WAITS
from registry.rules.workflow.submissions import BY_ACTION, TRANSITIONS
from registry.rules.workflow.vocabulary import Action, Party

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVERY_WORDS: dict[str, Words] = {
    kind_of(action, addressee): words
    for table in (OF_SUBMISSIONS, OF_ASSIGNMENTS)
    for (action, addressee), words in table.items()
} | {str(wait): words for wait, words in OF_WAITS.items()}


def test_rows_and_words_fit() -> None:
    told = {(row.action, addressee) for row in TRANSITIONS for _, addressee in told_of(row)}
    assert told == OF_SUBMISSIONS.keys()
    of_assignments = {
        (row.action, addressee)
        for row in ASSIGNMENT_MOVES
        for source in row.sources
        for _, addressee in told_of_assignment(row, source)
    }
    assert of_assignments == OF_ASSIGNMENTS.keys()


def test_every_party_of_a_row_is_told_here_or_apart() -> None:
    for row in TRANSITIONS:
        apart = {party for action, party in TOLD_APART if action is row.action}
        assert {party for party, _ in told_of(row)} | apart == set(row.notices), row.number
    invites = {row.action for row in ASSIGNMENT_MOVES if row.action is AssignmentAction.INVITE}
    assert invites, "referees who are told apart are told by it"


def test_who_was_only_proposed_knows_nothing_of_it() -> None:
    for row in ASSIGNMENT_MOVES:
        told = told_of_assignment(row, AssignmentState.PROPOSED)
        knows = Party.REFEREES in {party for party, _ in told}
        assert knows is (row.action is AssignmentAction.INVITE), row.number


def test_words_name_only_facts_that_there_are() -> None:
    for kind, words in EVERY_WORDS.items():
        for text in (words.subject, words.says, words.asks):
            named = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert named <= {*FACTS}, kind
        # What happened is always said, whatever day was set.
        assert "{due}" not in words.subject + words.says, kind


def test_a_subject_tells_an_outsider_little() -> None:
    """The lab's own mails name its model; no other does, and none says how a review ends."""
    for kind, words in EVERY_WORDS.items():
        if not kind.endswith("_lab"):
            assert "{" not in words.subject, kind
        for telling in (
            "reject",
            "accept",
            "withdraw",
            "revis",
            "appeal was",
            "{lab}",
            "{referee}",
        ):
            allowed = kind == "bounce_lab" and telling == "revis"
            assert allowed or telling not in words.subject.lower(), kind


def test_the_lab_reads_nothing_of_single_referees() -> None:
    for kind, words in EVERY_WORDS.items():
        if not kind.endswith(("_lab", "_referee", "_invitee")):
            continue
        assert "{referee}" not in words.says + words.asks, kind


def test_decisions_wait_and_nothing_else() -> None:
    assert leaves_at(Action.ACCEPT, AT) == AT + timedelta(minutes=10)
    assert all(leaves_at(action, AT) is None for action in {*Action} - DECISIONS)
    assert leaves_at(AssignmentAction.ACCEPT, AT) is None


def test_what_is_taken_back_can_be_gone_back_from() -> None:
    """Only what a move leads away from, or ends, is dropped by it."""
    for action, decisions in TAKEN_BACK_BY.items():
        for decision in decisions:
            target = BY_ACTION[decision].target
            reached = {target}
            if action is Action.GRANT_APPEAL:
                reached = {BY_ACTION[Action.APPEAL].target}
                assert target in BY_ACTION[Action.APPEAL].sources
            assert reached <= BY_ACTION[action].sources, (action, decision)
    assert "accept_lab" in kinds_taken_back(Action.RESCIND)
    assert not kinds_taken_back(Action.PUBLISH)


def test_kinds_are_told_apart_and_fit_the_column() -> None:
    assert len(EVERY_WORDS) == sum(map(len, (OF_SUBMISSIONS, OF_ASSIGNMENTS, OF_WAITS)))
    assert max(map(len, EVERY_WORDS)) <= 60
    assert {label_of(kind) for kind in EVERY_WORDS} >= {"Accept", "Accept the invitation"}
    assert label_of("listing_submitted") == "listing submitted"
    assert {words.page for words in EVERY_WORDS.values()} == {*Page}
    assert {addressee for _, addressee in (*OF_SUBMISSIONS, *OF_ASSIGNMENTS)} == {*Addressee}


@pytest.mark.parametrize("day", ["", "24 March 2026"])
def test_what_is_asked_by_no_day_is_left_out(day: str) -> None:
    text = filled("Decide by the end of {due}.", {"model": "R1", "due": day})
    assert text == ("Decide by the end of 24 March 2026." if day else "")


def test_braces_and_breaks_in_names_are_only_text() -> None:
    facts = {"model": one_line("モデル\n{lab} <b>&"), "lab": "Lab"}
    assert filled("the card of {model}", facts) == "the card of モデル {lab} <b>&"
