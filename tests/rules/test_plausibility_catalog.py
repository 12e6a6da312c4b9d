"""The table of checks says what the checks do, in the words they use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.rules.plausibility.catalog import DOCUMENT, RULES, written
from registry.rules.plausibility.evidence_findings import EvidenceFinding
from registry.rules.plausibility.results import Severity
from tests.factories.figures_card import card, changed, quantity, results, usd
from tests.factories.starter import starter_cards

CARDS = starter_cards()
R1, V3 = CARDS["deepseek/deepseek-r1"], CARDS["deepseek/deepseek-v3"]
GRANITE, BLOOM = CARDS["ibm/granite-3-0-8b"], CARDS["bigscience/bloom-176b"]
LLAMA = CARDS["meta/llama-3-1-405b"]
SEGMENTS = "hardware.accelerator_count.value.segments"


def looked_at(source: str, outcome: Any, claim: str, detail: str = "") -> dict[str, Any]:
    finding = EvidenceFinding(claim, source, outcome, "2026-11-01", attempts=2, detail=detail)
    return {"findings": (finding,)}


# For each check a card on which it says something.
CASES: dict[str, Callable[[], tuple[dict[str, Any], dict[str, Any]]]] = {
    "PC01": lambda: (changed(R1, {f"{SEGMENTS}.0.count": quantity(648)}), {}),
    "PC02": lambda: (
        changed(R1, {"compute.final_run.value.accelerator_hours": quantity(184_000)}),
        {},
    ),
    "PC03": lambda: (changed(R1, {"cost.final_run.value.amount": usd(29_400_000)}), {}),
    "PC04": lambda: (V3, {}),
    "PC05": lambda: (
        changed(LLAMA, {"data.size.value.entries.0.amount": quantity(2.5e12)}),
        {},
    ),
    "PC06": lambda: (
        changed(LLAMA, {"compute.final_run.value.accelerator_hours": quantity(3_084_000)}),
        {},
    ),
    "PC07": lambda: (
        changed(
            GRANITE,
            {
                "compute.estimation_method": {
                    "status": "disclosed",
                    "value": {"model_flop_utilization": 0.38},
                }
            },
        ),
        {},
    ),
    "PC08": lambda: (
        changed(GRANITE, {"compute.energy_and_emissions.value.energy_mwh": quantity(75.7)}),
        {},
    ),
    "PC09": lambda: (
        changed(
            BLOOM,
            {"compute.energy_and_emissions.value.emissions_tco2e_location_based": quantity(24_700)},
        ),
        {},
    ),
    "PC10": lambda: (changed(BLOOM, {"identity.model_version.value.release_date": "2022-06"}), {}),
    "PC11": lambda: (changed(R1, {"cost.final_run.value.amount": usd(29_400_000)}), {}),
    "PC12": lambda: (changed(BLOOM, {"data.size.value.entries.0.amount": quantity(3.5e9)}), {}),
    "PC13": lambda: (R1, {}),
    "PC14": lambda: (
        changed(GRANITE, {"compute.energy_and_emissions.value.stages": ["evaluation"]}),
        {},
    ),
    "PC15": lambda: (
        changed(
            R1,
            {
                "method.architecture.value.parameters_total": quantity(37e9),
                "method.architecture.value.parameters_active": quantity(671e9),
            },
        ),
        {},
    ),
    "PC17": lambda: (
        R1,
        {"others": {V3["card_id"]: changed(V3, {"identity.lineage.value": circle()})}},
    ),
    "PC18": lambda: (
        changed(BLOOM, {"compute.duration.value.wall_clock_hours": quantity(1_078_272)}),
        {},
    ),
    "PC19": lambda: (
        changed(GRANITE, {"compute.energy_and_emissions.value.energy_mwh": quantity(17_600)}),
        {},
    ),
    "PC20": lambda: (
        R1,
        looked_at(
            "https://huggingface.co/deepseek-ai/DeepSeek-R1",
            "license_differs",
            "identity.access_and_license",
            "Apache-2.0",
        ),
    ),
    "PC21": lambda: (
        changed(R1, {f"{SEGMENTS}.0.count": quantity(648), f"{SEGMENTS}.1.count": quantity(648)}),
        {},
    ),
    "PC22": lambda: (
        card(
            {
                "data.composition": {
                    "domains": [
                        {"name": "web", "share_percent": 80},
                        {"name": "code", "share_percent": 30},
                    ]
                }
            }
        ),
        {},
    ),
    "PC23": lambda: (
        R1,
        looked_at("10.1038/s41586-025-09422-z", "doi_unresolved", "peer_review.publication"),
    ),
    "PC24": lambda: (
        R1,
        looked_at("https://arxiv.org/abs/2412.19437", "unreachable", "compute.final_run"),
    ),
    "PC25": lambda: (changed(R1, {"facts.training.has_rl": False}), {}),
    "PC26": lambda: (changed(R1, {"facts.lineage.has_base_model": False}), {}),
    "PC27": lambda: (R1, {}),
    "PC28": lambda: (V3, {}),
}


def circle() -> dict[str, Any]:
    return {"derived_from": [{"model": "DeepSeek-R1", "card_id": R1["card_id"]}]}


def test_every_check_is_in_the_table_once() -> None:
    ids = [rule.id for rule in RULES]
    assert ids == [f"PC{number:02}" for number in range(1, 29) if number != 16]
    assert set(CASES) == set(ids)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_is_what_the_check_says(rule: Any) -> None:
    document, options = CASES[rule.id]()
    found = [
        one
        for one in results(document, rule.id, **{"others": CARDS, **options})
        if one.severity not in (Severity.PASS, Severity.NOT_RUN)
    ]
    assert rule.example in [one.message for one in found]


def test_the_documentation_is_the_table() -> None:
    text = Path(DOCUMENT).read_text()
    assert text == written(text), "run: python -m registry.rules.plausibility.catalog"
