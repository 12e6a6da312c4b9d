"""Hours, sums and money at their limits (which are inclusive), on every path of their inputs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.figures_card import (
    EXACT,
    H100,
    PRETRAINING,
    RL,
    card,
    changed,
    cluster,
    only,
    priced,
    quantity,
    results,
    segment,
    usd,
    verdicts,
)

# PC01 chip hours


@pytest.mark.parametrize(
    ("hours", "verdict"),
    [
        (105, "pass"),
        (95, "pass"),
        (106, "note"),
        (115, "note"),
        (85, "note"),
        (116, "warn"),
        (125, "warn"),
        (75, "warn"),
        (126, "error"),
        (74, "error"),
    ],
)
def test_chip_hours_at_their_limits(hours: int, verdict: str) -> None:
    assert verdicts(cluster(segment(10, hours, 1000)), "PC01") == [verdict]


@pytest.mark.parametrize(
    ("count", "verdict"), [(10, "note"), (20, "note"), (9.9, "error"), (5, "error")]
)
def test_a_number_of_at_most_so_many_must_reach_the_hours(count: float, verdict: str) -> None:
    bounded = segment(count, 100, 1000)
    bounded["count"]["precision"] = "up_to"
    assert verdicts(cluster(bounded), "PC01") == [verdict]


def test_hours_can_come_from_the_duration() -> None:
    duration = {"wall_clock_hours": quantity(198), "accelerator_hours": quantity(101_000)}
    alone = cluster(
        segment(512, None, None), **{"compute.duration": {**duration, "stages": PRETRAINING}}
    )
    assert only(alone, "PC01").claims == ("hardware.accelerator_count", "compute.duration")
    assert only(alone, "PC01").computed == 101_376
    elsewhere = changed(alone, {"compute.duration.value.stages": RL})
    assert only(elsewhere, "PC01").severity == "not_run"
    both = changed(
        alone, {"hardware.accelerator_count.value.segments.0": segment(512, 198, 101_000)}
    )
    assert verdicts(both, "PC01") == ["pass"]  # said once


def test_segments_of_one_run_are_added() -> None:
    duration = {"accelerator_hours": quantity(8_404_992), "stages": PRETRAINING}
    document = cluster(
        segment(6144, 1200, None), segment(3072, 336, None), **{"compute.duration": duration}
    )
    result = only(document, "PC01")
    assert (result.severity, result.computed) == ("pass", 8_404_992)
    assert "7,372,800 + 1,032,192 = 8,404,992" in result.message


@pytest.mark.parametrize(
    ("unit", "verdict"),
    [("accelerator", "pass"), ("superchip", "pass"), ("core", "not_run"), ("node", "not_run")],
)
def test_the_unit_of_a_count_must_be_known(unit: str, verdict: str) -> None:
    assert verdicts(cluster(segment(10, 100, 1000, count_unit=unit)), "PC01") == [verdict]


def test_nodes_are_counted_by_their_accelerators() -> None:
    document = cluster(
        segment(10, 100, 8000, count_unit="node"),
        **{"hardware.topology": {"accelerators_per_node": 8}},
    )
    assert verdicts(document, "PC01") == ["pass"]


def test_an_order_of_magnitude_is_not_compared() -> None:
    rough = segment(10, 100, 1000)
    rough["count"]["precision"] = "order_of_magnitude"
    assert verdicts(cluster(rough), "PC01") == ["not_run"]


# PC02 parts and total


def parts(total: float, *hours: float, stages: list[str] | None = None) -> dict[str, Any]:
    names = ("pretraining", "context_extension", "supervised_fine_tuning")
    lines = [
        {"stage": stage, "accelerator_hours": quantity(part)}
        for stage, part in zip(names, hours, strict=False)
    ]
    return card(
        {
            "compute.per_stage": {"stages": lines},
            "compute.final_run": {
                "accelerator_hours": quantity(total, **EXACT),
                "stages": stages or [line["stage"] for line in lines],
            },
        }
    )


@pytest.mark.parametrize(
    ("hours", "verdict"),
    [
        ((600, 400), "pass"),
        ((600, 390), "note"),  # 1 % less
        ((600, 410), "note"),  # 1 % more
        ((600, 389), "warn"),
        ((600, 411), "error"),
    ],
)
def test_parts_at_their_limits(hours: tuple[float, ...], verdict: str) -> None:
    assert verdicts(parts(1000, *hours), "PC02") == [verdict]


def test_parts_inside_the_rounding_of_their_total_agree() -> None:
    document = parts(1000, 600, 440)
    document["compute"]["final_run"]["value"]["accelerator_hours"] = quantity(1000)
    assert verdicts(document, "PC02") == ["pass"]  # "1000" stands for 500 to 1500


def test_stages_come_first_in_sums() -> None:
    alone = parts(1000, 600, 400, stages=PRETRAINING)  # only the 600 are of pre-training
    assert verdicts(alone, "PC02") == ["warn"]
    assert verdicts(parts(1000, 600, stages=["pretraining", *RL]), "PC02") == ["not_run"]
    joint = parts(1000, 600, 400, stages=["pretraining", "context_extension", *RL])
    assert verdicts(joint, "PC02") == ["not_run"]
    joint["compute"]["per_stage"]["value"]["stages"][1]["also_covers"] = RL
    assert verdicts(joint, "PC02") == ["pass"]
    crossing = parts(1000, 1000, stages=PRETRAINING)
    crossing["compute"]["per_stage"]["value"]["stages"][0]["also_covers"] = RL
    assert verdicts(crossing, "PC02") == ["not_run"]


def test_operations_are_added_apart_from_hours() -> None:
    document = parts(1000, 600, 400)
    lines = document["compute"]["per_stage"]["value"]["stages"]
    lines[0]["flop"], lines[1]["flop"] = quantity(3e24), quantity(1e24)
    document["compute"]["final_run"]["value"]["flop"] = quantity(4e23)
    hours, flop = results(document, "PC02")
    assert (hours.severity, flop.severity) == ("pass", "error")
    assert "3e24 FLOP + 1e24 FLOP = 4e24 FLOP, but 4e23 FLOP are stated" in flop.message


def program(total: float, components: list[str], run: float, base: float) -> dict[str, Any]:
    return card(
        {
            "cost.program": {
                "amount": usd(total, **EXACT),
                "components": components,
                "stages": ["pretraining", *RL],
            },
            "cost.final_run": {"amount": usd(run), "stages": RL},
            "cost.inherited": {
                "parents": [{"model": "Base", "amount": usd(base), "stages": PRETRAINING}]
            },
        }
    )


@pytest.mark.parametrize(
    ("total", "components", "verdict"),
    [
        (1000, ["final_run", "base_model"], "pass"),
        (1500, ["final_run", "base_model"], "warn"),
        (900, ["final_run", "base_model"], "error"),
        (1500, ["final_run", "base_model", "staff"], "not_run"),  # staff is not known
        (900, ["final_run", "base_model", "staff"], "error"),
        (1000, ["staff"], "not_run"),
    ],
)
def test_a_program_holds_its_parts(total: float, components: list[str], verdict: str) -> None:
    assert verdicts(program(total, components, 300, 700), "PC02") == [verdict]


# PC03 cost and rate, PC04 market


@pytest.mark.parametrize(
    ("hours", "verdict"),
    [(515, "pass"), (485, "pass"), (516, "warn"), (600, "warn"), (400, "warn"), (601, "error")],
)
def test_cost_and_rate_at_their_limits(hours: float, verdict: str) -> None:
    assert verdicts(card({"cost.final_run": priced(hours=hours)}), "PC03") == [verdict]


@pytest.mark.parametrize(
    "changes",
    [
        {"basis": "owned_amortized"},
        {"basis": None},
        {"price_per_accelerator_hour": {"amount": 2.0, "currency": "EUR"}},
        {"price_per_accelerator_hour": None},
        {"accelerator_hours": None},
    ],
)
def test_cost_and_rate_need_rented_hours_of_one_currency(changes: Any) -> None:
    given = {name: value for name, value in (priced() | changes).items() if value is not None}
    result = only(card({"cost.final_run": given}), "PC03")
    assert result.severity == "not_run"
    assert result.reason


@pytest.mark.parametrize(
    ("price", "verdict"),
    [
        # The H100 SXM5 was offered at 1.99 to 12.29 US dollars.
        (1.592, "pass"),
        (14.748, "pass"),
        (1.591, "note"),
        (14.749, "note"),
        (0.6567, "note"),
        (36.87, "note"),
        (0.65, "warn"),
        (36.88, "warn"),
        (0.02, "warn"),
        (100, "warn"),
        (0.019, "error"),
        (101, "error"),
    ],
)
def test_a_rate_against_the_market_at_its_limits(price: float, verdict: str) -> None:
    document = card(
        {
            "cost.final_run": priced(price=price),
            "hardware.accelerators": {"segments": [{**H100, "stages": PRETRAINING}]},
        }
    )
    assert verdicts(document, "PC04") == [verdict]


def test_a_rate_needs_the_table_only_inside_all_markets() -> None:
    unknown = {"hardware.accelerators": {"segments": [{"model": "Home-made chip"}]}}
    far = card({"cost.final_run": priced(price=500), **unknown})
    assert verdicts(far, "PC04") == ["error"]
    near = only(card({"cost.final_run": priced(), **unknown}), "PC04")
    assert near.severity == "not_run"
    assert near.reason == "Home-made chip is not in the registry's table of accelerators."
    unpriced = {"hardware.accelerators": {"segments": [{"model": "NVIDIA T4"}]}}
    assert "no rental price" in only(card({"cost.final_run": priced(), **unpriced}), "PC04").reason
    basis = card(
        {
            "cost.price_basis": {"price_per_accelerator_hour": usd(2.0)},
            "hardware.accelerators": {"segments": [H100]},
        }
    )
    assert only(basis, "PC04").claims == ("cost.price_basis", "hardware.accelerators")
    euros = {"price_per_accelerator_hour": {"amount": 2.0, "currency": "EUR"}}
    assert verdicts(card({"cost.price_basis": euros}), "PC04") == ["not_run"]


# PC21 topology


@pytest.mark.parametrize(
    ("count", "precision", "verdict"),
    [
        (648, "", "pass"),
        (512, "", "error"),
        (650, "exact", "error"),
        (600, "rounded", "pass"),  # "600" stands for 550 to 650
        (700, "up_to", "note"),
        (500, "up_to", "error"),
        (600, "at_least", "note"),
    ],
)
def test_topology_makes_the_count(count: int, precision: str, verdict: str) -> None:
    more = {"precision": precision} if precision else {}
    document = cluster(
        {"count": quantity(count, **more), "stages": RL},
        **{"hardware.topology": {"nodes": 81, "accelerators_per_node": 8}},
    )
    assert verdicts(document, "PC21") == [verdict]


def test_topology_in_words() -> None:
    document = cluster(
        segment(512, None, None), **{"hardware.topology": {"nodes": 81, "accelerators_per_node": 8}}
    )
    assert only(document, "PC21").message.startswith(
        "81 nodes × 8 accelerators = 648, but the count is 512."
    )
    several = cluster(
        segment(512, None, None),
        segment(1024, None, None),
        **{"hardware.topology": {"nodes": 64, "accelerators_per_node": 8}},
    )
    assert only(several, "PC21").severity == "note"
    nodes = cluster(
        segment(81, None, None, count_unit="node"), **{"hardware.topology": {"nodes": 64}}
    )
    assert only(nodes, "PC21").severity == "error"
    assert verdicts(cluster(segment(512, None, None)), "PC21") == ["not_run"]
