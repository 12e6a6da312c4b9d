from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.grading.assessment import Assessment, parse_assessment
from registry.rules.grading.claims import Finding, Grade, grade_claims
from registry.rules.grading.completeness import (
    CardResult,
    assess,
    ceilings,
    grades_to_data,
    result_to_data,
    summarize,
)
from registry.rules.profile import Bar, model_score, profile_from_data
from registry.rules.standard import Standard, load_standard
from tests.factories.standards import (
    LOCATED,
    PEER_REVIEWED,
    disclosed,
    toy_card,
    toy_item,
    toy_standard,
)
from tests.factories.starter import starter_assessments, starter_cards

STANDARD = load_standard()

FULL, HALF = {"a": 1}, {"b": 1}
NEVER = {"fact": "training.has_rl", "is": True}
NO_RL = {"training": {"has_rl": False}}


# Three sections with the weights 40, 40 and 20; D3 never applies.
def oracle_standard(**changes: Any) -> Standard:
    return toy_standard(
        {
            "compute": ("40", [toy_item(f"C{n}") for n in range(1, 5)]),
            "data": (
                "40",
                [toy_item("D1", weight="2"), toy_item("D2"), toy_item("D3", applies=NEVER)],
            ),
            "review": ("20", [toy_item("R1"), toy_item("R2")]),
        },
        **changes,
    )


ORACLE_CLAIMS = {
    "C1": disclosed(FULL, PEER_REVIEWED),
    "C2": disclosed(FULL, PEER_REVIEWED),
    "C3": disclosed(FULL, LOCATED),
    "C4": disclosed(HALF, PEER_REVIEWED),
    "D2": disclosed(FULL, LOCATED),
    "R1": disclosed(FULL, PEER_REVIEWED),
    "R2": disclosed(FULL),
}
ORACLE_ASSESSMENT = Assessment(confirmed=frozenset(ORACLE_CLAIMS))


def oracle(standard: Standard | None = None, /, **claims: Any) -> CardResult:
    card = toy_card({**ORACLE_CLAIMS, **claims}, facts=NO_RL)
    return assess(card, standard or oracle_standard(), ORACLE_ASSESSMENT)


def test_worked_example_of_one_model() -> None:
    result = oracle()
    assert [section.score for section in result.sections] == [
        Fraction(33, 40),
        Fraction(4, 15),
        Fraction(7, 10),
    ]
    assert result.score == Fraction(173, 3)
    assert result.strict == 35
    assert result.lenient == Fraction(205, 3)
    assert result.applicable_share == Fraction(9, 10)
    assert result.rankable
    assert result.counted_profile == result.profile


def test_one_more_verified_item_adds_two_points() -> None:
    assert oracle(C3=disclosed(FULL, PEER_REVIEWED)).score == oracle().score + 2


def test_one_more_evidenced_item_of_double_weight() -> None:
    assert oracle(D1=disclosed(FULL, LOCATED)).score == 79


def test_too_few_applicable_items_count_as_zero_for_the_lab_only() -> None:
    standard = oracle_standard(minimum_applicable_share="1")
    result = oracle(standard)
    assert not result.rankable
    assert result.score == Fraction(173, 3)
    nominal = standard.readings["nominal"]
    assert model_score(result.profile, standard.section_weights, nominal) == Fraction(173, 3)
    assert model_score(result.counted_profile, standard.section_weights, nominal) == 55


@pytest.mark.parametrize(("applicable", "rankable"), [(2, True), (1, False)])
def test_two_thirds_applicable_are_enough_to_be_ranked(applicable: int, *, rankable: bool) -> None:
    standard = toy_standard({"S": ("1", [toy_item("X"), toy_item("Y"), toy_item("Z")])})
    removed = dict.fromkeys(["X", "Y", "Z"][applicable:], False)
    result = assess(toy_card({}), standard, Assessment(applicable=removed))
    assert result.applicable_share == Fraction(applicable, 3)
    assert result.rankable is rankable


def test_a_section_without_applicable_items_carries_no_weight() -> None:
    removed = replace(ORACLE_ASSESSMENT, applicable={"R1": False, "R2": False})
    result = assess(toy_card(ORACLE_CLAIMS, facts=NO_RL), oracle_standard(), removed)
    assert result.score == Fraction(655, 12)
    assert result.sections[2].score is None
    assert result.sections[2].shares is None
    assert [shares.section for shares in result.profile] == ["compute", "data"]


