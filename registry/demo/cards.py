"""Cards of models that do not exist: one document, filled in for each of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from registry.rules.documents import claim_at
from registry.rules.drafts import SectionDraft, take_apart
from registry.rules.standard import load_standard

TEMPLATE = Path(__file__).with_name("card.json")


@dataclass(frozen=True)
class InventedLab:
    """A lab that says by its name that there is none."""

    slug: str
    name: str
    family: str
    country: str
    domain: str
    aliases: tuple[str, ...] = ()


LABS = (
    InventedLab(
        "example-lab-aoi", "Example Lab Aoi", "Aoi", "JP", "aoi.example.com", ("例示研究所あおい",)
    ),
    InventedLab(
        "sample-institute-borealis",
        "Sample Institute Borealis",
        "Borealis",
        "CA",
        "borealis.example.com",
    ),
    InventedLab(
        "placeholder-labs-cumulus",
        "Placeholder Labs Cumulus",
        "Cumulus",
        "FR",
        "cumulus.example.com",
    ),
    InventedLab(
        "invented-systems-delta", "Invented Systems Delta", "Delta", "BR", "delta.example.com"
    ),
)


def card(lab: InventedLab, slug: str, model: str, preparer: str) -> dict[str, Any]:
    """The card of one model; each place in the document that names something is filled in."""
    text = TEMPLATE.read_text(encoding="utf-8")
    names = {
        "card_id": f"{lab.slug}/{slug}",
        "model": model,
        "lab": lab.name,
        "family": lab.family,
        "country": lab.country,
        "domain": lab.domain,
        "preparer": preparer,
    }
    for name, value in names.items():
        text = text.replace(f"[[{name}]]", json.dumps(value, ensure_ascii=False)[1:-1])
    document: dict[str, Any] = json.loads(text)
    for claim in _claims(document):
        claim["evidence"] = [_source(one, lab, model) for one in claim.pop("evidence", ())]
        if not claim["evidence"]:
            del claim["evidence"]
    return document


def sections(document: dict[str, Any]) -> dict[str, SectionDraft]:
    """The card as the forms keep it."""
    return {name: SectionDraft(part) for name, part in take_apart(document).items()}


def _claims(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = (claim_at(document, path) for path in _paths())
    return [claim for claim in found if isinstance(claim, dict)]


@cache
def _paths() -> tuple[str, ...]:
    return tuple(item.claim for item in load_standard().items)


def _source(place: str, lab: InventedLab, model: str) -> dict[str, Any]:
    """A source from its short form, such as "Report, section 3.2"."""
    which, _, locator = place.partition(", ")
    title, path = {
        "Report": (f"{model}: technical report", "report"),
        "README": (f"{model}: README", "readme"),
    }[which]
    return {
        "title": title,
        "url": f"https://{lab.domain}/{path}",
        "locator": locator,
        "accessed_on": "2026-05-28",
        "kind": "lab",
    }
