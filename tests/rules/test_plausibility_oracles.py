"""Worked examples from published figures: numbers to the digits given, verdicts exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from registry.rules.plausibility.numbers import number
from registry.rules.plausibility.results import Result
from registry.rules.plausibility.sums import parts_sum
from registry.rules.plausibility.unit_slips import find_slip
from tests.factories.figures_card import PRETRAINING, card, changed, quantity, results, usd
from tests.factories.starter import starter_cards

RL = ["reinforcement_learning"]
STARTER = starter_cards()


def only(found: list[Result]) -> Result:
    (result,) = found
    return result


def rounded(value: object, like: str) -> str:
    """``value`` at as many decimals as ``like`` has."""
    assert isinstance(value, Fraction)
    return f"{float(value):.{len(like.partition('.')[2])}f}"


@pytest.mark.parametrize(
    ("count", "elapsed", "hours", "computed", "relative_error", "verdict"),
    [
        (512, 198, 101_000, 101_376, "0.0037", "pass"),  # R1-Zero, Nature supplement B.4.4
        (512, 96, 41_000, 49_152, "0.1988", "warn"),  # R1, "about 4 days"
        (384, 2808, 1_082_990, 1_078_272, "-0.0044", "pass"),  # BLOOM, 117 days
        (768, 2880, 832_102, 2_211_840, "1.6581", "error"),  # Granite 3.0 8B, 120 days
        (512, 11_208, 320_256, 5_738_496, "16.9185", "error"),  # StarCoder, FMTI May 2024
    ],
)
def test_chip_hours(
    count: int, elapsed: int, hours: int, computed: int, relative_error: str, verdict: str
) -> None:
    segment = {
        "count": quantity(count, precision="exact"),
        "wall_clock_hours": quantity(elapsed),
        "accelerator_hours": quantity(hours),
        "stages": RL,
    }
    result = only(results(card({"hardware.accelerator_count": {"segments": [segment]}}), "PC01"))
    assert result.severity == verdict
    assert result.computed == computed
    assert result.stated == hours
    assert result.ratio is not None
    assert rounded(result.ratio - 1, relative_error) == relative_error


def test_chip_hours_of_a_whole_project_are_told_in_words() -> None:
    segment = {
        "count": quantity(512),
        "wall_clock_hours": quantity(11_208),
        "accelerator_hours": quantity(320_256),
        "stages": PRETRAINING,
    }
    result = only(results(card({"hardware.accelerator_count": {"segments": [segment]}}), "PC01"))
    assert result.message == (
        "512 accelerators × 11,208 hours = 5,738,496 accelerator-hours, but 320,256 are stated "
        "(17.9 times less). Check whether 11,208 are hours of the whole project, or give the "
        "average number in use."
    )
    assert result.claims == ("hardware.accelerator_count",)


@pytest.mark.parametrize(
    ("parts", "total", "verdict"),
    [
        ([2_664_000, 119_000, 5000], 2_788_000, "pass"),  # DeepSeek-V3 report
        ([101_000, 5000, 41_000], 147_000, "pass"),  # R1, Nature supplement
        ([1.46e6, 7.0e6, 30.84e6], 39.3e6, "pass"),  # Llama 3.1 card
        ([184_320, 368_640, 1_720_320], 3_311_616, "warn"),  # Llama 2 card without its 34B row
    ],
)
def test_parts_of_hours(parts: list[float], total: float, verdict: str) -> None:
    lines = [
        {"stage": stage, "accelerator_hours": quantity(hours)}
        for stage, hours in zip(
            ("pretraining", "context_extension", "supervised_fine_tuning"), parts, strict=True
        )
    ]
    stages = [line["stage"] for line in lines]
    document = card(
        {
            "compute.per_stage": {"stages": lines},
            "compute.final_run": {"accelerator_hours": quantity(total), "stages": stages},
        }
    )
    result = only(results(document, "PC02"))
    assert result.severity == verdict
    assert result.computed == sum(map(Fraction, parts))
    assert result.stated == Fraction(total)


def test_parts_of_the_cost_of_granite() -> None:
    parts = [number(part) for part in (4, 2, 2, 2)]
    assert parts_sum(parts, number(10)) == "pass"


@pytest.mark.parametrize(
    ("hours", "amount", "computed", "relative_error"),
    [
        (2_788_000, 5_576_000, 5_576_000, "0.0000"),  # DeepSeek-V3 report
        (147_336, 294_000, 294_672, "0.0023"),  # R1: 512·198 + 5000 + 512·80, within rounding
    ],
)
def test_cost_rate(hours: int, amount: int, computed: int, relative_error: str) -> None:
    cost = {
        "amount": usd(amount),
        "basis": "rental_assumed",
        "accelerator_hours": quantity(hours),
        "price_per_accelerator_hour": usd(2.0),
        "stages": PRETRAINING,
    }
    result = only(results(card({"cost.final_run": cost}), "PC03"))
    assert result.severity == "pass"
    assert result.computed == computed
    assert result.ratio is not None
    assert rounded(result.ratio - 1, relative_error) == relative_error


def test_the_rate_of_v3_against_the_market() -> None:
    result = only(results(STARTER["deepseek/deepseek-v3"], "PC04"))
    assert result.severity == "note"
    assert rounded(result.ratio, "0.585") == "0.585"
    assert "2.00 USD" in result.message
    assert "3.42 USD (2 quotes, 2024-08 to 2025-03)" in result.message


@pytest.mark.parametrize(
    ("flop", "active", "tokens", "kind", "six_nd", "ratio", "verdict"),
    [
        (3.3e24, 671e9, 14.8e12, "model_flop", "5.9585e+25", "0.0554", "error"),  # V3, total taken
        (3.14e23, 174.6e9, 300e9, "model_flop", "3.1428e+23", "0.9991", "pass"),  # GPT-3
        (6.081696e23, 176.247e9, 366e9, "hardware_flop", "3.8704e+23", "1.5713", "note"),  # BLOOM
        (6.74e24, 70e9, 15e12, "model_flop", "6.3000e+24", "1.0698", "pass"),  # Apertus
        (3.7584e24, 180e9, 3.5e12, "model_flop", "3.7800e+24", "0.9943", "pass"),  # Falcon 180B
    ],
)
def test_six_nd(
    flop: float, active: float, tokens: float, kind: str, six_nd: str, ratio: str, verdict: str
) -> None:
    entry = {"stage": "pretraining", "amount": quantity(tokens), "unit": "tokens"}
    document = card(
        {
            "compute.final_run": {
                "flop": quantity(flop),
                "flop_kind": kind,
                "stages": PRETRAINING,
            },
            "method.architecture": {"parameters_active": quantity(active)},
            "data.size": {"entries": [{**entry, "counting": "seen"}]},
        }
    )
    result = only(results(document, "PC05"))
    assert result.severity == verdict
    assert isinstance(result.computed, Fraction)
    assert f"{float(result.computed):.4e}" == six_nd
    assert rounded(result.ratio, ratio) == ratio


UTILIZATION = [
    # DeepSeek-V3 at the 16-bit peak of an H800
    (3.2856e24, 2_664_000, "NVIDIA H800", "0.3464", "pass"),
    (3.8e25, 30_840_000, "NVIDIA H100-80GB", "0.3459", "pass"),  # Llama 3.1 405B
    (3.87038412e23, 1_082_990, "NVIDIA A100 80GB", "0.3182", "pass"),  # BLOOM
    (3.14e23, 3_552_000, "NVIDIA V100", "0.1964", "pass"),  # GPT-3
    (3.7584e24, 7_000_000, "NVIDIA A100 40GB", "0.4780", "pass"),  # Falcon 180B
    (5.66e23, 832_102, "NVIDIA H100 SXM5 80GB", "0.1910", "pass"),  # Granite 3.0 8B
    (8.4e23, 967_680, "NVIDIA H100 SXM5 80GB", "0.2437", "pass"),  # Phi-4
    # Operations of base and fine-tuning over the hours of fine-tuning
    (2.54e24, 18_944, "Google TPU v4", "135.4337", "error"),  # Flan-PaLM
    (7.8049e22, 80, "NVIDIA A100 80GB", "868.6009", "error"),  # LLaVA
    (4.94673e21, 3840, "Google TPU v4", "1.3012", "error"),  # SigLIP 400M
]


@pytest.mark.parametrize(("flop", "hours", "chip", "utilization", "verdict"), UTILIZATION)
def test_utilization(flop: float, hours: int, chip: str, utilization: str, verdict: str) -> None:
    run = {
        "flop": quantity(flop),
        "accelerator_hours": quantity(hours),
        "accelerator": chip,
        "stages": PRETRAINING,
    }
    result = only(results(card({"compute.final_run": run}), "PC06"))
    assert result.severity == verdict
    assert rounded(result.ratio, utilization) == utilization


def test_utilization_beyond_the_peak_is_told_in_words() -> None:
    run = {
        "flop": quantity(2.54e24),
        "accelerator_hours": quantity(18_944),
        "accelerator": "TPU v4",
        "stages": PRETRAINING,
    }
    result = only(results(card({"compute.final_run": run}), "PC06"))
    assert result.message == (
        "2.54e24 FLOP in 18,944 accelerator-hours would need 135 times the peak of a TPU v4. "
        "Do the operations include stages that the hours leave out?"
    )


def energy_card(hours: float, mwh: float, **energy: Any) -> dict[str, Any]:
    return card(
        {
            "compute.duration": {"accelerator_hours": quantity(hours), "stages": PRETRAINING},
            "compute.energy_and_emissions": {
                "energy_mwh": quantity(mwh),
                "stages": PRETRAINING,
                **energy,
            },
            "hardware.accelerators": {"segments": [{"model": "H100", "form_factor": "SXM5"}]},
        }
    )


def test_energy_of_granite() -> None:
    document = energy_card(832_102, 757.0, power_usage_effectiveness=1.3)
    result = only(results(document, "PC08"))
    assert result.severity == "pass"
    assert rounded(result.computed, "757.21") == "757.21"
    assert rounded(result.ratio, "0.9997") == "0.9997"


def test_energy_of_starcoder_at_its_measured_power() -> None:
    from registry.rules.plausibility.energy import energy, energy_verdict

    stated = number(Fraction("89.67168"))
    computed = energy(number(320_256), number(280), number(1))
    assert rounded(computed.low, "89.67") == "89.67"
    assert energy_verdict(stated, computed) == "pass"
    assert rounded((stated / computed).low, "1.0") == "1.0"


@pytest.mark.parametrize(
    ("tonnes", "mwh", "intensity"),
    [
        (8930, 21_588, "0.4137"),  # Llama 3.1 405B
        (420, 1022, "0.411"),  # Llama 3.1 8B
        (1354, 3500, "0.3869"),  # Llama 4 Scout
        (24.7, 433.196, "0.057"),  # BLOOM
        (11.25, 37.5, "0.3"),  # Stable Diffusion v1
    ],
)
def test_carbon_intensity(tonnes: float, mwh: float, intensity: str) -> None:
    document = energy_card(1, mwh, emissions_tco2e_location_based=quantity(tonnes))
    result = only(results(document, "PC09"))
    assert result.severity == "pass"
    assert rounded(result.ratio, intensity) == intensity
    assert result.ratio == result.computed


def test_an_accelerator_released_after_the_publication() -> None:
    document = card(
        {
            "hardware.accelerators": {"segments": [{"model": "NVIDIA Tesla V100S PCIe 32 GB"}]},
            "peer_review.publication": {"status": "preprint", "published": "2019-09-17"},
        }
    )
    result = only(results(document, "PC10"))
    assert result.severity == "error"
    assert (result.computed, result.stated) == ("2019-11-26", "2019-09-17")
    assert "26 November 2019" in result.message
    assert "17 September 2019" in result.message


@pytest.mark.parametrize(
    ("value", "reference", "factor"),
    [(2_788_000_000, 2_788_000, 1000), (43_500, Fraction("3.7584e24"), Fraction("8.64e19"))],
)
def test_known_factors(value: int, reference: int | Fraction, factor: int | Fraction) -> None:
    slip = find_slip(Fraction(value), Fraction(reference))
    assert slip
    assert slip.ratio == factor
    assert slip.factor == factor
    assert Fraction("1.157e-20") == round(Fraction(43_500) / Fraction("3.7584e24"), 23)


def test_hours_written_in_millions_on_the_card_of_v3() -> None:
    v3 = STARTER["deepseek/deepseek-v3"]
    slipped = changed(v3, {"compute.duration.value.accelerator_hours": quantity(2788e6)})
    errors = [result for result in results(slipped, "PC11") if result.severity == "error"]
    assert errors
    for result in errors:
        assert result.ratio == 1000
        assert "exactly 1,000 times" in result.message


def test_pf_days_in_the_place_of_operations() -> None:
    falcon = STARTER["tii/falcon-180b"]
    slipped = changed(falcon, {"compute.final_run.value.flop": quantity(43_500)})
    result = only([one for one in results(slipped, "PC11") if one.severity == "error"])
    assert "PF-days instead of FLOP?" in result.message
    assert result.claims[0] == "compute.final_run"


def test_the_cost_of_r1_with_the_whole_of_v3() -> None:
    r1 = STARTER["deepseek/deepseek-r1"]
    document = changed(
        r1,
        {
            "cost.inherited.value.parents.0.amount": usd(5_576_000),
            "cost.inherited.value.parents.0.stages": [
                "pretraining",
                "context_extension",
                "supervised_fine_tuning",
                "reinforcement_learning",
            ],
        },
    )
    result = only(results(document, "PC13", others=STARTER))
    assert result.severity == "note"
    assert result.stated == 294_000
    assert result.computed == 5_870_000
    assert rounded(result.ratio, "19.97") == "19.97"
    assert "294,000 USD" in result.message
    assert "5,870,000 USD" in result.message