def test_nothing_applies() -> None:
    nothing = Assessment(applicable=dict.fromkeys(["X"], False))
    result = assess(toy_card({}), toy_standard({"S": ("1", [toy_item("X")])}), nothing)
    assert (result.score, result.applicable_share, result.rankable) == (0, 0, False)
    assert result.counts.percent(result.counts.declared) == 0
    assert result.bar == Bar(Fraction(0), Fraction(0), Fraction(0))


def test_counts_and_percentages_ignore_weights_and_halves() -> None:
    counts = oracle().counts
    assert (counts.applicable, counts.declared, counts.evidenced, counts.verified) == (8, 7, 6, 4)
    assert counts.percent(counts.evidenced) == 75


def test_the_bar_splits_the_lenient_reading_by_grade() -> None:
    result = oracle()
    assert result.bar == Bar(verified=Fraction(35), evidenced=Fraction(70, 3), stated=Fraction(10))
    assert result.bar.verified + result.bar.evidenced + result.bar.stated == result.lenient


def test_ceilings() -> None:
    assert ceilings(STANDARD) == {"silent": 0, "stated": 40, "evidenced": 80, "verified": 100}


def test_the_export_of_grades() -> None:
    exported = grades_to_data(oracle().claims)
    assert list(exported) == ["C1", "C2", "C3", "C4", "D1", "D2", "D3", "R1", "R2"]
    assert exported["C4"] == {
        "status": "disclosed",
        "applicable": True,
        "level": 3,
        "substance": "1/2",
        "credit": "1/2",
        "reason": "Half credit: `a` is missing.",
    }
    assert exported["D3"] == {
        "status": "silent",
        "applicable": False,
        "level": 0,
        "substance": "0",
        "credit": "0",
        "reason": "Does not apply: At least one reinforcement-learning stage — no.",
    }
    assert json.loads(json.dumps(exported)) == exported


def test_the_stored_form_of_a_result() -> None:
    result = oracle(oracle_standard(minimum_applicable_share="1"))
    stored = json.loads(json.dumps(result_to_data(result)))
    assert stored["score"] == "173/3"
    assert stored["rankable"] is False
    assert stored["counts"] == {"applicable": 8, "declared": 7, "evidenced": 6, "verified": 4}
    assert stored["bar"] == {"verified": "35", "evidenced": "70/3", "stated": "10"}
    assert stored["sections"][1]["score"] == "4/15"
    assert "claims" not in stored
    assert profile_from_data(stored["profile"]) == result.profile
    assert profile_from_data(stored["counted_profile"]) == result.counted_profile


@cache
def recorded(card_id: str) -> Assessment:
    return parse_assessment(starter_assessments().get(card_id, {}), STANDARD)


def measured(card: dict[str, Any]) -> CardResult:
    return assess(card, STANDARD, recorded(card["card_id"]))


@pytest.mark.parametrize("card_id", starter_cards())
def test_every_real_card_is_explained_to_the_last_point(card_id: str) -> None:
    result = measured(starter_cards()[card_id])
    assert [finding.item for finding in result.claims] == [item.id for item in STANDARD.items]
    for finding in result.claims:
        assert (finding.reason == "") is (finding.applicable and finding.credit == 1)
        assert len(finding.reason) < 400
        assert finding.reason.count(". ") < 2
    assert 0 <= result.strict <= result.score <= result.lenient <= 100


def test_the_expected_order_of_known_cards() -> None:
    r1, v3, gpt4 = (
        measured(starter_cards()[card_id]).score
        for card_id in ("deepseek/deepseek-r1", "deepseek/deepseek-v3", "openai/gpt-4")
    )
    assert r1 > v3 + 10
    assert v3 > gpt4 + 10


CARDS = st.sampled_from([*starter_cards().values()])


def claim_paths(card: dict[str, Any]) -> list[str]:
    return [
        item.claim
        for item in STANDARD.items
        if item.claim.split(".")[1] in card.get(item.claim.split(".")[0], {})
    ]


