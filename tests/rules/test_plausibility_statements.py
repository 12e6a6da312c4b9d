"""Lineage, facts, texts and stored findings."""

from __future__ import annotations

from typing import Any

import pytest

from registry.rules.lineage.edges import WeightEdge
from registry.rules.plausibility.evidence_findings import EvidenceFinding
from registry.rules.plausibility.text_numbers import mentions
from tests.factories.figures_card import (
    PRETRAINING,
    RL,
    SFT,
    card,
    changed,
    only,
    quantity,
    results,
    tokens,
    usd,
    verdicts,
)

# PC17 lineage


def test_weights_cannot_come_from_themselves() -> None:
    edges = {"derived_from": [{"model": "Model 2", "card_id": "example-lab/model-2"}]}
    own = card({"identity.lineage": edges})
    other = card(
        {"identity.lineage": {"derived_from": [{"model": "M", "card_id": own["card_id"]}]}}
    )
    other["card_id"] = "example-lab/model-2"
    assert verdicts(own, "PC17") == ["pass"]
    result = only(own, "PC17", others={"example-lab/model-2": other})
    assert result.severity == "error"
    assert "example-lab/model-1 → example-lab/model-2 → example-lab/model-1" in result.message
    data = card(
        {"identity.lineage": {"data_generated_by": [{"model": "M", "card_id": own["card_id"]}]}}
    )
    assert verdicts(data, "PC17", others={own["card_id"]: data}) == ["pass"]


# PC13 scope of the cost


def test_implied_base_models_are_named() -> None:
    document = card({"cost.final_run": {"amount": usd(294_000), "stages": RL}})
    assert verdicts(document, "PC13") == ["not_run"]
    result = only(document, "PC13", implied=(WeightEdge("Model 1 Base"),))
    assert (result.severity, result.computed) == ("warn", 294_000)
    assert "excluding base model Model 1 Base" in result.message
    assert "at least 294,000 USD" in result.message
    included = changed(
        document,
        {
            "cost.scope": {
                "status": "disclosed",
                "value": {"components": {"base_model": "included"}},
            }
        },
    )
    assert only(included, "PC13", implied=(WeightEdge("Base"),)).severity == "not_run"


# PC20, PC23, PC24 stored findings


def finding(outcome: Any, source: str = "https://example.org/", **more: Any) -> EvidenceFinding:
    claim = more.pop("claim", "compute.final_run")
    return EvidenceFinding(claim, source, outcome, "2026-11-01", **more)


@pytest.mark.parametrize(
    ("outcome", "attempts", "verdict"),
    [
        ("found", 1, "pass"),
        ("changed", 1, "note"),
        ("excerpt_missing", 1, "note"),
        ("archive_missing", 1, "note"),
        ("unreachable", 1, "not_run"),
        ("unreachable", 2, "warn"),
    ],
)
def test_sources_that_a_checker_looked_at(outcome: str, attempts: int, verdict: str) -> None:
    found = [finding(outcome, attempts=attempts)]
    assert verdicts(card(), "PC24", findings=found) == [verdict]


@pytest.mark.parametrize(
    ("outcome", "attempts", "verdict"),
    [
        ("found", 1, "pass"),
        ("doi_unresolved", 1, "not_run"),
        ("doi_unresolved", 2, "warn"),
        ("doi_other_venue", 1, "warn"),
        ("doi_retracted", 1, "error"),
    ],
)
def test_the_doi_of_the_publication(outcome: str, attempts: int, verdict: str) -> None:
    doi = "10.1038/s41586-025-09422-z"
    document = card({"peer_review.publication": {"status": "published", "doi": doi}})
    found = [finding(outcome, doi, claim="peer_review.publication", attempts=attempts)]
    assert verdicts(document, "PC23", findings=found) == [verdict]
    assert verdicts(document, "PC24", findings=found) == ["not_run"]


def test_licenses_that_differ() -> None:
    claim = "identity.access_and_license"
    found = [finding("license_differs", claim=claim, detail="Apache-2.0")]
    result = only(card(), "PC20", findings=found)
    assert (result.severity, result.claims) == ("warn", (claim,))
    assert "Apache-2.0" in result.message
    assert verdicts(card(), "PC20", findings=[finding("license_equal", claim=claim)]) == ["pass"]
    assert verdicts(card(), "PC20") == ["not_run"]


# PC25, PC26, PC28 facts


