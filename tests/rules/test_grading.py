from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from registry.rules.grading.assessment import Assessment, Ruling
from registry.rules.grading.claims import Finding, Grade, grade_claims
from registry.rules.standard import Standard
from tests.factories.standards import (
    LOCATED,
    PEER_REVIEWED,
    UNLOCATED,
    disclosed,
    toy_card,
    toy_item,
    toy_standard,
)

HALF = Fraction(1, 2)
FULL, PARTLY, NOTHING = {"a": 1}, {"b": 1}, {"c": 1}
ONE_ITEM = toy_standard({"S": ("1", [toy_item("X")])})


def graded(
    claims: dict[str, Any],
    standard: Standard = ONE_ITEM,
    assessment: Assessment | None = None,
    **card: Any,
) -> dict[str, Finding]:
    findings = grade_claims(toy_card(claims, **card), standard, assessment or Assessment())
    return {finding.item: finding for finding in findings}


def grade_of(claim: Any, assessment: Assessment | None = None, **card: Any) -> Finding:
    return graded({"X": claim} if claim else {}, ONE_ITEM, assessment, **card)["X"]


@pytest.mark.parametrize(
    ("claim", "role", "reason"),
    [
        (None, "registry", "Not found in the sources read."),
        (None, "third_party", "Not found in the sources read."),
        (None, "developer", "Not answered."),
        (
            {"status": "withheld", "withheld_reason": "competition"},
            "developer",
            "Withheld (competition): shown, and scores 0.",
        ),
        (
            {"status": "withheld", "withheld_reason": "no_reason_given"},
            "registry",
            "Withheld (no reason given): shown, and scores 0.",
        ),
        (
            {"status": "unknown"},
            "developer",
            "The developer does not know: shown, and scores 0.",
        ),
        (
            {"status": "not_applicable"},
            "developer",
            "Marked not applicable, which the facts do not show: counts as not answered.",
        ),
        (
            {"status": "none", "evidence": [LOCATED]},
            "developer",
            "The answer is “none”: shown, and scores 0 here.",
        ),
        (disclosed(NOTHING, LOCATED), "developer", "No credit: `b` is missing."),
        ({"status": "disclosed"}, "developer", "No credit: `b` is missing."),
    ],
)
def test_answers_that_earn_nothing(claim: Any, role: str, reason: str) -> None:
    finding = grade_of(claim, role=role)
    assert (finding.substance, finding.grade, finding.credit) == (0, 0, 0)
    assert finding.reason == reason
    assert finding.applicable
    assert finding.status == (claim or {}).get("status", "silent")
    assert finding.withheld_reason == (claim or {}).get("withheld_reason")


UNVERIFIED = "Evidenced, not verified: neither two referees nor a peer-reviewed publication "
NO_PLACE = "Stated, not evidenced: the source names no page, table or section."


@pytest.mark.parametrize(
    ("evidence", "grade", "reason"),
    [
        ([], 1, "Stated, not evidenced: no source is named."),
        ([UNLOCATED], 1, NO_PLACE),
        ([{**LOCATED, "locator": "n/a"}], 1, NO_PLACE),
        ([{**LOCATED, "title": " "}], 1, NO_PLACE),
        (
            [UNLOCATED] * 3,
            1,
            "Stated, not evidenced: none of the 3 sources names a page, table or section.",
        ),
        ([UNLOCATED, LOCATED], 2, UNVERIFIED + "support it."),
        ([{"title": "T", "locator": "p. 1", "doi": "10.1/1"}], 2, UNVERIFIED + "support it."),
        ([{"title": "T", "locator": "p. 1", "file": "a.pdf"}], 2, UNVERIFIED + "support it."),
        ([{"title": "T", "locator": "p. 1"}], 1, NO_PLACE),
    ],
)
def test_evidence(evidence: list[Any], grade: int, reason: str) -> None:
    finding = grade_of(disclosed(FULL, *evidence))
    assert (finding.grade, finding.reason) == (grade, reason)
    assert finding.credit == {1: Fraction(2, 5), 2: Fraction(4, 5)}[grade]


IN_VENUE = {**LOCATED, "kind": "peer_reviewed", "venue": "JMLR"}
CONFIRMED = Assessment(confirmed=frozenset({"X"}))


