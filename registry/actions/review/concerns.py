"""Readers' concerns (P09): anybody reports one, an editor who is not on the case answers it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.actions import moves
from registry.actions.audit import Signing, command_actor, now
from registry.actions.checks import UNSTORABLE
from registry.actions.outbox import post_mail
from registry.actions.ranked import ranked_transaction
from registry.actions.review.addressees import chiefs_for
from registry.actions.review.forms import is_first
from registry.actions.review.texts import require_text
from registry.models import Actor, CardVersion, Change, ConcernReport
from registry.models.review.concerns import keys_on_case, reporter_of
from registry.models.submissions import ALPHABET
from registry.rules.concerns import (
    LONGEST_NAME,
    ConcernSubject,
    check_may_answer,
    find_link_faults,
    find_statement_faults,
)
from registry.rules.errors import Conflict, Refused
from registry.rules.permissions import Person
from registry.rules.standard import load_standard
from registry.rules.workflow.concerns import ConcernAction, ConcernState

LENGTH_OF_ID = 12


def a_reader() -> Actor:
    """Who files without an account: the record knows no more of them."""
    return command_actor("a reader")


def new_id() -> str:
    """For the form of a concern: sent twice, it makes one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH_OF_ID))


def is_id(text: str) -> bool:
    return len(text) == LENGTH_OF_ID and set(text) <= set(ALPHABET)


def file(
    *,
    by: Signing,
    version: CardVersion,
    public_id: str,
    statement: str,
    links: Sequence[str],
    item: str = "",
    name: str = "",
    contact: str = "",
) -> ConcernReport:
    """Report that something in a published version is wrong; tell those who see to it.

    ``public_id`` is that of the form: sent again, the concern that is there already is returned.
    Name and address go to editors alone, the audit trail has neither. Raises ``Refused`` where it
    rests on nothing that can be checked.
    """
    for fault in (find_statement_faults(statement), find_link_faults(links)):
        if fault:
            raise Refused(fault)
    if item and item not in {one.id for one in load_standard().items}:
        raise Refused(f"Claim: found {item!r}. Expected an item of the standard, such as COST-1.")
    if len(name) > LONGEST_NAME or UNSTORABLE.search("".join((name, statement, *links))):
        raise Refused("Found a text that cannot be kept. Expected plain words.")
    if not is_id(public_id):
        raise Refused("The form has no id. Open the page anew and send it again.")
    concern = ConcernReport(
        public_id=public_id,
        version=version,
        item=item,
        statement=statement.strip(),
        links=list(links),
        name=name.strip(),
        contact=contact,
        at=now(),
    )
    try:
        with transaction.atomic():
            moves.move_concern(concern, ConcernAction.FILE, by=by, token="", at=concern.at)
            _tell_chiefs(concern)
            _tell("concern_received", concern.contact, concern)
    except IntegrityError:
        known = ConcernReport.objects.filter(public_id=public_id).first()
        if known is None:
            raise
        if (known.version_id, known.statement) != (version.pk, concern.statement):
            raise Conflict("This form was sent before, with other words. Open it anew.") from None
        return known
    return concern


def acknowledge(*, by: Person, concern: ConcernReport, token: str, form_key: str = "") -> None:
    """Take a concern up: from here on it is the editor's, and has a day for its outcome."""
    at = now()
    values = {"editor_id": by.key, "acknowledged_at": at}
    _answer(concern, ConcernAction.ACKNOWLEDGE, by, token, form_key, at, values)


def uphold(
    *, by: Person, concern: ConcernReport, token: str, outcome: str, form_key: str = ""
) -> None:
    """Say that the reader is right. ``outcome`` becomes public at once, and is told in the feed."""
    at, outcome = now(), require_text(outcome, "Outcome")
    values = {"outcome": outcome, "answered_at": at}
    with ranked_transaction() as touched:
        if _answer(concern, ConcernAction.UPHOLD, by, token, form_key, at, values):
            version = concern.version
            kind = Change.Kind.CARD_CONCERN_UPHELD
            touched.card_changed(kind, version.card.release, version.number)


def not_uphold(
    *, by: Person, concern: ConcernReport, token: str, outcome: str, form_key: str = ""
) -> None:
    """Close a concern that does not hold; the reader alone is told why."""
    at, outcome = now(), require_text(outcome, "Outcome")
    values = {"outcome": outcome, "answered_at": at}
    _answer(concern, ConcernAction.NOT_UPHOLD, by, token, form_key, at, values)


def mark_duplicate(
    *, by: Person, concern: ConcernReport, token: str, of: str, form_key: str = ""
) -> None:
    """Close a concern because another one says the same; ``of`` is the id of that."""
    first = ConcernReport.objects.filter(public_id=of.strip()).first()
    if first is None or first.pk == concern.pk or first.state == ConcernState.DUPLICATE:
        raise Refused(
            f"Duplicate of: found “{of.strip()[:40]}”. Expected the id of another concern, which "
            "is no duplicate itself."
        )
    if first.version.card_id != concern.version.card_id:
        raise Refused("Duplicate of: found a concern about another card.")
    check_may_answer(by, subject_of_concern(first))
    at = now()
    values = {"duplicate_of_id": first.pk, "answered_at": at}
    _answer(concern, ConcernAction.MARK_DUPLICATE, by, token, form_key, at, values)


def subject_of_concern(concern: ConcernReport) -> ConcernSubject:
    """The facts that decide who may answer it, as they are now."""
    lab = concern.version.card.release.lab
    return ConcernSubject(
        labs=frozenset({lab.slug, lab.standing.slug}),
        on_case=keys_on_case(concern.version, now()),
        reporter=reporter_of(concern),
    )


def _answer(
    concern: ConcernReport,
    action: ConcernAction,
    by: Person,
    token: str,
    form_key: str,
    at: datetime,
    values: dict[str, Any],
) -> bool:
    """Move the concern and tell whoever reported it; a form sent twice does nothing more: false.

    The texts stay with the concern: the audit trail is read by people who must not know names.
    """
    subject = f"concern {concern.public_id}"
    with transaction.atomic():
        if not is_first(form_key, subject=subject, action=action, by=by):
            return False
        check_may_answer(by, subject_of_concern(concern))
        moves.move_concern(concern, action, by=by, token=token, at=at, values=values)
        match action:
            case ConcernAction.ACKNOWLEDGE:
                _tell("concern_taken_up", concern.contact, concern)
            case ConcernAction.UPHOLD:
                _tell("concern_upheld", concern.contact, concern)
            case ConcernAction.NOT_UPHOLD:
                _tell("concern_not_upheld", concern.contact, concern)
            case ConcernAction.MARK_DUPLICATE:
                _tell("concern_duplicate", concern.contact, concern)
    return True


def _tell_chiefs(concern: ConcernReport) -> None:
    reporter = reporter_of(concern)
    for user in chiefs_for(concern.version):
        if user.actor.key != reporter:
            _tell("concern_filed", user.email, concern, page="editor:concern")


def _tell(template: str, to: str, concern: ConcernReport, *, page: str = "concern:status") -> None:
    """Mail what happened, and where to look; whoever left no address is told nothing."""
    if not to:
        return
    post_mail(
        template,
        to,
        event=f"concern {concern.public_id} {concern.state}",
        concern=concern,
        version=concern.version,
        release=concern.version.card.release,
        path=reverse(page, args=[concern.public_id]),
    )
