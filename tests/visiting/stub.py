"""A web server of the tests, and a checker that may go to it and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

from registry.rules.visits.addresses import Gate
from registry.rules.visits.public_network import IPAddress, is_public
from registry.visiting.fetching import Fetcher

LOOPBACK = ip_address("127.0.0.1")
AGENT = "ModelDisclosureRegistry (evidence checker; +https://registry.example.org/about/)"

# Writes an answer by itself, for servers that do not keep the rules.
Script = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Answer:
    body: bytes = b"<p>A page.</p>"
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def leads_to(location: str, status: int = 302) -> Answer:
    return Answer(b"", status, headers={"Location": location})


@dataclass
class Stub:
    """``answers`` are by path, the last answer of a sequence again and again; ``requests`` is what
    came in, ``bodies`` what was sent with it by POST.
    """

    port: int
    answers: dict[str, Answer | Script | list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, Message]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str, host: str = "source.example.org") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stub: Stub

    def get_request(self) -> Any:
        self.stub.connections += 1
        return super().get_request()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves early is what many of these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        stub = self.server.stub  # type: ignore[attr-defined]
        stub.requests.append((self.path, self.headers))
        answer = stub.answers.get(self.path, Answer(b"", 404))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            answer(self)
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def do_POST(self) -> None:
        stub = self.server.stub  # type: ignore[attr-defined]
        stub.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running_stub() -> Iterator[Stub]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.stub = Stub(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Names:
    """A resolver that knows what it was told; each look-up is written down.

    A list of answers is given out one after the other, as by a name server that changes its mind.
    """

    known: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, seconds: float) -> Sequence[IPAddress]:
        assert seconds > 0
        self.asked.append(host)
        answers = self.known.get(host, [["127.0.0.1"]])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ip_address(each) for each in answer]


def gate_of(stub: Stub) -> Gate:
    """Lets the stub through, and otherwise what the product lets through."""
    return Gate(
        frozenset({80, 443, stub.port}), lambda address: address == LOOPBACK or is_public(address)
    )


def fetcher_of(stub: Stub, names: Names | None = None, **others: Any) -> Fetcher:
    return Fetcher(AGENT, gate=gate_of(stub), resolver=names or Names(), **others)
