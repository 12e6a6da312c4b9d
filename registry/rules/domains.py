"""Domains of labs, and whether an e-mail address is at one of them.

Compared in the form that the name system uses: small ASCII letters, other alphabets as xn--….
"""

from __future__ import annotations

from collections.abc import Iterable

import idna

from registry.rules.errors import Refused
from registry.rules.visits.addresses import AddressRefused, read_address

LONGEST_DOMAIN = 253
# Where a token is looked for, and what stands before it.
TOKEN_PATH = "/.well-known/model-disclosure-registry.txt"  # noqa: S105 - a path, no secret
TOKEN_PREFIX = "model-disclosure-registry="  # noqa: S105 - what is published before the token

# Anybody gets an address or a page below these, so they prove nothing about a lab.
_EVERYBODYS = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"),
        *("yahoo.com", "yahoo.co.jp", "ymail.com", "aol.com", "icloud.com", "me.com", "mac.com"),
        *("proton.me", "protonmail.com", "pm.me", "gmx.com", "gmx.de", "gmx.net", "web.de"),
        *("mail.com", "mail.ru", "yandex.com", "yandex.ru", "zoho.com", "tutanota.com", "tuta.com"),
        *("qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "naver.com", "hanmail.net"),
        *("fastmail.com", "hey.com", "duck.com", "mozmail.com", "privaterelay.appleid.com"),
        *("github.io", "gitlab.io", "hf.space", "pages.dev", "workers.dev", "vercel.app"),
        *("netlify.app", "herokuapp.com", "web.app", "blogspot.com", "wordpress.com"),
        *("substack.com", "notion.site", "sites.google.com", "wixsite.com", "weebly.com"),
    }
)
# Second levels under which names are handed out in many countries: ac.uk is no lab's domain.
_HANDED_OUT = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gov", "gouv", "ne", "net", "or", "org"}
)


def read_domain(text: str) -> str:
    """Return a domain in the name system's form, from a name or a web address with it.

    Raises ``Refused`` with what was found for what is no public name, for a domain under which
    names are handed out, and for one where anybody can have an address.
    """
    found = text.strip()
    url = found if "://" in found else f"https://{found}"
    try:
        address = read_address(url)
    except AddressRefused as refused:
        raise Refused(
            f"Found {found!r}: {refused}. Expected a domain such as example.org."
        ) from None
    host = address.host.removesuffix(".")
    if address.literal is not None or "." not in host or "@" in found or len(host) > LONGEST_DOMAIN:
        raise Refused(f"Found {found!r}. Expected a domain such as example.org.")
    domain = host.removeprefix("www.")
    if _is_handed_out(domain):
        raise Refused(
            f"Found {domain}, under which many have names. Expected the lab's own domain."
        )
    if is_at(domain, _EVERYBODYS):
        raise Refused(
            f"Found {domain}, where anybody can have a name. Expected the lab's own domain."
        )
    return domain


def domain_of_address(address: str) -> str:
    """Return the domain of an e-mail address; raises ``Refused`` as ``read_domain`` does."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or any(mark in domain for mark in "/:?#\\"):
        raise Refused(f"Found {address!r}. Expected an e-mail address such as name@example.org.")
    return read_domain(domain)


def is_at(domain: str, registered: Iterable[str]) -> bool:
    """Whether ``domain`` is one of these or below one; all in the name system's form.

    ai.example.org is below example.org; neither example.org.evil.net nor badexample.org is.
    """
    return any(domain == one or domain.endswith(f".{one}") for one in registered)


def in_letters(domain: str) -> str:
    """The domain as its readers write it, where it has letters of other alphabets."""
    try:
        return idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        return domain


def _is_handed_out(domain: str) -> bool:
    labels = domain.split(".")
    return len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _HANDED_OUT
