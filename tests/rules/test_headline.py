"""The five facts, the sentence, and any claim in one line: each figure with its scope."""

from __future__ import annotations

from typing import Any

import pytest

from registry.rules.lineage.edges import WeightEdge
from registry.rules.showing.answer_line import answer_line
from registry.rules.showing.headline import compute, cost, panel
from registry.rules.showing.headline_facts import (
    HeadlineFact,
    access,
    chips,
    data,
    method,
    peer_review,
)
from registry.rules.standard import load_standard
from tests.factories.lineage import PRETRAINED, by_id, document, no_cards, usd
from tests.factories.starter import starter_cards

CARDS = starter_cards()
TOPICS = ("compute", "chips", "cost", "peer_review", "data")


def facts_of(card_id: str) -> dict[str, HeadlineFact]:
    card = CARDS[card_id]
    facts = (*panel(card, CARDS.get), access(card), method(card))
    return {fact.topic: fact for fact in facts}


def alone(card: dict[str, Any]) -> dict[str, HeadlineFact]:
    return {fact.topic: fact for fact in panel(card, no_cards)}


R1_SCOPE = (
    "for reinforcement learning and synthetic data generation, "
    "excluding base model DeepSeek-V3-Base; cumulative "
)


def test_r1_tells_the_story_rightly() -> None:
    told = {
        topic: (fact.value, fact.scope) for topic, fact in facts_of("deepseek/deepseek-r1").items()
    }
    assert told["cost"] == ("US$294,000", R1_SCOPE + "US$5.86 million")
    assert told["compute"] == (
        "147,000 accelerator-hours",
        R1_SCOPE + "2.93 million accelerator-hours",
    )
    assert told["chips"] == (
        "512 × NVIDIA H800",
        (
            "for reinforcement learning; R1-Zero reinforcement learning: about 198 hours; "
            "R1 reinforcement learning: about 80 hours"
        ),
    )
    assert told["peer_review"] == (
        "Published in Nature 645, 633-638; eight referees; public reports and replies",
        (
            "Reviewed version DeepSeek-R1; received 14 February 2025, accepted 17 July 2025, "
            "published 17 September 2025"
        ),
    )
    assert told["access"] == ("Open weights under MIT", "Available through an API")
    assert told["method"] == ("Supervised fine-tuning and reinforcement learning", "GRPO")
    assert told["data"][0] == (
        "Public datasets, web crawl, user data, human-created data and synthetic data"
    )
    assert told["data"][1].startswith("14.8 trillion tokens of text for pre-training (seen); ")


def test_wherever_294000_appears_its_scope_and_the_cumulative_figure_appear() -> None:
    card = CARDS["deepseek/deepseek-r1"]
    texts = [f"{fact.value} {fact.scope}" for fact in panel(card, CARDS.get)]
    texts += [answer_line(card, item.claim, CARDS.get) for item in load_standard().items]
    shown = [text for text in texts if "294,000" in text]
    assert len(shown) == 2
    for text in shown:
        assert "excluding base model DeepSeek-V3-Base" in text
        assert "cumulative US$5.86 million" in text


@pytest.mark.parametrize("card_id", CARDS)
def test_no_figure_of_cost_or_compute_lacks_its_scope(card_id: str) -> None:
    facts = facts_of(card_id)
    assert tuple(facts)[:5] == TOPICS
    for topic in ("compute", "chips", "cost"):
        fact = facts[topic]
        if fact.status == "disclosed":
            assert fact.scope.startswith("for ")
    for path in ("cost.final_run", "compute.final_run", "compute.duration", "cost.program"):
        line = answer_line(CARDS[card_id], path, CARDS.get)
        assert " for " in line or "stages not stated" in line or line in NOT_TOLD


NOT_TOLD = {"Not found in the sources read", "Withheld (competition)"}


@pytest.mark.parametrize("card_id", CARDS)
def test_every_fact_rests_on_claims_of_the_standard(card_id: str) -> None:
    claims = load_standard().item_by_claim
    for fact in facts_of(card_id).values():
        assert fact.value
        assert fact.claims
        assert set(fact.claims) <= set(claims)
        section, _, name = fact.claims[0].partition(".")
        claim = CARDS[card_id].get(section, {}).get(name, {"status": "silent"})
        assert claim["status"] == fact.status


