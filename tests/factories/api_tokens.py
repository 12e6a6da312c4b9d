"""Programs with tokens: clients that send one with each call."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.test import Client

from registry.actions import tokens
from registry.models import Actor, ApiToken, Lab, User
from registry.rules.api_tokens import GRANTABLE, Grant
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Action

DRAFTS = "/api/v1/submissions"
EVERYTHING = frozenset(row.action for row in GRANTABLE)


def user_of(person: Person) -> User:
    user = Actor.objects.get(key=person.key).user
    assert user is not None
    return user


def add_token(
    owner: Person, lab: str | None = "deepseek", actions: Iterable[Action] = EVERYTHING
) -> tuple[ApiToken, str]:
    """A token of this person with its text; ``lab`` is None for the person's own drafts."""
    return tokens.create_token(
        by=user_of(owner),
        name="a program of the tests",
        lab=Lab.objects.get(slug=lab) if lab else None,
        grant=Grant(frozenset(actions)),
    )


class Program:
    """Calls addresses below the drafts with a token, or without one."""

    def __init__(self, text: str = "") -> None:
        self.client = Client(headers={"Authorization": f"Bearer {text}"} if text else {})

    def call(
        self,
        method: str,
        rest: str = "",
        body: Any = None,
        *,
        etag: str = "",
        key: str = "",
        content_type: str = "application/json",
    ) -> Any:
        headers = {"If-Match": etag} if etag else {}
        headers |= {"Idempotency-Key": key} if key else {}
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body)
        sent = {"CONTENT_TYPE": content_type} if body is not None else {}
        return self.client.generic(method, f"{DRAFTS}{rest}", data, headers=headers, **sent)

    def get(self, rest: str = "") -> Any:
        return self.call("GET", rest)

    def put(self, rest: str, body: Any, etag: str, **options: Any) -> Any:
        return self.call("PUT", rest, body, etag=etag, **options)

    def post(self, rest: str, body: Any = None, **options: Any) -> Any:
        return self.call("POST", rest, body, **options)
