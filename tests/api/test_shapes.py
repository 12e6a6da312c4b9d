"""Every answer is what the OpenAPI document says, and says nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from registry.actions import publication
from registry.models import Actor, CardVersion
from tests.api.addresses import ADDRESSES, R1, Address
from tests.api.openapi import check_described, committed, operation_of
from tests.factories.acts import ACTS

pytestmark = pytest.mark.django_db
each = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.path)


def nulls(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for member in value.values():
            yield from nulls(member)
    elif isinstance(value, list):
        for entry in value:
            yield from nulls(entry)
    elif value is None:
        yield value


@each
def test_answers_are_as_described(address: Address, client: Client) -> None:
    response = client.get(address.path)
    assert response.headers["Content-Type"] == address.media_type
    check_described(address.path, response, is_whole="fields=" not in address.path)


@each
def test_refusals_are_as_described(address: Address, client: Client) -> None:
    check_described(address.bare, client.get(address.asking("no=1")))
    check_described(address.bare, client.get(address.path, headers={"Accept": "image/png"}))


@each
def test_what_is_absent_is_left_out(address: Address, client: Client) -> None:
    if address.is_json and "/schemas/" not in address.path and "/standards/" not in address.path:
        assert not list(nulls(client.get(address.path).json()))


@each
def test_every_parameter_is_described(address: Address) -> None:
    described = operation_of(address.bare)
    assert described["summary"] and described["description"]
    for parameter in described["parameters"]:
        assert "$ref" in parameter or (parameter["description"] and parameter["schema"])


def test_every_path_is_tested() -> None:
    tested = {operation_of(address.bare)["operationId"] for address in ADDRESSES}
    # No starter card was reviewed: its own test publishes one that was.
    tested.add("getVersionReview")
    described = {
        methods["get"]["operationId"]
        for methods in committed()["paths"].values()
        # Those that take a token have tests of their own.
        if "get" in methods and "security" not in methods["get"]
    }
    assert tested == described


@pytest.mark.parametrize("act", ACTS)
def test_after_every_editorial_act(act: str, client: Client, editor: Actor) -> None:
    ACTS[act].run(editor, "A reason of the tests")
    for path in ("/api/v1/labs?limit=100", "/api/v1/rankings/current", "/api/v1/changes?after=500"):
        check_described(path, client.get(path))
    subject = ACTS[act].subject
    for path in (
        (f"/api/v1/models/{subject}/release", f"/api/v1/models/{subject}/versions")
        if "/" in subject
        else (f"/api/v1/labs/{subject}", f"/api/v1/labs/{subject}/models")
    ):
        response = client.get(path)
        assert response.status_code in {200, 308, 404}
        if response.status_code == 200:
            check_described(path, response)


def test_a_removed_version_keeps_its_line(client: Client, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id="deepseek/deepseek-r1")
    publication.remove(by=editor, version=version, reason="A court order")
    for path in (R1, f"{R1}/versions/1", f"{R1}/grading"):
        response = client.get(path)
        assert response.status_code == 410
        check_described(path, response)
    lines = client.get(f"{R1}/versions")
    check_described(f"{R1}/versions", lines)
    (line,) = lines.json()["data"]
    assert line["status"] == "removed"
    assert line["removal"]["reason"] == "A court order"
    assert line["links"] == {}
    release = client.get(f"{R1}/release").json()["data"]
    assert not release["has_card"]
    assert release["links"]["versions"].endswith("/versions")
