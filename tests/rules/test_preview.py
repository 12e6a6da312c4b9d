"""What an author is told before anything is stored."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from registry.rules.grading.assessment import NO_ASSESSMENT
from registry.rules.grading.claims import Grade
from registry.rules.grading.completeness import assess
from registry.rules.grading.level import Level
from registry.rules.preview import NEXT_BEST, preview, preview_to_data
from registry.rules.standard import load_standard, parse_standard, standard_path
from tests.factories.small_card import small_card
from tests.factories.starter import starter_cards

STANDARD = load_standard()
R1 = "deepseek/deepseek-r1"


@pytest.mark.parametrize("card_id", sorted(starter_cards()))
def test_score_and_grades_are_those_of_the_method(card_id: str) -> None:
    card = starter_cards()[card_id]
    data = preview_to_data(preview(card, STANDARD), STANDARD)
    result = assess(card, STANDARD, NO_ASSESSMENT)
    assert data["score"] == pytest.approx(float(result.score), abs=5e-10)
    assert [row["item"] for row in data["claims"]] == [item.id for item in STANDARD.items]
    for row, finding in zip(data["claims"], result.claims, strict=True):
        assert row["grade"] == finding.grade.name.lower()
        assert row["credit"] == float(finding.credit)
    assert json.loads(json.dumps(data)) == data


def test_it_claims_no_review_and_no_attestation() -> None:
    """R1 is peer reviewed; its author alone can neither confirm that nor vouch for the lab."""
    for card in starter_cards().values():
        found = preview(card, STANDARD)
        assert max(finding.grade for finding in found.result.claims) <= Grade.EVIDENCED
        assert found.level.level is Level.LISTED
        assert "attested" in found.level.missing[0]
        assert found.level_if_attested.level <= Level.EVIDENCED
    assert preview(starter_cards()[R1], STANDARD).level_if_attested.level is Level.EVIDENCED


def test_every_lost_point_has_its_reason() -> None:
    data = preview_to_data(preview(small_card(), STANDARD), STANDARD)
    assert data["claims"]
    for row in data["claims"]:
        assert row.get("reason") or row["credit"] == 1, row


def test_sections_add_up_to_the_score() -> None:
    data = preview_to_data(preview(starter_cards()[R1], STANDARD), STANDARD)
    counted = [section for section in data["sections"] if section["applicable"]]
    weight = sum(section["weight"] for section in counted)
    mean = sum(section["weight"] * section["score"] for section in counted) / weight
    assert data["score"] == pytest.approx(mean, abs=1e-6)


def test_a_section_to_which_nothing_applies_has_no_score() -> None:
    raw = json.loads(standard_path().read_bytes())
    for item in raw["items"]:
        if item["section"] == "SAFE":
            item["applies"] = {"fact": "release.api", "is": True}
    standard = parse_standard(raw)
    card = small_card()
    card["facts"]["release"]["api"] = False
    sections = preview_to_data(preview(card, standard), standard)["sections"]
    safety = next(section for section in sections if section["section"] == "SAFE")
    assert safety["applicable"] is False
    assert "score" not in safety
    assert all("score" in section for section in sections if section is not safety)


def test_what_is_next_best() -> None:
    found = preview_to_data(preview(small_card(), STANDARD), STANDARD)["next_best"]
    assert len(found) == NEXT_BEST
    points = [row["points"] for row in found]
    assert points == sorted(points, reverse=True)
    assert points[-1] > 0
    assert all(row["full_answer"] == STANDARD.item_by_id[row["item"]].full for row in found)


def test_an_open_check_is_told_with_the_level() -> None:
    level = preview(starter_cards()[R1], STANDARD, check_errors=2).level_if_attested
    assert level.level is Level.LISTED
    assert level.missing == ("Checks at severity error are open: 2.",)


def test_figures_come_with_the_base_model_where_its_card_is_known() -> None:
    card = starter_cards()[R1]
    alone = preview(card, STANDARD).answers["COMP-1"]
    among_others = preview(card, STANDARD, lookup=starter_cards().get).answers["COMP-1"]
    assert "excluding base model DeepSeek-V3-Base" in alone
    assert "cumulative not known" in alone or "cumulative at least" in alone
    assert alone != among_others
    assert "cumulative" in among_others


def test_the_card_is_left_as_it_was() -> None:
    card: dict[str, Any] = copy.deepcopy(starter_cards()[R1])
    preview_to_data(preview(card, STANDARD), STANDARD)
    assert card == starter_cards()[R1]
