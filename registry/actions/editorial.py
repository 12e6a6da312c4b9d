"""Acts of editors about a card: set a fact, rule on applicability, confirm peer review.

Each adds a row to a journal, grades the live version again and re-ranks its lab.
"""

from typing import Any

from registry.actions import gradings
from registry.actions.audit import now, record
from registry.actions.checks import add, require_reason
from registry.actions.ranked import ranked_transaction
from registry.models import (
    Actor,
    ApplicabilityOverride,
    EditorialFact,
    ModelCard,
    PeerReviewConfirmation,
)
from registry.models.editorial import EditorialAct
from registry.rules.documents import claim_at
from registry.rules.errors import Refused, Unknown
from registry.rules.grading.assessment import parse_assessment
from registry.rules.grading.evidence import has_located_peer_review
from registry.rules.grading.ruled_out import MOST_RULED_OUT, share_ruled_out
from registry.rules.standard import Fact, Item, load_standard


def get_live_card(card_id: str) -> ModelCard:
    """Return the card with a published version; raise ``Unknown`` with its id."""
    try:
        return (
            ModelCard.objects.live()
            .select_related("release__lab", "live_version__content")
            .get(release__public_id=card_id)
        )
    except ModelCard.DoesNotExist:
        raise Unknown(f"There is no published card {card_id!r}.") from None


def set_fact(*, by: Actor, card: ModelCard, fact: str, value: Any, reason: str) -> None:
    """Set a fact about the model; ``None`` withdraws what an editor set before."""
    known = load_standard().facts.get(fact)
    if known is None:
        raise Unknown(f"There is no fact {fact!r}; see the list in the standard.")
    if value is not None:
        _check_fact_value(known, value)
    _enter(
        EditorialFact(card=card, fact=fact, value=value, reason=require_reason(reason)),
        by=by,
        action="card.set_fact",
        cause=f"the fact {fact} of {card.release.name} was set by an editor",
        fact=fact,
        value=value,
    )


def override_applicability(
    *, by: Actor, card: ModelCard, item: str, applicable: bool | None, reason: str
) -> None:
    """Rule that an item does or does not apply to this model; ``None`` withdraws the ruling.

    Raises ``Refused`` where rulings would take out more than a twentieth of the weight that applies
    to the model by its facts.
    """
    _known_item(item)
    reason = require_reason(reason)
    with ranked_transaction():
        _enter(
            ApplicabilityOverride(card=card, item=item, applicable=applicable, reason=reason),
            by=by,
            action="card.override_applicability",
            cause=f"an editor ruled on item {item} of {card.release.name}",
            item=item,
            applicable=applicable,
        )
        if applicable is False:
            # Looked at with the ruling in place, and undone with the transaction.
            _check_ruled_out(card)


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
    public_id = card.release.public_id
    with ranked_transaction():
        # Read under the lock: what is confirmed is the claim that is live now.
        document = gradings.live_document(public_id) or {}
        claim = claim_at(document, _known_item(item).claim)
        if claim is None:
            raise Refused(f"{public_id} makes no claim for item {item}.")
        if confirmed and not has_located_peer_review(claim, load_standard().lenient_presence):
            raise Refused(
                f"Item {item} of {public_id} names no peer-reviewed source with a locator and a "
                "DOI, or a venue together with the address of the record there."
            )
        _enter(
            PeerReviewConfirmation(
                card=card,
                item=item,
                claim_hash=gradings.claim_hash(claim),
                confirmed=confirmed,
                by_compilation=by_compilation,
                reason=reason,
            ),
            by=by,
            action="card.confirm_peer_review",
            cause=f"the peer-reviewed source of item {item} of {card.release.name} was "
            + ("confirmed" if confirmed else "no longer confirmed"),
            item=item,
            confirmed=confirmed,
        )


def _enter(act: EditorialAct, *, by: Actor, action: str, cause: str, **data: Any) -> None:
    """Add a row to its journal with its audit row, and grade the card again."""
    card = act.card
    with ranked_transaction() as touched:
        act.at, act.actor_key = now(), by.key
        add(act)
        record(
            by=by,
            action=action,
            subject=card.release.public_id,
            reason=act.reason,
            at=act.at,
            **data,
        )
        touched.regrade(card)
        touched.add(card.release.lab, cause)


def _check_ruled_out(card: ModelCard) -> None:
    standard = load_standard()
    document = gradings.live_document(card.release.public_id) or {}
    assessment = parse_assessment(gradings.assessment_of(card, document), standard)
    share = share_ruled_out(document, standard, assessment)
    if share > MOST_RULED_OUT:
        raise Refused(
            f"Rulings would take {float(share):.1%} of the weight that applies to "
            f"{card.release.public_id} out of its score. Expected at most "
            f"{float(MOST_RULED_OUT):.0%}: a model that the standard fits so little needs another "
            "edition of the standard."
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
