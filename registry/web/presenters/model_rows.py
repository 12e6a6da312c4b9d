"""A model as a row of a list, from its summary in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from registry.rules.names import split_card_id
from registry.rules.numerals import date_text
from registry.rules.workflow.notices import listed_mark
from registry.web.presenters.shared import score_text
from registry.web.view_models.model_search import FigureCell, ModelRow
from registry.web.view_models.shared import Bar, Link


def model_row(summary: Mapping[str, Any]) -> ModelRow:
    """The row of a stored summary."""
    lab, model = split_card_id(summary["id"])
    has_card = summary["has_card"]
    mark = listed_mark(summary.get("status", ""))
    # A model has a page where it has a card, and where there is something to be said of the card.
    page = reverse("model:detail", args=[lab, model]) if has_card or mark else ""
    row = {
        "id": summary["id"],
        "name": Link(summary["name"], page),
        "mark": mark,
        "lab": Link(summary["lab"]["name"], reverse("lab:detail", args=[summary["lab"]["slug"]])),
        "released": date_text(summary["released"]),
        "released_iso": summary["released"],
        "has_card": has_card,
    }
    if not has_card:
        return ModelRow(**row)
    figures = {name: _figure(figure) for name, figure in summary["figures"].items()}
    return ModelRow(
        **row,
        level=summary["level"].title(),
        sources_read=summary["card"]["sources_read"],
        score=score_text(str(summary["score"])),
        bar=Bar(**summary["bar"]),
        compute=tuple(figures[name] for name in ("flop", "accelerator_hours") if name in figures),
        cost=tuple(figures[name] for name in ("cost",) if name in figures),
        accelerators=tuple(chip["name"] for chip in summary["chips"]),
    )


def _figure(figure: Mapping[str, Any]) -> FigureCell:
    return FigureCell(figure["text"], figure["scope"])
