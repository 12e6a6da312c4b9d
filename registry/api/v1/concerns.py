"""Readers' concerns, reported by programs for people with or without an account."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse

from registry.actions.review import concerns
from registry.api.addresses import page_address
from registry.api.answers import PRIVATE, Answer, Body, envelope, json_text
from registry.api.bodies import REFUSALS, SHOWN, document_in, invalid_document, shaped
from registry.api.endpoint import Endpoint, written_response
from registry.api.errors import RequestRefused
from registry.api.idempotency_keys import REPLAYED, idempotency_key
from registry.api.operations import One, Operation
from registry.api.parameters import Asked
from registry.api.times import moment_text
from registry.api.v1.shapes import concerns as shapes
from registry.models import CardVersion, ConcernReport
from registry.models.review.concerns import readable_version
from registry.models.submissions import ALPHABET
from registry.peers import may_report_concern, peer
from registry.rules.concerns import TOO_MANY, find_link_faults, find_statement_faults
from registry.rules.errors import Conflict, Refused
from registry.rules.problems import Problem, shown
from registry.rules.standard import load_standard


class Concerns(Endpoint):
    """Report that something in a published version is wrong, from what everybody can check.

    No account and no token: the report is anonymous unless name or contact say who it is from, and
    both are for editors alone. The receipt has the address at which the outcome can be read; it is
    a secret of whoever holds it. The same request with the same Idempotency-Key, from the same
    network address, reports once. A network address may report ten concerns in an hour and forty in
    a day, those of the form included.
    """

    operation = Operation(
        "reportConcern",
        "Concerns",
        "Report a concern",
        One(shapes.Receipt),
        (*REFUSALS, "invalid-document", "idempotency-key-reused", "refused"),
        takes=shapes.NewConcern,
        media_types=SHOWN,
        headers=("IdempotencyKey",),
        status=201,
    )

    def post(self, asked: Asked) -> Answer:
        read = document_in(self.request)
        wanted: shapes.NewConcern = shaped(shapes.NewConcern, read.document or {})
        version = readable_version(wanted["model"], wanted["version"])
        problems = list(_problems(wanted, version))
        if version is None or problems:
            raise invalid_document(problems, read)
        return self._filed(wanted, version)

    def _answered(
        self,
        request: HttpRequest,
        handler: Callable[..., Answer],
        asked: Asked,
        parts: Mapping[str, Any],
    ) -> HttpResponse:
        """Counted before it acts."""
        self._count(request, asked)
        answer = handler(asked, **parts)
        return written_response(answer, answer.write())

    def _filed(self, wanted: shapes.NewConcern, version: CardVersion) -> Answer:
        key = idempotency_key(self.request)
        public_id = concerns.new_id() if key is None else _id_for(peer(self.request), key)
        known = ConcernReport.objects.filter(public_id=public_id).exists()
        if not known and not may_report_concern(self.request):
            raise RequestRefused(
                "too-many-requests", f"{TOO_MANY}.", headers={"Retry-After": "3600"}
            )
        try:
            concern = concerns.file(
                by=concerns.a_reader(),
                version=version,
                public_id=public_id,
                statement=wanted["statement"],
                links=tuple(dict.fromkeys(wanted["links"])),
                item=wanted.get("item", ""),
                name=wanted.get("name", ""),
                contact=wanted.get("contact", ""),
            )
        except Conflict:
            raise RequestRefused(
                "idempotency-key-reused",
                "This Idempotency-Key came with another concern before. A new one takes a new key.",
            ) from None
        except Refused as refused:
            raise RequestRefused("refused", str(refused)) from refused
        return _receipt(concern, is_replay=known)


def _problems(wanted: shapes.NewConcern, version: CardVersion | None) -> Iterator[Problem]:
    """What is wrong with each field, in the words of the form."""
    if version is None:
        told = f"Version {wanted['version']} of {shown(wanted['model'])} cannot be read here."
        yield Problem("/version", "meaning.unknown_reference", told)
    if fault := find_statement_faults(wanted["statement"]):
        yield Problem("/statement", "schema.length", fault)
    if fault := find_link_faults(wanted["links"]):
        yield Problem("/links", "schema.format", fault)
    item = wanted.get("item", "")
    if item and item not in {one.id for one in load_standard().items}:
        told = f"item: found {shown(item)}. Expected an item of the standard, such as COST-1."
        yield Problem("/item", "schema.choice", told)
    if contact := wanted.get("contact", ""):
        try:
            validate_email(contact)
        except ValidationError:
            told = f"contact: found {shown(contact)}. Expected an address: name@example.org."
            yield Problem("/contact", "schema.format", told)


def _id_for(whose: str, key: str) -> str:
    """The id of the concern that a key stands for, which nobody can guess who knows the key."""
    text = f"{whose}\n{key}".encode()
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"concern\n" + text, "sha256")
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[: concerns.LENGTH_OF_ID])


def _receipt(concern: ConcernReport, *, is_replay: bool) -> Answer:
    address = page_address("concern:status", concern.public_id)
    data: shapes.Receipt = {
        "id": concern.public_id,
        "received_at": moment_text(concern.at),
        "links": {"page": address},
    }
    text = envelope(json_text(data))
    headers = {"Location": address, **({REPLAYED: "true"} if is_replay else {})}
    return Answer("", lambda: Body(text), PRIVATE, status=201, headers=headers)
