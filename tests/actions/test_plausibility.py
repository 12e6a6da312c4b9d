"""Results of the checks with the grading, errors that block, and errors that editors let stand."""

from __future__ import annotations

from typing import Any

import pytest

from registry.actions import acceptances, editorial, gradings, publication
from registry.actions.ranked import ranked_transaction
from registry.actions.recheck import find_differences
from registry.models import Actor, Grading, ModelCard, Ranking, Release
from registry.rules.errors import CardInvalid, Refused, Unknown
from registry.rules.plausibility.catalog import RULES
from registry.rules.plausibility.check import checks_version
from tests.factories.figures_card import changed, quantity, slipped_r1
from tests.factories.registry import publish_card
from tests.factories.small_card import small_card
from tests.factories.stored import checked, publish, starter_card

R1, V3 = "deepseek/deepseek-r1", "deepseek/deepseek-v3"


def grading(card_id: str = R1) -> Grading:
    found = editorial.get_live_card(card_id).current_grading
    assert found is not None
    return found


def rows(check: str, card_id: str = R1) -> list[dict[str, Any]]:
    return [row for row in grading(card_id).plausibility if row["check"] == check]


def test_every_grading_holds_the_results_of_every_check(db: None) -> None:
    for card in ModelCard.objects.live().select_related("current_grading"):
        stored = card.current_grading
        assert {row["check"] for row in stored.plausibility} == {rule.id for rule in RULES}
        assert stored.checks_version == checks_version()


def test_results_are_stored_with_their_numbers_and_words(db: None) -> None:
    (scope,) = rows("PC13")
    assert scope["severity"] == "note"
    assert scope["claims"][0] == "cost.final_run"
    assert (scope["computed"], scope["stated"]) == ("5860000", "294000")
    assert "excluding base model DeepSeek-V3-Base" in scope["message"]
    assert scope["accepted"] == ""


def test_an_error_keeps_a_card_out(editor: Actor) -> None:
    before = grading()
    with pytest.raises(CardInvalid) as refusal:
        publish(editor, slipped_r1())
    problems = {problem.code: problem for problem in refusal.value.problems}
    assert set(problems) == {"plausibility.PC03", "plausibility.PC11"}
    for problem in problems.values():
        assert problem.severity == "error"
        assert problem.pointer == "/cost/final_run"
        assert "29,400,000 USD" in problem.message
        assert problem.hint
    assert grading() == before


def accept(by: Actor, document: dict[str, Any], *checks: str) -> None:
    for check in checks:
        acceptances.accept(by=by, document=document, check=check, reason="It holds the premises")


def test_an_accepted_error_is_published_with_its_reason(editor: Actor) -> None:
    accept(editor, slipped_r1(), "PC03")
    with pytest.raises(CardInvalid) as refusal:
        publish(editor, slipped_r1())
    assert [problem.code for problem in refusal.value.problems] == ["plausibility.PC11"]
    accept(editor, slipped_r1(), "PC11")
    assert publish(editor, slipped_r1()).number == 2
    (error,) = rows("PC03")
    assert (error["severity"], error["accepted"]) == ("error", "It holds the premises")
    assert find_differences() == []


def test_an_acceptance_dies_with_its_claim(editor: Actor) -> None:
    accept(editor, slipped_r1(), "PC03", "PC11")
    noted = changed(slipped_r1(), {"cost.final_run.note": "Another note."})
    with pytest.raises(CardInvalid):
        publish(editor, noted)
    elsewhere = changed(slipped_r1(), {"cost.scope": None})
    assert publish(editor, elsewhere).number == 2


def test_a_withdrawn_acceptance_leaves_the_error_open(editor: Actor) -> None:
    accept(editor, slipped_r1(), "PC03", "PC11")
    publish(editor, slipped_r1())
    missing = grading().missing_for_next_level
    acceptances.withdraw(by=editor, card_id=R1, check="PC03", reason="The premises are apart")
    (error,) = rows("PC03")
    assert error["accepted"] == ""
    assert grading().missing_for_next_level == [
        *missing,
        "Checks at severity error are open: 1.",
    ]
    assert find_differences() == []
    with pytest.raises(Refused, match="No error of PC03 is accepted"):
        acceptances.withdraw(by=editor, card_id=R1, check="PC03", reason="Again")


