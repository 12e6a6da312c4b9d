"""Answers as they are recorded: HTTP as text, with what differs from run to run fixed."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.test import Client

from registry.actions import intake
from registry.actions.people import person_of
from registry.models import Actor, Submission
from registry.rules.pointer import join_pointer, split_pointer
from registry.web.api_examples import EXAMPLES_DIR, TOKEN, Example
from tests.factories.api_tokens import add_token
from tests.factories.registry import publish_card
from tests.factories.review import cast, published
from tests.factories.submissions import add_person, start_draft

MOMENT, DAY = "2026-07-01T09:00:00Z", "2026-07-01"
REQUEST = "urn:uuid:00000000-0000-4000-8000-000000000000"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")
_REQUEST = re.compile(r"urn:uuid:[0-9a-f-]{36}")
DRAFT, STATE = "k7m2p9qr4stu", "Xc3vQ1b7Tn9kYw2e"
# Both are random, and as long as the id of a concern.
_DRAFT = re.compile(r'(/submissions/|/concerns/|"id": ")[a-z0-9]{12}(?=["/\s])')
_STATE = re.compile(r'("etag": "\\"|ETag: ")[A-Za-z0-9_-]{16}(?=\\?")')
_CURSOR = re.compile(r"cursor=[^&>\"]+")


def prepare(example: Example, editor: Actor) -> None:
    """Make what the example says was there: versions of the invented card, its draft, a review."""
    card = json.loads((EXAMPLES_DIR / "card.json").read_bytes())
    if TOKEN in str(example.sent):
        _draft(card, editor)
    if example.operation == "getVersionReview":
        published(cast())
        return
    if not example.given:
        return
    hardware = card["hardware"]
    topology, count = hardware.pop("topology"), hardware["accelerator_count"]
    card["identity"] = _released(card)
    publish_card(editor, card)
    hardware["topology"] = topology
    count["value"]["segments"][0]["count"]["value"] = 648
    limits = {"limitations": [{"description": "Answers in languages other than English are weak."}]}
    card["safety"]["limitations"] = {"status": "disclosed", "value": limits}
    publish_card(editor, card)


def _released(card: dict[str, Any]) -> dict[str, Any]:
    evidence = card["hardware"]["accelerator_count"]["evidence"]
    value = {"version": "1", "release_date": "2026-11-01"}
    return {"model_version": {"status": "disclosed", "value": value, "evidence": evidence}}


def _draft(card: dict[str, Any], editor: Actor) -> None:
    """The card in the making, in the state that the examples name."""
    intake.register_missing(by=editor, document={**card, "identity": _released(card)})
    lab, _ = card["card_id"].split("/")
    draft = start_draft(add_person("Lin Example", lab), card, card_id=card["card_id"])
    Submission.objects.filter(pk=draft.pk).update(public_id=DRAFT, token=STATE)
    draft.sections.update(token=STATE)


def call(example: Example) -> Any:
    """Make the call of an example, as its command does."""
    headers = {"Host": "localhost:8000", **example.sent}
    if TOKEN in headers.get("Authorization", ""):
        submission = Submission.objects.get()
        owner = person_of(Actor.objects.get(key=submission.created_by))
        _, text = add_token(owner, str(submission.lab and submission.lab.slug))
        headers["Authorization"] = headers["Authorization"].replace(TOKEN, text)
    client = Client(headers=headers)
    body = example.body_path.read_bytes() if example.body else b""
    kind = {"CONTENT_TYPE": headers["Content-Type"]} if example.body else {}
    return client.generic(example.method, example.address, body, **kind)


def text_of(response: Any, example: Example) -> str:
    """The answer as HTTP writes it: status, the headers that are shown, a blank line, the body."""
    status = HTTPStatus(response.status_code)
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    names = example.headers or (["Content-Type"] if response.content else [])
    lines += [f"{name}: {response.headers[name]}" for name in names]
    head = "\n".join(lines)
    return fixed(f"{head}\n\n{body_of(response, example)}".rstrip("\n") + "\n")


def body_of(response: Any, example: Example) -> str:
    text: str = response.content.decode()
    if "json" not in response.headers.get("Content-Type", "") or not text:
        return text.replace("\r\n", "\n")
    data = json.loads(text)
    if example.shown:
        data = only(data, [split_pointer(pointer) for pointer in example.shown])
    return json.dumps(data, ensure_ascii=False, indent=2)


def only(data: Any, pointers: list[tuple[str, ...]]) -> Any:
    """The members of ``data`` that the pointers lead to, in their places."""
    if () in pointers:
        return data
    below: dict[str, list[tuple[str, ...]]] = {}
    for first, *rest in pointers:
        below.setdefault(first, []).append(tuple(rest))
    if isinstance(data, list):
        return [only(data[int(key)], rest) for key, rest in below.items()]
    return {key: only(data[key], rest) for key, rest in below.items()}


def fixed(text: str) -> str:
    """``text`` with the moments of the run, its days and the ids of requests replaced."""
    text = _DRAFT.sub(rf"\g<1>{DRAFT}", _STATE.sub(rf"\g<1>{STATE}", text))
    text = _CURSOR.sub("cursor=WyJsaXN0aW5nIiwx…", _REQUEST.sub(REQUEST, text))
    text = _MOMENT.sub(MOMENT, text)
    today = datetime.now(UTC).date()
    for day in (today, today - timedelta(days=1)):
        text = text.replace(day.isoformat(), DAY)
    return text


def shape_of(text: str) -> Any:
    """What stays the same of an answer with figures of the day: status, members and their types."""
    head, _, body = text.partition("\n\n")
    return head, sorted(set(_paths(json.loads(body), ())))


def _paths(data: Any, way: tuple[str, ...]) -> list[tuple[str, str]]:
    if isinstance(data, dict):
        return [found for key, value in data.items() for found in _paths(value, (*way, key))]
    if isinstance(data, list):
        return [found for value in data for found in _paths(value, (*way, "-"))]
    kind = "number" if isinstance(data, int | float) else type(data).__name__
    return [(join_pointer(way), kind)]
