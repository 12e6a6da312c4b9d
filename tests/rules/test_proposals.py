"""What another card offers to a draft, and what a decision makes of the draft."""

from __future__ import annotations

from typing import Any

import pytest

from registry.rules.documents import Document
from registry.rules.draft_check import malformed
from registry.rules.drafts import SectionDraft, take_apart
from registry.rules.errors import Conflict
from registry.rules.imports import Finding, Import
from registry.rules.proposals.base_card import shared
from registry.rules.proposals.card_statements import statements
from registry.rules.proposals.file_findings import offered
from registry.rules.proposals.proposal import (
    Offer,
    Proposal,
    Standing,
    placed,
    standing,
    taken_out,
    words_now,
)
from registry.rules.proposals.review import Decision, decided, review
from registry.rules.proposals.wording import words_at
from registry.rules.workflow.vocabulary import Kind
from tests.factories.starter import starter_cards

V3 = "deepseek/deepseek-v3"
AMOUNT = "cost.final_run.value.amount"
EMPTY = SectionDraft()


def every(offer: Offer, decision: Decision = Decision.ACCEPT) -> dict[str, Decision]:
    return {proposal.key: decision for proposal in offer.proposals}


def surroundings(content: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The content, and its rows of sources without who set the fact, in any order."""
    rows = [{**row, "set_by": ""} for row in content.get("fact_evidence", [])]
    rest = {key: value for key, value in content.items() if key != "fact_evidence"}
    return rest, sorted(rows, key=lambda row: row["fact"])


def without_facts_of_editors(card: Document) -> dict[str, Any]:
    facts = {group: {**said} for group, said in card["facts"].items()}
    facts.get("hardware", {}).pop("export_controlled_accelerator", None)
    return {group: said for group, said in facts.items() if said}


@pytest.mark.parametrize("card_id", sorted(starter_cards()))
@pytest.mark.parametrize("kind", [Kind.LAB, Kind.THIRD_PARTY])
def test_all_of_a_card_confirmed_is_the_card(card_id: str, kind: Kind) -> None:
    """But for who prepared it and what editors set; and all of it removed again leaves nothing."""
    card = starter_cards()[card_id]
    offer = statements(card, kind)
    made = decided(offer, every(offer), {}, removes=True)
    wanted = take_apart(card)
    wanted["about"].pop("prepared_by")
    wanted["facts"]["facts"] = without_facts_of_editors(card)
    wanted["facts"]["fact_evidence"] = [
        row
        for row in card["fact_evidence"]
        if row["fact"] != "hardware.export_controlled_accelerator"
    ]
    if kind is Kind.LAB:
        wanted.pop("estimates", None)
    assert made.keys() == wanted.keys()
    for name, draft in made.items():
        assert surroundings(dict(draft.content)) == surroundings(wanted[name]), name
        assert malformed(name, draft.content) == ()
    assert all(one.is_settled for one in review(offer, {}, made))
    gone = decided(offer, every(offer, Decision.LEAVE), made, removes=True)
    assert all(not draft.content for draft in gone.values())


def test_a_lab_answers_for_the_facts_it_confirms() -> None:
    offer = statements(starter_cards()["deepseek/deepseek-r1"], Kind.LAB)
    made = decided(offer, every(offer), {}, removes=True)
    assert {row["set_by"] for row in made["facts"].content["fact_evidence"]} == {"developer"}


@pytest.mark.parametrize("card_id", sorted(starter_cards()))
def test_a_base_model_passes_on_no_cost_of_its_own(card_id: str) -> None:
    base = starter_cards()[card_id]
    offer = shared(base, developer=base["model"]["developer"])
    made = decided(offer, every(offer), {}, removes=False)
    cost = made.get("cost", EMPTY).content.get("cost", {})
    assert cost.keys() <= {"inherited"}
    assert not {"compute", "data", "evaluation", "safety"} & made.keys()
    (edge,) = made["identity"].content["identity"]["lineage"]["value"]["derived_from"]
    assert edge["card_id"] == card_id
    for name, draft in made.items():
        assert malformed(name, draft.content) == ()
    answered = {
        f"{section}.{claim}"
        for section in base
        if section != "model"
        for claim in (base[section] if isinstance(base[section], dict) else ())
    }
    assert len(offer.dropped) >= len(answered & {"cost.final_run", "compute.final_run"})


def test_an_edge_beside_another_parent_is_added() -> None:
    (edge, *_) = shared(starter_cards()[V3], developer="Another").proposals
    lineage = {"status": "disclosed", "value": {"derived_from": [{"model": "First"}]}}
    draft = SectionDraft({"identity": {"lineage": lineage}})
    assert standing(edge, draft) is Standing.NEW
    grown = placed(draft, edge)
    parents = grown.content["identity"]["lineage"]["value"]["derived_from"]
    assert [parent["model"] for parent in parents] == ["First", "DeepSeek-V3"]
    assert placed(grown, edge) == grown
    assert taken_out(grown, edge) == draft


@pytest.mark.parametrize(
    ("content", "unparsed", "expected", "now"),
    [
        ({}, {}, Standing.NEW, ""),
        ({"amount": {"amount": 5, "currency": "USD"}}, {}, Standing.EQUAL, "US$5"),
        ({"amount": {"amount": 6, "currency": "USD"}}, {}, Standing.CONFLICTING, "US$6"),
        # A sum without its currency is no sum yet, and still somebody's.
        ({"amount": {"amount": 6}}, {}, Standing.CONFLICTING, "amount: 6"),
        ({}, {AMOUNT: "about six"}, Standing.CONFLICTING, "“about six”"),
    ],
)
def test_what_a_draft_has_already(
    content: dict[str, Any], unparsed: dict[str, str], expected: Standing, now: str
) -> None:
    claim = {"status": "disclosed", "value": content} if content else {}
    draft = SectionDraft({"cost": {"final_run": claim}} if claim else {}, unparsed)
    proposal = Proposal("1", AMOUNT, {"amount": 5, "currency": "USD"})
    assert (standing(proposal, draft), words_now(proposal, draft)) == (expected, now)
    after = placed(draft, proposal)
    assert standing(proposal, after) is Standing.EQUAL
    assert after.unparsed == {}
    assert after.content["cost"]["final_run"]["status"] == "disclosed"


def test_a_withheld_claim_is_not_opened_by_the_way() -> None:
    withheld = {"status": "withheld", "withheld_reason": "competition"}
    draft = SectionDraft({"cost": {"final_run": withheld}})
    proposal = Proposal("1", AMOUNT, {"amount": 5, "currency": "USD"})
    assert standing(proposal, draft) is Standing.CONFLICTING
    claim = placed(draft, proposal).content["cost"]["final_run"]
    assert claim == {"status": "disclosed", "value": {"amount": {"amount": 5, "currency": "USD"}}}


def test_of_two_that_exclude_each_other_one_is_taken() -> None:
    pair = tuple(
        Proposal(key, "model.name", key, as_stated=key, group="name") for key in ("One", "Two")
    )
    with pytest.raises(Conflict, match="“One” and “Two” exclude each other"):
        decided(Offer(pair), every(Offer(pair)), {}, removes=False)
    # None of these takes nothing out of a draft that has one of them.
    has_one = {"about": SectionDraft({"model": {"name": "One"}})}
    assert decided(Offer(pair), every(Offer(pair), Decision.LEAVE), has_one, removes=False) == {}


def test_what_is_to_be_corrected_stays_open_until_it_is() -> None:
    offer = Offer((Proposal("1", "model.name", "Old"),))
    marks = {"1": Decision.CORRECT}
    made = decided(offer, marks, {}, removes=True)
    assert [one.is_settled for one in review(offer, marks, made)] == [False]
    corrected = {"about": SectionDraft({"model": {"name": "New"}})}
    assert [one.is_settled for one in review(offer, marks, corrected)] == [True]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("cost.final_run", {"status": "disclosed"}),
        ("cost.final_run", {"value": {"amount": {}}, "evidence": [{}]}),
        ("data.time_span.value", {"collected": {"start": "2024"}}),
        ("compute.final_run.value.flop", {"low": 3}),
        ("no.such.place", [1, {"a": None}]),
    ],
)
def test_anything_can_be_put_into_words(path: str, value: Any) -> None:
    assert isinstance(words_at(path, value), str)


def test_a_decision_stays_with_what_it_is_about() -> None:
    """A reader that finds more in the same bytes numbers anew; the keys do not move."""
    first = Finding(1, "line 1", "model.family", "A", "A", "stated")
    second = Finding(2, "line 2", "model.type", "base", "base", "stated")
    before = offered(Import("text", (second,)), Kind.LAB).by_key()
    after = offered(Import("text", (first, second)), Kind.LAB).by_key()
    assert before.keys() < after.keys()
    assert len(after) == 2


def test_what_a_kind_of_card_has_no_place_for_is_told() -> None:
    estimate = Finding(1, "line 1", "estimates", "x", [{"claim": "cost.final_run"}], "stated")
    offer = offered(Import("card_json", (estimate,)), Kind.LAB)
    assert offer.proposals == ()
    assert [line.place for line in offer.dropped] == ["line 1"]
    assert offered(Import("card_json", (estimate,)), Kind.THIRD_PARTY).dropped == ()
