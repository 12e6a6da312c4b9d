"""Acts of editors about a card: set a fact, rule on applicability, confirm peer review.

Each adds a row to a journal, grades the live version again and re-ranks its lab.
"""

from typing import Any

from registry.actions import gradings
from registry.actions.audit import now, record
from registry.actions.labs import require_reason
from registry.actions.ranked import ranked_transaction
from registry.models import (
    Actor,
    ApplicabilityOverride,
    EditorialFact,
    ModelCard,
    PeerReviewConfirmation,
)
from registry.rules.documents import claim_at
from registry.rules.errors import Refused, Unknown
from registry.rules.grading.evidence import has_located_peer_review
from registry.rules.standard import Fact, Item, load_standard


def get_live_card(card_id: str) -> ModelCard:
    """Return the card with a published version; raise ``Unknown`` with its id."""
    try:
        return (
            ModelCard.objects.live()
            .select_related("release__lab__merged_into", "live_version__content")
            .get(release__public_id=card_id)
        )
    except ModelCard.DoesNotExist:
        raise Unknown(f"There is no published card {card_id!r}.") from None


def set_fact(*, by: Actor, card: ModelCard, fact: str, value: Any, reason: str) -> None:
    """Set a fact about the model; ``None`` withdraws what an editor set before."""
    reason = require_reason(reason)
    known = load_standard().facts.get(fact)
    if known is None:
        raise Unknown(f"There is no fact {fact!r}; see the list in the standard.")
    if value is not None:
        _check_fact_value(known, value)
    at = now()
    with ranked_transaction() as touched:
        EditorialFact.objects.create(
            card=card, fact=fact, value=value, reason=reason, at=at, actor_key=by.key
        )
        record(
            by=by,
            action="card.set_fact",
            subject=card.release.public_id,
            reason=reason,
            at=at,
            fact=fact,
            value=value,
        )
        touched.regrade(card)
        touched.add(
            card.release.lab.standing,
            f"the fact {fact} of {card.release.name} was set by an editor",
        )


def override_applicability(
    *, by: Actor, card: ModelCard, item: str, applicable: bool | None, reason: str
) -> None:
    """Rule that an item does or does not apply to this model; ``None`` withdraws the ruling."""
    reason = require_reason(reason)
    _known_item(item)
    at = now()
    with ranked_transaction() as touched:
        ApplicabilityOverride.objects.create(
            card=card, item=item, applicable=applicable, reason=reason, at=at, actor_key=by.key
        )
        record(
            by=by,
            action="card.override_applicability",
            subject=card.release.public_id,
            reason=reason,
            at=at,
            item=item,
            applicable=applicable,
        )
        touched.regrade(card)
        touched.add(
            card.release.lab.standing, f"an editor ruled on item {item} of {card.release.name}"
        )


def confirm_peer_review(
    *,
    by: Actor,
    card: ModelCard,
    item: str,
    confirmed: bool,
    reason: str,
    by_compilation: bool = False,
) -> None:
    """Record that a peer-reviewed source covers this claim, or take that back.

    Refuses a claim without a located peer-reviewed source: there is nothing to confirm.
    """
    reason = require_reason(reason)
    document = gradings.live_document(card.release.public_id) or {}
    claim = claim_at(document, _known_item(item).claim)
    if claim is None:
        raise Refused(f"{card.release.public_id} makes no claim for item {item}.")
    if confirmed and not has_located_peer_review(claim, load_standard().lenient_presence):
        raise Refused(
            f"Item {item} of {card.release.public_id} names no peer-reviewed source with a locator "
            "and a DOI, or a venue together with the address of the record there."
        )
    at = now()
    with ranked_transaction() as touched:
        PeerReviewConfirmation.objects.create(
            card=card,
            item=item,
            claim_hash=gradings.claim_hash(claim),
            confirmed=confirmed,
            by_compilation=by_compilation,
            reason=reason,
            at=at,
            actor_key=by.key,
        )
        record(
            by=by,
            action="card.confirm_peer_review",
            subject=card.release.public_id,
            reason=reason,
            at=at,
            item=item,
            confirmed=confirmed,
        )
        touched.regrade(card)
        touched.add(
            card.release.lab.standing,
            f"the peer-reviewed source of item {item} of {card.release.name} was "
            + ("confirmed" if confirmed else "no longer confirmed"),
        )


def _known_item(item: str) -> Item:
    found = load_standard().item_by_id.get(item)
    if found is None:
        raise Unknown(f"The standard has no item {item!r}.")
    return found


def _check_fact_value(fact: Fact, value: Any) -> None:
    if fact.accepts(value):
        return
    expected = "true or false" if fact.type == "boolean" else " or ".join(fact.values)
    one_or_more = "a list of " if fact.type == "list" else ""
    raise Refused(f"The fact {fact.path} cannot be {value!r}; expected {one_or_more}{expected}.")
