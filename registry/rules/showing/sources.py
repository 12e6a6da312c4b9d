"""What stands behind a claim and beside it: its evidence, and estimates that others made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.rules import words
from registry.rules.documents import Document
from registry.rules.figures import money, quantity, sourced_text
from registry.rules.numerals import date_text
from registry.rules.showing.leaves import claim_field, doi_link

# Claims whose figures mean nothing without the stages they cover.
_SCOPED_CLAIMS = frozenset({"compute.duration", "compute.final_run", "cost.final_run"})


@dataclass(frozen=True, slots=True)
class Source:
    """One evidence entry for readers; what it does not give is empty.

    ``kind`` and ``accessed`` are in words. ``link`` is the address, or else that of the DOI.
    """

    title: str
    kind: str
    locator: str
    venue: str
    version: str
    link: str
    doi: str
    file: str
    accessed: str
    excerpt: str
    archived_link: str
    archived_sha256: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure by somebody other than the developer: shown beside a claim, never scored.

    ``by`` names author and role: "Epoch AI (a third party)". ``field`` is the title of the field
    that is estimated. Empty texts stand for what the entry does not give.
    """

    by: str
    field: str
    figure: str
    method: str
    confidence: str
    scope: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ClaimEstimates:
    """All estimates about one claim, ``claim`` being its path and ``title`` its title."""

    claim: str
    title: str
    estimates: tuple[Estimate, ...]


def sources(claim: Mapping[str, Any]) -> tuple[Source, ...]:
    """The evidence of a claim or an estimate, in its order."""
    return tuple(_source(entry) for entry in claim.get("evidence", ()))


def estimates(document: Document) -> tuple[ClaimEstimates, ...]:
    """The estimates of a card by claim, in the order in which the claims are first named."""
    by_claim: dict[str, list[Estimate]] = {}
    for entry in document.get("estimates", ()):
        by_claim.setdefault(entry["claim"], []).append(_estimate(entry))
    return tuple(
        ClaimEstimates(path, claim_field(path).title, tuple(entries))
        for path, entries in by_claim.items()
    )


def _source(entry: Mapping[str, Any]) -> Source:
    doi = entry.get("doi", "")
    return Source(
        title=entry["title"],
        kind=words.value_words(entry["kind"]),
        locator=entry.get("locator", ""),
        venue=entry.get("venue", ""),
        version=entry.get("version", ""),
        link=entry.get("url") or (doi_link(doi) if doi else ""),
        doi=doi,
        file=entry.get("file", ""),
        accessed=date_text(entry.get("accessed_on", "")),
        excerpt=entry.get("excerpt", ""),
        archived_link=entry.get("archived_url", ""),
        archived_sha256=entry.get("archived_sha256", ""),
    )


def _estimate(entry: Mapping[str, Any]) -> Estimate:
    return Estimate(
        by=f"{entry['author']} ({words.value_words(entry['claimant'])})",
        field=_field_title(entry["claim"], entry.get("field", "")),
        figure=_figure(entry),
        method=entry.get("method", ""),
        confidence=words.value_words(entry.get("confidence", "")),
        scope=_scope(entry),
        sources=sources(entry),
    )


def _scope(entry: Mapping[str, Any]) -> str:
    if "stages" in entry:
        return words.FOR_STAGES.format(words.listed_values(entry["stages"]))
    return words.STAGES_NOT_STATED if entry["claim"] in _SCOPED_CLAIMS else ""


def _figure(entry: Mapping[str, Any]) -> str:
    """Everything the estimate says, number and words: one entry may give both."""
    parts = []
    if "quantity" in entry:
        parts.append(sourced_text(quantity(entry["quantity"], entry.get("unit", ""))))
    if "money" in entry:
        parts.append(sourced_text(money(entry["money"])))
    if "text" in entry:
        parts.append(date_text(entry["text"]))
    return "; ".join(parts)


def _field_title(path: str, name: str) -> str:
    """The title of a field of the claim; a field of a row inside it is named by its words."""
    part = claim_field(path).properties["value"].properties.get(name)
    return part.title if part else words.capitalized(words.value_words(name))