def test_a_lab_that_withholds_is_quoted_with_its_reason() -> None:
    facts = facts_of("openai/gpt-4")
    assert (facts["compute"].value, facts["compute"].status) == (
        "Withheld (competition)",
        "withheld",
    )
    assert (facts["data"].value, facts["data"].scope) == (
        "Withheld (competition)",
        "Cutoff September 2021",
    )


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("registry", "Not found in the sources read"),
        ("third_party", "Not found in the sources read"),
        ("developer", "Not answered"),
    ],
)
def test_silence_is_worded_after_who_prepared_the_card(role: str, words: str) -> None:
    card = {**document("a"), "prepared_by": {"role": role}}
    assert {fact.value for fact in panel(card, no_cards)} == {words}
    assert answer_line(card, "data.size", no_cards) == words


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ({"status": "none"}, "None, the developer says"),
        ({"status": "unknown"}, "Not known to the developer"),
        ({"status": "not_applicable"}, "Not applicable, the developer says"),
        (
            {"status": "withheld", "withheld_reason": "no_reason_given"},
            "Withheld (no reason given)",
        ),
    ],
)
def test_every_status_has_its_words(claim: dict[str, str], words: str) -> None:
    card = {**document("a"), "cost": {"final_run": claim}}
    assert (alone(card)["cost"].value, alone(card)["cost"].status) == (words, claim["status"])
    assert answer_line(card, "cost.final_run", no_cards) == words


def test_a_refusal_speaks_louder_than_the_silence_beside_it() -> None:
    refusal = {"status": "withheld", "withheld_reason": "security"}
    card = {**document("a"), "hardware": {"accelerator_count": refusal}}
    fact = alone(card)["chips"]
    assert (fact.value, fact.claims) == ("Withheld (security)", ("hardware.accelerator_count",))


def test_the_other_cards() -> None:
    assert facts_of("bigscience/bloom-176b")["cost"].value == "About US$7 million to US$15 million"
    assert facts_of("bigscience/bloom-176b")["chips"].value == "384 × NVIDIA A100 80 GB"
    assert facts_of("deepseek/deepseek-v3")["cost"].scope == (
        "for pre-training, context extension, supervised fine-tuning and reinforcement learning, "
        "excluding ablations and scaling runs"
    )
    llama = facts_of("meta/llama-3-1-405b")
    assert llama["compute"].value == "3.8 × 10²⁵ FLOP and 30.84 million accelerator-hours"
    assert llama["chips"].value == "Up to 16,000 × NVIDIA H100 80 GB"
    assert facts_of("google-deepmind/alphafold-2")["chips"].value == "128 cores of Google TPU v3"
    assert facts_of("google-deepmind/palm-540b")["chips"].value == (
        "6,144 and 3,072 × Google TPU v4"
    )
    assert facts_of("eleutherai/pythia-12b")["chips"].claims == (
        "hardware.accelerator_count",
        "compute.final_run",
    )
    assert facts_of("anthropic/claude-3-5-sonnet")["cost"].value == (
        "Of the order of US$10 million (stated as “a few $10M's”)"
    )
    assert facts_of("google-deepmind/gemma-2-27b")["access"].value == (
        "Open weights under a license of its own, Gemma"
    )
    assert facts_of("cohere/command-r-plus")["data"].claims == ("data.composition",)


def test_compute_falls_back_on_the_duration_with_its_scope() -> None:
    run = {
        "accelerator_hours": {"value": 142_000},
        "wall_clock_hours": {"value": 278},
        "stages": ["reinforcement_learning"],
    }
    fact = compute(document("a", parents=["b"], compute__duration=run), no_cards)
    assert (fact.value, fact.scope, fact.claims) == (
        "142,000 accelerator-hours",
        "for reinforcement learning, excluding base model b",
        ("compute.duration",),
    )


def test_a_silent_cost_still_shows_what_the_base_model_took() -> None:
    base = document("b", cost=usd(5_000_000), stages=PRETRAINED)
    fact = cost(document("a", parents=["b"]), by_id(base).get)
    assert (fact.value, fact.scope, fact.status) == (
        "Not answered",
        "with base model b: at least US$5 million",
        "silent",
    )


