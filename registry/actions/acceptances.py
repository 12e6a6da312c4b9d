"""Letting an error of a plausibility check stand, for a reason that is published."""

from registry.actions import gradings, plausibility
from registry.actions.audit import now, record
from registry.actions.checks import add, require_reason
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, FigureAcceptance, ModelCard, Release
from registry.models.live_documents import LiveDocuments
from registry.rules.documents import Document
from registry.rules.errors import Refused, Unknown
from registry.rules.plausibility.catalog import RULES


def accept(*, by: Actor, document: Document, check: str, reason: str) -> int:
    """Accept every open error of ``check`` in this document; return how many there were.

    The document need not be published: the error may be what prevents it. Raises ``Unknown`` for a
    release or check the registry does not know, ``Refused`` where there is no such error.
    """
    reason = require_reason(reason)
    _require_check(check)
    with ranked_transaction():
        release = _release(document["card_id"])
        lookup = LiveDocuments(document["card_id"], gradings.parent_ids(document))
        results = plausibility.check(
            document,
            lookup,
            gradings.implied_bases_of(document, lookup),
            today=now().date(),
        )
        accepted = plausibility.accepted_reasons(document)
        errors = [
            result
            for result in plausibility.open_errors(results, accepted)
            if result.check == check
        ]
        if not errors:
            raise Refused(f"{document['card_id']} has no open error of {check}.")
        for claims in dict.fromkeys(error.claims for error in errors):
            hashes = plausibility.hashes_of(document, claims)
            _enter(by, release, check, claims, hashes, accepted=True, reason=reason)
    return len(errors)


def withdraw(*, by: Actor, card_id: str, check: str, reason: str) -> None:
    """Take back what was accepted of ``check`` for this card.

    A version that is published stays so, with its error open. Raises ``Refused`` where nothing is
    accepted.
    """
    reason = require_reason(reason)
    _require_check(check)
    with ranked_transaction():
        release = _release(card_id)
        acts = FigureAcceptance.objects.filter(release=release, check_id=check).order_by("id")
        newest = {tuple(act.claims): act for act in acts}
        standing = [act for act in newest.values() if act.accepted]
        if not standing:
            raise Refused(f"No error of {check} is accepted for {card_id}.")
        for act in standing:
            claims = tuple(act.claims)
            _enter(by, release, check, claims, act.claim_hashes, accepted=False, reason=reason)


def _enter(
    by: Actor,
    release: Release,
    check: str,
    claims: tuple[str, ...],
    hashes: dict[str, str],
    *,
    accepted: bool,
    reason: str,
) -> None:
    """Add a row to the journal with its audit row, and grade a live card again."""
    with ranked_transaction() as touched:
        act = FigureAcceptance(
            release=release,
            check_id=check,
            claims=list(claims),
            claim_hashes=hashes,
            accepted=accepted,
            reason=reason,
            at=now(),
            actor_key=by.key,
        )
        add(act)
        record(
            by=by,
            action="card.accept_figure",
            subject=release.public_id,
            reason=reason,
            at=act.at,
            check=check,
            claims=list(claims),
            accepted=accepted,
        )
        card = ModelCard.objects.live().filter(release=release).first()
        if card is not None:
            touched.regrade(card)


def _release(card_id: str) -> Release:
    release = Release.objects.filter(public_id=card_id).first()
    if release is None:
        raise Unknown(f"There is no release {card_id!r}.")
    return release


def _require_check(check: str) -> None:
    if check not in {rule.id for rule in RULES}:
        raise Unknown(f"There is no plausibility check {check!r}; see docs/plausibility.md.")
