"""Downloads: what is offered, byte for byte, and nothing beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from registry.actions import publication
from registry.exporters.dump.folder import write_dump
from registry.exporters.dump.state import State, current_state
from registry.models import Actor, CardVersion
from registry.web.presenters.dumps import size_text
from tests.web.site import Site, read

pytestmark = pytest.mark.django_db


def write(shelf: Path, state: State, *, with_parquet: bool = False) -> str:
    write_dump(shelf / state.name, state, with_parquet=with_parquet, tell=lambda *_: None)
    return state.name


@pytest.fixture(scope="session")
def written(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Two dumps: of the state as it is, and one that says it is of an earlier."""
    shelf = tmp_path_factory.mktemp("exports")
    with django_db_blocker.unblock():
        state = current_state()
        write(shelf, state, with_parquet=True)
        write(shelf, State(state.seq - 1, state.at, state.ranking))
    return shelf


@pytest.fixture
def shelf(written: Path, settings: Any) -> Path:
    settings.EXPORTS_DIR = written
    return written


@pytest.fixture
def name(shelf: Path) -> str:
    return current_state().name


@pytest.fixture
def own_shelf(tmp_path: Path, settings: Any) -> Path:
    settings.EXPORTS_DIR = tmp_path / "exports"
    return tmp_path / "exports"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def listed(shelf: Path, name: str) -> dict[str, dict[str, Any]]:
    files: dict[str, dict[str, Any]] = json.loads((shelf / name / "manifest.json").read_bytes())[
        "files"
    ]
    return files


def test_the_page_tells_of_every_file(client: Client, shelf: Path, name: str) -> None:
    for address in ("/exports/", f"/exports/{name}/"):
        page = read(client, address)
        assert page.faults == []
        files = listed(shelf, name)
        assert len(files) == 10
        for file, entry in files.items():
            assert f"/exports/{name}/{file}" in page.links
            assert entry["sha256"] in page.text
            assert f"{entry['rows']:,}" in page.text
            assert size_text(entry["bytes"]) in page.text
            assert entry["description"] in page.text
            for column in entry["columns"]:
                assert f"{column['name']} {column['type']}" in page.text
                assert column["description"] in page.text
        assert f"/exports/{name}/manifest.json" in page.links
        assert "https://creativecommons.org/licenses/by/4.0/" in page.links
        manifest = sha256((shelf / name / "manifest.json").read_bytes()).hexdigest()
        assert f"sha256:{manifest}" in page.text
        assert "Epoch AI" in page.text


def test_examples_name_the_dump_in_full(client: Client, name: str, settings: Any) -> None:
    settings.BASE_URL = "https://registry.example.org"
    html = client.get("/exports/").content.decode()
    address = f"https://registry.example.org/exports/{name}/claims.csv.gz"
    assert f"claims = pandas.read_csv(&quot;{address}&quot;)" in html
    assert f"read.csv(gzcon(url(&quot;{address}&quot;)))" in html
    assert "FROM &#x27;claims.csv.gz&#x27;" in html
    assert f"https://registry.example.org/exports/{name}/. sha256:" in html


def test_earlier_dumps_are_listed_and_know_the_newest(
    client: Client, shelf: Path, name: str
) -> None:
    (earlier,) = {path.name for path in shelf.iterdir()} - {name}
    assert f"/exports/{earlier}/" in read(client, "/exports/").links
    page = read(client, f"/exports/{earlier}/")
    assert "A newer dump exists" in page.text
    assert f"/exports/{name}/" in page.links
    assert not [link for link in page.links if link.endswith(".parquet")]
    assert "A newer dump exists" not in read(client, f"/exports/{name}/").text


def test_everything_the_pages_link_to_answers(client: Client, shelf: Path) -> None:
    site = Site.crawl(client, "/exports/", within="/exports/")
    unanswered = {p: r.status_code for p, r in site.responses.items() if r.status_code != 200}
    assert unanswered == {}
    assert sum(path.endswith(".parquet") for path in site.responses) == 4


def test_files_come_byte_for_byte(client: Client, shelf: Path, name: str) -> None:
    for file, entry in listed(shelf, name).items():
        response = client.get(
            f"/exports/{name}/{file}", headers={"Accept-Encoding": "gzip, deflate, br"}
        )
        assert response.status_code == 200
        data = body(response)
        assert sha256(data).hexdigest() == entry["sha256"]
        headers = response.headers
        assert headers["ETag"] == f'"{entry["sha256"]}"'
        assert headers["Content-Length"] == str(len(data))
        assert headers["Content-Type"] == entry["media_type"]
        assert headers["Content-Disposition"] == f'attachment; filename="{file}"'
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Content-Encoding" not in headers
        assert headers["Content-Security-Policy"]


def test_known_bytes_are_not_sent_again(client: Client, shelf: Path, name: str) -> None:
    for file in (*listed(shelf, name), "manifest.json"):
        address = f"/exports/{name}/{file}"
        first = client.get(address)
        body(first)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, body(again)) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        other = client.get(address, headers={"If-None-Match": '"other"'})
        assert other.status_code == 200
        body(other)


def test_head_has_the_headers_and_no_body(client: Client, shelf: Path, name: str) -> None:
    size = listed(shelf, name)["claims.csv.gz"]["bytes"]
    response = client.head(f"/exports/{name}/claims.csv.gz")
    assert (response.status_code, body(response)) == (200, b"")
    assert response.headers["Content-Length"] == str(size)


