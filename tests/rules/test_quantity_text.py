"""Figures as people write them: what is understood, what is converted, what is refused."""

# ruff: noqa: E501 - one figure, one line
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.checking.schema import validate
from registry.rules.quantity_text import figure_text, parse_money, parse_quantity
from tests.factories.small_card import small_card

HOURS, FLOP = "accelerator-hours", "FLOP"


def of(figure: dict[str, Any], figures: int, stated: str, precision: str = "") -> dict[str, Any]:
    said = {"significant_figures": figures, "as_stated": stated}
    return {**figure, **({"precision": precision} if precision else {}), **said}


@pytest.mark.parametrize(
    ("text", "unit", "figure"),
    [
        ("147000", HOURS, {"value": 147_000}),
        ("3.8e25", FLOP, {"value": 3.8e25}),
        ("0.057", "kg CO2e/kWh", {"value": 0.057}),
        ("2.788M", HOURS, of({"value": 2_788_000}, 4, "2.788M")),
        ("147,000", HOURS, of({"value": 147_000}, 3, "147,000")),
        ("1,082,990 A100 hours", HOURS, of({"value": 1_082_990}, 6, "1,082,990 A100 hours")),
        ("2.788M H800 GPU hours", HOURS, of({"value": 2_788_000}, 4, "2.788M H800 GPU hours")),
        ("7.0M GPU hours", HOURS, of({"value": 7_000_000}, 2, "7.0M GPU hours")),
        ("39.3M H100-80GB GPU hours", HOURS, of({"value": 39_300_000}, 3, "39.3M H100-80GB GPU hours")),
        ("1.2M NVIDIA A100 80GB GPU-hours", HOURS, of({"value": 1_200_000}, 2, "1.2M NVIDIA A100 80GB GPU-hours")),
        ("約280万GPU時間", HOURS, of({"value": 2_800_000}, 2, "約280万GPU時間", "approximate")),
        ("8 TPU v4 days", HOURS, of({"value": 192}, 1, "8 TPU v4 days")),
        ("100 GPU-days", HOURS, of({"value": 2_400}, 1, "100 GPU-days")),
        ("3.8 × 10^25", FLOP, of({"value": 3.8e25}, 2, "3.8 × 10^25")),
        ("3.8 × 10²⁵ FLOP", FLOP, of({"value": 3.8e25}, 2, "3.8 × 10²⁵ FLOP")),
        ("1.5 × 10²³ operations", FLOP, of({"value": 1.5e23}, 2, "1.5 × 10²³ operations")),
        ("3640 petaflop/s-days", FLOP, of({"value": 3.14496e23}, 3, "3640 petaflop/s-days")),
        ("433 kWh", "MWh", of({"value": 0.433}, 3, "433 kWh")),
        ("1.2 GWh", "MWh", of({"value": 1_200}, 2, "1.2 GWh")),
        ("433 MWh", "MWh", of({"value": 433}, 3, "433 MWh")),
        ("10 t", "tCO2e", of({"value": 10}, 1, "10 t")),
        ("5.5 tonnes of CO2 equivalent", "tCO2e", of({"value": 5.5}, 2, "5.5 tonnes of CO2 equivalent")),
        ("31.22 tCO₂eq", "tCO2e", of({"value": 31.22}, 4, "31.22 tCO₂eq")),
        ("500 kg CO2", "tCO2e", of({"value": 0.5}, 1, "500 kg CO2")),
        ("24690 g", "tCO2e", of({"value": 0.02469}, 4, "24690 g")),
        ("57 gCO2eq/kWh", "kg CO2e/kWh", of({"value": 0.057}, 2, "57 gCO2eq/kWh")),
        ("about 198", "hours", of({"value": 198}, 3, "about 198", "approximate")),
        ("8 days", "hours", of({"value": 192}, 1, "8 days")),
        ("at least 14.8T tokens", "tokens", of({"value": 14.8e12}, 3, "at least 14.8T tokens", "at_least")),
        ("15T+ tokens", "tokens", of({"value": 15e12}, 2, "15T+ tokens", "at_least")),
        ("≥ 3e24", FLOP, of({"value": 3e24}, 1, "≥ 3e24", "at_least")),
        ("up to 2.889 million", HOURS, of({"value": 2_889_000}, 4, "up to 2.889 million", "up_to")),
        ("5–7 million", "tokens", of({"low": 5e6, "high": 7e6}, 1, "5–7 million")),
        ("2–3 million A100 hours", HOURS, of({"low": 2e6, "high": 3e6}, 1, "2–3 million A100 hours")),
        ("280万", HOURS, of({"value": 2_800_000}, 2, "280万")),
        ("14.8兆トークン", "tokens", of({"value": 14.8e12}, 3, "14.8兆トークン")),
        ("6710億パラメータ", "parameters", of({"value": 671e9}, 3, "6710億パラメータ")),
        ("2048 NVIDIA H800", "accelerators", of({"value": 2048}, 4, "2048 NVIDIA H800")),
        ("671B", "parameters", of({"value": 671e9}, 3, "671B")),
        ("80GB", "GB", of({"value": 80}, 1, "80GB")),
        ("55%", "ratio", of({"value": 0.55}, 2, "55%")),
        ("512", None, {"value": 512}),
    ],
)  # fmt: skip
def test_figures(text: str, unit: str | None, figure: dict[str, Any]) -> None:
    assert parse_quantity(text, unit).figure == figure


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        ("64*8", None, "is a product"),
        ("512 x 198", "hours", "is a product"),
        ("proprietary", FLOP, "is not one number"),
        ("TBD", FLOP, "Expected a number of FLOP"),
        ("1M TPU core hours", HOURS, "whose unit"),
        ("312 TFLOP/s", FLOP, "whose unit"),
        ("512 apples", "hours", 'whose unit "apples" is not understood'),
        ("3.8e25 FLOP/s", FLOP, "whose unit"),
        ("10 kg", "MWh", "whose unit"),
        ("-5", "hours", "is not one number"),
        ("1e400", FLOP, "is not one number"),
        ("", FLOP, "is not one number"),
        ("1,23", "hours", "whose unit"),
        ("5 and then 6 and 7", "hours", "is not"),
    ],
)
def test_what_is_no_figure_is_said(text: str, unit: str | None, says: str) -> None:
    understood = parse_quantity(text, unit)
    assert understood.figure is None
    assert says in (understood.error or "")


