"""Cost and compute of a model with and without the models it was built on.

The developer's own figure (incremental) is never shown alone where weights were inherited: the
figures of the ancestors are added along the weight edges (cumulative). A card's own statement about
a base model comes first, then that base model's card. What is silent makes the sum "at least", what
may cover more than was inherited makes it "up to", and money of different currencies, price bases
or price years is never added.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from registry.rules import words
from registry.rules.documents import Document, Lookup, value_at
from registry.rules.figures import Figure, figure_text, money, total
from registry.rules.lineage.edges import WeightEdge, model_key, says_no_base_model
from registry.rules.lineage.inheritance import Base, base_in_figure, bases, covers, has_unnamed_base
from registry.rules.lineage.spending import Measure, Part, own_part, stage_parts


class Bound(StrEnum):
    """How the cumulative figure relates to what the whole chain took."""

    SAME = "same"
    SUM = "sum"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RollUp:
    """Incremental and cumulative figure of one measure, with the parts of the sum.

    ``base_models`` are those that the own figure leaves out, ``unnamed_base`` says that there is
    one without a name, ``base_included`` that the own figure contains it. ``cumulative`` is None
    where nothing can be said about the whole chain. ``notes`` are sentences.
    """

    measure: Measure
    own: Part | None
    excluded_stages: tuple[str, ...]
    base_models: tuple[str, ...]
    unnamed_base: bool
    base_included: bool
    cumulative: Figure | None
    bound: Bound
    parts: tuple[Part, ...]
    notes: tuple[str, ...]


def roll_up(
    document: Document, lookup: Lookup, measure: Measure, implied: Sequence[WeightEdge] = ()
) -> RollUp:
    """Add up ``measure`` along the weight edges of ``document``.

    ``lookup`` gives the published card of an ancestor; ``implied`` are base models that only other
    cards name (``lineage.implied_bases``).
    """
    own = own_part(document, measure)
    included = base_in_figure(document, measure) == "included"
    named = () if included else bases(document, implied)
    unnamed = not included and not named and has_unnamed_base(document, measure)
    chain = _Chain(measure, lookup)
    cumulative, bound = None, Bound.UNKNOWN
    if own:
        chain.add(own)
    if named or unnamed:
        _climb(chain, document, named)
        cumulative, bound = _bounded_sum(chain)
    elif own and (included or says_no_base_model(document)):
        cumulative, bound = own.figure, Bound.SAME
    return RollUp(
        measure=measure,
        own=own,
        excluded_stages=tuple(value_at(document, measure.claim).get("excluded", ())),
        base_models=tuple(base.edge.model for base in named if not covers(document, measure, base)),
        unnamed_base=unnamed,
        base_included=included,
        cumulative=cumulative,
        bound=bound,
        parts=tuple(chain.parts),
        notes=tuple(chain.notes),
    )


@dataclass(slots=True)
class _Chain:
    """What has been gathered on the way up."""

    measure: Measure
    lookup: Lookup
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: bool = False
    wider: bool = False

    def note(self, kind: str, **details: str) -> None:
        self.notes.append(words.LINEAGE_NOTES[kind].format(**details))

    def lack(self, kind: str, **details: str) -> None:
        self.missing = True
        self.note(kind, **details)

    def add(self, part: Part) -> None:
        difference = _difference(self.parts[0], part) if self.parts else None
        if difference:
            self.lack(difference, model=part.model, figure=figure_text(part.figure))
        else:
            self.parts.append(part)

    def add_wider(self, part: Part) -> None:
        self.wider = True
        self.note("wider", model=part.model, stages=words.listed_values(part.stages))
        self.add(part)


def _climb(chain: _Chain, document: Document, named: Sequence[Base]) -> None:
    """Add every ancestor once, the nearest first."""
    if not chain.parts:
        chain.lack("figure_missing", model=document["model"]["name"])
    if not named:
        chain.lack("unnamed_base", model=document["model"]["name"])
    visited = {document["card_id"]}
    waiting = deque((document, base) for base in named)
    while waiting:
        child, base = waiting.popleft()
        if base.key in visited:
            continue
        visited.add(base.key)
        if covers(child, chain.measure, base):
            chain.lack("covers_base", model=base.edge.model)
            continue
        parent = chain.lookup(base.edge.card_id) if base.edge.card_id else None
        _add_base(chain, child, base, parent)
        if parent is None or base_in_figure(parent, chain.measure) == "included":
            continue
        ancestors = bases(parent)
        if not ancestors and has_unnamed_base(parent, chain.measure):
            chain.lack("unnamed_base", model=base.edge.model)
        waiting.extend((parent, ancestor) for ancestor in ancestors)


def _add_base(chain: _Chain, child: Document, base: Base, parent: Document | None) -> None:
    """Add what the child says about its base model, or else what the base model's card says."""
    model, stages = base.edge.model, base.stated.get("stages", ())
    if chain.measure is Measure.COST and "amount" in base.stated:
        chain.add(
            Part(
                model=model,
                stages=tuple(stages),
                figure=money(base.stated["amount"]),
                card_id=child["card_id"],
                claim="cost.inherited",
                basis=base.stated.get("basis", ""),
            )
        )
        return
    whole = own_part(parent, chain.measure) if parent else None
    lines = stage_parts(parent, chain.measure, stages) if parent else ()
    if whole and (set(whole.stages) <= set(stages) if stages else _is_whole(base, whole)):
        chain.add(replace(whole, model=model))
        _lack_stages(chain, model, stages, whole.stages)
    elif lines:
        for line in lines:
            chain.add(replace(line, model=model))
        _lack_stages(chain, model, stages, [stage for line in lines for stage in line.stages])
    elif whole:
        chain.add_wider(replace(whole, model=model))
    else:
        chain.lack("figure_missing", model=model)


