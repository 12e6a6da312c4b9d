"""Where the checker may go is decided by the address alone, and refused is refused early."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import NoReturn

import pytest

from registry.rules.visits.addresses import AddressRefused, Gate, read_address
from registry.rules.visits.fetched import Failure
from registry.rules.visits.public_network import is_public
from registry.visiting.fetching import Fetcher
from tests.rules.visits.hostile import ADDRESSES, PUBLIC_ADDRESSES, PUBLIC_URLS, URLS


def test_there_are_enough_hostile_addresses() -> None:
    assert len(set(URLS)) == len(URLS) >= 100


@pytest.mark.parametrize("url", URLS, ids=ascii)
def test_a_hostile_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        read_address(url)
    assert str(refusal.value)


def test_nothing_is_looked_up_or_connected_for_any(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*arguments: object, **_: object) -> NoReturn:
        raise AssertionError(arguments)

    monkeypatch.setattr(socket, "socket", never)
    monkeypatch.setattr(socket, "getaddrinfo", never)
    fetcher = Fetcher("tests", resolver=never, before=never)
    for url in URLS:
        found = fetcher.fetch(url, "*/*")
        assert (found.failure, found.has_answered) == (Failure.REFUSED_ADDRESS, False)
        assert found.detail


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


def test_a_name_that_leads_to_any_of_them_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*arguments: object, **_: object) -> NoReturn:
        raise AssertionError(arguments)

    monkeypatch.setattr(socket, "socket", never)
    for address in ADDRESSES:
        for found in ([address], ["93.184.215.14", address]):
            fetcher = Fetcher(
                "tests", resolver=lambda host, _, found=found: [ip_address(each) for each in found]
            )
            fetched = fetcher.fetch("https://example.org/", "*/*")
            assert fetched.failure is Failure.REFUSED_ADDRESS, address


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_an_address_that_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(("url", "expected"), PUBLIC_URLS.items(), ids=ascii)
def test_an_address_of_the_web(url: str, expected: tuple[str, int, str]) -> None:
    address = read_address(url)
    assert (address.host, address.port, address.target) == expected
    assert address.target.isascii()
    is_number = ":" in address.host or address.host[0].isdigit()
    assert (address.literal is not None) is is_number


@pytest.mark.parametrize(
    ("url", "header"),
    [
        ("http://example.org/", "example.org"),
        ("https://example.org:443/", "example.org"),
        ("https://example.org:80/", "example.org:80"),
        ("http://example.org:443/", "example.org:443"),
        ("https://[2606:2800:21f::1]/", "[2606:2800:21f::1]"),
    ],
)
def test_the_host_is_named_as_browsers_do(url: str, header: str) -> None:
    assert read_address(url).host_header == header


def test_another_gate_lets_other_ports_and_networks_through() -> None:
    gate = Gate(frozenset({8000}), lambda address: address.is_loopback)
    assert read_address("http://127.0.0.1:8000/", gate).port == 8000
    for url in ("http://127.0.0.1/", "http://93.184.215.14:8000/"):
        with pytest.raises(AddressRefused):
            read_address(url, gate)