@pytest.mark.parametrize(
    ("stages", "fact", "answer", "verdict"),
    [
        ((RL), "training.has_rl", True, "pass"),
        ((RL), "training.has_rl", False, "error"),
        ((SFT), "training.has_rl", True, "error"),
        ((SFT), "training.has_rl", False, "pass"),
        ((["distillation"]), "training.has_distillation", False, "error"),
        ((SFT), "training.has_distillation", True, "error"),
        (([*SFT, *RL]), "training.multi_stage", False, "error"),
        (([*SFT, *RL]), "training.multi_stage", True, "pass"),
        ((SFT), "training.multi_stage", True, "error"),
        ((SFT), "training.multi_stage", False, "pass"),
        (([*PRETRAINING, *PRETRAINING]), "training.multi_stage", True, "pass"),
    ],
)
def test_stages_and_facts(stages: list[str], fact: str, answer: bool, verdict: str) -> None:
    rows = [{"stage": stage} for stage in stages]
    document = card({"method.training_stages": {"stages": rows}}, facts={fact: answer})
    assert verdicts(document, "PC25") == [verdict]


def test_a_fact_of_an_editor_wins() -> None:
    document = card(
        {"method.training_stages": {"stages": [{"stage": RL[0]}]}},
        facts={"training.has_rl": False},
    )
    facts = {"training.has_rl": True}
    assert verdicts(document, "PC25", editor_facts=facts) == ["pass"]


CONTRADICTIONS = [
    ("lineage.has_base_model", False, "identity.lineage", {"derived_from": [{"model": "B"}]}),
    ("lineage.has_base_model", True, "identity.lineage", {"trained_from_scratch": True}),
    ("lineage.has_base_model", True, "compute.scope", {"inherited_compute": "no_base_model"}),
    ("lineage.has_base_model", False, "compute.scope", {"inherited_compute": "included"}),
    (
        "lineage.has_base_model",
        False,
        "cost.inherited",
        {"parents": [{"model": "B", "amount": usd(1)}]},
    ),
    (
        "data.uses_web_crawl",
        False,
        "data.acquisition_methods",
        {"methods": [{"method": "web_crawl", "used": True}]},
    ),
    (
        "data.uses_web_crawl",
        True,
        "data.acquisition_methods",
        {"methods": [{"method": "web_crawl", "used": False}]},
    ),
    ("data.uses_synthetic_data", False, "data.synthetic_data", {"sources": [{"generator": "G"}]}),
    ("data.uses_licensed_data", False, "data.licensed_data", {"sources": [{"name": "N"}]}),
    ("data.uses_user_data", False, "data.user_data", {"products": ["chat"]}),
    (
        "data.uses_human_created_data",
        False,
        "data.human_created_data",
        {"sources": [{"purpose": "labels"}]},
    ),
    ("data.uses_public_datasets", False, "data.public_datasets", {"datasets": [{"name": "D"}]}),
    (
        "data.uses_synthetic_data",
        False,
        "identity.lineage",
        {"data_generated_by": [{"model": "G", "purpose": "training_samples"}]},
    ),
    ("training.has_rl", False, "method.reinforcement_learning", {"algorithm": "GRPO"}),
    ("training.has_rl", False, "compute.duration", {"wall_clock_hours": quantity(1), "stages": RL}),
    ("hardware.multi_node", False, "hardware.topology", {"nodes": 2}),
    ("hardware.multi_node", True, "hardware.topology", {"nodes": 1}),
    ("release.weights", "none", "identity.access_and_license", {"weights": {"access": "open"}}),
    ("release.api", False, "identity.access_and_license", {"api": {"available": True}}),
    (
        "data.modalities",
        ["text"],
        "data.size",
        {"entries": [tokens("pretraining", 1, modality="image")]},
    ),
]


@pytest.mark.parametrize(("fact", "answer", "claim", "value"), CONTRADICTIONS)
def test_facts_contradicted_by_claims(fact: str, answer: Any, claim: str, value: Any) -> None:
    document = card({claim: value}, facts={fact: answer})
    result = only(document, "PC26")
    assert (result.severity, result.claims) == ("error", (claim,))
    assert fact in result.message


def test_every_contradiction_is_named() -> None:
    document = card(
        {"identity.lineage": {"derived_from": [{"model": "A"}, {"model": "B"}]}},
        facts={"lineage.has_base_model": False},
    )
    assert len(results(document, "PC26")) == 2


def test_use_for_judgment_is_no_training_data() -> None:
    edge = {"model": "G", "purpose": "reward_or_judgment"}
    document = card(
        {"identity.lineage": {"data_generated_by": [edge]}},
        facts={"data.uses_synthetic_data": False},
    )
    assert verdicts(document, "PC26") == ["not_run"]


