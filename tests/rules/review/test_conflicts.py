from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.rules.errors import Refused
from registry.rules.review.conflict_signals import (
    Affiliation,
    Found,
    LabSide,
    NamedPerson,
    Person,
    Weight,
    pre_check,
)
from registry.rules.review.conflicts import (
    HARD,
    OUTCOME_LABELS,
    QUESTIONS,
    Declaration,
    Outcome,
    Question,
    check_waiver,
    check_waivers,
    outcome,
)
from registry.rules.review.fields import FieldsInvalid
from registry.rules.review.wishes import Likeness, Wish, check_suggested, check_wishes, likeness

TODAY = date(2026, 11, 29)


def declared(*yes: Question) -> Declaration:
    return Declaration.from_data(
        {
            str(question): {
                "answer": question in yes,
                "explanation": "Long ago." if question in yes else "",
            }
            for question in Question
        }
    )


def test_every_question_has_words() -> None:
    assert set(QUESTIONS) == set(Question)
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert all(words.endswith("?") for words in QUESTIONS.values())
    assert "past 24 months" in QUESTIONS[Question.EMPLOYED]
    assert "past 36 months" in QUESTIONS[Question.COAUTHOR]


@pytest.mark.parametrize("question", list(Question))
def test_one_hard_conflict_blocks_and_any_other_can_be_waived(question: Question) -> None:
    expected = Outcome.BLOCKED if question in HARD else Outcome.WAIVABLE
    assert outcome(declared(question)) is expected
    assert outcome(declared(question, Question.OTHER)) is expected
    assert outcome(declared(question, Question.EQUITY)) is Outcome.BLOCKED
    assert declared(question).declared == (question,)


def test_no_conflict_is_clear() -> None:
    assert outcome(declared()) is Outcome.CLEAR
    assert declared().declared == ()


def test_the_hard_conflicts_are_these() -> None:
    assert set(map(str, HARD)) == {
        *("employed", "equity", "funded", "contributed", "coauthor", "family"),
    }


def test_a_declaration_is_read_back_as_it_was_written() -> None:
    declaration = declared(Question.SUPPLIER)
    assert Declaration.from_data(declaration.to_data()) == declaration
    assert declaration.to_data()["supplier"] == {"answer": True, "explanation": "Long ago."}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"family": {}}, "/family/answer: found nothing, expected yes or no to “Is somebody in"),
        ({"family": {"answer": None}}, "/family/answer: found nothing"),
        ({"family": {"answer": "no"}}, '/family/answer: found "no", expected true or false.'),
        ({"family": None}, "/family: found null, expected an object."),
        ({"family": {"answer": True}}, "/family/explanation: found nothing, expected an explan"),
        ({"family": {"answer": True, "explanation": " "}}, "/family/explanation: found nothing"),
        ({"family": {"answer": False, "note": ""}}, '/family: found the member "note"'),
        (
            {"family": {"answer": True, "explanation": "x" * 2_001}},
            "/family/explanation: found 2,001 characters, expected at most 2,000.",
        ),
        ({"religion": {"answer": True}}, 'The whole: found the member "religion"'),
    ],
)
def test_a_declaration_answers_every_question(changes: Any, message: str) -> None:
    with pytest.raises(FieldsInvalid) as caught:
        Declaration.from_data(declared().to_data() | changes)
    assert len(caught.value.problems) == 1
    assert message in str(caught.value)


def test_an_explanation_may_be_long() -> None:
    longest = {"answer": True, "explanation": "x" * 2_000}
    assert outcome(Declaration.from_data(declared().to_data() | {"other": longest})) is (
        Outcome.WAIVABLE
    )


def test_an_empty_declaration_is_not_clear() -> None:
    with pytest.raises(FieldsInvalid) as caught:
        Declaration.from_data({})
    assert len(caught.value.problems) == len(Question)


def test_a_waiver_needs_a_conflict_that_may_be_waived_and_a_reason() -> None:
    check_waiver(declared(Question.COMPETITOR), "Nobody else knows the hardware.")
    for yes, reason, message in (
        ((), "Why.", "there is nothing to waive"),
        ((Question.COMPETITOR,), " ", "Reason: found nothing"),
        ((Question.COMPETITOR, Question.EQUITY), "Why.", "cannot be waived: equity"),
    ):
        with pytest.raises(Refused, match=message):
            check_waiver(declared(*yes), reason)


def test_one_waiver_a_round() -> None:
    check_waivers([])
    check_waivers(["a"])
    check_waivers(["a", "a"])
    with pytest.raises(Refused, match="Found 2 referees with a waiver in this round, expected"):
        check_waivers(["a", "b"])


@pytest.mark.parametrize(
    ("referees", "suggested", "allowed"),
    [
        ("ab", "", True),
        ("ab", "a", True),
        ("abc", "ax", True),
        ("a", "a", False),
        ("abcde", "ab", False),
        ("aa", "a", False),
        ("", "a", True),
    ],
)
def test_suggested_referees_are_one_and_no_majority(
    referees: str, suggested: str, *, allowed: bool
) -> None:
    if allowed:
        check_suggested(referees, suggested)
        return
    with pytest.raises(Refused, match="suggested by the lab, expected at most 1 in a round"):
        check_suggested(referees, suggested)


WISH = Wish("Ada Example", "Knows the hardware.")


