"""What editors record beside a card: it changes the grades, and can be withdrawn."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest

from registry.actions import editorial, publication
from registry.models import (
    Actor,
    ApplicabilityOverride,
    AuditEvent,
    ClaimGrade,
    EditorialFact,
    ModelCard,
    PeerReviewConfirmation,
    Ranking,
)
from registry.rules.errors import Refused, Unknown
from tests.factories.stored import checked, starter_card, stored_rows

R1 = "deepseek/deepseek-r1"


def card(card_id: str = R1) -> ModelCard:
    return editorial.get_live_card(card_id)


def claim(item: str, card_id: str = R1) -> ClaimGrade:
    return ClaimGrade.objects.get(grading__current_on__release__public_id=card_id, item=item)


def score(card_id: str = R1) -> Fraction:
    grading = card(card_id).current_grading
    assert grading is not None
    return Fraction(grading.score)


def lab_score() -> str:
    return Ranking.objects.latest("number").entries.get(lab__slug="deepseek").score.score


def test_a_fact_decides_what_applies_until_it_is_withdrawn(editor: Actor) -> None:
    def set_to(value: bool | None) -> None:
        editorial.set_fact(
            by=editor, card=card(), fact="training.has_rl", value=value, reason="Section 2"
        )

    before = {row.item: row.applicable for row in card().current_grading.claims.all()}
    set_to(False)
    after = {row.item: row.applicable for row in card().current_grading.claims.all()}
    gone = {item for item in before if before[item] and not after[item]}
    assert gone
    assert not {item for item in before if after[item] and not before[item]}
    assert card().current_grading.assessment["facts"]["training.has_rl"] is False
    set_to(None)
    assert {row.item: row.applicable for row in card().current_grading.claims.all()} == before
    assert "training.has_rl" not in card().current_grading.assessment["facts"]
    assert EditorialFact.objects.filter(fact="training.has_rl").count() == 2


@pytest.mark.parametrize(
    ("fact", "value", "message"),
    [
        ("training.has_rl", "yes", "expected true or false"),
        ("training.has_rl", 1, "expected true or false"),
        ("release.weights", "opne", "expected open or open_gated"),
        ("release.weights", ["open"], "expected open or open_gated"),
        ("data.modalities", "text", "expected a list of text or code"),
        ("data.modalities", [], "expected a list of text"),
        ("data.modalities", ["text", "smell"], "expected a list of text"),
        ("training.has_magic", True, "no fact 'training.has_magic'"),
    ],
)
def test_a_fact_has_the_values_the_standard_gives_it(
    fact: str, value: Any, message: str, editor: Actor
) -> None:
    before = stored_rows()
    with pytest.raises(Refused, match=message):
        editorial.set_fact(by=editor, card=card(), fact=fact, value=value, reason="Any")
    assert stored_rows() == before


def test_a_ruling_on_applicability_wins_until_it_is_withdrawn(editor: Actor) -> None:
    def rule(applicable: bool | None) -> None:
        editorial.override_applicability(
            by=editor, card=card(), item="COST-1", applicable=applicable, reason="Not its training"
        )

    model_score, of_lab = score(), lab_score()
    rule(applicable=False)
    ruled = claim("COST-1")
    assert not ruled.applicable
    assert ruled.applicability == "Does not apply: an editor's ruling."
    assert ruled.grading.assessment["COST-1"]["reason"] == "Not its training"
    assert (score(), lab_score()) != (model_score, of_lab)
    rule(applicable=None)
    assert claim("COST-1").applicable
    assert (score(), lab_score()) == (model_score, of_lab)
    assert ApplicabilityOverride.objects.count() == 2


def test_rulings_take_out_a_twentieth_at_most(editor: Actor) -> None:
    """COST-1 weighs 3 of the 99 or so that apply to R1; COST-2 would make it 5.5."""

    def rule_out(item: str) -> None:
        editorial.override_applicability(
            by=editor, card=card(), item=item, applicable=False, reason="Not its training"
        )

    rule_out("COST-1")
    before = score(), ApplicabilityOverride.objects.count(), AuditEvent.objects.count()
    with pytest.raises(Refused, match=r"5\.\d% of the weight .* at most 5%"):
        rule_out("COST-2")
    assert before == (score(), ApplicabilityOverride.objects.count(), AuditEvent.objects.count())
    assert claim("COST-2").applicable
    editorial.override_applicability(
        by=editor, card=card(), item="COST-1", applicable=None, reason="It was"
    )
    rule_out("COST-2")
    assert not claim("COST-2").applicable


def test_unknown_items_and_cards_are_named(editor: Actor) -> None:
    with pytest.raises(Unknown, match="no item 'COST-99'"):
        editorial.override_applicability(
            by=editor, card=card(), item="COST-99", applicable=True, reason="Any"
        )
    with pytest.raises(Unknown, match="no published card 'xai/grok-2'"):
        card("xai/grok-2")


def confirm(editor: Actor, item: str, *, card_id: str = R1, confirmed: bool = True) -> None:
    editorial.confirm_peer_review(
        by=editor, card=card(card_id), item=item, confirmed=confirmed, reason="Section B.4.4"
    )


def test_a_confirmation_is_worth_a_grade_until_it_is_withdrawn(editor: Actor) -> None:
    before, of_lab = claim("COST-1"), lab_score()
    assert before.grade == 3
    confirm(editor, "COST-1", confirmed=False)
    withdrawn = claim("COST-1")
    assert withdrawn.grade < 3
    assert Fraction(withdrawn.credit) < Fraction(before.credit)
    assert float(lab_score()) < float(of_lab)
    confirm(editor, "COST-1")
    assert (claim("COST-1").grade, lab_score()) == (3, of_lab)
    newest = PeerReviewConfirmation.objects.latest("id")
    assert not newest.by_compilation


@pytest.mark.parametrize(
    ("card_id", "item", "message"),
    [
        ("deepseek/deepseek-v3", "COST-1", "no peer-reviewed source with a locator"),
        ("xai/grok-1", "COST-1", "makes no claim"),
        (R1, "COST-99", "no item"),
    ],
)
def test_only_a_located_peer_reviewed_source_can_be_confirmed(
    card_id: str, item: str, message: str, editor: Actor
) -> None:
    before = stored_rows()
    with pytest.raises(Refused, match=message):
        confirm(editor, item, card_id=card_id)
    assert stored_rows() == before


def test_an_edited_claim_loses_its_confirmation_and_others_keep_theirs(editor: Actor) -> None:
    first = starter_card(R1)
    edited = deepcopy(first)
    edited["cost"]["final_run"]["note"] = "Rented hardware."
    before = {row.item: row.grade for row in card().current_grading.claims.all()}
    publication.publish(by=editor, checked=checked(edited), preparer="registry")
    after = {row.item: row.grade for row in card().current_grading.claims.all()}
    assert {item for item in before if before[item] != after[item]} == {"COST-1"}
    assert (before["COST-1"], after["COST-1"] < 3) == (3, True)
    # The claim as it was comes back with what was confirmed for it.
    publication.publish(by=editor, checked=checked(first), preparer="registry")
    assert claim("COST-1").grade == 3


def test_facts_and_rulings_hold_for_every_version(editor: Actor) -> None:
    editorial.override_applicability(
        by=editor, card=card(), item="COST-1", applicable=False, reason="Not its training"
    )
    document = starter_card(R1)
    document["language"] = "en-GB"
    publication.publish(by=editor, checked=checked(document), preparer="registry")
    assert not claim("COST-1").applicable
