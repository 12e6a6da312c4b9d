"""Every type of problem has a page that says why and what to do."""

from __future__ import annotations

import pytest
from django.test import Client

from registry.rules.problems import CODES
from registry.rules.request_problems import TYPES
from tests.web.site import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", TYPES)
def test_a_page_for_each_type(code: str, client: Client) -> None:
    page = read(client, f"/problems/{code}/")
    kind = TYPES[code]
    for said in (kind.title, kind.fix, str(kind.status), code):
        assert said in page.text
    assert "/problems/" in page.links


def test_the_index_has_all_types_and_codes(client: Client) -> None:
    page = read(client, "/problems/")
    assert {f"/problems/{code}/" for code in TYPES} <= set(page.links)
    for code, meaning in CODES.items():
        assert code in page.text
        assert meaning in page.text


def test_there_is_no_page_for_other_codes(client: Client) -> None:
    assert client.get("/problems/no-such-problem/").status_code == 404


def test_the_problem_of_a_request_leads_to_its_page(client: Client) -> None:
    kind = client.get("/api/v1/labs/nobody").json()["type"]
    assert client.get(kind.removeprefix("http://localhost:8000")).status_code == 200


def test_the_pages_ask_the_database_for_the_frame_alone(
    client: Client, django_assert_num_queries: object
) -> None:
    for path in ("/problems/", "/problems/not-found/"):
        with django_assert_num_queries(1):  # type: ignore[operator]
            client.get(path)