@pytest.mark.parametrize(
    ("suggested", "opposed", "expected"),
    [
        ([], [], []),
        ([WISH], [replace(WISH, name="Ben Example")], []),
        ([replace(WISH, name=name) for name in ("Ann", "Ben", "Cho")], [], []),
        ([Wish("A" * 200, "w" * 2_000)], [], []),
        (
            [replace(WISH, name=name) for name in ("Ann", "Ben", "Cho", "Dan")],
            [],
            [("/suggested", "length")],
        ),
        ([Wish(" ", "Why.")], [], [("/suggested/0/name", "name_missing")]),
        ([], [Wish("Ann", "")], [("/opposed/0/reason", "reason_missing")]),
        ([WISH, replace(WISH, name="ada  EXAMPLE")], [], [("/suggested/1/name", "repeated")]),
        ([WISH], [WISH], [("/opposed/0/name", "repeated")]),
        ([Wish("A" * 201, "Why.")], [], [("/suggested/0/name", "length")]),
        ([], [Wish("Ann", "w" * 2_001)], [("/opposed/0/reason", "length")]),
    ],
)
def test_wishes(suggested: Any, opposed: Any, expected: list[tuple[str, str]]) -> None:
    problems = check_wishes(suggested, opposed)
    assert [(problem.pointer, problem.code) for problem in problems] == expected


LAB = LabSide(
    slugs=frozenset({"acme", "acme-parent"}),
    names=("Acme", "Acme AI Labs", "Parent Holding"),
    domains=("acme.org", "parent.com"),
)
NAMED = (
    NamedPerson("Wei Zhang", "author of “Report”, source of COMP-1"),
    NamedPerson("José Núñez", "prepared the card"),
)
ANN = Person(("Ann Other",), ("ann@uni.edu",))
BLOCKS, ASKS = Weight.BLOCKS, Weight.ASKS


def affiliation(organisation: str, lab: str | None, until: date | None) -> Person:
    return replace(ANN, affiliations=(Affiliation(organisation, lab, until, "membership"),))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (ANN, []),
        (replace(ANN, emails=()), []),
        (replace(ANN, emails=("a@gmail.com", "nonsense", "a@acme.org.evil.net")), []),
        (
            replace(ANN, emails=("a@uni.edu", "Ann@AI.Acme.org")),
            [(BLOCKS, "has an e-mail address at ai.acme.org", "e-mail address of the account")],
        ),
        (replace(ANN, emails=("a@parent.com",)), [(BLOCKS, "at parent.com", "e-mail address")]),
        (affiliation("Acme", "acme", None), [(BLOCKS, "is with Acme", "membership")]),
        (affiliation("Parent", "acme-parent", None), [(BLOCKS, "is with Parent", "membership")]),
        (affiliation("ACME A.I. Labs, Inc.", None, None), [(BLOCKS, "is with ACME", "member")]),
        (affiliation("Acme", "acme", TODAY), [(BLOCKS, "is with Acme", "membership")]),
        (
            affiliation("Acme", "acme", date(2024, 11, 29)),
            [(BLOCKS, "was with Acme until 29 November 2024", "membership")],
        ),
        (affiliation("Acme", "acme", date(2024, 11, 28)), [(ASKS, "was with Acme until", "memb")]),
        (affiliation("Other", "other", None), []),
        (affiliation("Other", None, None), []),
        (replace(ANN, names=("ZHANG, Wei",)), [(ASKS, "the same name as Wei Zhang", "author of")]),
        (replace(ANN, names=("J. N.", "Jose Nunez")), [(ASKS, "José Núñez", "prepared the card")]),
        (replace(ANN, names=("Wei", "Zhang", "")), []),
    ],
)
def test_signals_name_what_was_found_and_where(
    person: Person, expected: list[tuple[Weight, str, str]]
) -> None:
    result = pre_check(person, LAB, NAMED, TODAY)
    assert len(result.signals) == len(expected)
    for signal, (weight, words, source) in zip(result.signals, expected, strict=True):
        assert signal.weight is weight
        assert words in signal.words
        assert source in signal.source


def test_nothing_found_is_unknown_and_never_clear() -> None:
    assert pre_check(ANN, LAB, NAMED, TODAY).found is Found.UNKNOWN
    assert pre_check(Person(()), LAB, (), TODAY).found is Found.UNKNOWN
    assert "clear" not in list(Found)


def test_what_blocks_comes_first() -> None:
    person = Person(
        ("Wei Zhang",),
        ("w@acme.org",),
        (Affiliation("Acme", "acme", date(2020, 1, 1), "profile"),),
    )
    result = pre_check(person, LAB, NAMED, TODAY)
    assert [signal.weight for signal in result.signals] == [BLOCKS, ASKS, ASKS]
    assert result.found is Found.BLOCKED
    no_address = pre_check(replace(person, emails=()), LAB, NAMED, TODAY)
    assert no_address.found is Found.SIGNALS


def test_people_without_a_name_are_not_the_same() -> None:
    assert pre_check(Person(("",)), LAB, (NamedPerson(" ", "author"),), TODAY).signals == ()


@pytest.mark.parametrize(
    ("named", "reason", "expected"),
    [
        ("Mika Salo", "Any.", Likeness.SAME),
        ("SALO, mika", "Any.", Likeness.SAME),
        ("The professor", "Write to Mika@Example.org.", Likeness.SAME),
        ("M. Salo", "Any.", Likeness.PERHAPS),
        ("Dr Mika K. Salo", "Any.", Likeness.PERHAPS),
        ("M. Alto", "Write to nomika@example.org.", Likeness.OTHER),
        ("…", "Any.", Likeness.OTHER),
    ],
)
def test_whom_a_wish_means(named: str, reason: str, expected: Likeness) -> None:
    found = likeness(named, f"{named} {reason}", ["Mika Salo", ""], ["mika@example.org"])
    assert found is expected
