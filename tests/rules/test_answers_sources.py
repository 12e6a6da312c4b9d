"""Evidence of a claim, and estimates that others made beside it."""

from __future__ import annotations

from typing import Any

import pytest

from registry.rules.showing.leaves import claim_field
from registry.rules.showing.sources import estimates, sources
from tests.factories.starter import starter_cards

CARDS = starter_cards()


def test_an_evidence_entry_is_given_in_words() -> None:
    claim = CARDS["deepseek/deepseek-r1"]["identity"]["responsible_party"]
    (source,) = sources(claim)
    assert source.title == "DeepSeek-R1 README"
    assert source.kind == "the developer"
    assert source.locator == "section 9 Contact; citation block"
    assert source.version == "9 April 2025"
    assert source.link == "https://github.com/deepseek-ai/DeepSeek-R1"
    assert source.accessed == "23 November 2026"
    assert (source.doi, source.venue, source.excerpt, source.archived_link) == ("", "", "", "")


def test_without_an_address_the_doi_is_the_link() -> None:
    claim = CARDS["deepseek/deepseek-r1"]["peer_review"]["publication"]
    source = sources(claim)[0]
    assert source.kind == "peer-reviewed publication"
    assert source.venue == "Nature"
    assert source.link == "https://doi.org/10.1038/s41586-025-09422-z"


def test_a_deposited_file_has_no_link() -> None:
    entry = {"title": "Costs", "kind": "lab", "file": "costs.pdf"}
    (source,) = sources({"evidence": [entry]})
    assert (source.file, source.link) == ("costs.pdf", "")


def test_a_claim_without_evidence_has_no_sources() -> None:
    assert sources({"status": "none"}) == ()


@pytest.mark.parametrize("card_id", CARDS)
def test_every_member_of_every_entry_is_kept(card_id: str) -> None:
    for claim in _claims(CARDS[card_id]):
        for entry, source in zip(claim.get("evidence", ()), sources(claim), strict=True):
            for name in ("title", "locator", "venue", "version", "doi", "file", "excerpt"):
                assert getattr(source, name) == entry.get(name, "")
            assert source.link == entry.get("url", source.link)
            assert bool(source.accessed) is ("accessed_on" in entry)


def _claims(card: dict[str, Any]) -> list[dict[str, Any]]:
    sections = [part for part in card.values() if isinstance(part, dict)]
    claims = [claim for part in sections for claim in part.values() if isinstance(claim, dict)]
    return [*(claim for claim in claims if "status" in claim), *card.get("estimates", ())]


def test_estimates_are_grouped_by_claim_and_name_their_author() -> None:
    groups = {group.claim: group for group in estimates(CARDS["deepseek/deepseek-r1"])}
    assert list(groups) == ["compute.final_run", "cost.final_run"]
    assert groups["compute.final_run"].title == "Final run"
    first, cumulative = groups["compute.final_run"].estimates
    assert first.by == "Epoch AI (a third party)"
    assert (first.field, first.figure) == ("FLOP", "1.83 × 10²³ FLOP")
    assert first.scope == "for reinforcement learning and synthetic data generation"
    assert first.method == "147K H800-hours x assumed peak and utilization"
    assert first.confidence == "unknown"
    assert first.sources[0].kind == "independent source"
    assert cumulative.figure == "3.5 × 10²⁴ FLOP"
    (own,) = groups["cost.final_run"].estimates
    assert (own.by, own.figure) == ("Registry starter set (the registry)", "US$5.86 million")


@pytest.mark.parametrize("card_id", CARDS)
def test_no_estimate_is_lost_and_none_of_cost_or_compute_lacks_a_scope(card_id: str) -> None:
    groups = estimates(CARDS[card_id])
    assert sum(len(group.estimates) for group in groups) == len(CARDS[card_id].get("estimates", []))
    for group in groups:
        assert group.title == claim_field(group.claim).title
        for estimate in group.estimates:
            assert estimate.figure
            if group.claim in {"cost.final_run", "compute.final_run"}:
                assert estimate.scope.startswith("for ")


def test_an_estimate_in_words_and_one_of_a_field_inside_a_row() -> None:
    entry = {
        "claim": "hardware.accelerator_count",
        "claimant": "third_party",
        "author": "A",
        "field": "count_unit",
        "text": "2024-12",
        "evidence": [],
    }
    (group,) = estimates({"estimates": [entry]})
    (estimate,) = group.estimates
    assert (estimate.field, estimate.figure) == ("Count unit", "December 2024")
    assert (estimate.method, estimate.confidence, estimate.scope) == ("", "", "")
