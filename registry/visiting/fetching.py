"""Getting what is at an address, and nothing that is not of the public internet."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import urljoin

from registry.rules.visits.addresses import PUBLIC, Address, AddressRefused, Gate, read_address
from registry.rules.visits.fetched import Failure, Fetched
from registry.visiting.connecting import SECONDS, Unreachable, connection_to, told, verifying
from registry.visiting.network import BYTES_OF_HEAD, Budget, Resolver, system_resolver

BYTES = 1024 * 1024
MOST_REDIRECTS = 4
_CHUNK = 64 * 1024
_REDIRECTS = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)


def _no_pause(host: str) -> None:
    """Before a request to ``host``."""


@dataclass(frozen=True)
class Fetcher:
    """Asks with GET, without cookies, credentials, referrer or proxy; follows a few redirects.

    ``user_agent`` says who asks. ``before`` is called with the host before every request, and may
    wait. ``gate`` and ``resolver`` are others than the product's only in tests: no setting reaches
    them.
    """

    user_agent: str
    before: Callable[[str], None] = _no_pause
    gate: Gate = PUBLIC
    resolver: Resolver = system_resolver
    seconds: float = SECONDS
    size: int = BYTES
    tls: ssl.SSLContext = field(default_factory=verifying)

    def fetch(self, url: str, accept: str) -> Fetched:
        """What is at ``url`` at the end of its redirects; never raises for what a host does."""
        seen, has_answered = [url], False
        while True:
            found = self._ask(seen[-1], accept)
            has_answered |= found.has_answered
            found = replace(found, url=url, has_answered=has_answered, was_redirected=len(seen) > 1)
            if not found.location:
                return found
            try:
                seen.append(_next(seen, found.location))
            except _Astray as failure:
                return replace(found, failure=Failure.REDIRECTS, detail=str(failure))

    def _ask(self, url: str, accept: str) -> Fetched:
        """One request; a redirect is an answer."""
        nothing = Fetched(url, url)
        try:
            address = read_address(url, self.gate)
            self.before(address.host)
            with told():
                return self._answer(address, nothing, accept)
        except AddressRefused as refused:
            return replace(nothing, failure=Failure.REFUSED_ADDRESS, detail=str(refused))
        except Unreachable as failure:
            return replace(nothing, failure=Failure.NETWORK, detail=str(failure))

    def _answer(self, address: Address, nothing: Fetched, accept: str) -> Fetched:
        connection = connection_to(
            address,
            self.gate,
            self.resolver,
            Budget(self.seconds, self.size + BYTES_OF_HEAD),
            self.tls,
        )
        try:
            connection.putrequest("GET", address.target, skip_host=True, skip_accept_encoding=True)
            for name, value in self._headers(address, accept):
                connection.putheader(name, value)
            connection.endheaders()
            with connection.getresponse() as response:
                return self._read(response, nothing)
        finally:
            connection.close()

    def _headers(self, address: Address, accept: str) -> Iterator[tuple[str, str]]:
        yield "Host", address.host_header
        yield "User-Agent", self.user_agent
        yield "Accept", accept
        yield "Accept-Encoding", "identity"
        yield "Connection", "close"

    def _read(self, response: http.client.HTTPResponse, nothing: Fetched) -> Fetched:
        encoding = response.getheader("Content-Encoding", "").strip().lower()
        answer = replace(
            nothing,
            status=response.status,
            content_type=response.getheader("Content-Type", ""),
            encoding="" if encoding == "identity" else encoding,
            retry_after=response.getheader("Retry-After", ""),
            has_answered=True,
        )
        if response.status in _REDIRECTS:
            return replace(answer, location=_location(response))
        if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
            return answer
        body, is_whole = _body(response, self.size)
        return replace(
            answer, body=body, is_whole=is_whole, is_cut=not is_whole and len(body) == self.size
        )


def _location(response: http.client.HTTPResponse) -> str:
    """Where a redirect leads; headers come as Latin-1, and addresses in them are often UTF-8."""
    location = response.getheader("Location", "").strip()
    try:
        return location.encode("latin-1").decode()
    except UnicodeError:
        return location


def _next(seen: Sequence[str], location: str) -> str:
    """The address that a redirect from the last of ``seen`` leads to; raises ``_Astray``."""
    if len(seen) > MOST_REDIRECTS:
        raise _Astray(f"there are more than {MOST_REDIRECTS} redirects")
    try:
        target = urljoin(seen[-1], location)
    except ValueError:
        raise _Astray("a redirect leads to an address that cannot be read") from None
    if target in seen:
        raise _Astray("the redirects go in a circle")
    return target


def _body(response: http.client.HTTPResponse, size: int) -> tuple[bytes, bool]:
    """The first ``size`` bytes, and whether they are all; what breaks off leaves what came."""
    parts, left = [], size
    try:
        # One byte more shows that there is more.
        while left and (part := response.read1(min(_CHUNK, left))):
            parts.append(part)
            left -= len(part)
        is_whole = bool(left) or not response.read1(1)
    except (OSError, http.client.HTTPException):
        return b"".join(parts), False
    return b"".join(parts), is_whole and not response.length


class _Astray(Exception):  # noqa: N818 - the ordinary end of some visits
    """The redirects lead to no page; the message says why in a clause for people."""
