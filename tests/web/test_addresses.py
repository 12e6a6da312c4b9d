"""Addresses are a contract: what answers, with what, and how it refuses."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from registry.models import Ranking, append_only
from tests.web.site import read

HTML = "text/html; charset=utf-8"
ADDRESSES = {
    "/": HTML,
    "/labs/deepseek/": HTML,
    "/models/": HTML,
    "/models/?lab=openai&sort=name": HTML,
    "/models/deepseek/deepseek-r1/": HTML,
    "/models/deepseek/deepseek-r1.json": "application/json",
    "/models/deepseek/deepseek-r1/versions/": HTML,
    "/models/deepseek/deepseek-r1/versions/1/": HTML,
    "/models/deepseek/deepseek-r1/versions/1.json": "application/json",
    "/models/deepseek/deepseek-r1/diff/": HTML,
    "/compare/models/": HTML,
    "/compare/labs/": HTML,
    "/standard/": HTML,
    "/standard/COST-1/": HTML,
    "/method/": HTML,
    "/about/": HTML,
    "/rankings/": HTML,
    "/api/": HTML,
    "/api/stability/": HTML,
    "/api/playground/": HTML,
    "/api/pandas/": HTML,
    "/exports/": HTML,
    "/rankings/1/": HTML,
    "/charts/": HTML,
    "/charts/completeness/": HTML,
    "/charts/cost.svg": "image/svg+xml",
    "/charts/cost.png": "image/png",
    "/charts/cost.csv": "text/csv; charset=utf-8; header=present",
    "/labs/deepseek/charts/profile.svg": "image/svg+xml",
    "/rankings/diff/": HTML,
    "/schemas/card/1.0.schema.json": "application/schema+json",
    "/schemas/standard/1.0.json": "application/schema+json",
    "/schemas/review-file/1.0.schema.json": "application/schema+json",
    "/schemas/review-file/1.1.schema.json": "application/schema+json",
    "/schemas/accelerators/1.0.json": "application/json",
    "/accelerators/": HTML,
    "/accelerators/nvidia-h800-sxm5/": HTML,
    "/healthz": "application/json",
}
UNKNOWN = (
    "/nothing/",
    "/labs/nobody/",
    "/labs/",
    "/models/deepseek/",
    "/models/deepseek/deepseek-r9/",
    "/models/deepseek/deepseek-r9.json",
    "/models/deepseek/deepseek-r1/versions/2.json",
    "/models/deepseek/deepseek-r1/versions/2/",
    "/models/deepseek/deepseek-r9/versions/",
    "/models/deepseek/deepseek-r9/diff/",
    "/models/deepseek/deepseek-v2/versions/",
    "/compare/",
    "/compare/cards/",
    "/models/deepseek/deepseek-r1/versions/0.json",
    "/standard/COST-99/",
    "/standard/cost-1/",
    "/rankings/0/",
    "/rankings/2/",
    "/rankings/2001-01-01/",
    "/schemas/card/9.9.schema.json",
    "/charts/nothing/",
    "/charts/cost.pdf",
    "/charts/cost.svg/",
    "/labs/nobody/charts/profile.svg",
    "/labs/deepseek/charts/",
    "/labs/deepseek/charts/profile/",
    "/accelerators/nvidia-h9000/",
    "/schemas/../settings.py",
    "/schemas/",
)
HOSTILE = (
    "/rankings/999999999999999999999/",
    f"/rankings/{'9' * 5000}/",
    "/rankings/-1/",
    "/rankings/2026-02-30/",
    "/rankings/0000-00-00/",
    "/rankings/٣/",
    "/models/deepseek/deepseek-r1/versions/99999999999999999999.json",
    "/models/deepseek/deepseek-r1/versions/99999999999999999999/",
    "/labs/%00/",
    "/charts/%00/",
    "/charts/cost.svg%00.png",
    f"/charts/{'a' * 20_000}/",
    f"/labs/deepseek/charts/{'a' * 20_000}.csv",
    "/standard/%00/",
    "/schemas/%00",
    "/schemas/..%2f..%2fmanage.py",
    "/labs/../models/deepseek/",
    "/labs/%2e%2e/",
    "/labs/日本語/",
    "/labs/%ff%fe/",
    "/labs/<script>alert(1)</script>/",
    "/models/deepseek/deepseek-r1/'%20OR%201=1--/",
    f"/labs/{'a' * 20_000}/",
    f"/standard/{'A' * 20_000}/",
    "//example.org/%2e%2e",
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "content_type"), ADDRESSES.items())
def test_address_answers(client: Client, path: str, content_type: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type


@pytest.mark.parametrize("path", ADDRESSES)
def test_head_is_a_get_without_body(client: Client, path: str) -> None:
    response = client.head(path)
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_written_by_request(client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", [path for path in ADDRESSES if path.endswith("/") and path != "/"])
def test_missing_slash_is_added(client: Client, path: str) -> None:
    response = client.get(path.removesuffix("/"))
    assert response.status_code in {301, 308}  # the API keeps the method
    assert response.headers["Location"] == path


def test_date_leads_to_the_last_ranking_of_the_day(client: Client) -> None:
    day = Ranking.objects.get(number=1).as_of
    response = client.get(f"/rankings/{day}/")
    assert (response.status_code, response.headers["Location"]) == (302, "/rankings/1/")


@pytest.mark.parametrize("path", [*UNKNOWN, *HOSTILE])
def test_unknown_address_gets_a_page_that_helps(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["Content-Security-Policy"]
    page = read(client, path)
    assert {"/", "/models/", "/standard/"} <= set(page.links)
    assert page.faults == []
    assert "script" not in {tag for tag, _ in page.tags}


def test_known_model_without_card_leads_to_its_lab(client: Client) -> None:
    response = client.get("/models/deepseek/deepseek-v2/")
    assert response.status_code == 404
    page = read(client, "/models/deepseek/deepseek-v2/")
    assert "DeepSeek-V2 has no model card yet" in page.text
    assert "/labs/deepseek/" in page.links


def test_failure_page_needs_no_database_and_no_context(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("registry.web.views.leaderboard.leaderboard", broken)
    client.raise_request_exception = False
    response = client.get("/")
    page = read(client, "/")
    assert response.status_code == 500
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "Something broke on our side" in page.text
    assert "broken on purpose" not in page.html
    assert page.faults == []


def test_health_of_a_whole_registry(client: Client) -> None:
    response = client.get("/healthz")
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "append_only": True,
        "ranking": 1,
    }
    assert "no-store" in response.headers["Cache-Control"]


def test_health_without_a_ranking(client: Client, empty_registry: None) -> None:
    assert client.get("/healthz").status_code == 503


def test_health_without_protection(client: Client) -> None:
    with append_only.lifted(connection):
        response = client.get("/healthz")
    assert (response.status_code, response.json()["append_only"]) == (503, False)


def test_health_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object) -> None:
        raise OSError("no such host: the name of the database server")

    monkeypatch.setattr("registry.web.health.append_only.missing", gone)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (
        503,
        {"status": "error", "database": "OSError"},
    )
