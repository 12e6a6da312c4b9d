"""What the checker makes of servers, the well-behaved and the hostile, over real connections."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from registry.rules.visits.addresses import PUBLIC, Gate
from registry.rules.visits.fetched import Failure, Fetched
from registry.visiting import connecting, fetching
from registry.visiting.fetching import BYTES, MOST_REDIRECTS, Fetcher
from registry.visiting.network import system_resolver
from tests.visiting.stub import AGENT, Answer, Names, Stub, fetcher_of, gate_of, leads_to

PAGE = "/page"
# Shorter than the product's five seconds, which the tests need not wait for.
PATIENCE = 0.4
# Far less than the servers take that drip, with room for a busy machine.
SOON = 4


def fetch(stub: Stub, path: str = PAGE, names: Names | None = None, **others: object) -> Fetched:
    return fetcher_of(stub, names, **others).fetch(stub.url(path), "text/html")


def test_a_page_is_read_whole(stub: Stub) -> None:
    stub.answers[PAGE] = Answer("<p>Größe</p>".encode())
    found = fetch(stub)
    assert (found.status, found.body.decode()) == (200, "<p>Größe</p>")
    assert (found.is_whole, found.is_cut, found.was_redirected) == (True, False, False)
    assert (found.content_type, found.failure) == ("text/html; charset=utf-8", None)
    assert found.final_url == stub.url(PAGE)


def test_only_the_necessary_is_said(stub: Stub) -> None:
    stub.answers[PAGE] = Answer(headers={"Set-Cookie": "session=1; Path=/"})
    fetcher = fetcher_of(stub)
    for _ in range(2):
        fetcher.fetch(stub.url("/page?q=1#part"), "text/html")
    for path, headers in stub.requests:
        assert path == "/page?q=1"
        assert dict(headers) == {
            "Host": f"source.example.org:{stub.port}",
            "User-Agent": AGENT,
            "Accept": "text/html",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }


def test_no_proxy_of_the_environment_is_used(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    stub.answers[PAGE] = Answer()
    assert fetch(stub).status == 200


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(stub: Stub, status: int) -> None:
    stub.answers |= {PAGE: leads_to("/other", status), "/other": Answer(b"there")}
    found = fetch(stub)
    assert (found.body, found.was_redirected) == (b"there", True)
    assert found.final_url == stub.url("/other")


def test_a_redirect_may_be_written_in_utf_8(stub: Stub) -> None:
    stub.answers |= {
        PAGE: leads_to("/größe".encode().decode("latin-1")),
        "/gr%C3%B6%C3%9Fe": Answer(b"there"),
    }
    assert fetch(stub).body == b"there"


def test_redirects_end(stub: Stub) -> None:
    stub.answers |= {f"/{n}": leads_to(f"/{n + 1}") for n in range(20)}
    found = fetch(stub, "/0")
    assert found.failure is Failure.REDIRECTS
    assert found.detail == f"there are more than {MOST_REDIRECTS} redirects"
    assert len(stub.requests) == MOST_REDIRECTS + 1


def test_redirects_in_a_circle_are_seen(stub: Stub) -> None:
    stub.answers |= {PAGE: leads_to("/other"), "/other": leads_to(stub.url(PAGE))}
    found = fetch(stub)
    assert (found.failure, found.detail) == (
        Failure.REDIRECTS,
        "the redirects go in a circle",
    )
    assert stub.paths == [PAGE, "/other"]


def test_a_redirect_that_leads_nowhere_is_an_answer(stub: Stub) -> None:
    stub.answers[PAGE] = Answer(b"", 302)
    found = fetch(stub)
    assert (found.status, found.failure, found.location) == (302, None, "")


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://2130706433/",
        "http://localhost/",
        "http://inside.example.org/",
        "http://user:password@source.example.org/",
        "https://source.example.org:22/",
        "file:///etc/passwd",
        "gopher://source.example.org/",
        "//[::ffff:127.0.0.1]/",
        "http://[::1",
        "ftp:",
    ],
)
def test_a_redirect_into_the_inside_is_not_followed(stub: Stub, target: str) -> None:
    names = Names({"inside.example.org": [["192.168.1.1"]]})
    stub.answers[PAGE] = leads_to(target)
    found = fetch(stub, names=names)
    assert found.failure in (Failure.REFUSED_ADDRESS, Failure.REDIRECTS)
    assert found.was_redirected == (found.failure is Failure.REFUSED_ADDRESS)
    assert stub.connections == 1


def test_every_hop_is_looked_up_once_and_only_that_address_is_asked(stub: Stub) -> None:
    """A name server that answers differently the second time gets no second time."""
    names = Names(
        {
            "source.example.org": [["127.0.0.1"], ["10.0.0.1"]],
            "other.example.org": [["10.0.0.1"], ["127.0.0.1"]],
        }
    )
    stub.answers[PAGE] = leads_to(stub.url(PAGE, "other.example.org"))
    found = fetch(stub, names=names)
    assert names.asked == ["source.example.org", "other.example.org"]
    assert (found.failure, stub.connections) == (Failure.REFUSED_ADDRESS, 1)


def test_a_name_that_also_leads_inside_is_refused_as_a_whole(stub: Stub) -> None:
    names = Names({"source.example.org": [["93.184.215.14", "192.168.0.1"]]})
    found = fetch(stub, names=names)
    assert found.failure is Failure.REFUSED_ADDRESS
    assert found.detail == "the host has an address that is not of the public internet"
    assert stub.connections == 0


def test_an_address_that_takes_no_connection_gives_way_to_the_next(stub: Stub) -> None:
    stub.answers[PAGE] = Answer(b"there")
    names = Names({"source.example.org": [["::1", "127.0.0.2", "127.0.0.1"]]})
    everywhere = replace(fetcher_of(stub, names), gate=Gate(gate_of(stub).ports, lambda _: True))
    assert everywhere.fetch(stub.url(PAGE), "*/*").body == b"there"


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def test_a_host_that_takes_no_connections(stub: Stub) -> None:
    stub.port = closed_port()
    found = fetch(stub)
    assert (found.failure, found.has_answered) == (Failure.NETWORK, False)
    assert found.detail == "the host takes no connections"


def test_an_unknown_name(stub: Stub) -> None:
    def nobody(host: str, seconds: float) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    found = fetcher_of(stub, nobody).fetch(stub.url(PAGE), "*/*")  # type: ignore[arg-type]
    assert (found.failure, found.detail) == (Failure.NETWORK, "the host has no address")

    def later(host: str, seconds: float) -> list[object]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure")

    found = fetcher_of(stub, later).fetch(stub.url(PAGE), "*/*")  # type: ignore[arg-type]
    assert found.detail == "the name could not be looked up"


def test_a_huge_page_is_cut(stub: Stub) -> None:
    stub.answers[PAGE] = Answer(b"x" * (BYTES + 1))
    found = fetch(stub)
    assert (len(found.body), found.is_whole, found.is_cut) == (BYTES, False, True)


def test_a_page_of_just_the_limit_is_whole(stub: Stub) -> None:
    stub.answers[PAGE] = Answer(b"x" * BYTES)
    found = fetch(stub)
    assert (len(found.body), found.is_whole, found.is_cut) == (BYTES, True, False)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        handler.wfile.write(b"x" * 65536)


def test_an_endless_page_is_cut(stub: Stub) -> None:
    stub.answers[PAGE] = endless
    found = fetch(stub)
    assert (len(found.body), found.is_cut) == (BYTES, True)


def dripping(head: bytes, drop: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """Sends ``head``, and then ``drop`` long before any wait for a single byte is over."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        for _ in range(200):
            handler.wfile.write(drop)
            time.sleep(PATIENCE / 10)

    return drip


