"""How the worker of the outbox hands over mails and webhook calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from smtplib import SMTPException, SMTPResponseException
from typing import assert_never
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from registry.actions.audit import now
from registry.actions.outbox import NotDelivered
from registry.models import OutboxMessage, Webhook
from registry.rules.webhook_signatures import signed_headers
from registry.visiting.posting import NotHandedOver, Poster


def new_poster() -> Poster:
    """One that goes to the public internet; there is no setting that makes another."""
    return Poster(f"ModelDisclosureRegistry (webhooks; +{settings.BASE_URL}/about/)")


@dataclass(frozen=True)
class Delivery:
    """Sends one message; raises ``NotDelivered`` where it should be tried again."""

    poster: Poster
    clock: Callable[[], datetime] = now

    def __call__(self, message: OutboxMessage) -> None:
        channel = OutboxMessage.Channel(message.channel)
        match channel:
            case OutboxMessage.Channel.MAIL:
                send_mail(message)
            case OutboxMessage.Channel.WEBHOOK:
                self._call_webhook(message)
            case _:
                assert_never(channel)

    def _call_webhook(self, message: OutboxMessage) -> None:
        webhook = Webhook.objects.active().filter(public_id=message.recipient).first()
        if webhook is None:
            raise NotDelivered("the webhook has ended")
        headers = signed_headers(
            webhook.secret,
            delivery=message.public_id,
            timestamp=int(self.clock().timestamp()),
            body=message.body,
        )
        try:
            status = self.poster.post(
                webhook.address,
                message.body.encode(),
                {"Content-Type": "application/json", **headers},
            )
        except NotHandedOver as failure:
            raise NotDelivered(str(failure)) from failure
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise NotDelivered(f"the host answered {status}, expected 200 to 299")


def send_mail(message: OutboxMessage) -> None:
    """Hand a mail over; whoever gets it twice sees one message, by its id."""
    host = urlsplit(settings.BASE_URL).hostname
    mail = EmailMessage(
        message.subject,
        message.body,
        to=[message.recipient],
        headers={
            "Message-ID": f"<{message.public_id}@{host}>",
            # Whoever is away need not say so to a program (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        mail.send()
    except SMTPResponseException as error:
        # The server's words are not kept: some quote the mail.
        raise NotDelivered(f"the mail server answered {error.smtp_code}") from error
    except SMTPException as error:
        raise NotDelivered(f"the mail server refused: {type(error).__name__}") from error
    except OSError as error:
        because = error.strerror or type(error).__name__
        raise NotDelivered(f"the mail could not be handed over: {because}") from error
