from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.domains import domain_of_address, in_letters, is_at, read_domain
from registry.rules.errors import Refused


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("example.org", "example.org"),
        (" Example.ORG ", "example.org"),
        ("example.org.", "example.org"),
        ("www.example.org", "example.org"),
        ("https://www.example.org/about?x=1", "example.org"),
        ("ai.example.co.uk", "ai.example.co.uk"),
        ("bücher.de", "xn--bcher-kva.de"),
        ("日本語.jp", "xn--wgv71a119e.jp"),
        ("ｅｘａｍｐｌｅ.org", "example.org"),  # full-width letters
        ("d\u0435epseek.com", "xn--depseek-7gg.com"),  # a Cyrillic letter: another domain
    ],
)
def test_domains_are_read(text: str, domain: str) -> None:
    assert read_domain(text) == domain


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "example", ".org", "example..org", "-a.org", "a_b c.org", "a\\b.org", "a@b.org"),
        *(
            "localhost",
            "machine.local",
            "example.test",
            "127.0.0.1",
            "[::1]",
            "0x7f.1",
            "2130706433",
        ),
        *("example.org:99999", "https://user:pw@example.org", "ftp://example.org", "a%2eb.org"),
        *("a" * 64 + ".org", "co.uk", "ac.jp", "com.cn", "gmail.com", "mail.gmail.com"),
        *("someone.github.io", "github.io", "www.qq.com", "example.org\u200b.evil\x00.net"),
    ],
)
def test_what_proves_nothing_is_no_domain_of_a_lab(text: str) -> None:
    with pytest.raises(Refused, match="Found"):
        read_domain(text)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("lin@example.org", "example.org"),
        ("lin@AI.Example.org", "ai.example.org"),
        ("a@evil.net@example.org", "example.org"),
        ('"a@b"@example.org', "example.org"),
        ("lin@bücher.de", "xn--bcher-kva.de"),
    ],
)
def test_the_domain_of_an_address_is_what_follows_the_last_at(address: str, domain: str) -> None:
    assert domain_of_address(address) == domain


@pytest.mark.parametrize(
    "address",
    [
        *("", "lin", "@example.org", "lin@", "lin@localhost", "lin@[127.0.0.1]", "lin@gmail.com"),
        *("lin@evil.net/example.org", "lin@evil.net#example.org", "lin@evil.net?example.org"),
        *("lin@https://example.org", "lin@example.org:25"),
    ],
)
def test_what_is_no_address_of_a_lab(address: str) -> None:
    with pytest.raises(Refused, match="Found"):
        domain_of_address(address)


@pytest.mark.parametrize(
    ("domain", "is_there"),
    [
        ("example.org", True),
        ("ai.example.org", True),
        ("a.b.example.org", True),
        ("example.org.evil.net", False),
        ("badexample.org", False),
        ("example.com", False),
        ("org", False),
        ("xn--exmple-cua.org", False),
        ("", False),
    ],
)
def test_a_domain_is_one_of_a_labs_or_below_it(domain: str, is_there: bool) -> None:
    assert is_at(domain, ["example.net", "example.org"]) is is_there
    assert not is_at(domain, [])


@given(st.text(max_size=40))
def test_reading_is_done_at_once_or_refused(text: str) -> None:
    try:
        domain = read_domain(text)
    except Refused:
        return
    assert domain.isascii()
    assert domain == domain.lower()
    assert read_domain(domain) == domain
    assert is_at(domain, [domain])


def test_a_domain_is_shown_in_its_own_letters() -> None:
    assert in_letters("xn--bcher-kva.de") == "bücher.de"
    assert in_letters("example.org") == "example.org"
    assert in_letters("xn--a.de") == "xn--a.de"
