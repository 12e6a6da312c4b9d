"""What is still to be sent, and what was: mails, and the public changes that webhooks hear of."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def waiting(self) -> OutboxQuerySet:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def to_send(self, at: datetime) -> OutboxQuerySet:
        """Waiting, due, and not in the hands of a worker."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.waiting().filter(free, next_try_at__lte=at)


class OutboxMessage(models.Model):
    """One mail or webhook call: for one event, one recipient and one kind there is one at most.

    Written in the transaction of its event, with the words that were true then. ``public_id`` is
    the same in every attempt, so that a receiver can tell a repetition. ``recipient`` is a mail
    address or the id of a webhook, ``kind`` the template of a mail or the kind of a public change.
    ``due_at`` is the first moment for sending, ``next_try_at`` the next one; whoever sends holds
    the row until ``claimed_until``. The words are kept only while they are needed: once a message
    is sent, ``subject`` and ``body`` are empty.
    """

    class Channel(models.TextChoices):
        MAIL = "mail"
        WEBHOOK = "webhook"

    public_id = models.CharField(max_length=12, unique=True, editable=False)
    channel = models.CharField(max_length=7, choices=Channel.choices)
    event = models.CharField(max_length=300)
    recipient = models.CharField(max_length=254)
    kind = models.CharField(max_length=60)
    subject = models.TextField(blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["event", "recipient", "kind"], name="outbox_once"),
            models.CheckConstraint(
                condition=Q(channel__in=["mail", "webhook"]), name="outbox_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="outbox_has_one_end"
            ),
        )
        indexes = (
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at=None, given_up_at=None),
                name="outbox_by_next_try",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}: {self.event}"


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def active(self) -> WebhookQuerySet:
        return self.filter(ended_at=None)


class Webhook(models.Model):
    """An address that is told of public changes, as they come into the feed.

    ``kinds`` are those of ``Change``; without any, it hears of all. ``secret`` signs what is sent,
    so it is stored as it is; it is shown once and erased when the webhook ends.
    """

    public_id = models.CharField(max_length=12, unique=True, editable=False)
    address = models.CharField(max_length=500)
    secret = models.CharField(max_length=60, blank=True)
    kinds = models.JSONField(default=list)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["address"], condition=Q(ended_at=None), name="webhook_address_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.address}"
