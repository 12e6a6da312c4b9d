"""What holds of every address of the API alike."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.test import Client

from tests.api.addresses import ADDRESSES, Address
from tests.api.problems import check_problem
from tests.api.queries import queries_when_new

pytestmark = pytest.mark.django_db
each = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.path)

SHORT = 500  # bytes, which need not get shorter
# Differ between two answers to one question.
UNIQUE = {"X-Request-Id", "RateLimit"}


def headers_of(response: Any) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in UNIQUE}


@each
def test_number_of_queries(address: Address, client: Client) -> None:
    assert queries_when_new(client, address.path) == address.queries


@each
def test_head_is_get_without_the_body(address: Address, client: Client) -> None:
    got, head = client.get(address.path), client.head(address.path)
    assert head.status_code == got.status_code
    assert head.content == b""
    assert headers_of(head) == headers_of(got)


@each
def test_caching_is_what_was_promised(address: Address, client: Client) -> None:
    expected = (
        "public, max-age=31536000, immutable"
        if address.is_forever
        else "public, max-age=60, stale-while-revalidate=600"
    )
    response = client.get(address.path)
    assert response.headers["Cache-Control"] == expected
    assert response.headers["Vary"] == "Accept, Accept-Encoding"
    assert re.fullmatch(r'"[0-9a-zA-Z:.-]+"', response.headers["ETag"])


@each
def test_what_the_client_has_is_not_sent_again(address: Address, client: Client) -> None:
    etag = client.get(address.path).headers["ETag"]
    for condition in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(address.path, headers={"If-None-Match": condition})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == client.get(address.path).headers["Cache-Control"]
        assert again.headers["Vary"] == "Accept, Accept-Encoding"
        assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(address.path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.head(address.path, headers={"If-None-Match": etag}).status_code == 304


@each
def test_what_was_compressed_is_recognised(address: Address, client: Client) -> None:
    plain = client.get(address.path)
    packed = client.get(address.path, headers={"Accept-Encoding": "gzip"})
    if len(plain.content) < SHORT:
        return
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
    assert packed.headers["Vary"] == plain.headers["Vary"]
    again = client.get(
        address.path,
        headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]},
    )
    assert again.status_code == 304


@each
def test_a_precondition_is_kept(address: Address, client: Client) -> None:
    etag = client.get(address.path).headers["ETag"]
    assert client.get(address.path, headers={"If-Match": etag}).status_code == 200
    stale = client.get(address.path, headers={"If-Match": '"other"'})
    check_problem(stale, "precondition-failed")


@each
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused(address: Address, method: str, client: Client) -> None:
    refused = getattr(client, method)(address.path)
    check_problem(refused, "method-not-allowed")
    assert refused.headers["Allow"] == "GET, HEAD, OPTIONS"


@each
def test_other_formats_are_refused(address: Address, client: Client) -> None:
    group = address.media_type.partition("/")[0]
    sent = address.media_type.partition(";")[0] if not address.is_json else "application/json"
    for accept in ("text/html", f"{sent};q=0, text/html", "*/*;q=0"):
        refused = client.get(address.path, headers={"Accept": accept})
        check_problem(refused, "not-acceptable")
    for accept in ("*/*", f"{group}/*", f"text/html, {sent};q=0.5", "text/html, */*"):
        assert client.get(address.path, headers={"Accept": accept}).status_code == 200


@each
def test_scripts_of_other_sites_may_read(address: Address, client: Client) -> None:
    got = client.get(address.path, headers={"Origin": "https://example.org"})
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in got.headers
    exposed = got.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed)


@each
def test_preflight(address: Address, client: Client) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    allowed = client.options(address.path, headers=asked)
    assert (allowed.status_code, allowed.content) == (204, b"")
    assert allowed.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in allowed.headers["Access-Control-Allow-Headers"]
    assert allowed.headers["Access-Control-Max-Age"] == "86400"
    plain = client.options(address.path)
    assert (plain.status_code, plain.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert "Access-Control-Allow-Methods" not in plain.headers


@each
def test_an_unknown_parameter_is_refused(address: Address, client: Client) -> None:
    body = check_problem(client.get(address.asking("no=1")), "invalid-parameters")
    (error,) = body["errors"]
    assert error["code"] == "query.unknown_parameter"
    assert error["parameter"] == "no"


@each
def test_a_slash_too_many_or_too_few_is_redirected(address: Address, client: Client) -> None:
    path = address.bare
    other = path[:-1] if path.endswith("/") else f"{path}/"
    moved = client.get(f"{other}?x=%C3%A4")
    assert (moved.status_code, moved.headers["Location"]) == (308, f"{path}?x=%C3%A4")
    assert client.post(other).status_code == 308
