"""A valid card without claims, to put figures into by path."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.rules.accelerators.table import Table
from registry.rules.plausibility.check import check_plausibility
from registry.rules.plausibility.results import Result
from tests.factories.starter import starter_cards

TODAY = date(2026, 11, 28)
PRETRAINING = ["pretraining"]
RL, SFT = ["reinforcement_learning"], ["supervised_fine_tuning"]
H100 = {"vendor": "NVIDIA", "model": "H100", "form_factor": "SXM5"}
# Figures to nine digits, so that rounding hides nothing.
EXACT = {"significant_figures": 9}


def card(
    claims: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    facts: Mapping[str, Any] | None = None,
    model: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A card with a disclosed value for each claim path; ``facts`` by dotted path."""
    document: dict[str, Any] = {
        "schema_version": "1.0",
        "card_id": "example-lab/model-1",
        "model": {"name": "Model 1", "developer": "Example Lab", **(model or {})},
        "prepared_by": {"role": "registry", "name": "Editors", "prepared_on": "2026-11-23"},
    }
    for path, value in (claims or {}).items():
        section, _, name = path.partition(".")
        document.setdefault(section, {})[name] = {"status": "disclosed", "value": dict(value)}
    for path, answer in (facts or {}).items():
        group, _, name = path.partition(".")
        document.setdefault("facts", {}).setdefault(group, {})[name] = answer
    return document


def changed(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy with values set, or removed (None), at paths such as "cost.final_run.value.amount"."""
    copied: dict[str, Any] = copy.deepcopy(dict(document))
    for path, value in changes.items():
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        holder: Any = copied
        for step in steps:
            holder = holder[step]
        if value is None:
            del holder[last]
        else:
            holder[last] = value
    return copied


def quantity(value: float, **more: Any) -> dict[str, Any]:
    return {"value": value, **more}


def usd(amount: float, **more: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD", **more}


def results(
    document: Mapping[str, Any],
    check: str = "",
    *,
    others: Mapping[str, Any] | None = None,
    table: Table | None = None,
    **options: Any,
) -> list[Result]:
    """The results on a card, of one check if it is named; ``others`` are the published cards."""
    lookup = dict(others or {}).get
    found = check_plausibility(document, lookup, table, **{"today": TODAY, **options})
    return [result for result in found if check in ("", result.check)]


def verdicts(document: Mapping[str, Any], check: str, **options: Any) -> list[str]:
    return [result.severity.value for result in results(document, check, **options)]


def only(document: Mapping[str, Any], check: str, **options: Any) -> Result:
    """The one result of a check."""
    (result,) = results(document, check, **options)
    return result


def segment(count: float, hours: float | None, total: float | None, **more: Any) -> dict[str, Any]:
    """A segment of a cluster with its elapsed hours and accelerator-hours."""
    made: dict[str, Any] = {"count": quantity(count), "stages": PRETRAINING, **more}
    if hours is not None:
        made["wall_clock_hours"] = quantity(hours)
    if total is not None:
        made["accelerator_hours"] = quantity(total, **EXACT)
    return made


def cluster(*segments: dict[str, Any], **claims: Any) -> dict[str, Any]:
    return card({"hardware.accelerator_count": {"segments": list(segments)}, **claims})


def tokens(stage: str, amount: float, counting: str = "seen", **more: Any) -> dict[str, Any]:
    """An entry of ``data.size``."""
    made = {"stage": stage, "amount": quantity(amount), "unit": "tokens", **more}
    return {**made, "counting": counting} if counting else made


def priced(amount: float = 1000, price: float = 2.0, hours: float = 500, **more: Any) -> Any:
    """The value of ``cost.final_run``."""
    return {
        "amount": usd(amount, **EXACT),
        "basis": "rental_paid",
        "accelerator_hours": quantity(hours),
        "price_per_accelerator_hour": usd(price),
        "stages": PRETRAINING,
        **more,
    }


def slipped_r1() -> dict[str, Any]:
    """The starter card of DeepSeek-R1 with the 29.4 million dollars that were once printed."""
    return changed(
        starter_cards()["deepseek/deepseek-r1"], {"cost.final_run.value.amount": usd(29_400_000)}
    )
