"""Dates, slips of units, sizes and shares at their limits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.factories.figures_card import (
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
    tokens,
    usd,
    verdicts,
)

# PC10 dates, PC18 calendar


def dated(started: str, ended: str, released: str, **claims: Any) -> dict[str, Any]:
    return card(
        {
            "compute.duration": {"started": started, "ended": ended, "stages": PRETRAINING},
            "identity.model_version": {"release_date": released},
            **claims,
        }
    )


@pytest.mark.parametrize(
    ("dates", "verdict"),
    [
        (("2024-01", "2024-03", "2024-06-01"), {"pass"}),
        (("2024", "2024-03", "2024"), {"pass"}),  # compared at the coarser precision
        (("2024-04", "2024-03", "2024-06"), {"error"}),
        (("2024-01", "2024-07", "2024-06-30"), {"error"}),
        (("2024-01", "2024-06", "2024-06-01"), {"pass"}),
        (("2026-01", "2026-02", "2027"), {"pass", "error"}),  # in the future
    ],
)
def test_a_run_ends_before_the_release(dates: tuple[str, str, str], verdict: set[str]) -> None:
    assert set(verdicts(dated(*dates), "PC10")) == verdict


@pytest.mark.parametrize(
    ("started", "verdict"),
    [
        ("2022-09-20", "pass"),  # the day the H100 was released
        ("2022-09", "pass"),
        ("2022-07-22", "note"),  # 60 days before
        ("2022-07", "note"),
        ("2022-07-21", "error"),
        ("2021", "error"),
    ],
)
def test_an_accelerator_exists_when_it_is_used(started: str, verdict: str) -> None:
    document = dated(
        started, "2023-01", "2023-02", **{"hardware.accelerators": {"segments": [H100]}}
    )
    found = [one for one in results(document, "PC10") if "H100" in one.message]
    assert [one.severity for one in found] == [verdict]


def test_a_bare_model_name_means_its_first_variant() -> None:
    document = dated(
        "2020-06-01",
        "2020-07",
        "2020-08",
        **{"hardware.accelerators": {"segments": [{"model": "A100"}]}},
    )
    assert set(verdicts(document, "PC10")) == {"pass"}


def test_a_doubtful_row_makes_no_date_an_error() -> None:
    document = dated(
        "2019", "2019", "2020", **{"hardware.accelerators": {"segments": [{"model": "H20"}]}}
    )
    (result,) = [one for one in results(document, "PC10") if "H20" in one.message]
    assert result.severity == "warn"


@pytest.mark.parametrize(
    ("cutoff", "verdict"),
    [("2024-03", "pass"), ("2024", "pass"), ("2024-04", "error"), ("2023-12-31", "pass")],
)
def test_data_end_before_the_run_does(cutoff: str, verdict: str) -> None:
    document = dated("2024-01", "2024-03-15", "2024-06", **{"data.time_span": {"cutoff": cutoff}})
    found = [one for one in results(document, "PC10") if "data.time_span" in one.claims]
    assert [one.severity for one in found] == [verdict]


def test_review_follows_its_order() -> None:
    dates = {"status": "published", "received": "2025-02-14", "published": "2025-01-17"}
    (result,) = results(card({"peer_review.publication": dates}), "PC10")
    assert result.severity == "error"
    assert (result.computed, result.stated) == ("2025-02-14", "2025-01-17")
    assert "14 February 2025" in result.message


def test_the_future_begins_after_today() -> None:
    document = card({"identity.model_version": {"release_date": "2026-11-28"}})
    assert verdicts(document, "PC10") == ["not_run"]
    assert verdicts(document, "PC10", today=date(2026, 11, 27)) == ["error"]


@pytest.mark.parametrize(
    ("started", "ended", "hours", "verdict"),
    [
        ("2022-03-11", "2022-07-05", 2808, "pass"),  # 117 days
        ("2022-03-11", "2022-07-05", 2809, "error"),
        ("2024-02", "2024-02", 696, "pass"),  # 29 days
        ("2024-02", "2024-02", 697, "error"),
        ("2024", "2024", 8784, "pass"),
        ("2024", "2024", 8785, "error"),
    ],
)
def test_elapsed_hours_fit_the_calendar(started: str, ended: str, hours: int, verdict: str) -> None:
    document = dated(started, ended, "2025")
    elapsed = quantity(hours, precision="exact")
    document["compute"]["duration"]["value"]["wall_clock_hours"] = elapsed
    assert verdicts(document, "PC18") == [verdict]
    document["compute"]["duration"]["value"]["wall_clock_hours"] = quantity(9e4, precision="up_to")
    assert verdicts(document, "PC18") == ["note"]


# PC11 slips of units


@pytest.mark.parametrize(
    ("factor", "verdict"),
    [
        (10, "error"),
        (9.7, "error"),
        (10.3, "error"),
        (9.69, "pass"),
        (100, "error"),
        (60, "error"),
        (3600, "error"),
        (24, "error"),
        (86_400, "error"),
        (6, "error"),
        (2, "error"),
        (8, "error"),
        (7.1, "error"),
        (5, "pass"),
        (1.5, "pass"),
    ],
)
@pytest.mark.parametrize("inverted", [False, True])
def test_known_factors_are_slips(factor: float, inverted: bool, verdict: str) -> None:
    amount, hours = (1e9, 1e9 * factor) if inverted else (1e9 * factor, 1e9)
    document = card({"cost.final_run": priced(amount, price=1, hours=hours)})
    assert verdicts(document, "PC03") == ["error"]
    assert verdicts(document, "PC11") == [verdict]


def test_renminbi_are_money_only() -> None:
    assert verdicts(cluster(segment(71, 100, 1000)), "PC11") == ["pass"]


def test_figures_given_twice_are_held_against_each_other() -> None:
    claims = {
        path: {"accelerator_hours": quantity(hours), "stages": PRETRAINING}
        for path, hours in (("compute.final_run", 2788e3), ("compute.duration", 2788e6))
    }
    slip = only(card(claims), "PC11")
    assert (slip.severity, slip.ratio) == ("error", 1000)
    assert slip.claims == ("compute.duration", "compute.final_run")
    assert "exactly 1,000 times more" in slip.message
    claims["compute.duration"]["accelerator_hours"] = quantity(2790e3)
    assert verdicts(card(claims), "PC11") == ["pass"]  # within the rounding of both
    claims["compute.duration"]["accelerator_hours"] = quantity(3100e3)
    assert verdicts(card(claims), "PC11") == ["note"]
    claims["compute.duration"]["stages"] = RL
    assert verdicts(card(claims), "PC11") == ["not_run"]


def test_prices_tokens_and_parameters_are_given_twice() -> None:
    document = card(
        {
            "cost.final_run": priced(),
            "cost.price_basis": {"price_per_accelerator_hour": usd(20.0)},
            "compute.final_run": {"flop": quantity(1e24), "stages": PRETRAINING},
            "compute.per_stage": {
                "stages": [
                    {
                        "stage": "pretraining",
                        "flop": quantity(1e25),
                        "tokens_seen": quantity(1e12),
                    }
                ]
            },
            "data.size": {"entries": [tokens("pretraining", 1e15)]},
            "method.architecture": {"parameters_active": quantity(1e9)},
            "compute.estimation_method": {"parameters_active": quantity(6e9)},
        }
    )
    slips = {one.claims: one.ratio for one in results(document, "PC11") if one.ratio}
    assert slips["cost.price_basis", "cost.final_run"] == 10
    assert slips["compute.estimation_method", "method.architecture"] == 6
    assert slips["data.size", "compute.per_stage"] == 1000
    assert slips["compute.per_stage", "compute.final_run"] == 10


# PC12 tokens per parameter, PC15 parameters


@pytest.mark.parametrize(
    ("amount", "verdict"),
    [
        (1e9, "pass"),
        (3e12, "pass"),
        (0.9e9, "note"),
        (3.1e12, "note"),
        (0.1e9, "note"),
        (30e12, "note"),
        (0.09e9, "warn"),
        (31e12, "warn"),
    ],
)
def test_tokens_per_parameter_at_their_limits(amount: float, verdict: str) -> None:
    document = card(
        {
            "method.architecture": {"parameters_total": quantity(1e9)},
            "data.size": {"entries": [tokens("pretraining", amount, "unique")]},
        }
    )
    assert verdicts(document, "PC12") == [verdict]
    seen = changed(document, {"data.size.value.entries.0.counting": "seen"})
    assert verdicts(seen, "PC12") == ["not_run"]
    image = changed(document, {"data.size.value.entries.0.modality": "image"})
    assert verdicts(image, "PC12") == ["not_run"]


@pytest.mark.parametrize(
    ("architecture", "verdict"),
    [
        ({"parameters_active": quantity(37e9), "parameters_total": quantity(671e9)}, "pass"),
        ({"parameters_active": quantity(7e9), "parameters_total": quantity(7e9)}, "pass"),
        ({"parameters_active": quantity(671e9), "parameters_total": quantity(37e9)}, "error"),
        ({"type": "mixture_of_experts", "parameters_total": quantity(671e9)}, "warn"),
        ({"parameters_total": quantity(671e9)}, "not_run"),
        (
            {
                "parameters_active": quantity(9e9, precision="up_to"),
                "parameters_total": quantity(8e9),
            },
            "pass",
        ),
    ],
)
def test_parameters(architecture: dict[str, Any], verdict: str) -> None:
    assert verdicts(card({"method.architecture": architecture}), "PC15") == [verdict]


# PC22 shares

ALL_METHODS = (
    "public_datasets",
    "web_crawl",
    "licensed",
    "user_data",
    "human_created",
    "synthetic",
    "other",
)


@pytest.mark.parametrize(
    ("share", "verdict"), [(98, "pass"), (102, "pass"), (97.9, "warn"), (102.1, "error")]
)
def test_shares_of_all_methods(share: float, verdict: str) -> None:
    methods: list[dict[str, Any]] = [{"method": name, "used": False} for name in ALL_METHODS]
    methods[0] = {"method": "public_datasets", "used": True, "share_percent": 50}
    methods[1] = {"method": "web_crawl", "used": True, "share_percent": share - 50}
    document = card({"data.acquisition_methods": {"methods": methods}})
    assert verdicts(document, "PC22") == [verdict]
    incomplete = card({"data.acquisition_methods": {"methods": methods[:2]}})
    assert verdicts(incomplete, "PC22") == [verdict if share > 100 else "pass"]


@pytest.mark.parametrize(
    ("claim", "value", "verdict"),
    [
        ("datasets", {"coverage": "all"}, "warn"),
        ("datasets", {"coverage": "partial"}, "pass"),
        ("datasets", {}, "pass"),
    ],
)
def test_shares_of_public_datasets(claim: str, value: dict[str, Any], verdict: str) -> None:
    rows = [{"name": "A", "share_percent": 60}, {"name": "B", "share_percent": 30}]
    document = card({"data.public_datasets": {claim: rows, **value}})
    assert verdicts(document, "PC22") == [verdict]


def test_shares_of_languages_and_domains() -> None:
    rows = [{"name": "en", "share_percent": 60}, {"name": "fr", "share_percent": 30}]
    domains = [{"name": "code", "share_percent": 90}, {"name": "web", "share_percent": 20}]
    document = card({"data.composition": {"languages": rows, "domains": domains}})
    assert verdicts(document, "PC22") == ["pass", "error"]
    rest = [*rows, {"name": "Other", "share_percent": 1}]
    assert verdicts(card({"data.composition": {"languages": rest}}), "PC22") == ["warn"]