@pytest.mark.parametrize(
    ("entry", "grade"),
    [
        (PEER_REVIEWED, 3),
        (IN_VENUE, 3),
        ({**IN_VENUE, "venue": "tbd"}, 2),
        ({**PEER_REVIEWED, "kind": "lab"}, 2),
        ({**LOCATED, "kind": "peer_reviewed"}, 2),
        ({"title": "T", "kind": "peer_reviewed", "venue": "V", "file": "f", "locator": "p. 1"}, 2),
        ({name: text for name, text in PEER_REVIEWED.items() if name != "locator"}, 1),
    ],
)
def test_a_peer_reviewed_source_verifies_once_confirmed(entry: Any, grade: int) -> None:
    assert grade_of(disclosed(FULL, entry), CONFIRMED).grade == grade
    assert grade_of(disclosed(FULL, entry)).grade == min(grade, Grade.EVIDENCED)


def test_why_a_peer_reviewed_source_does_not_verify() -> None:
    assert "an editor has yet to confirm" in grade_of(disclosed(FULL, PEER_REVIEWED)).reason
    assert "no source is a peer-reviewed" in grade_of(disclosed(FULL, LOCATED), CONFIRMED).reason


def test_full_credit_alone_has_no_reason() -> None:
    finding = grade_of(disclosed(FULL, PEER_REVIEWED), CONFIRMED)
    assert (finding.credit, finding.reason) == (1, "")
    half = grade_of(disclosed(PARTLY, PEER_REVIEWED), CONFIRMED)
    assert (half.credit, half.reason) == (HALF, "Half credit: `a` is missing.")
    stated = grade_of(disclosed(PARTLY))
    assert stated.credit == Fraction(1, 5)
    assert stated.reason == (
        "Half credit: `a` is missing. Stated, not evidenced: no source is named."
    )


def test_a_developers_own_statement_is_evidence_where_none_is_required() -> None:
    standard = toy_standard({"S": ("1", [toy_item("X", evidence_required=False)])})
    claims = {"X": disclosed(FULL)}
    assert graded(claims, standard, role="developer")["X"].grade == Grade.EVIDENCED
    assert graded(claims, standard, role="registry")["X"].grade == Grade.STATED
    assert grade_of(disclosed(FULL), role="developer").grade == Grade.STATED


@pytest.mark.parametrize(
    ("none_counts", "grade", "credit", "reason"),
    [
        ("1", 3, Fraction(1), ""),
        ("1/2", 3, HALF, "Half credit: the answer is “none”, which counts half here."),
        ("0", 0, Fraction(0), "The answer is “none”: shown, and scores 0 here."),
    ],
)
def test_none(none_counts: str, grade: int, credit: Fraction, reason: str) -> None:
    standard = toy_standard({"S": ("1", [toy_item("X", none_counts=none_counts)])})
    claim = {"status": "none", "evidence": [PEER_REVIEWED]}
    finding = graded({"X": claim}, standard, CONFIRMED)["X"]
    assert (finding.grade, finding.credit, finding.reason) == (grade, credit, reason)


YES, PART, NO, CONTRA = (
    "supported_full",
    "supported_partial",
    "not_supported",
    "contradicted",
)


@pytest.mark.parametrize(
    ("value", "verdicts", "substance", "grade", "words"),
    [
        (FULL, (YES,), 1, 1, "no source"),
        (FULL, (YES, "cannot_assess"), 1, 1, "no source"),
        (FULL, (YES, YES), 1, 3, ""),
        (
            FULL,
            (YES, PART),
            HALF,
            3,
            "Half credit: the referees found the claim supported in part.",
        ),
        (PARTLY, (YES, YES), HALF, 3, "Half credit: `a` is missing."),
        (NOTHING, (YES, YES), 0, 0, "No credit: `b` is missing."),
        (FULL, (NO, NO), 0, 0, "No credit: the referees found the claim not supported."),
        (FULL, (CONTRA, CONTRA), 0, 0, "No credit: the referees found the claim contradicted."),
        (FULL, (PART, PART, NO), HALF, 3, "Half credit"),
    ],
)
def test_referees_lower_and_never_raise(
    value: Any, verdicts: tuple[str, ...], substance: Fraction, grade: int, words: str
) -> None:
    finding = grade_of(disclosed(value), Assessment(verdicts={"X": verdicts}))
    assert (finding.substance, finding.grade) == (substance, grade)
    assert words in finding.reason
    assert not finding.disputed


