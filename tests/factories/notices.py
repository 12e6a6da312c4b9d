"""Versions under concern, retracted or removed, as readers meet them."""

from __future__ import annotations

from typing import Any

from registry.actions import publication, transitions
from registry.actions.audit import now
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, CardVersion, Change, ModelCard, Notice
from registry.rules.workflow.versions import RETRACTED, UNDER_CONCERN

SIGNED = [{"name": "Chidi Chief", "role": "editor_in_chief"}]


def version_of(card_id: str, number: int = 1) -> CardVersion:
    return CardVersion.objects.get(card__release__public_id=card_id, number=number)


def note(by: Actor, version: CardVersion, kind: str, text: str, **values: Any) -> Notice:
    told = {"signed": SIGNED, **values}
    return Notice.objects.create(
        version=version,
        number=1 + version.notices.count(),
        kind=kind,
        text=text,
        at=now(),
        actor_key=by.key,
        **told,
    )


def doubt(by: Actor, version: CardVersion, text: str, items: tuple[str, ...] = ()) -> None:
    """Put a version under concern."""
    with ranked_transaction() as touched:
        transitions.set_status(version, UNDER_CONCERN, by=by, at=now(), reason=text)
        note(by, version, "concern", text, items=list(items))
        touched.card_changed(Change.Kind.CARD_REGRADED, version.card.release, version.number)


def retract(by: Actor, version: CardVersion, text: str) -> None:
    """Retract a version; where it was live, its card has none from then on."""
    with ranked_transaction() as touched:
        transitions.set_status(version, RETRACTED, by=by, at=now(), reason=text)
        note(by, version, "retraction", text)
        ModelCard.objects.filter(live_version=version).update(
            live_version=None, current_grading=None
        )
        release = version.card.release
        touched.card_changed(Change.Kind.CARD_REGRADED, release, version.number)
        touched.add(release.lab, f"the card of {release.name} was retracted")


def remove(by: Actor, version: CardVersion, text: str) -> None:
    """Take the content out, as the law demands."""
    with ranked_transaction():
        publication.remove(by=by, version=version, reason=text)
        note(by, version, "removal", text, reason_class="law")
