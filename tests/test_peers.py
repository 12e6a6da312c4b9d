"""For whom a request is counted, and that nobody can pass for another."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from registry.peers import peer

DIRECT = "192.0.2.1"


def seen(forwarded: str | None, direct: str = DIRECT) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return peer(RequestFactory().get("/", REMOTE_ADDR=direct, headers=headers))


@pytest.mark.parametrize("forwarded", [None, "", "203.0.113.9", "203.0.113.9, 198.51.100.7"])
def test_without_proxies_the_header_is_ignored(forwarded: str | None) -> None:
    assert seen(forwarded) == DIRECT


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (1, " 203.0.113.9 ", "203.0.113.9"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
        # Fewer entries than proxies: the request came some other way.
        (2, "203.0.113.9", DIRECT),
        (1, "", DIRECT),
        (1, None, DIRECT),
        # No address: the proxy itself is counted, whatever it was told.
        (1, "unknown", DIRECT),
        (1, "203.0.113.9:4711", DIRECT),
        (1, "203.0.113.9, ", DIRECT),
        (1, "203.0.113.999", DIRECT),
        (1, "203.0.113.09", DIRECT),
        (1, "[2001:db8::1]", DIRECT),
    ],
)
def test_behind_proxies_the_entry_of_the_outermost_counts(
    proxies: int, forwarded: str | None, expected: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert seen(forwarded) == expected


def test_what_a_client_writes_itself_changes_nothing(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    spoofed = {seen(f"10.0.0.{number}, 203.0.113.9") for number in range(50)}
    assert spoofed == {"203.0.113.9"}


@pytest.mark.parametrize(
    ("direct", "expected"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::1", "::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("@", ""),
    ],
)
def test_ipv6_is_counted_by_network(direct: str, expected: str) -> None:
    assert seen(None, direct) == expected
