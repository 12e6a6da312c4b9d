"""The outbox: written with the event that a message tells of, sent afterwards by a worker."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.template.loader import render_to_string

from registry.actions.audit import now as clock
from registry.models import OutboxMessage
from registry.models.submissions import new_public_id
from registry.pauses import pause
from registry.rules.errors import Refused
from registry.rules.outbox import MOST_ATTEMPTS, next_try

logger = logging.getLogger(__name__)

# Longer than any attempt takes; after it, the worker that held the message is taken for dead.
LEASE = timedelta(minutes=5)
AT_ONCE = 20
LONGEST_ERROR = 200

Send = Callable[[OutboxMessage], object]


class NotDelivered(Exception):  # noqa: N818 - an ordinary end of an attempt
    """The message did not arrive; the text says why, without anything the message says."""


def post_mail(
    template: str,
    to: str,
    *,
    event: str,
    kind: str = "",
    due_at: datetime | None = None,
    **context: Any,
) -> None:
    """Put the mail ``mails/<template>`` into the outbox, in the caller's transaction.

    ``event`` names what happened, once and for all, such as "request abc granted": for one event,
    one address and one kind there is one mail, however often this is called. ``kind`` tells mails
    of one template apart; by itself, the template is the kind. ``due_at`` is where it should wait;
    otherwise it goes out as soon as the transaction is stored.
    """
    context |= {"base_url": settings.BASE_URL}
    subject = render_to_string(f"mails/{template}_subject.txt", context)
    text = render_to_string(f"mails/{template}_message.txt", context)
    post(
        OutboxMessage(
            channel=OutboxMessage.Channel.MAIL,
            event=event,
            recipient=to,
            kind=kind or template,
            # A name with a line break would end the header of the subject.
            subject=" ".join(subject.split()),
            body=text.strip() + "\n",
        ),
        due_at=due_at,
    )


def post(*messages: OutboxMessage, due_at: datetime | None = None) -> None:
    """Add messages that say what and to whom; one that is there already stays as it is."""
    if not connection.in_atomic_block:
        raise RuntimeError("A message belongs into the transaction of what it tells of.")
    at = clock()
    for message in messages:
        message.public_id = message.public_id or new_public_id()
        message.created_at, message.due_at = at, due_at or at
        message.next_try_at = message.due_at
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


def forget(address: str) -> None:
    """Delete what was or would be mailed to an address that its owner takes away."""
    OutboxMessage.objects.filter(
        channel=OutboxMessage.Channel.MAIL, recipient__iexact=address
    ).delete()


def give_up(*, recipient: str, because: str) -> None:
    """Send nothing more of what waits for a recipient; the reason stands with each message."""
    OutboxMessage.objects.waiting().filter(recipient=recipient).update(
        given_up_at=clock(), last_error=because
    )


def take_back(*, about: str, kinds: Collection[str], because: str) -> None:
    """Send nothing of these kinds that still waits about a thing, such as "submission abc".

    For messages whose words hold no more: the words go, so that nobody can send them again. What a
    worker is sending at this moment leaves.
    """
    OutboxMessage.objects.waiting().filter(event__startswith=f"{about} #", kind__in=kinds).update(
        given_up_at=clock(), last_error=because, subject="", body=""
    )


def deliver_due(
    *,
    send: Send,
    now: Callable[[], datetime] = clock,
    is_stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Send what is due, the oldest first; return how many messages were sent.

    ``send`` raises ``NotDelivered`` where a message should be tried again later. It runs outside
    any transaction, and no other worker sends the same message meanwhile. A worker that dies
    between sending and the note of it leaves the message to be sent again, with the same id. What
    fails for a recipient fails once in a run: the rest for it waits. Between two messages
    ``is_stopping`` is asked.
    """
    sent, failing = 0, set[str]()
    while due := _due(now(), failing):
        for message in due:
            if is_stopping():
                return sent
            if message.recipient in failing or not _claim(message, now()):
                continue
            if _deliver(message, send, now):
                sent += 1
            else:
                failing.add(message.recipient)
    return sent


def try_again(public_id: str) -> OutboxMessage:
    """Let a message that was given up be tried anew, from now; raise ``Refused`` for another.

    What was taken back has no words any more, and stays where it is.
    """
    at = clock()
    given_up = OutboxMessage.objects.filter(public_id=public_id, given_up_at__isnull=False)
    if not given_up.exclude(body="").update(
        given_up_at=None, attempts=0, next_try_at=at, claimed_until=None
    ):
        raise Refused(f"No message that was given up has the id {public_id!r}.")
    return OutboxMessage.objects.get(public_id=public_id)


def _due(at: datetime, failing: set[str]) -> list[OutboxMessage]:
    """Some of what is due, mails first: a person waits, and a webhook may be slow."""
    messages = OutboxMessage.objects.to_send(at).exclude(recipient__in=failing)
    return list(messages.order_by("channel", "next_try_at", "id")[:AT_ONCE])


def _claim(message: OutboxMessage, at: datetime) -> bool:
    """Take the message for this worker; False where another was first."""
    # Durable: sending inside a transaction would hold its locks for as long as a server likes.
    with transaction.atomic(durable=True):
        taken = OutboxMessage.objects.to_send(at).filter(pk=message.pk, attempts=message.attempts)
        # Counted before sending, so that a message that kills its worker is given up, too.
        if not taken.update(claimed_until=at + LEASE, attempts=F("attempts") + 1):
            return False
    message.attempts += 1
    return True


def _deliver(message: OutboxMessage, send: Send, now: Callable[[], datetime]) -> bool:
    pause("outbox_claimed")
    if message.attempts > MOST_ATTEMPTS:
        _put_off(message, "no worker survived sending it", now())
        return False
    try:
        send(message)
    except NotDelivered as failure:
        logger.warning("Message %s was not delivered: %s", message.public_id, failure)
        _put_off(message, str(failure), now())
        return False
    except Exception as error:  # a fault in one message must not keep the others
        logger.exception("Message %s could not be sent", message.public_id)
        _put_off(message, f"fault: {type(error).__name__}", now())
        return False
    pause("outbox_sent")
    # Not only if this worker still holds it: what was sent was sent.
    OutboxMessage.objects.filter(pk=message.pk).update(
        sent_at=now(), given_up_at=None, claimed_until=None, last_error="", subject="", body=""
    )
    return True


def _put_off(message: OutboxMessage, error: str, at: datetime) -> None:
    """Note a failure, unless another worker has taken the message over in the meantime."""
    again = next_try(message.attempts, at)
    values: dict[str, Any] = {"next_try_at": again} if again else {"given_up_at": at}
    OutboxMessage.objects.waiting().filter(pk=message.pk, attempts=message.attempts).update(
        claimed_until=None, last_error=error[:LONGEST_ERROR], **values
    )
