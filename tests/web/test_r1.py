"""The card of DeepSeek-R1 states what the press of 2025 told, each figure with its scope."""

from __future__ import annotations

import re

import pytest

from tests.web.site import Page, Site

CARD = "/models/deepseek/deepseek-r1/"
SCOPE = "for reinforcement learning and synthetic data generation, excluding base model"

FACTS = {
    "512 accelerators of the model H800": "512 × NVIDIA H800",
    "the arithmetic of the source": "64*8 H800 GPUs",
    "accelerator-hours with scope": (
        f"147,000 accelerator-hours {SCOPE} DeepSeek-V3-Base; "
        "cumulative 2.93 million accelerator-hours"
    ),
    "cost with scope and cumulative": (
        f"US$294,000 {SCOPE} DeepSeek-V3-Base; cumulative US$5.86 million"
    ),
    "how the cost was reckoned": "rental price assumed",
    "price of an hour": "Price per accelerator hour US$2",
    "the parts of the sum": (
        "US$294,000 (DeepSeek-R1: reinforcement learning and synthetic data generation) + "
        "US$5.566 million (DeepSeek-V3-Base: pre-training and context extension)"
    ),
    "what made data and what changed the weights": "made training data",
    "journal": "Nature 645, 633-638",
    "referees": "eight referees; public reports and replies",
    "dates of the review": (
        "received 14 February 2025, accepted 17 July 2025, published 17 September 2025"
    ),
    "method": "supervised fine-tuning and reinforcement learning",
    "algorithm": "GRPO",
    "licence": "open weights under MIT",
    "base model": "DeepSeek-V3-Base",
    "how many sources were read": "10 sources read",
    "who confirmed it": "not yet confirmed by an editor of a live review",
    "what was not found": "Not found in the 10 sources read",
}
SOURCES = {
    "https://doi.org/10.1038/s41586-025-09422-z",
    "https://github.com/deepseek-ai/DeepSeek-R1",
}


@pytest.fixture
def card(site: Site) -> Page:
    return site.pages[CARD]


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS.keys())
def test_fact_is_told(card: Page, fact: str) -> None:
    assert fact.casefold() in card.text.casefold()


def test_facts_link_to_their_sources(card: Page) -> None:
    assert set(card.links) >= SOURCES


def test_headline_leads_to_the_claims(card: Page) -> None:
    assert {"#COMP-1", "#CHIP-1", "#COST-1", "#PEER-1", "#DATA-1"} <= set(card.links)


def test_all_64_claims_have_a_place(card: Page) -> None:
    places = [name for name in card.ids if re.fullmatch(r"[A-Z]+-\d+", name)]
    assert len(places) == 64


def test_cost_names_its_scope_in_the_list_of_all_answers(site: Site) -> None:
    answers = site.pages["/standard/COST-1/"].text
    assert f"US$294,000 {SCOPE} DeepSeek-V3-Base; cumulative US$5.86 million" in answers


def test_about_tells_the_story_with_its_sums(site: Site) -> None:
    about = site.pages["/about/"].text
    for told in ("US$294,000", "US$5.86 million", "128,304", "101,376", "27% more", "645, 633–638"):
        assert told in about
    assert 648 * 198 == 128_304
    assert 512 * 198 == 101_376
    assert round(128_304 / 101_000 - 1, 2) == 0.27
    assert (101_000 + 5_000 + 41_000) * 2 == 294_000
    assert 294_000 + (2_664_000 + 119_000) * 2 == 5_860_000
    assert (2_664_000 + 119_000 + 5_000) * 2 == 5_576_000
