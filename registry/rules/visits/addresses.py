"""Which addresses the evidence checker may go to, decided before any name is looked up.

What is let through has one reading only: a scheme, a host that is a public name or a network
address in its usual form, an allowed port, and a request target in ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, urlsplit

import idna

from registry.rules.visits.public_network import IPAddress, is_public

LONGEST = 4_000
_PORTS = {"http": 80, "https": 443}
# Readers of addresses disagree on what these mean, and some drop them silently.
_TREACHEROUS = re.compile(r"[\x00-\x20\x7f\\]|\s")
# A host whose last part is a number is a network address to most programs: 2130706433, 0x7f.1.
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# Names that are meant for one machine or one network (RFC 6761, 6762, 7686, 8375, 9476).
_NOT_PUBLIC_NAMES = frozenset(
    {
        *("localhost", "local", "internal", "intranet", "private", "corp", "home", "lan"),
        *("localdomain", "test", "example", "invalid", "onion", "alt", "arpa"),
    }
)
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


class AddressRefused(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """The checker does not go there; the message says why in a clause for people."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What may be visited. The product uses ``PUBLIC`` and no setting makes another.

    ``admits`` is asked about every network address before the checker connects to it.
    """

    ports: frozenset[int] = frozenset(_PORTS.values())
    admits: Callable[[IPAddress], bool] = is_public


PUBLIC = Gate()


@dataclass(frozen=True, slots=True)
class Address:
    """Where to connect and what to ask for. ``literal`` is set where the host is no name."""

    url: str
    scheme: str
    host: str
    port: int
    target: str
    literal: IPAddress | None = None

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if isinstance(self.literal, IPv6Address) else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def read_address(url: str, gate: Gate = PUBLIC) -> Address:
    """Read an address; raise ``AddressRefused`` for one that the checker does not go to."""
    if len(url) > LONGEST:
        raise AddressRefused(f"the address has more than {LONGEST:,} characters")
    if _TREACHEROUS.search(url):
        raise AddressRefused("the address has a character that programs read in different ways")
    parts, port = _split(url)
    host, literal = _host(parts)
    if literal is not None and not gate.admits(literal):
        raise AddressRefused(f"{literal} is not an address of the public internet")
    port = _PORTS[parts.scheme] if port is None else port
    if port not in gate.ports:
        raise AddressRefused(f"port {port} is not one of the web")
    target = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        target += f"?{quote(parts.query, safe=_SAFE)}"
    return Address(url, parts.scheme, host, port, target, literal)


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused("the address cannot be read") from None
    if parts.scheme not in _PORTS or not re.match(rf"{parts.scheme}://[^/]", url, re.IGNORECASE):
        raise AddressRefused("the address is not one of http or https")
    if "@" in parts.netloc:
        raise AddressRefused("the address has a user name or password")
    if parts.netloc.endswith(":") or port == 0:
        raise AddressRefused("the address has no port after its colon")
    return parts, port


def _host(parts: SplitResult) -> tuple[str, IPAddress | None]:
    """The host in small ASCII letters, and the network address it is, if it is one."""
    if "[" in parts.netloc or "]" in parts.netloc:
        literal = _version_6(parts)
        return str(literal), literal
    host = _ascii(parts.hostname or "")
    if _NUMERIC.fullmatch(host):
        try:
            return host, IPv4Address(host)
        except AddressValueError:
            raise AddressRefused("the host is a number, not in the form 192.0.2.1") from None
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise AddressRefused("the host is not a name")
    if len(labels) < 2 or labels[-1] in _NOT_PUBLIC_NAMES:
        raise AddressRefused("the host is not a name of the public internet")
    return ".".join(labels), None


def _version_6(parts: SplitResult) -> IPv6Address:
    found = re.fullmatch(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]+)?", parts.netloc)
    try:
        return IPv6Address(found[1] if found else "")
    except AddressValueError:
        raise AddressRefused("the host is not an address of version 6 in its usual form") from None


def _ascii(host: str) -> str:
    if "%" in host:
        raise AddressRefused("the host is written with percent signs")
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        raise AddressRefused("the host is not a name") from None
