"""Rows of the catalogue in any number, without the cards behind them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from registry.models import CatalogueChip, CatalogueEntry, Lab, Release
from registry.rules.catalogue import search_text
from registry.rules.names import normalized_name, slugify
from registry.rules.standard import load_standard

FIRST_DAY = date(2020, 1, 1)
ITEMS = len(load_standard().items)


def add_lab(name: str) -> Lab:
    slug = slugify(name)
    lab, _ = Lab.objects.get_or_create(
        slug=slug, defaults={"name": name, "normalized_name": normalized_name(name)}
    )
    return lab


def add_entries(
    count: int, *, lab: Lab | None = None, prefix: str = "model", **values: Any
) -> list[CatalogueEntry]:
    """``count`` models of one lab, each released a day after the one before; all with ``values``.

    What is not given is as in a row without a card.
    """
    lab = lab or add_lab("A lab of many models")
    releases = Release.objects.bulk_create(
        Release(
            lab=lab,
            slug=f"{prefix}-{number}",
            public_id=f"{lab.slug}/{prefix}-{number}",
            name=f"{prefix.title()} {number}",
            released_on=FIRST_DAY + timedelta(days=number),
            date_precision="day",
            tier="1",
        )
        for number in range(count)
    )
    return CatalogueEntry.objects.bulk_create(entry_of(release, **values) for release in releases)


def entry_of(release: Release, **values: Any) -> CatalogueEntry:
    entry = {
        "release": release,
        "lab": release.lab,
        "public_id": release.public_id,
        "name": release.name,
        "lab_name": release.lab.name,
        "sort_name": search_text.folded(release.name),
        "released_on": release.released_on,
        "has_card": False,
        "open_weights": "unsaid",
        "reinforcement_learning": "unsaid",
        "peer_reviewed": "unsaid",
        "search_text": search_text.joined([release.name, release.lab.name]),
        "summary": json.dumps(summary_of(release, has_card=values.get("has_card", False))),
        "edition": "of the tests",
    }
    return CatalogueEntry(**(entry | values))


def summary_of(release: Release, *, has_card: bool) -> dict[str, Any]:
    """What lists say of the model; its card, if it has one, discloses nothing."""
    summary: dict[str, Any] = {
        "id": release.public_id,
        "name": release.name,
        "lab": {"slug": release.lab.slug, "name": release.lab.name},
        "released": release.released,
        "has_card": has_card,
    }
    if not has_card:
        return summary
    return summary | {
        "card": {"version": 1, "prepared_by": "registry", "sources_read": 1},
        "level": "listed",
        "score": 0.0,
        "claims": {"applicable": ITEMS, "declared": 0, "evidenced": 0, "verified": 0},
        "bar": {"verified": 0.0, "evidenced": 0.0, "stated": 0.0},
        **dict.fromkeys(("open_weights", "reinforcement_learning", "peer_reviewed"), "unsaid"),
        "chips": [],
        "figures": {},
    }


def add_entry(
    name: str, *, texts: Iterable[str] = (), chips: Iterable[str] = (), **values: Any
) -> str:
    """One model with these texts to be found by; returns its public id."""
    slug = slugify(name) or "unnamed"
    (entry,) = add_entries(1, prefix=slug)
    values |= {"name": name, "search_text": search_text.joined([name, *texts])}
    for field, value in values.items():
        setattr(entry, field, value)
    entry.save()
    CatalogueChip.objects.bulk_create(
        CatalogueChip(entry=entry, slug=slugify(chip), name=chip) for chip in chips
    )
    return entry.public_id


def claims(**letters: str) -> str:
    """Letters of all items, silent but for those given by claim: ``cost__final_run="w"``."""
    named = {name.replace("__", "."): letter for name, letter in letters.items()}
    return "".join(named.get(item.claim, "s") for item in load_standard().items)
