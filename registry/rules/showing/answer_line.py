"""Any claim of a card in one line, for pages that show how every model answered one item."""

from __future__ import annotations

from collections.abc import Sequence

from registry.rules.documents import Document, Lookup, value_at
from registry.rules.lineage.edges import WeightEdge
from registry.rules.lineage.spending import Measure, own_part
from registry.rules.showing.headline import compute, cost
from registry.rules.showing.summaries import status_text, summary

# Their figures are never shown without what they leave out and add up to.
_ROLLED_UP = {"compute.final_run": compute, "cost.final_run": cost}


def answer_line(
    document: Document, path: str, lookup: Lookup, implied: Sequence[WeightEdge] = ()
) -> str:
    """The answer of the claim at ``path``, or its status in words where it discloses nothing.

    ``lookup`` and ``implied`` are those of ``headline.panel``.
    """
    value = value_at(document, path)
    if not value:
        return status_text(document, path)
    if any(own_part(document, measure) for measure in Measure if measure.claim == path):
        fact = _ROLLED_UP[path](document, lookup, implied)
        return f"{fact.value} {fact.scope}"
    return summary(path, value)
