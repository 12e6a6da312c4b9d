"""Names to addresses, and a connection that keeps to a budget of time and bytes."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, ip_address
from queue import Empty, SimpleQueue
from typing import Any

from typing_extensions import Buffer

from registry.rules.visits.addresses import Address
from registry.rules.visits.public_network import IPAddress

# From a host and the seconds that are left to its addresses; raises ``OSError``.
Resolver = Callable[[str, float], Sequence[IPAddress]]

# Where a host has several addresses, the first may be one that this machine has no way to.
SECONDS_PER_ADDRESS = 2.0
BYTES_OF_HEAD = 64 * 1024


class TooMuch(OSError):  # noqa: N818 - it ends the reading and nothing else
    """The other side sent more than the budget."""


class Budget:
    """The seconds and bytes that one connection may take, from name to last byte."""

    def __init__(self, seconds: float, size: int) -> None:
        self._until = time.monotonic() + seconds
        self._left = size

    def seconds(self) -> float:
        """What is left; raises ``TimeoutError`` when nothing is."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooMuch


def system_resolver(host: str, seconds: float) -> Sequence[IPAddress]:
    """Ask the system, and give up in time: its own patience may be half a minute."""
    answers: SimpleQueue[Sequence[IPAddress] | OSError] = SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError as error:
            answers.put(error)
        else:
            answers.put([ip_address(each[4][0]) for each in found])

    # A daemon, so that a resolver that hangs does not keep the process.
    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise answer
    return answer


class Connection(http.client.HTTPConnection):
    """One request to one of ``addresses``, which were checked; no name is looked up again."""

    def __init__(
        self,
        address: Address,
        addresses: Sequence[IPAddress],
        budget: Budget,
        tls: ssl.SSLContext,
    ) -> None:
        super().__init__(address.host, address.port)
        self._address, self._addresses = address, addresses
        self._budget, self._tls = budget, tls

    def connect(self) -> None:
        connected = self._connected()
        try:
            if self._address.is_secure:
                connected.settimeout(self._budget.seconds())
                connected = self._tls.wrap_socket(connected, server_hostname=self._address.host)
        except BaseException:
            connected.close()
            raise
        bounded: Any = _Bounded(connected, self._budget)
        self.sock = bounded

    def _connected(self) -> socket.socket:
        # Version 4 first: a machine without a way to version 6 would wait for nothing.
        ordered = sorted(self._addresses, key=lambda each: not isinstance(each, IPv4Address))
        for place, each in enumerate(ordered, start=1):
            is_last = place == len(ordered)
            seconds = self._budget.seconds()
            try:
                return _connect(
                    each, self.port, seconds if is_last else min(seconds, SECONDS_PER_ADDRESS)
                )
            except OSError:
                if is_last:
                    raise
        raise OSError("no address to connect to")


def _connect(address: IPAddress, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6
    connected = socket.socket(family, socket.SOCK_STREAM)
    try:
        connected.settimeout(seconds)
        connected.connect((str(address), port))
    except BaseException:
        connected.close()
        raise
    return connected


class _Bounded:
    """The part of a socket that ``http.client`` uses, on a budget.

    A socket's own timeout starts anew with every byte, so that a server that sends one in a while
    would hold the checker for as long as it likes.
    """

    def __init__(self, connected: socket.socket, budget: Budget) -> None:
        self._socket, self._budget = connected, budget

    def sendall(self, data: Buffer) -> None:
        self._socket.settimeout(self._budget.seconds())
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_BoundedReader(self._socket, self._budget))

    def close(self) -> None:
        self._socket.close()


class _BoundedReader(io.RawIOBase):
    """Reads from a socket until time or bytes are used up; keeps it open until it is closed."""

    def __init__(self, connected: socket.socket, budget: Budget) -> None:
        self._socket, self._budget = connected, budget
        self._file = connected.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int | None:
        self._socket.settimeout(self._budget.seconds())
        size = self._file.readinto(buffer)
        self._budget.spend(size or 0)
        return size

    def close(self) -> None:
        self._file.close()
        super().close()