def without(card: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    smaller = copy.deepcopy(card)
    for path in paths:
        section, name = path.split(".")
        del smaller[section][name]
    return smaller


@given(st.data())
def test_silence_never_beats_an_answer(data: st.DataObject) -> None:
    card = data.draw(CARDS)
    silenced = data.draw(st.lists(st.sampled_from(claim_paths(card)), unique=True))
    assert measured(without(card, silenced)).score <= measured(card).score


BOOLEAN_FACTS = [fact.path for fact in STANDARD.facts.values() if fact.type == "boolean"]


@given(CARDS, st.sampled_from(BOOLEAN_FACTS))
def test_answering_an_open_fact(card: dict[str, Any], fact: str) -> None:
    section, name = fact.split(".")
    dependent = [item.claim for item in STANDARD.items if fact in json.dumps(item.applies)]
    silent = without(card, [path for path in claim_paths(card) if path in dependent])
    silent["facts"].setdefault(section, {})[name] = None
    assessment = recorded(card["card_id"])
    others = {path: answer for path, answer in assessment.facts.items() if path != fact}

    def score(answer: bool | None) -> Fraction:
        return assess(silent, STANDARD, replace(assessment, facts={**others, fact: answer})).score

    assert score(None) == score(True)
    assert score(False) >= score(None)


GRADED = st.tuples(
    st.booleans(),
    st.sampled_from([Grade.STATED, Grade.EVIDENCED, Grade.VERIFIED]),
    st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]),
)
SILENT_CLAIMS = grade_claims({"prepared_by": {"role": "developer"}}, STANDARD)


def finding_with(
    finding: Finding, *, applicable: bool, grade: Grade, substance: Fraction
) -> Finding:
    counts = applicable and substance > 0
    return replace(
        finding,
        applicable=applicable,
        grade=grade if counts else Grade.SILENT,
        substance=substance if counts else Fraction(0),
    )


@st.composite
def findings(draw: st.DrawFn) -> tuple[Finding, ...]:
    return tuple(
        finding_with(finding, applicable=applicable, grade=grade, substance=substance)
        for finding in SILENT_CLAIMS
        for applicable, grade, substance in [draw(GRADED)]
    )


def raised_grade(finding: Finding) -> Finding:
    return replace(finding, grade=Grade(min(finding.grade + 1, 3)))


def raised_substance(finding: Finding) -> Finding:
    return replace(
        finding,
        substance=min(finding.substance + Fraction(1, 2), Fraction(1)),
        grade=max(finding.grade, Grade.STATED),
    )


@given(findings(), st.integers(0, 63), st.sampled_from([raised_grade, raised_substance]))
def test_the_score_is_monotone(
    claims: tuple[Finding, ...], place: int, raise_it: Callable[[Finding], Finding]
) -> None:
    better = raise_it(claims[place]) if claims[place].applicable else claims[place]
    improved = (*claims[:place], better, *claims[place + 1 :])
    before, after = summarize(claims, STANDARD), summarize(improved, STANDARD)
    assert after.score >= before.score
    assert after.strict >= before.strict
    assert after.lenient >= before.lenient


@given(findings())
def test_orders_within_one_card(claims: tuple[Finding, ...]) -> None:
    result = summarize(claims, STANDARD)
    assert 0 <= result.strict <= result.score <= result.lenient <= 100
    counts = result.counts
    assert counts.verified <= counts.evidenced <= counts.declared <= counts.applicable
    assert 0 <= result.applicable_share <= 1
    split = result.bar
    assert split.verified + split.evidenced + split.stated == result.lenient
    assert result.rankable is (result.applicable_share >= Fraction(2, 3))
    if result.rankable:
        assert result.counted_profile == result.profile
    else:
        assert len(result.counted_profile) == len(STANDARD.sections)
        counted = model_score(
            result.counted_profile, STANDARD.section_weights, STANDARD.readings["nominal"]
        )
        assert counted <= result.score


@given(
    st.lists(st.sampled_from([None, disclosed(HALF), disclosed(FULL, LOCATED)]), min_size=1),
    st.sampled_from([None, disclosed(FULL, LOCATED), {"status": "not_applicable"}]),
    st.sampled_from(["1", "3/2", "40"]),
)
def test_an_item_that_does_not_apply_changes_nothing(
    answers: list[Any], answer: Any, weight: str
) -> None:
    items = [toy_item(f"X{number}") for number in range(len(answers))]
    removed = toy_item("REMOVED", applies=NEVER, weight=weight)
    claims = {f"X{number}": claim for number, claim in enumerate(answers) if claim}
    card = toy_card(claims, facts=NO_RL)
    larger_card = toy_card({**claims, **({"REMOVED": answer} if answer else {})}, facts=NO_RL)
    without_it = assess(card, toy_standard({"S": ("60", items), "T": ("40", [toy_item("Y")])}))
    with_it = assess(
        larger_card, toy_standard({"S": ("60", [*items, removed]), "T": ("40", [toy_item("Y")])})
    )
    assert with_it.score == without_it.score
    assert with_it.profile == without_it.profile
