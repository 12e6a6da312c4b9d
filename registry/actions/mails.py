"""Mails about what was decided: sent once it is stored, and never the reason why it is not."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def send_after_commit(template: str, to: str, **context: Any) -> None:
    """Send the mail ``mails/<template>`` when the transaction is stored.

    A mail that cannot be sent is logged: what it tells also stands on the person's pages.
    """
    context |= {"base_url": settings.BASE_URL}
    subject = render_to_string(f"mails/{template}_subject.txt", context)
    text = render_to_string(f"mails/{template}_message.txt", context)
    # A name with a line break would end the header of the subject.
    message = EmailMessage(" ".join(subject.split()), text.strip() + "\n", to=[to])
    transaction.on_commit(lambda: _send(template, message))


def _send(template: str, message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:  # which the errors of mail servers are, too
        logger.exception("A mail could not be sent (%s)", template)
