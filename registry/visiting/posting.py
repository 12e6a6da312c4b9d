"""Handing something to an address of the public internet: one request, no redirects, no retries."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.rules.visits.addresses import PUBLIC, Address, AddressRefused, Gate, read_address
from registry.visiting.connecting import SECONDS, Unreachable, connection_to, told, verifying
from registry.visiting.network import BYTES_OF_HEAD, Budget, Resolver, system_resolver


class NotHandedOver(Exception):  # noqa: N818 - the ordinary end of some deliveries
    """The request did not get through to the host; the message says why in a clause for people."""


@dataclass(frozen=True)
class Poster:
    """Sends with POST, without cookies, credentials or proxy; what is answered is not read.

    ``gate`` and ``resolver`` are others than the product's only in tests: no setting reaches them.
    """

    user_agent: str
    gate: Gate = PUBLIC
    resolver: Resolver = system_resolver
    seconds: float = SECONDS
    tls: ssl.SSLContext = field(default_factory=verifying)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status that is answered, a redirect's included; raises ``NotHandedOver``."""
        try:
            address = read_address(url, self.gate)
            with told():
                return self._answer(address, body, headers)
        except AddressRefused as refused:
            raise NotHandedOver(str(refused)) from refused
        except Unreachable as failure:
            raise NotHandedOver(str(failure)) from failure

    def _answer(self, address: Address, body: bytes, headers: Mapping[str, str]) -> int:
        connection = connection_to(
            address, self.gate, self.resolver, Budget(self.seconds, BYTES_OF_HEAD), self.tls
        )
        try:
            connection.putrequest("POST", address.target, skip_host=True, skip_accept_encoding=True)
            sent = {
                "Host": address.host_header,
                "User-Agent": self.user_agent,
                "Content-Length": str(len(body)),
                "Connection": "close",
                **headers,
            }
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            with connection.getresponse() as response:
                return response.status
        finally:
            connection.close()