@pytest.mark.parametrize(
    ("text", "default", "figure"),
    [
        ("US$294,000", None, of({"amount": 294_000, "currency": "USD"}, 3, "US$294,000")),
        ("$294K", None, of({"amount": 294_000, "currency": "USD"}, 3, "$294K")),
        ("about $5.576M", None, of({"amount": 5_576_000, "currency": "USD"}, 4, "about $5.576M", "approximate")),
        ("7–15 million USD", None, of({"low": 7e6, "high": 15e6, "currency": "USD"}, 2, "7–15 million USD")),
        ("€3m", "USD", of({"amount": 3_000_000, "currency": "EUR"}, 1, "€3m")),
        ("29.4 million dollars", "USD", of({"amount": 29_400_000, "currency": "USD"}, 3, "29.4 million dollars")),
        ("5.576M US dollars", None, of({"amount": 5_576_000, "currency": "USD"}, 4, "5.576M US dollars")),
        ("HK$3M", None, of({"amount": 3_000_000, "currency": "HKD"}, 1, "HK$3M")),
        ("5 million yuan", None, of({"amount": 5_000_000, "currency": "CNY"}, 1, "5 million yuan")),
        ("100万ドル", None, of({"amount": 1_000_000, "currency": "USD"}, 1, "100万ドル")),
        ("CHF 40K", None, of({"amount": 40_000, "currency": "CHF"}, 1, "CHF 40K")),
        ("$5M+", None, of({"amount": 5_000_000, "currency": "USD"}, 1, "$5M+", "at_least")),
        ("¥100", "CNY", of({"amount": 100, "currency": "CNY"}, 1, "¥100")),
        ("294000", "USD", {"amount": 294_000, "currency": "USD"}),
        ("4000万円", None, of({"amount": 40_000_000, "currency": "JPY"}, 1, "4000万円")),
    ],
)  # fmt: skip
def test_money(text: str, default: str | None, figure: dict[str, Any]) -> None:
    assert parse_money(text, default).figure == figure


@pytest.mark.parametrize("text", ["five", "", "64*8 USD", "294000 apples", "free"])
def test_what_is_no_amount_is_said(text: str) -> None:
    assert parse_money(text, "USD").figure is None
    assert parse_money(text, "USD").error


def test_an_amount_without_a_currency_asks_for_one() -> None:
    for text in ("294000", "¥294000", "29.4 million dollars"):  # ¥ is yen or yuan
        assert "without a currency" in (parse_money(text).error or "")


@given(st.text(max_size=60), st.sampled_from([None, FLOP, HOURS, "MWh", "tCO2e", "tokens"]))
def test_whatever_is_typed_gives_a_figure_a_card_can_hold_or_an_error(
    text: str, unit: str | None
) -> None:
    for understood in (parse_quantity(text, unit), parse_money(text, "USD")):
        assert (understood.figure is None) == (understood.error is not None)
    figure = parse_quantity(text, unit).figure
    if figure is not None and figure.get("low", 0) <= figure.get("high", 0):
        card = small_card()
        card["compute"] = {
            "final_run": {
                "status": "disclosed",
                "value": {"flop": figure, "stages": ["pretraining"]},
            }
        }
        control = [p for p in validate(card) if "as_stated" not in p.pointer]
        assert control == []


@pytest.mark.parametrize("text", ["147000", "2.788M", "3.8e25", "5–7 million", "about 198"])
def test_the_text_of_a_figure_reads_as_the_figure_again(text: str) -> None:
    figure = parse_quantity(text, HOURS).figure
    assert figure is not None
    assert parse_quantity(figure_text(figure), HOURS).figure == figure


def test_long_hostile_texts_are_quick_to_refuse() -> None:
    for piece in ("1,", "9 x ", "10^", "- ", "約", "a100 ", "1 a100-", "1 tpuv4"):
        assert parse_quantity(piece * 20_000, HOURS).figure is None
        assert parse_money(piece * 20_000).figure is None
