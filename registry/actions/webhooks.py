"""Webhooks: added and ended by an operator, told of each public change with the change itself."""

import json
import secrets
from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from registry.actions import outbox
from registry.actions.audit import Signing, now, record
from registry.actions.checks import add, require_reason
from registry.models import Change, OutboxMessage, Webhook
from registry.models.submissions import new_public_id
from registry.rules.errors import Conflict, Refused, Unknown
from registry.rules.visits.addresses import AddressRefused, read_address
from registry.rules.webhook_signatures import SECRET_BYTES, secret_text


@transaction.atomic
def add_webhook(
    *, by: Signing, address: str, kinds: Collection[str] = (), reason: str
) -> tuple[Webhook, str]:
    """Tell ``address`` of the changes of these kinds, of all without any, from now on.

    Returns the webhook with its secret, which is not shown again. Raises ``Refused`` for an
    address that is not one of the public web or for a kind that there is not, ``Conflict`` for an
    address that is told already.
    """
    reason = require_reason(reason)
    unknown = sorted(set(kinds) - set(Change.Kind.values))
    if unknown:
        raise Refused(
            f"There is no kind of change {unknown[0]!r}; expected {', '.join(Change.Kind.values)}."
        )
    try:
        read_address(address)
    except AddressRefused as refused:
        raise Refused(f"{address!r} cannot be told of anything: {refused}.") from refused
    if Webhook.objects.active().filter(address=address).exists():
        raise Conflict(f"{address} is told of changes already. End that webhook first.")
    webhook = Webhook(
        public_id=new_public_id(),
        address=address,
        secret=secret_text(secrets.token_bytes(SECRET_BYTES)),
        kinds=sorted(set(kinds)),
        added_at=now(),
    )
    add(webhook)
    record(
        by=by,
        action="webhook.add",
        subject=f"webhook {webhook.public_id}",
        reason=reason,
        at=webhook.added_at,
        address=address,
        kinds=webhook.kinds,
    )
    return webhook, webhook.secret


@transaction.atomic
def end_webhook(*, by: Signing, public_id: str, reason: str) -> Webhook:
    """Tell the address nothing more, what is waiting included; the secret is erased."""
    reason, at = require_reason(reason), now()
    webhook = Webhook.objects.active().filter(public_id=public_id).first()
    if webhook is None or not Webhook.objects.active().filter(pk=webhook.pk).update(
        ended_at=at, secret=""
    ):
        raise Unknown(f"There is no active webhook {public_id!r}.")
    webhook.refresh_from_db()
    outbox.give_up(recipient=public_id, because="the webhook has ended")
    record(by=by, action="webhook.end", subject=f"webhook {public_id}", reason=reason, at=at)
    return webhook


def tell(changes: Iterable[Change]) -> None:
    """Put changes into the outbox for every webhook that wants them, in their transaction."""
    webhooks = list(Webhook.objects.active())
    messages = [
        _message(change, webhook)
        for change in changes
        for webhook in webhooks
        if not webhook.kinds or change.kind in webhook.kinds
    ]
    if messages:
        outbox.post(*messages)


def _message(change: Change, webhook: Webhook) -> OutboxMessage:
    public_id = new_public_id()
    told = {
        "id": public_id,
        "seq": change.seq,
        "at": change.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "kind": str(change.kind),
        "subject": change.subject,
        **({} if change.version is None else {"version": change.version}),
        "url": f"{settings.BASE_URL}{_page_of(change)}",
    }
    return OutboxMessage(
        public_id=public_id,
        channel=OutboxMessage.Channel.WEBHOOK,
        event=f"change {change.seq}",
        recipient=webhook.public_id,
        kind=change.kind,
        body=json.dumps(told, ensure_ascii=False),
    )


def _page_of(change: Change) -> str:
    """Where readers see the thing that changed."""
    if change.kind == Change.Kind.LAB_CHANGED:
        return reverse("lab:detail", args=[change.subject])
    if change.kind == Change.Kind.RANKING_PUBLISHED:
        return reverse("ranking:detail", args=[int(change.subject)])
    lab, model = change.subject.split("/")
    if change.version is None:
        return reverse("model:detail", args=[lab, model])
    return reverse("model:version_page", args=[lab, model, change.version])
