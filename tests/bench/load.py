"""Load on a server of this machine: a few connections at once, for a bounded time."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import count

HOST = "127.0.0.1"
CONNECTIONS = 4
COUNTER = "{counter}"
_NUMBERS = count(1)
_BLOCK = 2**18


@dataclass(frozen=True)
class Request:
    """A GET request to one server, and the status it must be answered with.

    ``COUNTER`` in the path stands for a number that no other request of the run has.
    """

    port: int
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def encoded(self) -> bytes:
        headers = {"Host": "localhost", "Connection": "close", **self.headers}
        path = self.path.replace(COUNTER, str(next(_NUMBERS)))
        lines = [f"GET {path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode()


@dataclass(frozen=True)
class Response:
    status: int
    headers: Mapping[str, str]
    body: bytes


def get(request: Request) -> Response:
    head, _, body = _exchange(request.port, request.encoded()).partition(b"\r\n\r\n")
    status_line, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Response(int(status_line.split()[1]), headers, body)


def requests_per_second(request: Request, seconds: float) -> float:
    """Ask again and again over four connections; raise where an answer has another status."""
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        start = time.perf_counter()
        ask = partial(_ask_until, request, start + seconds)
        answered = sum(threads.map(lambda _: ask(), range(CONNECTIONS)))
        return answered / (time.perf_counter() - start)


def _ask_until(request: Request, deadline: float) -> int:
    expected = f"HTTP/1.1 {request.status} ".encode()
    answered = 0
    while time.perf_counter() < deadline:
        response = _exchange(request.port, request.encoded())
        if not response.startswith(expected):
            raise RuntimeError(f"{request.path}: {response[:80]!r}")
        answered += 1
    return answered


def _exchange(port: int, encoded: bytes) -> bytes:
    """One connection for each request, which is what a sync worker offers."""
    with socket.create_connection((HOST, port), timeout=30) as connection:
        connection.sendall(encoded)
        blocks = []
        while block := connection.recv(_BLOCK):
            blocks.append(block)
    return b"".join(blocks)
