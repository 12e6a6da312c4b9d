"""What an answer means: only silence and absence speak against a link."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from registry.rules.visits.fetched import Failure, Fetched
from registry.rules.visits.judging import LONGEST_REST, USUAL_REST, judge
from registry.rules.visits.links import Link, LinkKind, excerpt_key
from registry.rules.visits.visit import Outcome, Visit

AT = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
URL = "https://example.org/report"
PAGE = Link(LinkKind.PAGE, URL)
DOI = Link(LinkKind.DOI, "https://doi.org/10.1038/s41586-025-09422-z")
LICENSE = Link(LinkKind.LICENSE, "https://api.github.com/repos/a/b")
READ = Fetched(URL, URL, status=200, content_type="text/html", is_whole=True, has_answered=True)
EXCERPT = "64*8 H800 GPUs"


def judged(link: Link = PAGE, excerpts: tuple[str, ...] = (), **changes: Any) -> Visit:
    return judge(link, replace(READ, **changes), excerpts, at=AT)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.REACHED),
        (204, Outcome.REACHED),
        (206, Outcome.REACHED),
        (302, Outcome.UNREACHABLE),
        (304, Outcome.UNREACHABLE),
        (400, Outcome.REFUSED),
        (401, Outcome.REFUSED),
        (403, Outcome.REFUSED),
        (404, Outcome.UNREACHABLE),
        (405, Outcome.REFUSED),
        (406, Outcome.REFUSED),
        (408, Outcome.UNREACHABLE),
        (410, Outcome.UNREACHABLE),
        (418, Outcome.REFUSED),
        (429, Outcome.BUSY),
        (451, Outcome.REFUSED),
        (500, Outcome.UNREACHABLE),
        (503, Outcome.UNREACHABLE),
        (599, Outcome.UNREACHABLE),
        (999, Outcome.UNREACHABLE),
    ],
)
def test_a_status(status: int, outcome: Outcome) -> None:
    visit = judged(status=status)
    assert (visit.outcome, visit.http_status) == (outcome, status)
    assert bool(visit.detail) is (outcome is not Outcome.REACHED)


def test_the_detail_is_in_words() -> None:
    assert judged(status=404).detail == "404 Not Found"
    assert judged(status=599).detail == "599"
    failed = judged(status=None, failure=Failure.NETWORK, detail="the host has no address")
    assert (failed.outcome, failed.detail) == (Outcome.UNREACHABLE, "the host has no address")


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (Failure.NETWORK, Outcome.UNREACHABLE),
        (Failure.REDIRECTS, Outcome.UNREACHABLE),
        (Failure.REFUSED_ADDRESS, Outcome.BLOCKED),
    ],
)
def test_a_failure(failure: Failure, outcome: Outcome) -> None:
    assert judged(status=None, failure=failure, detail="why").outcome is outcome


@pytest.mark.parametrize(
    ("status", "retry_after", "rest"),
    [
        (429, "", USUAL_REST),
        (429, "120", timedelta(seconds=120)),
        (503, "3600", timedelta(hours=1)),
        (429, "Tue, 01 Dec 2026 09:30:00 GMT", timedelta(hours=1)),
        (429, "Tue, 01 Dec 2026 07:30:00 GMT", timedelta()),
        (429, "Tue, 01 Dec 2026 07:30:00", USUAL_REST),
        (429, "9" * 5000, LONGEST_REST),
        (429, "-5", USUAL_REST),
        (429, "soon", USUAL_REST),
        (429, "٣", USUAL_REST),
    ],
)
def test_a_busy_host_is_left_alone(status: int, retry_after: str, rest: timedelta) -> None:
    visit = judged(status=status, retry_after=retry_after)
    assert visit.outcome is Outcome.BUSY
    assert visit.not_before == AT + rest


@pytest.mark.parametrize(
    "changes",
    [
        {"status": 200},
        {"status": 404},
        {"status": 403},
        {"status": 500},
        {"status": None, "failure": Failure.NETWORK},
        {"status": None, "failure": Failure.REFUSED_ADDRESS},
    ],
)
def test_a_doi_resolves_where_the_resolver_leads_on(changes: dict[str, Any]) -> None:
    """What a publisher's server does with programs says nothing of the DOI."""
    assert judged(DOI, was_redirected=True, **changes).outcome is Outcome.REACHED


def test_a_doi_the_resolver_does_not_know() -> None:
    assert judged(DOI, status=404).outcome is Outcome.UNREACHABLE
    assert judged(DOI, status=429, was_redirected=True).outcome is Outcome.BUSY


def test_what_was_read_is_kept() -> None:
    visit = judged(body=b"x" * 1234, content_type="text/html; charset=utf-8")
    assert (visit.link, visit.at, visit.final_url) == (PAGE, AT, URL)
    assert (visit.bytes_read, visit.content_type) == (1234, "text/html; charset=utf-8")
    assert visit.not_before is None


def test_what_comes_from_outside_is_made_storable() -> None:
    visit = judged(
        content_type="text/\x00html" + "x" * 500, final_url="https://e.org/\ud800\x1b[2J"
    )
    assert (len(visit.content_type), "\x00" in visit.content_type) == (99, False)
    assert visit.final_url == "https://e.org/[2J"


@pytest.mark.parametrize(
    ("changes", "comparable"),
    [
        ({"content_type": "application/pdf"}, True),
        ({"content_type": "application/pdf", "is_whole": False, "is_cut": True}, True),
        ({"content_type": "application/pdf", "is_whole": False}, False),
        ({"content_type": "application/pdf", "encoding": "gzip"}, False),
        ({"content_type": "text/html"}, False),
        ({"content_type": "text/plain", "status": 404}, False),
    ],
)
def test_only_files_that_stay_the_same_have_a_digest(
    changes: dict[str, Any], comparable: bool
) -> None:
    visit = judged(body=b"%PDF", **changes)
    assert visit.digest == (sha256(b"%PDF").hexdigest() if comparable else "")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"body": b"<p>64*8 H800 GPUs</p>"}, True),
        ({"body": b"<p>512 H800 GPUs</p>"}, False),
        ({"body": b"<p>512 H800 GPUs</p>", "is_whole": False}, None),
        ({"body": b"<p>64*8 H800 GPUs</p>", "is_whole": False}, True),
        ({"body": b"64*8 H800 GPUs", "content_type": "application/pdf"}, None),
        ({"body": b"<p>64*8 H800 GPUs</p>", "encoding": "gzip"}, None),
    ],
)
def test_excerpts(changes: dict[str, Any], found: bool | None) -> None:
    assert judged(excerpts=(EXCERPT,), **changes).excerpts == {excerpt_key(EXCERPT): found}


def test_a_page_that_is_not_there_is_not_searched() -> None:
    visit = judged(excerpts=(EXCERPT,), status=404, body=b"64*8 H800 GPUs")
    assert visit.excerpts == {}


def test_records() -> None:
    crossref = json.dumps({"type": "journal-article", "title": "A", "container-title": "Nature"})
    record = judged(DOI, body=crossref.encode(), was_redirected=True).record
    assert record == {"type": "journal-article", "venues": ["Nature"], "retracted": False}
    told = judged(LICENSE, body=b'{"license": {"spdx_id": "MIT"}}')
    assert (told.record, told.digest) == ({"license": "MIT"}, "")
    assert judged(DOI, body=crossref.encode()[:20], is_whole=False).record == {}
    assert judged(DOI, body=b"<html>", was_redirected=True, status=403).record == {}
    assert judged(PAGE, body=crossref.encode()).record == {}