def test_a_dispute_holds_the_claim_at_evidenced_until_adjudicated() -> None:
    verdicts = {"X": (YES, YES, NO)}
    claim = disclosed(FULL, PEER_REVIEWED)
    open_dispute = grade_of(claim, Assessment(confirmed=frozenset({"X"}), verdicts=verdicts))
    assert (open_dispute.substance, open_dispute.grade, open_dispute.disputed) == (1, 2, True)
    assert open_dispute.reason.startswith("Disputed")
    settled = grade_of(claim, Assessment(verdicts=verdicts, adjudicated=frozenset({"X"})))
    assert (settled.grade, settled.disputed, settled.reason) == (3, False, "")
    assert settled.judging_referees == 3


@pytest.mark.parametrize(
    ("verdicts", "ruling", "substance", "grade", "words"),
    [
        ((YES, YES, NO), YES, 1, 3, ""),
        ((YES, YES, NO), PART, HALF, 3, "an editor ruled the claim supported in part."),
        ((YES, YES, NO), NO, 0, 0, "No credit: in a dispute of the referees, an editor ruled"),
        ((YES, YES, NO), CONTRA, 0, 0, "an editor ruled the claim contradicted."),
        # One supporting referee and an editor are not two referees.
        ((YES, NO), YES, 1, 2, "Evidenced, not verified: neither two referees"),
        # Referees who agree are not overruled.
        ((YES, YES), NO, 1, 3, ""),
        ((NO, NO), YES, 0, 0, "the referees found the claim not supported."),
    ],
)
def test_a_ruling_takes_the_place_of_verdicts_in_dispute(
    verdicts: tuple[str, ...], ruling: str, substance: Fraction, grade: int, words: str
) -> None:
    rulings = {"X": Ruling(ruling, "E. Ditor", "Why.")}
    finding = grade_of(
        disclosed(FULL, LOCATED), Assessment(verdicts={"X": verdicts}, rulings=rulings)
    )
    assert (finding.substance, finding.grade, finding.disputed) == (substance, grade, False)
    assert words in finding.reason
    assert bool(words) == bool(finding.reason)


def test_a_ruling_never_raises_the_worth_of_an_answer() -> None:
    rulings = {"X": Ruling(YES, "E. Ditor", "Why.")}
    finding = grade_of(
        disclosed(PARTLY, LOCATED), Assessment(verdicts={"X": (YES, YES, NO)}, rulings=rulings)
    )
    assert (finding.substance, finding.grade) == (HALF, 3)
    assert finding.reason == "Half credit: `a` is missing."


def test_a_dispute_is_no_evidence() -> None:
    finding = grade_of(disclosed(FULL), Assessment(verdicts={"X": (YES, YES, NO)}))
    assert (finding.grade, finding.disputed) == (1, True)


CHAIN = toy_standard(
    {
        "S": (
            "1",
            [
                toy_item("X"),
                toy_item("Y", inherits_zero_from=["X", "Z"]),
                toy_item("Z"),
                toy_item("W", gate="Y"),
            ],
        )
    }
)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({}, "Counts 0 because Title of X (X) and Title of Z (Z) are not answered."),
        (
            {"X": {"status": "unknown"}},
            "Counts 0 because Title of X (X) and Title of Z (Z) earned nothing.",
        ),
    ],
)
def test_zero_is_inherited(claims: dict[str, Any], reason: str) -> None:
    finding = graded({"Y": disclosed(FULL, LOCATED), **claims}, CHAIN)["Y"]
    assert (finding.substance, finding.reason) == (0, reason)


def test_one_answered_item_is_enough_not_to_inherit_zero() -> None:
    claims = {"Y": disclosed(FULL, LOCATED), "Z": disclosed(PARTLY)}
    assert graded(claims, CHAIN)["Y"].substance == 1


