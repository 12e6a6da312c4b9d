"""A generated card: a copy of a starter card under another id, and the rows that follow from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from registry.actions.gradings import claim_hash
from registry.models import (
    CardVersion,
    CatalogueChip,
    CatalogueEntry,
    ClaimGrade,
    Grading,
    LineageEdge,
    ModelCard,
    PeerReviewConfirmation,
    Release,
)
from registry.rules.catalogue.search_text import folded, joined
from registry.rules.checking.reading import read_stored
from registry.rules.documents import claim_at
from registry.rules.standard import load_standard

PUBLISHED_AT = datetime(2026, 1, 1, tzinfo=UTC)
# What a copy's row in the catalogue shares with that of the card it copies.
_AS_IN_TEMPLATE = set(CatalogueEntry.STATES) - {
    *("lab_id", "public_id", "name", "lab_name", "sort_name", "search_text", "summary"),
}


@dataclass(frozen=True)
class Template:
    """A starter card as it is stored."""

    release: Release
    card: ModelCard
    version: CardVersion
    grading: Grading
    canonical: str
    edges: tuple[LineageEdge, ...]
    confirmations: tuple[PeerReviewConfirmation, ...]
    entry: CatalogueEntry
    chips: tuple[CatalogueChip, ...]
    answers: tuple[str, ...]

    @property
    def names_relatives(self) -> bool:
        """Whether ids of other cards stand in it, which are others in every block."""
        return any(edge.card_id for edge in self.edges)


@dataclass(frozen=True)
class Copy:
    """A generated card: which one it copies, where it is stored, and its own bytes."""

    template: Template
    release: Release
    canonical: str
    new_ids: dict[str, str]

    def claim_hash(self, confirmation: PeerReviewConfirmation) -> str:
        """The hash for which the copied confirmation holds."""
        if not self.template.names_relatives:
            return confirmation.claim_hash
        claim = load_standard().item_by_id[confirmation.item].claim
        return claim_hash(claim_at(read_stored(self.canonical.encode()), claim) or {})

    def claims(self, grading: Grading) -> Iterator[ClaimGrade]:
        """The claim grades of a copy that names relatives, for its grading."""
        for claim in self.template.grading.claims.order_by("id"):
            claim.pk, claim.grading = None, grading
            claim.answer = self.renamed(claim.answer)
            yield claim

    def renamed(self, text: str) -> str:
        """``text`` with the new ids; the longest first, for one id may begin like another."""
        for old, new in sorted(self.new_ids.items(), key=lambda ids: -len(ids[0])):
            text = text.replace(old, new)
        return text

    def catalogue_entry(self, version: CardVersion) -> CatalogueEntry:
        """The row of the catalogue that publishing the copy would have drawn up."""
        entry, release = self.template.entry, self.release
        summary = json.loads(entry.summary) | {
            "id": release.public_id,
            "name": release.name,
            "lab": {"slug": release.lab.slug, "name": release.lab.name},
        }
        summary["card"] |= {
            "content_hash": version.content_hash,
            "published_at": PUBLISHED_AT.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        model = read_stored(self.template.canonical.encode())["model"]
        chips = [chip.name for chip in self.template.chips]
        answers = map(self.renamed, self.template.answers)
        return CatalogueEntry(
            release=release,
            lab=release.lab,
            public_id=release.public_id,
            name=release.name,
            lab_name=release.lab.name,
            sort_name=folded(release.name),
            search_text=joined([release.name, release.lab.name, model["name"], *chips, *answers]),
            summary=json.dumps(summary, ensure_ascii=False),
            **{name: getattr(entry, name) for name in _AS_IN_TEMPLATE},
        )
