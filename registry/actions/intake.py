"""Registering the lab and the release that a card is about, from what the card itself says."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.actions import labs, releases
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, Lab, Release
from registry.rules.documents import claim_at, value_at
from registry.rules.errors import Refused
from registry.rules.names import split_card_id

REASON = "Registered with its card"
TIER_REASON = "Registered with its card; an editor has not judged the tier yet"
PRECISIONS = {4: "year", 7: "month", 10: "day"}


def register_missing(*, by: Actor, document: Mapping[str, Any]) -> Release:
    """Return the card's release; register it, and its lab, where the registry lacks them.

    A new release gets tier 1/2 until an editor judges it. Raises ``Refused`` where the card gives
    no release date or no source for it.
    """
    card_id = document["card_id"]
    lab_slug, slug = split_card_id(card_id)
    with ranked_transaction():
        known = Release.objects.filter(public_id=card_id).first()
        if known is not None:
            return known
        lab = Lab.objects.filter(slug=lab_slug).first() or _register_lab(by, lab_slug, document)
        released = value_at(document, "identity.model_version").get("release_date")
        if released is None:
            raise Refused(
                f"{card_id} cannot be registered: its card gives no release date "
                "(identity.model_version, release_date)."
            )
        return releases.add_release(
            by=by,
            lab=lab,
            slug=slug,
            name=document["model"]["name"],
            released_on=_last_day(released),
            precision=PRECISIONS[len(released)],
            tier=Release.Tier.OTHER,
            tier_reason=TIER_REASON,
            source=_source(card_id, document),
            reason=REASON,
        )


def _register_lab(by: Actor, slug: str, document: Mapping[str, Any]) -> Lab:
    party = value_at(document, "identity.responsible_party")
    return labs.add_lab(
        by=by,
        slug=slug,
        name=document["model"]["developer"],
        country=party.get("country", ""),
        category="",
        website=party.get("website", ""),
        reason=REASON,
    )


def _source(card_id: str, document: Mapping[str, Any]) -> releases.Source:
    claim = claim_at(document, "identity.model_version") or {}
    for entry in claim.get("evidence", ()):
        address = entry.get("url") or (entry.get("doi") and f"https://doi.org/{entry['doi']}")
        if address:
            return releases.Source(entry["title"], address, entry.get("locator", ""))
    raise Refused(f"{card_id} cannot be registered: the release date in its card has no source.")


def _last_day(text: str) -> date:
    """The last day of a date of a card: a later due date, in the lab's favour."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
