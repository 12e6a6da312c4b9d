"""Tokens of the API, and what was answered to calls that may be repeated."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

from registry.rules.permissions import Scope
from registry.rules.workflow.vocabulary import Action


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def in_force(self, at: datetime) -> ApiTokenQuerySet:
        """Tokens that are neither revoked nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class ApiToken(models.Model):
    """Lets a program act for its owner, within one lab or for the owner's own drafts.

    The token itself is not here: ``digest`` is its SHA-256, ``beginning`` its first characters, to
    know it again. ``lab`` is None for listings and self-assessments; ``actions`` are moves of the
    workflow's table. ``last_used_on`` is a day (UTC), so that reading writes once a day at most.
    """

    public_id = models.CharField(max_length=12, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(max_length=100)
    beginning = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    lab = models.ForeignKey(
        "registry.Lab", null=True, blank=True, on_delete=models.PROTECT, related_name="api_tokens"
    )
    actions = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="api_token_expires_later",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    @property
    def scope(self) -> Scope:
        return Scope(
            self.lab.slug if self.lab else None,
            frozenset(Action(action) for action in self.actions),
            self.public_id,
        )


class IdempotencyKey(models.Model):
    """What was answered to a call that named a key, kept so that a repetition has no effect.

    Stored in the transaction of the effect: there is never one without the other. ``request`` is
    the digest of what was asked. The answer is JSON and has no content of a card in it.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_once"),
        )
        indexes = (models.Index(fields=["at"], name="idempotency_key_by_age"),)

    def __str__(self) -> str:
        return f"{self.key} of {self.token}"