def took(fetching_it: Callable[[], Fetched]) -> tuple[Fetched, float]:
    start = time.monotonic()
    found = fetching_it()
    return found, time.monotonic() - start


def test_a_page_that_drips_ends_in_time_with_what_came(stub: Stub) -> None:
    stub.answers[PAGE] = dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"x")
    found, seconds = took(lambda: fetch(stub, seconds=PATIENCE))
    assert seconds < SOON
    assert (found.status, found.failure) == (200, None)
    assert (found.is_whole, found.is_cut) == (False, False)
    assert 1 <= len(found.body) < 50


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Header: 1\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["status line", "headers", "continue"],
)
def test_an_answer_that_never_begins_ends_in_time(stub: Stub, head: bytes, drop: bytes) -> None:
    stub.answers[PAGE] = dripping(head, drop)
    found, seconds = took(lambda: fetch(stub, seconds=PATIENCE))
    assert seconds < SOON
    assert found.failure is Failure.NETWORK
    assert found.detail == "no answer within 5 seconds"


def test_a_name_server_that_never_answers_ends_in_time(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        done.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    found, seconds = took(
        lambda: fetcher_of(stub, system_resolver, seconds=PATIENCE).fetch(  # type: ignore[arg-type]
            stub.url(PAGE), "*/*"
        )
    )
    done.set()
    assert seconds < SOON
    assert found.detail == "no answer within 5 seconds"


def writing(data: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(data)

    return write


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "the answer cannot be read as HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "the answer cannot be read as HTTP"),
        (b"HTTP/1.1 abc\r\n\r\n", "the answer cannot be read as HTTP"),
        (
            b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 200 + b"\r\n",
            "the answer cannot be read as HTTP",
        ),
        (
            b"HTTP/1.1 200 OK\r\n" + (b"X: " + b"1" * 60_000 + b"\r\n") * 30 + b"\r\n",
            "the answer has too many headers",
        ),
    ],
    ids=["nothing", "another protocol", "no status", "headers", "long headers"],
)
def test_what_is_no_answer(stub: Stub, data: bytes, detail: str) -> None:
    stub.answers[PAGE] = writing(data)
    found = fetch(stub, size=1024)
    assert (found.failure, found.detail) == (Failure.NETWORK, detail)


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort",
    ],
    ids=["length", "chunk size", "chunk"],
)
def test_a_page_that_breaks_off_is_not_whole(stub: Stub, data: bytes) -> None:
    stub.answers[PAGE] = writing(data)
    found = fetch(stub)
    assert (found.status, found.failure, found.is_whole) == (200, None, False)
    assert found.body == b"short"


