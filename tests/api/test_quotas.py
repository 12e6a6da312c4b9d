"""Quotas: what is counted, what is told of them, and that counting never stands in the way."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from registry.api import throttling
from registry.api.v1.models import Card
from tests.api.addresses import ADDRESSES, R1, Address

pytestmark = pytest.mark.django_db
VERSION = f"{R1}/versions/1"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three reads of a card instead of 500."""
    monkeypatch.setattr(Card, "quota", replace(throttling.READS, requests=3))


def test_every_counted_answer_says_what_is_left(client: Client) -> None:
    first, second = client.get(R1), client.get(R1)
    assert first.headers["RateLimit-Policy"] == '"reads";q=500;w=300'
    assert first.headers["RateLimit"].startswith('"reads";r=499;t=')
    assert second.headers["RateLimit"].startswith('"reads";r=498;t=')


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.path)
def test_what_never_changes_is_not_counted(address: Address, client: Client) -> None:
    assert ("RateLimit" in client.get(address.path).headers) == address.is_counted


def test_one_too_many_is_told_to_wait(client: Client, few: None) -> None:
    assert [client.get(R1).status_code for _ in range(3)] == [200, 200, 200]
    refused = client.get(R1)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 300
    assert refused.headers["RateLimit"].startswith('"reads";r=0;t=')
    assert refused.json()["code"] == "too-many-requests"
    assert client.get(VERSION).status_code == 200


def test_what_a_client_has_already_is_free(client: Client, few: None) -> None:
    etag = client.get(R1).headers["ETag"]
    for _ in range(5):
        again = client.get(R1, headers={"If-None-Match": etag})
        assert again.status_code == 304
        assert "RateLimit" not in again.headers
    assert client.get(R1).headers["RateLimit"].startswith('"reads";r=1;')


def test_refusals_count_too(client: Client, few: None) -> None:
    statuses = [client.get(f"{R1}?no=1").status_code for _ in range(4)]
    assert statuses == [400, 400, 400, 429]
    assert client.head(R1).status_code == 429


def test_options_is_free(client: Client, few: None) -> None:
    assert {client.options(R1).status_code for _ in range(5)} == {204}


def test_peers_are_counted_apart(client: Client, few: None) -> None:
    for _ in range(4):
        client.get(R1, REMOTE_ADDR="192.0.2.1")
    assert client.get(R1, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.get(R1, REMOTE_ADDR="192.0.2.2").status_code == 200
    spoofed = client.get(R1, REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "10.1.1.1"})
    assert spoofed.status_code == 429


def test_quotas_are_counted_apart(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get(R1)
    monkeypatch.setattr(Card, "quota", throttling.SEARCH)
    assert client.get(R1).headers["RateLimit"].startswith('"search";r=149;t=')


def test_the_factor_multiplies_and_switches_off(client: Client, settings: Settings) -> None:
    settings.RATE_LIMIT_FACTOR = 10
    assert "q=5000;" in client.get(R1).headers["RateLimit-Policy"]
    settings.RATE_LIMIT_FACTOR = 0
    assert "RateLimit" not in client.get(R1).headers


def test_a_store_that_fails_is_told_of_once_and_stops_nothing(
    client: Client, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    settings.COUNTERS_FILE = tmp_path / "file" / "counters"
    with caplog.at_level(logging.WARNING, logger="registry.api.throttling"):
        answers = [client.get(R1) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any("RateLimit" in answer.headers for answer in answers)
    assert len([r for r in caplog.records if "no longer counted" in r.message]) == 1


def test_counters_name_no_peer(client: Client, counters: Path) -> None:
    client.get(R1, REMOTE_ADDR="192.0.2.77")
    written = counters.read_bytes()
    assert b"192.0.2.77" not in written
    assert any(written)
