"""Operations and energy at their limits (which are inclusive), on every path of their inputs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.factories.figures_card import (
    EXACT,
    H100,
    PRETRAINING,
    RL,
    SFT,
    card,
    changed,
    only,
    quantity,
    results,
    segment,
    tokens,
    usd,
    verdicts,
)

# PC05 six × parameters × tokens


def trained(flop: float, **more: Any) -> dict[str, Any]:
    return card(
        {
            "compute.final_run": {"flop": quantity(flop, **EXACT), "stages": PRETRAINING},
            "method.architecture": {
                "type": "dense_transformer",
                "parameters_total": quantity(1e9),
            },
            "data.size": {"entries": [tokens("pretraining", 1e12)]},
            **more,
        }
    )


@pytest.mark.parametrize(
    ("flop", "verdict"),
    [
        (4.8e21, "pass"),
        (7.5e21, "pass"),
        (4.79e21, "note"),
        (7.51e21, "note"),
        (3e21, "note"),
        (12e21, "note"),
        (2.99e21, "warn"),
        (12.1e21, "warn"),
        (1.2e21, "warn"),
        (30e21, "warn"),
        (1.19e21, "error"),
        (30.1e21, "error"),
    ],
)
def test_six_nd_at_its_limits(flop: float, verdict: str) -> None:
    assert verdicts(trained(flop), "PC05") == [verdict]


def test_executed_operations_may_be_more() -> None:
    document = trained(60e21)
    document["compute"]["final_run"]["value"]["flop_kind"] = "hardware_flop"
    assert verdicts(document, "PC05") == ["note"]
    document["compute"]["final_run"]["value"]["flop"] = quantity(1e21)
    assert verdicts(document, "PC05") == ["error"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"method.architecture.value.type": "mixture_of_experts"}, "parameters active"),
        ({"method.architecture.value.type": None}, "parameters active"),
        ({"compute.final_run.value.stages": ["pretraining", *SFT]}, "other stages"),
        ({"compute.final_run.value.stages": RL}, "other stages"),
        ({"data.size.value.entries.0.counting": "unique"}, "tokens seen"),
        ({"data.size.value.entries.0.stage": "mid_training"}, "tokens seen"),
        ({"data.size.value.entries.0.unit": "documents"}, "tokens seen"),
        ({"data.size.value.entries.0.modality": "image"}, "language models"),
        ({"model.type": "protein_structure"}, "language models"),
        ({"model.output_modalities": ["image"]}, "language models"),
        ({"method.architecture.value.type": "diffusion"}, "language models"),
        ({"facts": {"data": {"modalities": ["text", "image"]}}}, "language models"),
        ({"compute.final_run.value.flop": None}, "operations"),
    ],
)
def test_six_nd_is_for_language_pretraining(changes: dict[str, Any], reason: str) -> None:
    result = only(changed(trained(6e21), changes), "PC05")
    assert result.severity == "not_run"
    assert reason in result.reason


def test_tokens_and_parameters_come_from_several_places() -> None:
    lines = {"stages": [{"stage": "pretraining", "tokens_seen": quantity(1e12)}]}
    elsewhere = changed(trained(6e21, **{"compute.per_stage": lines}), {"data.size": None})
    assert only(elsewhere, "PC05").claims == (
        "compute.final_run",
        "method.architecture",
        "compute.per_stage",
    )
    estimated = trained(
        6e21,
        **{
            "compute.estimation_method": {
                "parameters_active": quantity(1e9),
                "tokens_seen": quantity(1e12),
            }
        },
    )
    del estimated["data"], estimated["method"]
    assert verdicts(estimated, "PC05") == ["pass"]
    unsaid = changed(trained(6e21), {"data.size.value.entries.0.counting": None})
    assert verdicts(unsaid, "PC05") == ["pass"]
    two = trained(12e21)
    two["compute"]["final_run"]["value"]["stages"] = ["pretraining", "mid_training"]
    assert verdicts(two, "PC05") == ["not_run"]
    two["data"]["size"]["value"]["entries"].append(tokens("mid_training", 1e12))
    assert verdicts(two, "PC05") == ["pass"]
    active = changed(
        trained(6e21),
        {
            "method.architecture.value.type": "mixture_of_experts",
            "method.architecture.value.parameters_active": quantity(1e9),
            "method.architecture.value.parameters_total": quantity(20e9),
        },
    )
    assert verdicts(active, "PC05") == ["pass"]


# PC06 and PC07 utilization


def run(share: float, **more: Any) -> dict[str, Any]:
    """A run on one H100 SXM5 for 1,000 hours at this share of its 16-bit peak."""
    made = {
        "flop": quantity(float(Decimal(str(share)) * Decimal("3.56184e21")), **EXACT),
        "accelerator_hours": quantity(1000),
        "accelerator": "NVIDIA H100 SXM5",
        "stages": PRETRAINING,
        **more,
    }
    return card({"compute.final_run": {k: v for k, v in made.items() if v is not None}})


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        (0.15, "pass"),
        (0.55, "pass"),
        (0.149, "note"),
        (0.551, "note"),
        (0.05, "note"),
        (0.65, "note"),
        (0.049, "warn"),
        (0.651, "warn"),
        (1.0, "warn"),
        (1.001, "error"),
    ],
)
def test_utilization_at_its_limits(share: float, verdict: str) -> None:
    assert verdicts(run(share), "PC06") == [verdict]


@pytest.mark.parametrize(
    ("number_format", "share", "verdict"),
    [
        ("bf16", 0.4, "pass"),
        ("fp16", 0.4, "pass"),
        ("fp8", 0.4, "pass"),
        ("fp8", 1.2, "note"),  # 0.6 of the FP8 peak
        ("fp8", 2.1, "error"),
        ("mixed", 0.4, "pass"),
        ("mixed", 1.2, "warn"),  # possible where parts run in FP8
        ("mixed", 2.1, "error"),
        ("bf16", 1.2, "error"),
        ("tf32", 0.4, "not_run"),
        ("fp4", 0.4, "not_run"),
    ],
)
def test_the_peak_is_that_of_the_number_format(
    number_format: str, share: float, verdict: str
) -> None:
    assert verdicts(run(share, number_format=number_format), "PC06") == [verdict]


def test_a_format_without_a_peak_is_named() -> None:
    result = only(run(0.4, number_format="tf32"), "PC06")
    assert result.reason == "The table gives no dense TF32 peak of NVIDIA H100 SXM5 80GB."


def test_a_doubtful_row_is_at_most_a_warning() -> None:
    result = only(run(3, accelerator="Huawei Ascend 910B"), "PC06")
    assert result.ratio
    assert result.ratio > 1
    assert result.severity == "warn"


def test_the_accelerator_is_that_of_the_same_stages() -> None:
    document = run(0.4, accelerator=None)
    assert only(document, "PC06").reason == "The accelerator of these stages is not given."
    rows = [{**H100, "stages": PRETRAINING}, {"model": "Google TPU v4", "stages": RL}]
    document["hardware"] = {"accelerators": {"status": "disclosed", "value": {"segments": rows}}}
    result = only(document, "PC06")
    assert (result.severity, result.claims[-1]) == ("pass", "hardware.accelerators")
    rows[1]["stages"] = PRETRAINING
    assert "Several accelerators" in only(document, "PC06").reason
    rows[1] = {**H100, "stages": RL}
    assert verdicts(document, "PC06") == ["pass"]
    rows[0]["stages"] = RL
    assert "not given" in only(document, "PC06").reason
    named = run(0.4)
    named["hardware"] = document["hardware"]
    assert verdicts(named, "PC06") == ["pass"]  # the accelerator named with the hours wins


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        ("16K H100 GPUs in two halls", "pass"),
        ("a chip of our own", "not_run"),
        ("NVIDIA H100 NVL", "not_run"),
    ],
)
def test_a_name_that_is_not_in_the_table_is_not_replaced(named: str, verdict: str) -> None:
    document = run(0.4, accelerator=named)
    document["hardware"] = {"accelerators": {"status": "disclosed", "value": {"segments": [H100]}}}
    assert verdicts(document, "PC06") == [verdict]
    if verdict == "not_run":
        assert named in only(document, "PC06").reason


def test_hours_of_the_same_stages_can_stand_elsewhere() -> None:
    document = run(0.4, accelerator_hours=None)
    document["compute"]["duration"] = {
        "status": "disclosed",
        "value": {"accelerator_hours": quantity(1000), "stages": PRETRAINING},
    }
    assert verdicts(document, "PC06") == ["pass"]
    assert "compute.duration" in only(document, "PC06").claims
    document["compute"]["duration"]["value"]["stages"] = RL
    assert verdicts(document, "PC06") == ["not_run"]
    (mismatch,) = results(document, "PC14")
    assert mismatch.severity == "note"
    assert "reinforcement learning" in mismatch.message
    counted = run(0.4, accelerator_hours=None)
    counted["hardware"] = {
        "accelerator_count": {
            "status": "disclosed",
            "value": {"segments": [segment(10, 100, None)]},
        }
    }
    assert verdicts(counted, "PC06") == ["pass"]
    assert verdicts(counted, "PC14") == ["pass"]


@pytest.mark.parametrize(
    ("reported", "verdict"),
    [(0.36, "pass"), (0.64, "pass"), (0.35, "warn"), (0.65, "warn")],
)
def test_reported_utilization_at_its_limits(reported: float, verdict: str) -> None:
    document = run(0.4)
    document["compute"]["estimation_method"] = {
        "status": "disclosed",
        "value": {"model_flop_utilization": reported},
    }
    assert verdicts(document, "PC07") == [verdict]


def test_executed_operations_imply_the_other_utilization() -> None:
    document = run(0.4, flop_kind="hardware_flop")
    document["compute"]["estimation_method"] = {
        "status": "disclosed",
        "value": {"model_flop_utilization": 0.2},
    }
    assert verdicts(document, "PC07") == ["not_run"]
    document["compute"]["estimation_method"]["value"]["hardware_flop_utilization"] = 0.4
    assert verdicts(document, "PC07") == ["pass"]


# PC08 energy, PC09 carbon, PC19 energy within the cost


def powered(mwh: float, **energy: Any) -> dict[str, Any]:
    """A million hours on H100 SXM5: 700 MWh at rated power."""
    return card(
        {
            "compute.duration": {"accelerator_hours": quantity(1e6), "stages": PRETRAINING},
            "compute.energy_and_emissions": {
                "energy_mwh": quantity(mwh, **EXACT),
                "stages": PRETRAINING,
                **energy,
            },
            "hardware.accelerators": {"segments": [H100]},
        }
    )


@pytest.mark.parametrize(
    ("mwh", "verdict"),
    [
        (350, "pass"),
        (910, "pass"),
        (349, "warn"),
        (911, "warn"),
        (70, "warn"),
        (2100, "warn"),
        (69, "error"),
        (2101, "error"),
    ],
)
def test_energy_at_its_limits(mwh: float, verdict: str) -> None:
    assert verdicts(powered(mwh), "PC08") == [verdict]


def test_energy_of_other_stages_is_not_compared() -> None:
    document = changed(powered(700), {"compute.energy_and_emissions.value.stages": RL})
    assert verdicts(document, "PC08") == ["not_run"]
    assert "until then PC08 does not run" in only(document, "PC14").message
    overhead = powered(1050, power_usage_effectiveness=1.5)
    assert only(overhead, "PC08").ratio == 1
    unknown = changed(powered(700), {"hardware.accelerators.value.segments.0.model": "X1"})
    assert "X1" in only(unknown, "PC08").reason
    silent = changed(
        powered(700),
        {"hardware.accelerators.value.segments.0": {"model": "AWS Trainium1"}},
    )
    assert "no power" in only(silent, "PC08").reason


@pytest.mark.parametrize(
    ("tonnes", "verdict"),
    [
        (2, "pass"),
        (90, "pass"),
        (1.9, "note"),
        (91, "note"),
        (0.5, "note"),
        (150, "note"),
        (0.49, "error"),
        (151, "error"),
        (0, "error"),
    ],
)
def test_carbon_at_its_limits(tonnes: float, verdict: str) -> None:
    document = powered(100, emissions_tco2e_location_based=quantity(tonnes))
    assert verdicts(document, "PC09") == [verdict]


def test_market_based_emissions_say_nothing_about_the_grid() -> None:
    document = powered(100, emissions_tco2e_market_based=quantity(0))
    assert verdicts(document, "PC09") == ["not_run"]


@pytest.mark.parametrize(("amount", "verdict"), [(100_000, "pass"), (99_000, "note")])
def test_energy_is_not_most_of_the_cost(amount: float, verdict: str) -> None:
    document = powered(750)  # 60,000 US dollars
    document["cost"] = {
        "final_run": {
            "status": "disclosed",
            "value": {"amount": usd(amount), "stages": PRETRAINING},
        }
    }
    assert verdicts(document, "PC19") == [verdict]
    for change in ({"stages": RL}, {"amount": {"amount": 1, "currency": "EUR"}}):
        document["cost"]["final_run"]["value"].update(change)
        assert verdicts(document, "PC19") == ["not_run"]
