"""Answers as they are recorded: HTTP as text, with what differs from run to run fixed."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.test import Client

from registry.models import Actor
from registry.rules.pointer import join_pointer, split_pointer
from registry.web.api_examples import EXAMPLES_DIR, Example
from tests.factories.registry import publish_card

MOMENT, DAY = "2026-07-01T09:00:00Z", "2026-07-01"
REQUEST = "urn:uuid:00000000-0000-4000-8000-000000000000"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")
_REQUEST = re.compile(r"urn:uuid:[0-9a-f-]{36}")
_CURSOR = re.compile(r"cursor=[^&>\"]+")


def prepare(example: Example, editor: Actor) -> None:
    """Publish what the example says was there: two versions of the invented card."""
    if not example.given:
        return
    card = json.loads((EXAMPLES_DIR / "card.json").read_bytes())
    hardware = card["hardware"]
    topology, count = hardware.pop("topology"), hardware["accelerator_count"]
    card["identity"] = {
        "model_version": {
            "status": "disclosed",
            "value": {"version": "1", "release_date": "2026-11-01"},
            "evidence": count["evidence"],
        }
    }
    publish_card(editor, card)
    hardware["topology"] = topology
    count["value"]["segments"][0]["count"]["value"] = 648
    limits = {"limitations": [{"description": "Answers in languages other than English are weak."}]}
    card["safety"]["limitations"] = {"status": "disclosed", "value": limits}
    publish_card(editor, card)


def call(example: Example) -> Any:
    """Make the call of an example, as its command does."""
    headers = {"Host": "localhost:8000", **example.sent}
    client = Client(headers=headers)
    if example.method == "POST":
        return client.generic(
            "POST",
            example.address,
            example.body_path.read_bytes(),
            CONTENT_TYPE=example.sent["Content-Type"],
        )
    return client.get(example.address)


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