def test_an_implied_base_reaches_every_text() -> None:
    card = document("a", cost=usd(5), hours=7)
    implied = [WeightEdge("a-Base")]
    texts = [
        answer_line(card, "cost.final_run", no_cards, implied),
        answer_line(card, "compute.final_run", no_cards, implied),
        *(
            fact.scope
            for fact in panel(card, no_cards, implied)
            if fact.topic in {"compute", "cost"}
        ),
    ]
    assert len(texts) == 4
    assert all("excluding base model a-Base; cumulative at least" in text for text in texts)


def test_a_final_run_without_amount_is_not_a_figure() -> None:
    run = {"basis": "rental_paid", "stages": ["pretraining"]}
    card = document("a", cost__final_run=run)
    assert cost(card, no_cards).value == "Not given"
    assert answer_line(card, "cost.final_run", no_cards) == "rental price paid, for pre-training"


@pytest.mark.parametrize(
    ("models", "runs", "value", "scope"),
    [
        (
            [{"vendor": "NVIDIA", "model": "NVIDIA H100"}],
            [],
            "NVIDIA H100",
            "for stages not stated",
        ),
        (
            [],
            [{"count": {"value": 8}, "stages": ["pretraining"]}],
            "8 accelerators",
            "for pre-training",
        ),
        (
            [{"model": "A"}, {"model": "B"}],
            [{"count": {"value": 8}, "stages": ["pretraining"]}],
            "A and B; 8 accelerators",
            "for pre-training",
        ),
        (
            [{"model": "A"}],
            [{"count": {"value": 4}, "count_unit": "node", "stages": ["pretraining"]}],
            "4 nodes of A",
            "for pre-training",
        ),
        ([{"model": "A"}], [{"stages": ["pretraining"]}], "A", "for pre-training"),
    ],
)
def test_chips(
    models: list[dict[str, Any]], runs: list[dict[str, Any]], value: str, scope: str
) -> None:
    claims: dict[str, Any] = {}
    if models:
        claims["hardware__accelerators"] = {"segments": models}
    if runs:
        claims["hardware__accelerator_count"] = {"segments": runs}
    fact = chips(document("a", **claims))
    assert (fact.value, fact.scope) == (value, scope)


@pytest.mark.parametrize(
    ("claims", "value", "scope"),
    [
        (
            {"publication": {"status": "preprint", "venue": "arXiv", "preprint_id": "arXiv:1"}},
            "Preprint, arXiv:1",
            "Independent review: not answered",
        ),
        (
            {
                "publication": {"status": "in_review"},
                "independent_review": {"status": "in_progress"},
            },
            "In review; independent review in progress",
            "",
        ),
        (
            {"independent_review": {"status": "completed", "referee_count": 1}},
            "One referee",
            "",
        ),
        (
            {
                "publication": {"status": "retracted", "venue": "Nature"},
                "independent_review": {"status": "completed", "referee_count": 12},
                "review_record": {"reports_public": True, "replies_public": False},
            },
            "Retracted from Nature; 12 referees; public reports",
            "",
        ),
    ],
)
def test_peer_review(claims: dict[str, Any], value: str, scope: str) -> None:
    card = document("a", **{f"peer_review__{name}": given for name, given in claims.items()})
    fact = peer_review(card)
    assert (fact.value, fact.scope) == (value, scope)


@pytest.mark.parametrize(
    ("terms", "value", "scope"),
    [
        ({"weights": {"access": "none"}, "api": {"available": True}}, "Weights not released",
         "Available through an API"),
        ({"weights": {"access": "open_gated", "license": "Apache-2.0"}},
         "Open weights under Apache-2.0", "After accepting terms"),
        ({"api": {"available": False}}, "No API", ""),
    ],
)  # fmt: skip
def test_access(terms: dict[str, Any], value: str, scope: str) -> None:
    fact = access(document("a", identity__access_and_license=terms))
    assert (fact.value, fact.scope) == (value, scope)


def test_data_shares_and_a_method_not_used() -> None:
    methods = [
        {"method": "web_crawl", "used": True, "share_percent": 80},
        {"method": "synthetic", "used": True},
        {"method": "user_data", "used": False},
    ]
    fact = data(document("a", data__acquisition_methods={"methods": methods}))
    assert fact.value == "Web crawl (80%) and synthetic data"
