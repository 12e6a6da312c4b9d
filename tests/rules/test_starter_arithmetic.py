"""The published figures of two real cards, added up from the cards themselves.

The plausibility checks are not there yet; this holds the data they will be tried on.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from registry.rules.documents import Document, value_at
from registry.rules.lineage.rollup import roll_up
from registry.rules.lineage.spending import Measure
from registry.rules.numerals import exact
from tests.factories.starter import starter_cards

CARDS = starter_cards()
R1 = CARDS["deepseek/deepseek-r1"]
V3 = CARDS["deepseek/deepseek-v3"]
GRANITE = CARDS["ibm/granite-3-0-8b"]


def ratio(one: Decimal, other: Decimal, places: str) -> Decimal:
    return (one / other).quantize(Decimal(places), ROUND_HALF_UP)


def amount(card: Document) -> Decimal:
    return exact(value_at(card, "cost.final_run")["amount"]["amount"])


def price(card: Document) -> Decimal:
    return exact(value_at(card, "cost.final_run")["price_per_accelerator_hour"]["amount"])


def test_the_hours_and_cost_of_r1_follow_from_its_chips() -> None:
    zero, own = value_at(R1, "hardware.accelerator_count")["segments"]
    hours = [
        exact(s["count"]["value"]) * exact(s["wall_clock_hours"]["value"]) for s in (zero, own)
    ]
    assert hours == [101_376, 40_960]
    stages = value_at(R1, "compute.per_stage")["stages"]
    data = [row for row in stages if row["stage"] == "synthetic_data_generation"]
    total = sum(hours) + exact(data[0]["accelerator_hours"]["value"])
    assert total == 147_336
    assert total * price(R1) == 294_672
    assert ratio(total * price(R1), amount(R1), "0.0001") == Decimal("1.0023")
    assert ratio(648 * Decimal(198), exact(zero["accelerator_hours"]["value"]), "0.01") == Decimal(
        "1.27"
    )


@pytest.mark.parametrize(
    ("base", "total", "times"),
    [("without V3's post-training", 5_860_000, "19.93"), ("as V3 states it", 5_870_000, "19.97")],
)
def test_the_chain_of_r1_is_twenty_times_its_own_stages(base: str, total: int, times: str) -> None:
    rolled = roll_up(R1, CARDS.get, Measure.COST)
    assert rolled.cumulative is not None
    sums = {
        "without V3's post-training": rolled.cumulative.low,
        "as V3 states it": amount(R1) + amount(V3),
    }
    assert sums[base] == total
    assert ratio(sums[base], amount(R1), "0.01") == Decimal(times)


def test_the_operations_and_cost_of_granite_follow_from_its_hours() -> None:
    run = value_at(GRANITE, "compute.final_run")
    hours = exact(run["accelerator_hours"]["value"])
    flop_per_hour = Decimal("6.8e17")
    assert f"{hours * flop_per_hour:.2e}" == f"{exact(run['flop']['value']):.2e}"
    assert ratio(hours * price(GRANITE), Decimal(1_000_000), "0.01") == Decimal("1.87")
    figures = value_at(GRANITE, "cost.final_run")["amount"]["significant_figures"]
    assert figures == 1
    assert f"{hours * price(GRANITE):.{figures - 1}e}" == f"{amount(GRANITE):.0e}"