def _is_whole(base: Base, whole: Part) -> bool:
    """Whether a card's figure is that of the base model named: X, not the "X-Base" inside it."""
    return model_key(base.edge.model) == model_key(whole.model)


def _lack_stages(chain: _Chain, model: str, wanted: Sequence[str], covered: Sequence[str]) -> None:
    lacking = [stage for stage in wanted if stage not in covered]
    if lacking:
        chain.lack("stage_missing", model=model, stages=words.listed_values(lacking))


def _difference(reference: Part, part: Part) -> str | None:
    """Why two parts cannot be added; what is not stated is no difference."""
    if reference.figure.currency != part.figure.currency:
        return "other_currency"
    if reference.basis and part.basis and reference.basis != part.basis:
        return "other_price_basis"
    years = {reference.figure.price_year, part.figure.price_year} - {None}
    return "other_price_year" if len(years) > 1 else None


def _bounded_sum(chain: _Chain) -> tuple[Figure | None, Bound]:
    if not chain.parts:
        return None, Bound.UNKNOWN
    if not any("pretraining" in part.stages for part in chain.parts):
        chain.lack("unreached")
    if len({model_key(part.accelerator) for part in chain.parts if part.accelerator}) > 1:
        chain.note("mixed_accelerators")
    figure = total([part.figure for part in chain.parts])
    precisions = {part.figure.precision for part in chain.parts}
    is_lower = chain.missing or "at_least" in precisions
    is_upper = chain.wider or "up_to" in precisions
    if not is_lower and not is_upper:
        return figure, Bound.SUM
    if (is_lower and is_upper) or "order_of_magnitude" in precisions:
        return None, Bound.UNKNOWN
    if is_lower:
        return _bounding(figure, figure.low, "at_least"), Bound.AT_LEAST
    return _bounding(figure, figure.high, "up_to"), Bound.AT_MOST


def _bounding(figure: Figure, end: Decimal, precision: str) -> Figure:
    return replace(figure, low=end, high=end, precision=precision, as_stated="", computed=True)
