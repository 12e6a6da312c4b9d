"""The worker of the outbox, run by a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import mail
from django.core.mail import EmailMessage

from registry.actions.outbox import deliver_due
from registry.management.delivery import send_mail


class Clock:
    """Stands still until it is moved; starts when everything posted before is due."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC) + timedelta(seconds=1)

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, time: timedelta) -> None:
        self.at += time


def mails() -> list[EmailMessage]:
    """Send the mails that are due, and return all that this test has sent."""
    deliver_due(send=send_mail)
    return list(mail.outbox)
