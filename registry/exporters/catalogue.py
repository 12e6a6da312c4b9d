"""The models that match a question, as a table and as JSON, streamed row by row.

Both are made from the stored summaries, so a download says of a model what every list says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from registry.exporters.csv_text import Cell, csv_lines

LICENSE = "https://creativecommons.org/licenses/by/4.0/"

_BETWEEN = " | "
_MEASURES = ("flop", "accelerator_hours", "cost")
# Beside each figure: whether there is one, its ends, unit, and everything that says its scope.
_FIGURE_COLUMNS = (
    *("state", "low", "high", "unit", "scope", "stages", "base", "base_models"),
    *("cumulative_low", "cumulative_high", "cumulative_bound"),
)
COLUMNS = (
    *("id", "name", "lab", "lab_name", "released", "has_card", "level", "score"),
    *("open_weights", "reinforcement_learning", "peer_reviewed", "accelerators"),
    *(f"{measure}_{column}" for measure in _MEASURES for column in _FIGURE_COLUMNS),
    *("claims_applicable", "claims_declared", "claims_evidenced", "claims_verified"),
    *("card_version", "card_hash", "prepared_by", "sources_read", "status"),
)


def catalogue_csv(summaries: Iterable[str]) -> Iterator[str]:
    """Yield the table of the stored ``summaries``; what is not disclosed is said in words."""
    return csv_lines(COLUMNS, (_row(json.loads(summary)) for summary in summaries))


def catalogue_json(summaries: Iterable[str], *, question: str, seq: int) -> Iterator[str]:
    """Yield an object with the stored ``summaries`` as they are.

    ``seq`` is the number of the last change to the registry, ``question`` the query string.
    """
    meta = {"question": question, "seq": seq, "license": LICENSE}
    yield f'{{"meta": {json.dumps(meta, ensure_ascii=False)}, "data": ['
    separator = "\n"
    for summary in summaries:
        yield separator + summary
        separator = ",\n"
    yield "\n]}\n"


def _row(summary: Mapping[str, Any]) -> list[Cell]:
    card, claims = summary.get("card", {}), summary.get("claims", {})
    figures = summary.get("figures", {})
    return [
        summary["id"],
        summary["name"],
        summary["lab"]["slug"],
        summary["lab"]["name"],
        summary["released"],
        summary["has_card"],
        summary.get("level", "no card"),
        summary.get("score"),
        *(
            summary.get(name, "no card")
            for name in ("open_weights", "reinforcement_learning", "peer_reviewed")
        ),
        _BETWEEN.join(chip["name"] for chip in summary.get("chips", ())),
        *(
            cell
            for name in _MEASURES
            for cell in _figure_cells(figures.get(name), has_card=summary["has_card"])
        ),
        *(claims.get(name) for name in ("applicable", "declared", "evidenced", "verified")),
        card.get("version"),
        card.get("content_hash"),
        card.get("prepared_by"),
        card.get("sources_read"),
        summary.get("status", "no card"),
    ]


def _figure_cells(figure: Mapping[str, Any] | None, *, has_card: bool) -> list[Cell]:
    if figure is None:
        state = "not disclosed" if has_card else "no card"
        return [state, *[None] * (len(_FIGURE_COLUMNS) - 1)]
    cumulative = figure.get("cumulative", {})
    return [
        "disclosed",
        figure["low"],
        figure["high"],
        figure.get("currency") or figure["unit"],
        figure["scope"],
        _BETWEEN.join(figure["stages"]),
        figure["base"],
        _BETWEEN.join(figure["base_models"]),
        cumulative.get("low"),
        cumulative.get("high"),
        cumulative.get("bound"),
    ]
