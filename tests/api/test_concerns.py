"""Reporting a concern by program: what the form takes, asks and gives."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from registry.actions.review import concerns
from registry.models import AuditEvent, ConcernReport
from tests.api.openapi import check_described
from tests.api.problems import check_problem

pytestmark = pytest.mark.django_db
PATH = "/api/v1/concerns"
SENT: dict[str, Any] = {
    "model": "deepseek/deepseek-r1",
    "version": 1,
    "statement": "The hours in the table are those of another cluster.",
    "links": ["https://example.org/paper"],
    "item": "COMP-1",
    "name": "Canary Kim",
    "contact": "canary.kim@example.org",
}


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def send(client: Client, *without: str, key: str = "", **change: Any) -> Any:
    body = {name: value for name, value in {**SENT, **change}.items() if name not in without}
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(PATH, json.dumps(body), content_type="application/json", headers=headers)


def test_a_reader_gets_the_receipt_of_the_form(client: Client) -> None:
    response = send(client)
    assert response.status_code == 201, response.content
    check_described(PATH, response, method="post")
    concern = ConcernReport.objects.get()
    receipt = response.json()["data"]
    assert receipt["id"] == concern.public_id
    assert receipt["links"]["page"] == response.headers["Location"]
    assert receipt["links"]["page"].endswith(f"/concerns/{concern.public_id}/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Kim" not in response.content.decode()
    kept = (concern.item, concern.links, concern.name, concern.contact)
    assert kept == (SENT["item"], SENT["links"], SENT["name"], SENT["contact"])
    assert AuditEvent.objects.latest("id").actor_key == concerns.a_reader().key
    assert send(client, "item", "name", "contact").status_code == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"statement": "Too short"}, "/statement"),
        ({"links": []}, "/links"),
        ({"links": ["javascript:alert(1)"]}, "/links"),
        ({"links": "https://example.org/"}, "/links"),
        ({"item": "NO-1"}, "/item"),
        ({"contact": "nobody"}, "/contact"),
        ({"name": "x" * 201}, "/name"),
        ({"version": 99}, "/version"),
        ({"version": "1"}, "/version"),
        ({"model": "no/model"}, "/version"),
        ({"reporter": "me"}, "/reporter"),
    ],
)
def test_what_is_wrong_is_named(client: Client, change: dict[str, Any], pointer: str) -> None:
    problem = check_problem(send(client, **change), "invalid-document")
    assert [one["pointer"] for one in problem["errors"]] == [pointer]
    assert not ConcernReport.objects.exists()


def test_the_same_key_reports_once(client: Client) -> None:
    first, again = send(client, key="k1"), send(client, key="k1")
    assert first.json()["data"] == again.json()["data"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    other = {"statement": "Something else is wrong with it, too."}
    check_problem(send(client, key="k1", **other), "idempotency-key-reused")
    assert send(Client(REMOTE_ADDR="192.0.2.7"), key="k1").status_code == 201
    assert ConcernReport.objects.count() == 2, "another sender's key is another key"
    check_problem(send(client, key="a b"), "malformed-request")


def test_form_and_program_are_counted_together(client: Client) -> None:
    form = {"statement": SENT["statement"], "links": SENT["links"][0], "_form": concerns.new_id()}
    assert client.post(f"/concerns/new/?model={SENT['model']}&version=1", form).status_code == 302
    for number in range(9):
        assert send(client, key=f"key-{number}").status_code == 201
    refused = send(client)
    check_problem(refused, "too-many-requests")
    assert refused.headers["Retry-After"] == "3600"
    assert send(client, key="key-1").status_code == 201, "what is known already is not counted"
