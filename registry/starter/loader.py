"""Load the starter compilation through the same actions as everybody else.

Idempotent: what is registered already is left as it is, also where an editor changed it since. A
card that was changed here is published again only while the live version came from here too: what
the lab or an editor published since, or had removed, is theirs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from registry.actions import editorial, gradings, labs, publication, releases
from registry.actions.audit import command_actor
from registry.actions.ranked import ranked_transaction
from registry.models import (
    Actor,
    CardVersion,
    EditorialFact,
    Lab,
    ModelCard,
    PeerReviewConfirmation,
    RegistryState,
    Release,
)
from registry.rules.checking.check import check_card
from registry.rules.names import join_card_id

STARTER_DIR = Path(__file__).resolve().parent
REASON = "Starter compilation of the registry"


@dataclass
class Loaded:
    """How much was added; all zero when the compilation was loaded before."""

    labs: int = 0
    releases: int = 0
    cards: int = 0
    acts: int = 0

    def __str__(self) -> str:
        return (
            f"{self.labs} labs, {self.releases} releases, {self.cards} cards, "
            f"{self.acts} facts and confirmations"
        )


def load_starter(folder: Path = STARTER_DIR) -> Loaded:
    """Add what is missing, in one transaction with one ranking; return what was added."""
    by = command_actor("starter compilation")
    compilation = json.loads((folder / "releases.json").read_bytes())
    assessments = json.loads((folder / "assessments.json").read_bytes())
    loaded = Loaded()
    with ranked_transaction():
        for row in compilation["labs"]:
            _load_lab(row, by, loaded)
        _set_listed_until(date.fromisoformat(compilation["listed_until"]), by)
        for path in sorted((folder / "cards").glob("*/*.json")):
            card_id = join_card_id(path.parent.name, path.stem)
            card = _load_card(card_id, path.read_bytes(), by, loaded)
            if card is not None and card_id in assessments:
                _load_assessment(card, assessments[card_id], by, loaded)
    return loaded


def _load_lab(row: Mapping[str, Any], by: Actor, loaded: Loaded) -> None:
    lab = Lab.objects.filter(slug=row["slug"]).first()
    if lab is None:
        lab = labs.add_lab(
            by=by,
            slug=row["slug"],
            name=row["name"],
            country=row["country"],
            category=row["category"],
            website=row["website"],
            reason=REASON,
        )
        loaded.labs += 1
        for alias in row["aliases"]:
            labs.add_alias(
                by=by,
                lab=lab,
                name=alias["name"],
                valid_from=_day(alias.get("from")),
                valid_until=_day(alias.get("until")),
                reason=REASON,
            )
    known = set(Release.objects.filter(lab=lab).values_list("public_id", flat=True))
    for release in row["releases"]:
        if release["id"] not in known:
            _load_release(release, lab, by)
            loaded.releases += 1


def _load_release(row: Mapping[str, Any], lab: Lab, by: Actor) -> None:
    source = row["source"]
    releases.add_release(
        by=by,
        lab=lab,
        slug=row["id"].partition("/")[2],
        name=row["name"],
        released_on=date.fromisoformat(row["released_on"]),
        precision=row["precision"],
        tier=row["tier"],
        tier_reason=row["tier_reason"],
        source=releases.Source(source["title"], source["url"], source.get("record", "")),
        variants=row["variants"],
        note=row.get("note", ""),
        reason=REASON,
    )


def _set_listed_until(day: date, by: Actor) -> None:
    current = RegistryState.objects.values_list("releases_listed_until", flat=True).get(id=1)
    if current is None or current < day:
        releases.set_listed_until(by=by, day=day, reason=REASON)


def _load_card(card_id: str, text: bytes, by: Actor, loaded: Loaded) -> ModelCard | None:
    """Publish the card, unless the live version says the same or is not ours; return it if ours."""
    checked = check_card(text, "json")
    versions = CardVersion.objects.filter(card__release__public_id=card_id)
    live = versions.filter(live_on__isnull=False).first()
    if versions.exists() and (live is None or live.published_by != by.key):
        return None
    if live is not None and live.content_hash == checked.content_hash:
        return live.card
    loaded.cards += 1
    return publication.publish(by=by, checked=checked, preparer="registry").card


def _load_assessment(
    card: ModelCard, assessment: Mapping[str, Any], by: Actor, loaded: Loaded
) -> None:
    """Enter the facts and confirmations on which nobody has decided yet."""
    facts = set(EditorialFact.objects.filter(card=card).values_list("fact", flat=True))
    for fact, value in assessment.get("facts", {}).items():
        if fact not in facts:
            editorial.set_fact(by=by, card=card, fact=fact, value=value, reason=REASON)
            loaded.acts += 1
    confirmations = PeerReviewConfirmation.objects.filter(card=card)
    decided = set(confirmations.values_list("item", "claim_hash"))
    hashes = gradings.claim_hashes(gradings.live_document(card.release.public_id) or {})
    for item, record in assessment.items():
        if item != "facts" and (item, hashes.get(item)) not in decided:
            editorial.confirm_peer_review(
                by=by,
                card=card,
                item=item,
                confirmed=True,
                by_compilation=True,
                reason=record["basis"],
            )
            loaded.acts += 1


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
