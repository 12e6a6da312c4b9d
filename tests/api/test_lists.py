"""Lists page by page: complete, without repetition, in the order asked for."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from registry.actions import releases
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, CatalogueEntry, Change, Lab, Ranking, Release
from registry.rules.catalogue.parameters import SORTS
from tests.api.problems import check_problem
from tests.factories.registry import REASON, add_lab, add_release

pytestmark = pytest.mark.django_db


def body(client: Client, path: str) -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == 200, response.content
    data: dict[str, Any] = response.json()
    return data


def pages(client: Client, path: str) -> list[dict[str, Any]]:
    """All pages from ``path`` on, by following ``next``."""
    found = []
    while path:
        page = body(client, path)
        found.append(page)
        following = urlsplit(page.get("next", ""))
        path = f"{following.path}?{following.query}" if following.path else ""
    return found


def rows(client: Client, path: str) -> list[dict[str, Any]]:
    return [row for page in pages(client, path) for row in page["data"]]


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_of_models_is_complete(sort: str, client: Client) -> None:
    ids = [row["id"] for row in rows(client, f"/api/v1/models?sort={sort}&limit=100&fields=id")]
    assert len(ids) == len(set(ids)) == CatalogueEntry.objects.count()


def test_ties_are_neither_skipped_nor_repeated(client: Client, editor: Actor) -> None:
    lab = add_lab(editor, "many", "Many Models")
    with ranked_transaction():
        for number in range(60):
            add_release(editor, lab, f"model-{number}", name="The Same Name")
    for sort in ("-score", "name", "-released"):
        ids = [row["id"] for row in rows(client, f"/api/v1/labs/many/models?limit=7&sort={sort}")]
        assert len(ids) == len(set(ids)) == 60


def test_a_page_has_as_many_rows_as_asked_for(client: Client) -> None:
    assert len(body(client, "/api/v1/models")["data"]) == 25
    assert len(body(client, "/api/v1/models?limit=100")["data"]) == 100
    assert len(body(client, "/api/v1/models?limit=1")["data"]) == 1
    for limit in ("0", "101", "1e3", "-1", "", "ten"):
        refused = client.get(f"/api/v1/models?limit={limit}")
        (error,) = check_problem(refused, "invalid-parameters")["errors"]
        assert error["parameter"] == "limit"
        assert "1 to 100" in error["message"]


def test_the_last_page_has_no_next(client: Client) -> None:
    last = body(client, "/api/v1/models?lab=compvis")
    assert "next" not in last
    assert 'rel="next"' not in client.get("/api/v1/models?lab=compvis").headers["Link"]


def test_next_is_in_the_header_too(client: Client) -> None:
    response = client.get("/api/v1/models?limit=5&sort=name")
    following = response.json()["next"]
    assert f'<{following}>; rel="next"' in response.headers["Link"]
    first = 'limit=5&sort=name>; rel="first"'
    assert first in response.headers["Link"]
    assert first in client.get(following).headers["Link"]


def test_a_cursor_is_good_for_its_own_question_only(client: Client) -> None:
    following = body(client, "/api/v1/models?limit=5&sort=name")["next"]
    cursor = following.partition("cursor=")[2]
    assert client.get(f"/api/v1/models?limit=9&sort=name&cursor={cursor}").status_code == 200
    for other in (
        f"/api/v1/models?limit=5&sort=-name&cursor={cursor}",
        f"/api/v1/models?limit=5&sort=name&lab=openai&cursor={cursor}",
        f"/api/v1/labs?cursor={cursor}",
        f"/api/v1/labs/openai/models?sort=name&cursor={cursor}",
        f"/api/v1/models?limit=5&sort=name&cursor={cursor[:-2]}",
    ):
        (error,) = check_problem(client.get(other), "invalid-parameters")["errors"]
        assert error["code"] == "query.cursor"


def test_later_pages_tell_the_state_of_the_first(client: Client, editor: Actor) -> None:
    first = body(client, "/api/v1/models?limit=5")
    release = Release.objects.get(public_id="openai/gpt-4")
    releases.set_tier(by=editor, release=release, tier="0", reason=REASON)
    second = client.get(first["next"]).json()
    assert second["meta"]["seq"] == first["meta"]["seq"] < Change.objects.latest("seq").seq
    changed = rows(client, f"/api/v1/changes?after={first['meta']['seq']}")
    assert "openai/gpt-4" in {row["subject"] for row in changed}


def test_pages_of_labs_stay_in_one_ranking(client: Client, editor: Actor) -> None:
    first = body(client, "/api/v1/labs?limit=5")
    release = Release.objects.get(public_id="deepseek/deepseek-r1")
    releases.set_tier(by=editor, release=release, tier="0", reason=REASON)
    assert Ranking.objects.count() == 2
    rest = pages(client, urlsplit(first["next"])._replace(scheme="", netloc="").geturl())
    assert {page["meta"]["ranking"] for page in (first, *rest)} == {1}
    labs = [*first["data"], *(row for page in rest for row in page["data"])]
    assert [row["standing"]["position"] for row in labs] == list(range(1, len(labs) + 1))
    assert body(client, "/api/v1/labs")["meta"]["ranking"] == 2


def test_count_is_told_on_demand(client: Client) -> None:
    assert "count" not in body(client, "/api/v1/models")["meta"]
    counted = body(client, "/api/v1/models?count=true&card=yes&limit=2")
    assert counted["meta"]["count"] == 31
    assert "count" not in body(client, "/api/v1/models?count=false")["meta"]
    assert body(client, "/api/v1/labs?count=true")["meta"]["count"] == Lab.objects.count()
    check_problem(client.get("/api/v1/models?count=1"), "invalid-parameters")


def test_a_list_is_the_stored_text(client: Client) -> None:
    """What is stored stands in it letter by letter, unless only some fields were asked for."""
    entry = CatalogueEntry.objects.get(public_id="deepseek/deepseek-r1")
    text = client.get("/api/v1/labs/deepseek/models").content.decode()
    assert entry.summary[:-1] in text


def test_fields_leave_the_rest_out(client: Client) -> None:
    (row,) = rows(
        client,
        "/api/v1/labs/deepseek/models?has=COST-1&q=R1&sort=name&limit=1"
        "&fields=id,figures.cost,chips",
    )[:1]
    assert row.keys() == {"id", "chips", "figures"}
    assert row["figures"].keys() == {"cost"}
    assert row["figures"]["cost"]["low"] == 294_000
    whole = body(client, "/api/v1/labs/deepseek?fields=standing")["data"]
    assert "coverage" in whole["standing"]["score"]


def test_an_unknown_field_is_refused_with_the_nearest(client: Client) -> None:
    refused = client.get("/api/v1/models?fields=id,figures.costs")
    (error,) = check_problem(refused, "invalid-parameters")["errors"]
    assert (error["code"], error["hint"]) == ("query.unknown_field", "Did you mean figures.cost?")


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("labs=openai", "Did you mean lab?"),
        ("gpu=nvidia-h800", "Did you mean chip?"),
        ("sort=relased", "Did you mean released?"),
        ("lab=opnai", "Did you mean openai?"),
        ("open_weights=maybe", None),
        (f"q={'a' * 201}", None),
    ],
)
def test_what_is_not_understood_is_refused(query: str, hint: str | None, client: Client) -> None:
    (error,) = check_problem(client.get(f"/api/v1/models?{query}"), "invalid-parameters")["errors"]
    assert error.get("hint") == hint or hint is None


def test_a_comma_means_or_and_repeating_means_and(client: Client) -> None:
    def ids(query: str) -> set[str]:
        return {row["id"] for row in rows(client, f"/api/v1/models?limit=100&fields=id&{query}")}

    both = ids("lab=openai,deepseek")
    assert both == ids("lab=openai") | ids("lab=deepseek")
    assert ids("lab=openai&lab=deepseek") == set()
    assert ids("has=COST-1&has=CHIP-1") == ids("has=COST-1") & ids("has=CHIP-1")
    american = {row["slug"] for row in rows(client, "/api/v1/labs?country=US&limit=100")}
    chinese = {row["slug"] for row in rows(client, "/api/v1/labs?country=CN&limit=100")}
    assert american and chinese
    either = {row["slug"] for row in rows(client, "/api/v1/labs?country=US,CN&limit=100")}
    assert either == american | chinese
    assert rows(client, "/api/v1/labs?country=US&country=CN") == []


def test_searching_has_a_quota_of_its_own(client: Client) -> None:
    assert client.get("/api/v1/models?q=mixture").headers["RateLimit"].startswith('"search"')
    assert client.get("/api/v1/models?lab=openai").headers["RateLimit"].startswith('"reads"')


def test_the_feed_has_no_gaps(client: Client) -> None:
    seqs = [row["seq"] for row in rows(client, "/api/v1/changes?limit=100")]
    assert seqs == list(range(1, len(seqs) + 1))
    assert seqs[-1] == body(client, "/api/v1/")["meta"]["seq"]
    assert rows(client, f"/api/v1/changes?after={seqs[-1]}") == []


def test_a_list_has_a_new_validator_after_a_change(client: Client, editor: Actor) -> None:
    paths = ("/api/v1/models", "/api/v1/labs", "/api/v1/changes", "/api/v1/labs/xai")
    before = [client.get(path).headers["ETag"] for path in paths]
    add_release(editor, Lab.objects.get(slug="xai"), "grok-x")
    after = [client.get(path).headers["ETag"] for path in paths]
    assert not set(before) & set(after)
    assert client.get(paths[0], headers={"If-None-Match": before[0]}).status_code == 200


def test_numbers_keep_their_digits(client: Client) -> None:
    listed = client.get("/api/v1/models?card=yes&limit=100").content.decode()
    for entry in CatalogueEntry.objects.filter(has_card=True):
        for figure in json.loads(entry.summary)["figures"].values():
            assert f'"low": {figure["low"]}' in listed
