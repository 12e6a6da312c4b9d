"""The pages about the API: complete, true to its description, and of use without a script."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from registry.rules.request_problems import TYPES
from registry.web.api_examples import examples
from registry.web.openapi import OPENAPI_PATH, operations
from tests.web.site import Page, read

PLAYGROUND = "/api/playground/"

pytestmark = pytest.mark.django_db


def reference(client: Client) -> Page:
    return read(client, "/api/")


def test_the_header_leads_to_the_api(client: Client) -> None:
    assert "/api/" in read(client, "/").links
    assert 'aria-current="page">API' in client.get("/api/").content.decode()


def test_the_first_call_comes_first(client: Client) -> None:
    text = reference(client).text
    assert text.index("curl -s 'http://localhost:8000/api/v1/claims") < text.index("Quick start")
    assert "US$294,000 for reinforcement learning" in text


def test_every_operation_is_described_with_an_example(client: Client) -> None:
    page = reference(client)
    for operation in operations().values():
        assert operation.id in page.ids
        assert operation.path in page.text
        assert operation.description in page.text
        is_tried = f"{PLAYGROUND}?operation={operation.id}" in page.links
        assert is_tried is not operation.takes_token
        for parameter in operation.parameters:
            assert parameter.meaning.replace("`", "") in page.text, (operation.id, parameter.name)
    for example in examples():
        assert f"example-{example.name}" in page.ids


def test_no_operation_of_the_description_is_left_out() -> None:
    document = json.loads(OPENAPI_PATH.read_bytes())
    described = {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
    }
    assert set(operations()) == described


def test_errors_limits_and_changes_are_told(client: Client) -> None:
    page = reference(client)
    for kind in TYPES.values():
        assert f"/problems/{kind.code}/" in page.links
        assert kind.fix in page.text
    assert "reads 500 300" in page.text
    assert "25 rows" in page.text
    assert "asks one question of all models" in page.text
    assert "$most_rows" not in page.text
    assert {"/api/stability/", "/api/pandas/", "/api/v1/openapi.json"} <= set(page.links)


def test_what_only_some_operations_refuse_is_told_there(client: Client) -> None:
    refusals = {one.id: one.refusals for one in operations().values()}
    assert "too-large" in refusals["validateCard"]
    assert refusals["listClaims"] == ()
    assert refusals["getCard"] == ("not-found", "retracted", "removed")


def test_examples_name_the_installation_they_are_read_on(
    client: Client, settings: Settings
) -> None:
    settings.BASE_URL = "https://registry.example.org"
    page = reference(client)
    assert "https://registry.example.org/api/v1/claims" in page.text
    assert "localhost" not in page.text


def test_the_promise_has_dates_and_numbers(client: Client) -> None:
    text = read(client, "/api/stability/").text
    for words in (
        "25 rows",
        "up to 100",
        "twelve months",
        "Deprecation",
        "Sunset",
        "None is planned",
    ):
        assert words in text


def test_the_notebook_shows_code_output_and_picture(client: Client) -> None:
    page = read(client, "/api/pandas/")
    assert "import pandas as pd" in page.text
    assert "deepseek/deepseek-r1 294,000" in page.text
    picture = next(values for tag, values in page.tags if tag == "img")
    assert "cost of the final run" in str(picture["alt"])


def test_the_playground_begins_with_the_first_example(client: Client) -> None:
    page = read(client, PLAYGROUND)
    assert "Claims of all models" in page.text
    assert "call" not in page.ids


def test_the_playground_makes_the_call(client: Client) -> None:
    page = read(
        client, f"{PLAYGROUND}?operation=listClaims&path=cost.final_run.amount&limit=2&lab="
    )
    address = "/api/v1/claims?path=cost.final_run.amount&limit=2"
    assert address in page.links
    assert f"curl -s 'http://localhost:8000{address}'" in page.text
    assert client.get(address).status_code == 200
    filled = {
        values["name"]: values["value"]
        for tag, values in page.tags
        if tag == "input" and "value" in values
    }
    assert filled["path"] == "cost.final_run.amount"


def test_parts_of_the_path_are_needed_and_quoted(client: Client) -> None:
    card = f"{PLAYGROUND}?operation=getCard"
    start = read(client, card)
    filled = {
        values["name"]: values["value"]
        for tag, values in start.tags
        if tag == "input" and "value" in values
    }
    assert (filled["lab"], filled["model"]) == ("deepseek", "deepseek-r1")
    missing = read(client, f"{card}&lab=deepseek&model=")
    assert "Fill in model" in missing.text
    assert "call" not in missing.ids
    strange = read(client, f"{card}&lab={quote('../../x?y#z')}&model=%0d%0aa")
    assert "/api/v1/models/..%2F..%2Fx%3Fy%23z/a" in strange.links


def test_a_call_without_parameters(client: Client) -> None:
    assert (
        "/api/v1/standards" in read(client, f"{PLAYGROUND}?operation=listStandards&fields=").links
    )


def test_a_body_is_sent_by_hand_or_by_script(client: Client) -> None:
    response = client.get(f"{PLAYGROUND}?operation=validateCard")
    page = Page(PLAYGROUND, response.content.decode())
    assert "--data-binary @card.json http://localhost:8000/api/v1/validate" in page.text
    assert "your-lab/your-model" in page.text
    # Where no script runs, the page says what to do instead of showing a form that does nothing.
    assert "<noscript>" in page.html
    assert any(values.get("id") == "body-form" and "hidden" in values for _, values in page.tags)


def test_what_is_not_understood_is_told(client: Client) -> None:
    page = read(client, f"{PLAYGROUND}?operation=listEverything&paht=COST-1")
    assert "There is no operation “listEverything”" in page.text
    assert "takes no parameter “paht”" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "operation=%00",
        "operation=" + "x" * 4000,
        "operation=listClaims&path=" + "x" * 4000,
        "operation=listClaims&path=%3Cscript%3Ealert(1)%3C/script%3E",
        "operation=listClaims&path='%3B%20rm%20-rf%20/%20%23",
        "operation=getCard&lab=%E2%80%AE&model=%FF",
        "&".join(f"p{number}=1" for number in range(900)),
    ],
)
def test_nothing_given_makes_the_playground_fail(client: Client, query: str) -> None:
    response = client.get(f"{PLAYGROUND}?{query}")
    assert response.status_code == 200
    html = response.content.decode()
    assert "<script>alert" not in html
    assert Page(PLAYGROUND, html).faults == []


def test_a_command_cannot_be_broken_out_of(client: Client) -> None:
    page = read(client, f"{PLAYGROUND}?operation=listClaims&path={quote(chr(39) + '; rm -rf / #')}")
    assert "path=%27%3B+rm+-rf+/+%23'" in page.text


def test_pages_are_not_taken_for_answers(client: Client) -> None:
    for path in ("/api/", "/api/stability/", PLAYGROUND, "/api/pandas/"):
        response = client.get(path)
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "X-Request-Id" not in response.headers
        assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert client.get("/api/nothing").headers["Content-Type"] == "application/problem+json"