def test_a_card_that_was_never_published_can_be_accepted(editor: Actor, release: Release) -> None:
    card = changed(small_card(), {"compute.duration.value.wall_clock_hours": quantity(10_000)})
    card["card_id"] = release.public_id
    with pytest.raises(CardInvalid):
        publish(editor, card)
    accept(editor, card, "PC18")
    assert publish(editor, card).number == 1
    (error,) = rows("PC18", release.public_id)
    assert error["accepted"] == "It holds the premises"


def test_only_open_errors_of_known_checks_and_releases_are_accepted(editor: Actor) -> None:
    with pytest.raises(Refused, match="has no open error of PC01"):
        accept(editor, slipped_r1(), "PC01")
    with pytest.raises(Unknown, match="no plausibility check 'PC16'"):
        accept(editor, slipped_r1(), "PC16")
    with pytest.raises(Unknown, match="There is no release"):
        accept(editor, {**slipped_r1(), "card_id": "nobody/nothing"}, "PC03")
    accept(editor, slipped_r1(), "PC03")
    with pytest.raises(Refused, match="has no open error of PC03"):
        accept(editor, slipped_r1(), "PC03")


def test_facts_of_editors_enter_the_checks(editor: Actor) -> None:
    editorial.set_fact(
        by=editor,
        card=editorial.get_live_card(R1),
        fact="training.has_rl",
        value=False,
        reason="Any",
    )
    assert "error" in {row["severity"] for row in rows("PC25")}
    with pytest.raises(CardInvalid) as refusal:
        publish(editor, changed(starter_card(R1), {"cost.scope": None}))
    assert {problem.code for problem in refusal.value.problems} == {
        "plausibility.PC25",
        "plausibility.PC26",
    }


def test_a_changed_ancestor_changes_the_sum_of_its_children(editor: Actor) -> None:
    zero = "deepseek/deepseek-r1-zero"
    (before,) = rows("PC13", zero)
    without = changed(starter_card(V3), {"cost.final_run": None})
    publish(editor, without)
    (after,) = rows("PC13", zero)
    assert before["computed"] != after["computed"]
    assert find_differences() == []


def test_results_rest_on_the_day_of_publication(db: None) -> None:
    """Another day of checking must not find another result."""
    card = editorial.get_live_card(R1)
    assert card.live_version is not None
    stored = grading()
    computed, _ = gradings.compute(card, card.live_version, at=stored.at)
    assert computed.plausibility == stored.plausibility


def test_gradings_by_earlier_checks_are_made_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.actions.gradings.checks_version", lambda: "9.9/2030-01-01")
    monkeypatch.setattr("registry.actions.ranked.checks_version", lambda: "9.9/2030-01-01")
    ranking = Ranking.objects.count()
    with ranked_transaction() as touched:
        touched.regrade_outdated()
    assert grading().checks_version == "9.9/2030-01-01"
    assert Ranking.objects.count() == ranking
    assert find_differences() == []


def test_a_cycle_is_refused_under_one_code(editor: Actor) -> None:
    edges = {"derived_from": [{"model": "DeepSeek-R1", "card_id": R1}]}
    circle = changed(
        starter_card(V3),
        {
            "identity.lineage.value": edges,
            "facts.lineage": None,
            "compute.scope": None,
        },
    )
    with pytest.raises(CardInvalid) as refusal:
        publish(editor, circle)
    codes = [problem.code for problem in refusal.value.problems]
    assert codes.count("registry.lineage_cycle") == 1
    assert "plausibility.PC17" not in codes


def test_results_as_if_published_now_need_no_release(db: None) -> None:
    card = checked(small_card()).document
    assert card is not None
    assert {one.check for one in publication.plausibility_results(card)} == {
        rule.id for rule in RULES
    }


def test_a_card_derived_from_another_is_published(editor: Actor) -> None:
    card = small_card()
    card["identity"]["model_version"]["evidence"] = card["identity"]["responsible_party"][
        "evidence"
    ]
    assert publish_card(editor, card).number == 1