def test_zero_is_inherited_from_what_referees_left() -> None:
    claims = {"X": disclosed(FULL), "Y": disclosed(FULL)}
    refuted = Assessment(verdicts={"X": (NO, NO)})
    assert graded(claims, CHAIN)["Y"].substance == 1
    assert graded(claims, CHAIN, refuted)["Y"].substance == 0


def test_a_gate_caps_at_half() -> None:
    answered = {"X": disclosed(FULL), "W": disclosed(FULL, LOCATED)}
    capped = graded(answered, CHAIN)["W"]
    assert capped.substance == HALF
    assert capped.reason == (
        "Capped at half until Title of Y (Y) is at least partly answered. "
        "Evidenced, not verified: neither two referees nor a peer-reviewed publication support it."
    )
    assert graded({**answered, "Y": disclosed(PARTLY)}, CHAIN)["W"].substance == 1
    # The gate's own substance counts after it inherited zero: without X it is none.
    without_x = {"W": disclosed(FULL), "Y": disclosed(PARTLY)}
    assert graded(without_x, CHAIN)["W"].substance == HALF
    assert graded({"W": disclosed(PARTLY)}, CHAIN)["W"].reason.startswith("Half credit: `a`")


def test_a_gate_that_does_not_apply_is_ignored() -> None:
    removed = Assessment(applicable={"Y": False})
    assert graded({"W": disclosed(FULL)}, CHAIN, removed)["W"].substance == 1


MULTI_NODE = {"fact": "hardware.multi_node", "is": True}
CONDITIONAL = toy_standard({"S": ("1", [toy_item("X", applies=MULTI_NODE)])})


@pytest.mark.parametrize(
    ("facts", "applicable", "words"),
    [
        ({}, True, "Applies, as this is not answered: Training used more than one node."),
        ({"multi_node": True}, True, "Applies: Training used more than one node — yes."),
        ({"multi_node": False}, False, "Does not apply: Training used more than one node — no."),
    ],
)
@pytest.mark.parametrize("claim", [None, {"status": "not_applicable"}, disclosed(FULL, LOCATED)])
def test_only_a_definite_no_removes_an_item(
    claim: Any, facts: dict[str, bool], *, applicable: bool, words: str
) -> None:
    finding = graded({"X": claim} if claim else {}, CONDITIONAL, facts={"hardware": facts})["X"]
    assert (finding.applicable, finding.applicability) == (applicable, words)
    if not applicable:
        assert (finding.substance, finding.grade, finding.credit) == (0, 0, 0)
        assert finding.reason == words


def test_an_editors_fact_and_ruling_win() -> None:
    claims = {"X": disclosed(FULL, LOCATED)}
    facts = {"hardware": {"multi_node": False}}
    editor_says_yes = Assessment(facts={"hardware.multi_node": True})
    assert graded(claims, CONDITIONAL, editor_says_yes, facts=facts)["X"].credit == Fraction(4, 5)
    for ruling, words in ((True, "Applies: an editor's"), (False, "Does not apply: an editor's")):
        ruled = Assessment(facts={"hardware.multi_node": not ruling}, applicable={"X": ruling})
        finding = graded(claims, CONDITIONAL, ruled, facts=facts)["X"]
        assert finding.applicable is ruling
        assert finding.applicability == f"{words} ruling."


def test_words_for_choices_and_lists() -> None:
    serves = {
        "any": [
            {"fact": "release.weights", "in": ["open"]},
            {"fact": "data.modalities", "includes_any": ["text"]},
        ]
    }
    standard = toy_standard({"S": ("1", [toy_item("X", applies=serves)])})
    facts = {"release": {"weights": "none"}, "data": {"modalities": ["image", "video"]}}
    assert graded({}, standard, facts=facts)["X"].reason == (
        "Does not apply: Access to the weights — none; "
        "Modalities of training data — image and video."
    )


def test_a_remark_on_who_sets_a_fact_is_no_part_of_its_statement() -> None:
    controlled = {"fact": "hardware.export_controlled_accelerator", "is": True}
    standard = toy_standard({"S": ("1", [toy_item("X", applies=controlled)])})
    facts = {"hardware": {"export_controlled_accelerator": False}}
    assert graded({}, standard, facts=facts)["X"].reason == (
        "Does not apply: An accelerator used is on the registry's dated list of export-controlled "
        "parts — no."
    )
