"""Which row of the accelerator table a card means, by vendor, model, form factor and memory.

What the table does not hold is not guessed: no match means that a check does not run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from registry.rules.accelerators.table import Accelerator, Table, folded, words_of
from registry.rules.numerals import exact

# Vendors write 80 GB or 80 GiB, 180 or 192 GB for one part; 40 and 80 GB are two.
_SAME_MEMORY = Fraction(8, 100)
_MEMORY = re.compile(r"\b([0-9]+(?:\.[0-9]+)?)\s*gi?b\b")


@dataclass(frozen=True, slots=True)
class Match:
    """What a description stands for: ``row``, and all ``variants`` that it may mean.

    They differ where the description names no variant: then ``row`` is the usual one.
    """

    row: Accelerator
    variants: tuple[Accelerator, ...]

    @property
    def first_released_on(self) -> str:
        return min(row.released_on for row in self.variants)


@dataclass(frozen=True, slots=True)
class _Description:
    """Free text about one accelerator, taken apart; ``model`` is folded."""

    model: str
    vendor: str
    form_factor: str
    memory_gb: Fraction | None


def find(
    table: Table,
    model: str,
    *,
    vendor: str = "",
    form_factor: str = "",
    memory_gb: float | None = None,
    catalog_id: str = "",
) -> Match | None:
    """The row that a card means; None where the table has none, or not this variant.

    ``model`` may be free text that holds everything: "NVIDIA H100 SXM5 80GB". ``catalog_id`` is the
    id of a row and wins.
    """
    if catalog_id:
        row = table.by_id.get(catalog_id)
        return Match(row, (row,)) if row else None
    described = _described(model, table)
    maker = table.vendors.get(folded(vendor), vendor) if vendor else described.vendor
    form = _form_factor(form_factor, table) or described.form_factor
    memory = described.memory_gb if memory_gb is None else Fraction(exact(memory_gb))
    variants = tuple(
        row
        for row in table.by_model.get(described.model, ())
        if (not maker or row.vendor == maker)
        and (not form or row.form_factor in (form, None))
        and (memory is None or _has_memory(row, memory))
    )
    if not variants:
        return None
    return Match(max(variants, key=lambda row: (row.usual_variant, row.tdp_watts or 0)), variants)


def may_describe(text: str, row: Accelerator, table: Table) -> bool:
    """Whether free text that finds no row speaks of this one: "16K H100 GPUs" of an H100.

    A form factor that the text names must be the row's.
    """
    form = _form_factor(text, table)
    return folded(row.model) in folded(text) and (not form or form == row.form_factor)


def _described(text: str, table: Table) -> _Description:
    memory = _MEMORY.search(text.casefold())
    words = words_of(_MEMORY.sub(" ", text.casefold()))
    form_words = {folded(name) for name in table.form_factors}
    name = "".join(
        word for word in words if word not in form_words and word not in table.ignored_words
    )
    vendor = ""
    # A name known whole comes first: a Tesla V100 is not made by Tesla.
    if name not in {folded(alias) for _, alias in table.model_aliases}:
        for maker, known in table.vendors.items():
            if name.startswith(maker) and name != maker:
                name, vendor = name.removeprefix(maker), known
                break
    for (maker, alias), model in table.model_aliases.items():
        if name == folded(alias) and vendor in ("", maker):
            name = folded(model)
            break
    return _Description(
        name, vendor, _form_factor(text, table), Fraction(memory.group(1)) if memory else None
    )


def _form_factor(text: str, table: Table) -> str:
    words = words_of(text)
    for name, form in table.form_factors.items():
        wanted = words_of(name)
        if any(words[at : at + len(wanted)] == wanted for at in range(len(words))):
            return form
    return ""


def _has_memory(row: Accelerator, memory: Fraction) -> bool:
    """Whether a variant has this memory; one whose memory is not known may have any."""
    return not row.memory_gb or any(
        abs(known - memory) <= _SAME_MEMORY * max(known, memory) for known in row.memory_gb
    )