def test_a_claim_cannot_be_set_aside_against_the_facts() -> None:
    document = card(facts={"training.has_rl": True})
    document["method"] = {"reinforcement_learning": {"status": "not_applicable"}}
    result = only(document, "PC26")
    assert (result.severity, result.claims) == ("error", ("method.reinforcement_learning",))
    document["facts"]["training"]["has_rl"] = False
    assert verdicts(document, "PC26") == ["not_run"]
    parent = card({"identity.lineage": {"derived_from": [{"model": "B"}]}})
    parent["cost"] = {"inherited": {"status": "not_applicable"}}
    result = only(parent, "PC26")
    assert result.claims == ("cost.inherited",)
    assert "B is listed as a parent" in result.message


def test_stages_without_compute_are_named() -> None:
    document = card(
        {
            "method.training_stages": {
                "stages": [{"stage": stage} for stage in (*PRETRAINING, *SFT, *RL)]
            },
            "compute.per_stage": {"stages": [{"stage": "pretraining", "also_covers": SFT}]},
        }
    )
    result = only(document, "PC28")
    assert result.severity == "warn"
    assert "missing: reinforcement learning" in result.message
    document["compute"]["per_stage"]["value"]["stages"].append({"stage": RL[0]})
    assert verdicts(document, "PC28") == ["pass"]


# PC27 numbers in texts


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("about 80 hours", 80, "hours"),
        ("147K H800 GPU hours", 147_000, "accelerator-hours"),
        ("2.664M GPU hours", 2_664_000, "accelerator-hours"),
        ("1,082,990 GPU-hours", 1_082_990, "accelerator-hours"),
        ("14.8T tokens", 14_800_000_000_000, "tokens"),
        ("14.8 trillion tokens", 14_800_000_000_000, "tokens"),
        ("3.8 × 10^25 FLOPs", 38 * 10**24, "FLOP"),
        ("3.8 × 10²⁵ FLOP", 38 * 10**24, "FLOP"),
        ("6.8e17 FLOP", 68 * 10**16, "FLOP"),
        ("671B parameters", 671 * 10**9, "parameters"),
        ("512 NVIDIA H800 GPUs", 512, "accelerators"),
        ("64*8 H800 GPUs", 512, "accelerators"),
        ("4 days", 96, "hours"),
        ("$5.576M", 5_576_000, "USD"),
        ("US$294K", 294_000, "USD"),
        ("294,000 USD", 294_000, "USD"),
        ("433 MWh", 433, "MWh"),
        ("5 GWh", 5000, "MWh"),
        ("43,500 PF-days", 43_500 * 864 * 10**17, "FLOP"),
    ],
)
def test_numbers_with_units_are_read(text: str, number: int, unit: str) -> None:
    (mention,) = mentions(f"We report {text}, as planned.")
    assert unit in mention.units
    assert mention.number.low == number


@pytest.mark.parametrize(
    "text",
    ["GPT-4 tokens", "the H800 GPUs", "section 4.2", "in 2024", "700 W per GPU", "7 to 15"],
)
def test_other_numbers_are_not(text: str) -> None:
    assert not list(mentions(text))


def test_the_start_of_a_range_is_not_a_number() -> None:
    assert [mention.text for mention in mentions("7-15 million USD")] == []
    assert [mention.text for mention in mentions("7 to 15 million USD")] == ["15 million USD"]


def noted(value: Any, note: str = "", excerpt: str = "") -> dict[str, Any]:
    document = card({"compute.duration": {**value, "stages": PRETRAINING}})
    claim = document["compute"]["duration"]
    if note:
        claim["note"] = note
    if excerpt:
        source = {"title": "Report", "kind": "lab", "url": "https://example.org/"}
        claim["evidence"] = [{**source, "excerpt": excerpt}]
    return document


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("It took 198 hours.", "pass"),
        ("It took about 200 hours.", "pass"),  # 150 to 250
        ("It took 8.25 days.", "pass"),
        ("It took 80 hours.", "note"),
        ("It took a while.", "not_run"),
    ],
)
def test_a_number_in_a_text_belongs_into_a_field(note: str, verdict: str) -> None:
    elapsed = {"wall_clock_hours": quantity(198)}
    assert verdicts(noted(elapsed, note=note), "PC27") == [verdict]
    assert verdicts(noted(elapsed, excerpt=note), "PC27") == [verdict]


def test_a_withheld_number_in_a_note_is_noticed() -> None:
    document = card()
    document["cost"] = {
        "final_run": {
            "status": "withheld",
            "withheld_reason": "competition",
            "note": "Less than 100 million USD.",
        }
    }
    result = only(document, "PC27")
    assert (result.severity, result.claims) == ("note", ("cost.final_run",))
    assert "100 million USD" in result.message