def test_what_is_packed_stays_packed(stub: Stub) -> None:
    packed = gzip.compress(b"x" * 10_000_000)
    stub.answers[PAGE] = Answer(packed, headers={"Content-Encoding": "gzip"})
    found = fetch(stub)
    assert (found.body, found.encoding) == (packed, "gzip")


@pytest.mark.parametrize("status", [204, 304, 401, 403, 404, 410, 429, 451, 500, 503])
def test_an_answer_of_any_status_is_an_answer(stub: Stub, status: int) -> None:
    stub.answers[PAGE] = Answer(b"", status, headers={"Retry-After": "120"})
    found = fetch(stub)
    assert (found.status, found.has_answered, found.failure) == (status, True, None)
    assert found.retry_after == "120"


def test_a_server_without_tls(stub: Stub) -> None:
    found = fetcher_of(stub).fetch(f"https://source.example.org:{stub.port}/", "*/*")
    assert (found.failure, found.detail) == (
        Failure.NETWORK,
        "no secure connection could be made",
    )


def serve_once(listening: socket.socket, context: ssl.SSLContext) -> None:
    try:
        connected, _ = listening.accept()
        with connected, context.wrap_socket(connected, server_side=True) as secure:
            secure.recv(4096)
            secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
    except OSError:
        pass  # the client did not like the certificate


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
@pytest.mark.parametrize("trusted", [True, False])
def test_a_certificate_must_be_trusted_and_of_the_host(
    stub: Stub, tmp_path: Path, trusted: bool
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=source.example.org"
    subprocess.run(  # noqa: S603 - our own command
        [
            *command.split(),
            *("-addext", "subjectAltName=DNS:source.example.org"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    asking = ssl.create_default_context(cafile=str(certificate) if trusted else None)
    results = {}
    for host in ("source.example.org", "other.example.org"):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            stub.port = listening.getsockname()[1]
            thread = threading.Thread(target=serve_once, args=(listening, serving))
            thread.start()
            fetcher = fetcher_of(stub, tls=asking)
            results[host] = fetcher.fetch(f"https://{host}:{stub.port}/", "*/*")
            thread.join()
    other = results["other.example.org"]
    assert other.failure is Failure.NETWORK
    assert other.detail.startswith("its certificate is not valid: ")
    assert (results["source.example.org"].body == b"secret") is trusted


def test_the_product_goes_to_the_public_internet_alone() -> None:
    fetcher = Fetcher(AGENT)
    assert fetcher.gate is PUBLIC
    assert fetcher.gate.ports == {80, 443}
    assert (connecting.SECONDS, fetching.BYTES) == (5, 1024 * 1024)
    assert fetcher.tls.verify_mode == ssl.CERT_REQUIRED
    assert fetcher.tls.check_hostname


def test_a_host_is_waited_for_before_each_request(stub: Stub) -> None:
    waited: list[str] = []
    stub.answers |= {PAGE: leads_to(stub.url("/other", "other.example.org")), "/other": Answer()}
    fetch(stub, before=waited.append)
    assert waited == ["source.example.org", "other.example.org"]
