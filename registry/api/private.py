"""Addresses at which a program acts for whoever made its token.

Who asks is told by the token alone, never by a cookie, so that no other site can make a browser
ask. What the person may not see does not exist for the token; what it may see and not do is refused
with the reason. Answers are kept by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag

from registry.actions import idempotency, tokens
from registry.actions.people import subject_of
from registry.api.answers import PRIVATE, Answer, Body
from registry.api.bodies import invalid_document
from registry.api.endpoint import Endpoint, written_response
from registry.api.errors import RequestRefused
from registry.api.idempotency_keys import REPLAYED, idempotency_key
from registry.api.operations import Operation
from registry.api.parameters import Asked
from registry.api.throttling import DRAFTS, Quota
from registry.models import ApiToken, Submission
from registry.rules.errors import (
    CardInvalid,
    NotPermitted,
    QueryInvalid,
    Refused,
    TransitionRefused,
)
from registry.rules.permissions import Person, may_see

CHALLENGE = 'Bearer realm="drafts"'
# What names a state; the W/ is what a proxy adds that compresses the answer.
_ETAG = re.compile(r'(?:W/)?"([A-Za-z0-9_-]{1,16})"')
_BEARER = re.compile(r"(?i:bearer) +(\S+)")


@dataclass(frozen=True, slots=True)
class Caller:
    """The token that was sent, and the person it acts for."""

    token: ApiToken
    person: Person


class PrivateEndpoint(Endpoint):
    """An address that takes a token; ``caller`` is set before a handler is called.

    Handlers act at once: the request was counted, and is let in, before.
    """

    is_private = True
    quota: ClassVar[Quota | None] = DRAFTS
    operations: ClassVar[Mapping[str, Operation]]
    _caller: Caller | None = None

    @property
    def caller(self) -> Caller:
        assert self._caller is not None  # noqa: S101 - set before any handler is called
        return self._caller

    def counted_for(self, request: HttpRequest) -> str:
        """The token's own quota; until it is known, that of the network address."""
        if self._caller is None:
            return super().counted_for(request)
        return f"token {self._caller.token.public_id}"

    def _answered(
        self,
        request: HttpRequest,
        handler: Callable[..., Answer],
        asked: Asked,
        parts: Mapping[str, Any],
    ) -> HttpResponse:
        self._caller = caller_of(request)
        self._count(request, asked)
        try:
            answer = handler(asked, **parts)
            return written_response(answer, answer.write())
        except QueryInvalid:
            raise
        except Refused as refused:
            raise as_request_refused(refused) from refused

    def submission(self, public_id: str) -> Submission:
        """The draft at an address; refuses one that the caller may not see, as one that is not."""
        found = (
            Submission.objects.select_related("lab", "release").filter(public_id=public_id).first()
        )
        if found is None or not may_see(self.caller.person, subject_of(found)):
            raise RequestRefused("not-found", "There is no such draft for this token.")
        return found

    def once(self, act: Callable[[], Answer]) -> Answer:
        """Act; where the request brings an Idempotency-Key, only the first time it comes."""
        key = idempotency_key(self.request)
        if key is None:
            return act()
        kept = idempotency.once(self.caller.token, key, _digest(self.request), lambda: _kept(act()))
        replayed = {REPLAYED: "true"} if kept.is_replay else {}
        return Answer(
            "",
            lambda: Body(kept.body),
            PRIVATE,
            status=kept.status,
            headers={**kept.headers, **replayed},
        )


def caller_of(request: HttpRequest) -> Caller:
    """Whoever the Authorization header names; refuses a request that names nobody."""
    sent = request.META.get("HTTP_AUTHORIZATION", "")
    found = _BEARER.fullmatch(sent.strip())
    if found is None:
        raise RequestRefused(
            "token-required",
            "Send Authorization: Bearer and a token; tokens are made at /account/tokens/.",
            headers={"WWW-Authenticate": CHALLENGE},
        )
    try:
        return Caller(*tokens.use_token(found[1]))
    except tokens.TokenRefused as refused:
        raise RequestRefused(
            "token-refused",
            str(refused),
            headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'},
        ) from refused


def state_named(request: HttpRequest) -> str:
    """The state that the caller read, from If-Match; refuses a change that names none."""
    sent = request.META.get("HTTP_IF_MATCH", "").strip()
    if not sent or sent == "*":
        raise RequestRefused(
            "precondition-required",
            "Send the ETag of what you read in If-Match"
            + ("; * would overwrite whatever is there." if sent else "."),
        )
    found = _ETAG.fullmatch(sent)
    if found is None:
        raise RequestRefused(
            "precondition-failed",
            "If-Match: expected one ETag as this address gave it out, in its quotation marks.",
        )
    return found[1]


def stale(message: str, etag: str, value: object) -> RequestRefused:
    """The refusal of a change that rests on an older state, with what is stored now."""
    return RequestRefused(
        "precondition-failed", message, current={"etag": quote_etag(etag), "value": value}
    )


def as_request_refused(refused: Refused) -> RequestRefused:
    """What the rules refuse, as the API says it: same reason, same words as the form's."""
    if isinstance(refused, CardInvalid):
        return invalid_document(list(refused.problems))
    code = "refused"
    if isinstance(refused, NotPermitted):
        code = "not-permitted"
    elif isinstance(refused, TransitionRefused):
        code = "transition-not-allowed"
    elif isinstance(refused, idempotency.KeyReused):
        code = "idempotency-key-reused"
    return RequestRefused(code, str(refused))


def _kept(answer: Answer) -> idempotency.Kept:
    headers = dict(answer.headers)
    if answer.validator:
        headers["ETag"] = quote_etag(answer.validator)
    return idempotency.Kept(answer.status, str(answer.write().content), headers)


def _digest(request: HttpRequest) -> str:
    """What tells this request from others: all of it but the state that it was made from."""
    head = f"{request.method} {request.path}\n{request.META.get('CONTENT_TYPE', '')}\n"
    return sha256(head.encode() + request.body).hexdigest()
