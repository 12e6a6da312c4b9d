"""The one way to a host: through the gate, to an address that was checked, within a budget."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from registry.rules.visits.addresses import Address, AddressRefused, Gate
from registry.visiting.network import Budget, Connection, Resolver, TooMuch

SECONDS = 5.0  # for one connection, from the look-up of its name to the last byte


def verifying() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def connection_to(
    address: Address, gate: Gate, resolver: Resolver, budget: Budget, tls: ssl.SSLContext
) -> Connection:
    """A connection for one request, not yet open.

    The name is looked up here and never again. Raises ``AddressRefused`` where any address it has
    is not one that ``gate`` admits, and ``OSError`` where it has none.
    """
    addresses = [address.literal] if address.literal else resolver(address.host, budget.seconds())
    for each in addresses:
        if not gate.admits(each):
            raise AddressRefused("the host has an address that is not of the public internet")
    return Connection(address, addresses, budget, tls)


class Unreachable(Exception):  # noqa: N818 - the ordinary end of many visits
    """There was no answer; the message says why in a clause for people."""


@contextmanager
def told() -> Iterator[None]:
    """Say of every failure of name, connection and answer what it was."""
    try:
        yield
    except socket.gaierror as error:
        is_unknown = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
        raise Unreachable(
            "the host has no address" if is_unknown else "the name could not be looked up"
        ) from error
    except TimeoutError as error:
        raise Unreachable(f"no answer within {SECONDS:.0f} seconds") from error
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(f"its certificate is not valid: {error.verify_message}") from error
    except ssl.SSLError as error:
        raise Unreachable("no secure connection could be made") from error
    except ConnectionRefusedError as error:
        raise Unreachable("the host takes no connections") from error
    except TooMuch as error:
        raise Unreachable("the answer has too many headers") from error
    except http.client.HTTPException as error:
        raise Unreachable("the answer cannot be read as HTTP") from error
    except OSError as error:
        raise Unreachable("the connection failed") from error