def test_the_manifest_may_grow_and_so_is_asked_for_again(
    client: Client, shelf: Path, name: str
) -> None:
    response = client.get(f"/exports/{name}/manifest.json")
    assert response.content == (shelf / name / "manifest.json").read_bytes()
    assert response.headers["Content-Type"] == "application/json"
    assert "immutable" not in response.headers["Cache-Control"]


def test_latest_leads_to_the_newest(client: Client, name: str) -> None:
    for file in ("", "claims.csv.gz", "manifest.json"):
        response = client.get(f"/exports/latest/{file}")
        assert (response.status_code, response.headers["Location"]) == (
            302,
            f"/exports/{name}/{file}",
        )
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_written_by_request(client: Client, name: str, method: str) -> None:
    for path in ("", "latest/", "latest/claims.csv.gz", f"{name}/", f"{name}/claims.csv.gz"):
        response = getattr(client, method)(f"/exports/{path}")
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def hostile(name: str) -> Iterator[str]:
    for file in (
        *("nothing.csv.gz", "claims.csv", "Claims.csv.gz", "..", ".", "%2e%2e", "%00"),
        *("..%2fmanifest.json", "..%2f..%2fsecret_key", "%2fetc%2fpasswd", "manifest.json%00"),
        *("claims.csv.gz%0a", "claims.csv.gz/", "a" * 20_000, "日本語", "%ff", "..\\..\\x"),
    ):
        yield f"/exports/{name}/{file}"
        yield f"/exports/latest/{file}"
    for folder in (
        *("2001-01-01-1", "..", "%2e%2e", "secret_key", "2001-01-01-" + "9" * 20, "٢٠٠١-٠١-٠١-1"),
        *(f".{name}.partial", f"{name}%2f..%2f{name}", f"{name}%00", f"{name}%0a", "0-0-0-0"),
    ):
        yield f"/exports/{folder}/manifest.json"
        yield f"/exports/{folder}/"


def test_no_address_leads_outside(client: Client, shelf: Path, name: str) -> None:
    (shelf.parent / "secret_key").write_text("the key")
    for address in hostile(name):
        response = client.get(address)
        # A browser that resolves dots itself asks for another address, which may exist.
        assert response.status_code == 404, address
        assert b"the key" not in body(response)


def test_what_no_manifest_lists_is_not_served(client: Client, own_shelf: Path) -> None:
    name = write(own_shelf, current_state())
    (own_shelf / name / "notes.txt").write_text("mine")
    assert client.get(f"/exports/{name}/notes.txt").status_code == 404
    (own_shelf / name / "manifest.json").write_text("{")
    for address in (f"{name}/", f"{name}/claims.csv.gz", f"{name}/manifest.json", "latest/"):
        assert client.get(f"/exports/{address}").status_code == 404
    assert "Dumps of the registry will be here" in read(client, "/exports/").text


def test_a_file_that_is_gone_is_no_failure(client: Client, own_shelf: Path) -> None:
    name = write(own_shelf, current_state())
    (own_shelf / name / "claims.csv.gz").unlink()
    assert client.get(f"/exports/{name}/claims.csv.gz").status_code == 404


def test_without_a_dump_it_says_what_will_be_here(client: Client, own_shelf: Path) -> None:
    page = read(client, "/exports/")
    assert page.faults == []
    assert "Dumps of the registry will be here" in page.text
    assert "python manage.py dump" in page.text
    assert client.get("/exports/latest/").status_code == 404
    assert client.get("/exports/latest/claims.csv.gz").status_code == 404


def test_removed_content_is_not_served(client: Client, own_shelf: Path, editor: Actor) -> None:
    before = write(own_shelf, current_state())
    etag = client.get(f"/exports/{before}/manifest.json").headers["ETag"]
    version = CardVersion.objects.get(card__release__public_id="xai/grok-1")
    publication.remove(by=editor, version=version, reason="A court order")
    for file in ("", "cards.jsonl.gz", "manifest.json"):
        response = client.get(f"/exports/{before}/{file}", headers={"If-None-Match": etag})
        assert response.status_code == 410
        assert "not offered any more" in response.content.decode()
    assert "Dumps of the registry will be here" in read(client, "/exports/").text
    after = write(own_shelf, current_state())
    page = read(client, "/exports/")
    assert f"/exports/{after}/cards.jsonl.gz" in page.links
    assert f"/exports/{before}/" not in page.links
    assert client.get("/exports/latest/").headers["Location"] == f"/exports/{after}/"


def test_every_page_leads_to_the_downloads(site: Site) -> None:
    assert all("/exports/" in page.links for page in site.pages.values())


def test_queries_do_not_grow_with_dumps(
    client: Client, shelf: Path, name: str, django_assert_num_queries: Any
) -> None:
    for address, queries in (
        ("/exports/", 2),
        (f"/exports/{name}/", 3),
        (f"/exports/{name}/manifest.json", 1),
        ("/exports/latest/", 1),
    ):
        with django_assert_num_queries(queries):
            client.get(address)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (9949, "9.9 kB"),
        (9951, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (2_500_000_000, "2.5 GB"),
        (5 * 10**15, "5,000 TB"),
    ],
)
def test_sizes_are_written_for_people(size: int, text: str) -> None:
    assert size_text(size) == text
