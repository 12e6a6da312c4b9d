"""Requests nobody should send: refused in words, never a failure."""

from __future__ import annotations

import pytest
from django.test import Client

from registry.rules.request_problems import TYPES
from tests.api.addresses import ADDRESSES, R1, Address
from tests.api.problems import check_problem

pytestmark = pytest.mark.django_db

QUERIES = {
    "bad UTF-8": "x=%FF",
    "lone surrogate": "x=%ED%A0%80",
    "NUL": "x=%00",
    "NUL in a name": "%00=1",
    "many parameters": "&".join(f"p{n}=1" for n in range(10_000)),
    "one parameter many times": "&".join(["limit=1"] * 10_000),
    "64 KB": "x=" + "a" * 65_536,
    "long name": "a" * 4000,
    "no name": "=1",
    "ampersands": "&&&&",
    "percent": "%=%&%zz=%1",
    "exponent": "limit=1e3",
    "huge limit": "limit=99999999999999999999999",
    "negative limit": "limit=-1",
    "other digits": "limit=%D9%A3",
    "signed": "limit=%2B5",
    "spaced": "limit=%205",
    "twice": "limit=1&limit=2",
    "forged cursor": "cursor=eyJhIjoxfQ:x:y",
    "cursor of nothing": "cursor=",
    "operators": "released__gt=1&id__in=1,2&order_by=password",
    "markup": "<script>=<script>",
    "line breaks": "x=a%0d%0aSet-Cookie:%20a=b",
}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.path)
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_no_query_makes_the_registry_fail(
    address: Address, query: str, failing_client: Client
) -> None:
    response = failing_client.get(address.asking(query))
    assert response.status_code in {200, 400, 414}
    if response.status_code != 200:
        code = response.json()["code"]
        assert code in {"invalid-parameters", "malformed-request", "address-too-long"}
        check_problem(response, code)


@pytest.mark.parametrize("raw", [b"x=\xff\xfe", b"x=\xc3\xa4", b"\xed\xa0\x80"])
def test_raw_bytes_in_a_query(raw: bytes, failing_client: Client) -> None:
    response = failing_client.get(R1, QUERY_STRING=raw.decode("latin-1"))
    assert response.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nothing",
        "/api/v1/models/deepseek/DeepSeek-R1",
        "/api/v1/models/deepseek/deepseek-r1.xml",
        "/api/v1/models/deepseek/deepseek-r1/versions/0",
        "/api/v1/models/deepseek/deepseek-r1/versions/01",
        "/api/v1/models/deepseek/deepseek-r1/versions/2",
        "/api/v1/models/deepseek/deepseek-r1/versions/99999999999999999999",
        "/api/v1/models/deepseek/none",
        "/api/v1/models/none/none",
        "/api/v2/",
        "/api/v1//",
        "/api/v1/%00",
        "/api/v1/%ED%A0%80",
        "/api/v1/models/%2e%2e/x",
        "/api//example.org/",
    ],
)
def test_nothing_there(path: str, failing_client: Client) -> None:
    check_problem(failing_client.get(path), "not-found")


def test_the_way_in(client: Client) -> None:
    assert client.get("/api/v1").headers["Location"] == "/api/v1/"
    assert client.get("/api", follow=True).redirect_chain[-1][0] == "/api/"
    assert 'href="/api/v1/' in client.get("/api/").content.decode()


def test_a_host_of_somebody_else(failing_client: Client) -> None:
    response = failing_client.get(R1, headers={"Host": "evil.example"})
    body = check_problem(response, "malformed-request")
    assert "Host" in body["detail"]
    assert "evil" not in response.content.decode()


def test_a_failure_is_a_problem_with_an_id(
    failing_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr("registry.api.v1.models.live_name", fail)
    response = failing_client.get(R1, headers={"Accept-Encoding": "gzip"})
    check_problem(response, "internal-error")
    assert "secret" not in response.content.decode()
    assert "Content-Encoding" not in response.headers


def test_pages_for_people_are_left_alone(client: Client) -> None:
    page = client.get("/nothing/")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "X-Request-Id" not in page.headers


def test_every_type_has_a_status_of_its_kind() -> None:
    assert all(400 <= kind.status < 600 for kind in TYPES.values())
    assert [kind.status for kind in TYPES.values()] == sorted(k.status for k in TYPES.values())
