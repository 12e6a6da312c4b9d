"""The evidence checker from the command line: off unless asked for, and then careful."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from registry.actions import editorial
from registry.actions.recheck import find_differences
from registry.management import evidence_run
from registry.management.commands import check_evidence
from registry.models import Actor, EvidenceVisit, ModelCard, Release
from registry.models.visit_plan import MOST_LINKS_OF_A_CARD
from registry.models.visits import known_states
from registry.rules.card.sections import CLAIM_PATHS
from registry.rules.visits.addresses import PUBLIC
from registry.rules.visits.fetched import Failure, Fetched
from registry.rules.visits.links import links, page_link
from registry.visiting.fetching import Fetcher
from registry.visiting.network import system_resolver
from registry.visiting.tour import Tour
from tests.commands.conftest import Run, Stored
from tests.factories.registry import add_lab, add_release
from tests.factories.starter import starter_cards
from tests.factories.stored import card_of, publish
from tests.factories.visits import ARXIV, R1, V3, put_on_record, visit
from tests.visiting.stub import Answer, Stub, fetcher_of, leads_to, running_stub

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Web(Fetcher):
    """A public internet in which every page is there, but for what ``others`` says."""

    others: dict[str, Fetched] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, accept: str) -> Fetched:
        self.asked.append(url)
        there = Fetched(url, url, 200, content_type="text/html", has_answered=True, is_whole=True)
        return self.others.get(url, there)


def gone(url: str) -> Fetched:
    return Fetched(url, url, status=404, has_answered=True)


@pytest.fixture
def web(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Web:
    """The checker is switched on, and finds this web."""
    settings.EVIDENCE_CHECKER = True
    found = Web("tests")
    monkeypatch.setattr(check_evidence, "new_tour", lambda: Tour(found))
    return found


def severities(card_id: str) -> list[str]:
    grading = editorial.get_live_card(card_id).current_grading
    assert grading is not None
    return [row["severity"] for row in grading.plausibility if row["check"] == "PC24"]


def every_link() -> set[str]:
    return {link.url for document in starter_cards().values() for link in links(document)}


# While it is off


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--card", R1], ["--limit", "1"]])
def test_it_refuses_while_it_is_off(
    options: list[str], run: Run, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never() -> Tour:
        raise AssertionError("a tour while the checker is off")

    monkeypatch.setattr(check_evidence, "new_tour", never)
    before = stored()
    outcome = run("check_evidence", *options)
    assert (outcome.code, outcome.out) == (1, "")
    assert "The evidence checker is switched off" in outcome.err
    assert "REGISTRY_EVIDENCE_CHECKER=true" in outcome.err
    assert stored() == before


WATCHED = """
import os, runpy, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        os.write(2, f"NETWORK {event} {arguments}".encode())
sys.addaudithook(watch)
sys.argv = ["manage.py", *sys.argv[1:]]
runpy.run_path("manage.py", run_name="__main__")
"""


def watched(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """``manage.py`` in a process of its own that tells of every connection and look-up."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", WATCHED, *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "registry.settings",
            "REGISTRY_SECRET_KEY": "k" * 40,
            "REGISTRY_DATA_DIR": str(tmp_path),
            **variables,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_nothing_is_connected_to_while_it_is_off(tmp_path: Path) -> None:
    done = watched(tmp_path, "check_evidence")
    assert (done.returncode, "switched off" in done.stderr) == (1, True)
    assert "NETWORK" not in done.stderr
    done = watched(tmp_path, "check_evidence", REGISTRY_EVIDENCE_CHECKER="true")
    assert (done.returncode, "manage.py migrate" in done.stderr) == (3, True)


def test_the_watch_would_see_a_connection() -> None:
    code = "import socket; socket.getaddrinfo('127.0.0.1', 80)"
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", WATCHED.partition("sys.argv")[0] + code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "NETWORK socket.getaddrinfo" in done.stderr


def test_what_goes_out_is_the_products_own(settings: Any) -> None:
    """No setting makes the checker go to another network than the public one."""
    settings.BASE_URL = "https://registry.example.org"
    fetcher = check_evidence.new_tour()._fetcher
    assert fetcher.gate is PUBLIC
    assert fetcher.resolver is system_resolver
    assert fetcher.user_agent == (
        "ModelDisclosureRegistry (evidence checker; +https://registry.example.org/about/)"
    )


# While it is on


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--older-than", "-1"], "--older-than: found -1, expected 0 to 3650."),
        (["--older-than", "9999"], "--older-than: found 9999, expected 0 to 3650."),
        (["--limit", "0"], "--limit: found 0, expected 1 or more."),
        (["--card", "nobody/nothing"], "There is no published card 'nobody/nothing'."),
        (["--card", "openai"], "There is no published card 'openai'."),
    ],
)
def test_options_that_make_no_sense(
    options: list[str], words: str, run: Run, web: Web, stored: Stored
) -> None:
    before = stored()
    outcome = run("check_evidence", *options)
    assert outcome.code == 1
    assert words in outcome.err
    assert (web.asked, stored()) == ([], before)


def test_every_link_of_every_card_is_visited(run: Run, web: Web) -> None:
    outcome = run("check_evidence")
    assert outcome.code == 0, outcome.err
    assert set(web.asked) == every_link()
    assert outcome.out.count("reached: http") == len(web.asked) == EvidenceVisit.objects.count()
    last = outcome.out.splitlines()[-1]
    assert re.fullmatch(
        rf"{len(web.asked)} links were visited: {len(web.asked)} reached. "
        r"31 cards were graded again.",
        last,
    )
    for card in ModelCard.objects.live().select_related("release"):
        assert set(severities(card.release.public_id)) <= {"pass", "note"}
    assert find_differences() == []


def test_a_second_run_has_nothing_to_do(run: Run, web: Web, stored: Stored) -> None:
    run("check_evidence")
    web.asked.clear()
    before = stored()
    outcome = run("check_evidence")
    assert outcome.out == "0 links were visited. 0 cards were graded again.\n"
    assert (web.asked, stored()) == ([], before)


def test_with_no_age_every_link_is_visited_once_again(run: Run, web: Web) -> None:
    run("check_evidence")
    web.asked.clear()
    assert run("check_evidence", "--older-than", "0").code == 0
    assert sorted(web.asked) == sorted(every_link())


def test_one_card(run: Run, web: Web) -> None:
    assert run("check_evidence", "--card", R1).code == 0
    assert set(web.asked) == {link.url for link in links(starter_cards()[R1])}
    assert severities("openai/gpt-4o") == ["not_run"]


def test_a_card_that_shares_a_link_is_graded_without_another_visit(run: Run, web: Web) -> None:
    wanted = links(starter_cards()[V3])
    visits = (visit(link, excerpts=dict.fromkeys(texts, True)) for link, texts in wanted.items())
    put_on_record(*visits, cards=(R1,))
    assert severities(V3) == ["not_run"]
    outcome = run("check_evidence", "--card", V3)
    assert outcome.out == "0 links were visited. 1 card was graded again.\n"
    assert web.asked == []
    assert "pass" in severities(V3)


def test_at_most_so_many_and_the_oldest_first(run: Run, web: Web) -> None:
    cards = (R1, "xai/grok-1")
    seen = {link for card_id in cards for link in links(starter_cards()[card_id])}
    put_on_record(*(visit(link, day=-400) for link in seen), cards=cards)
    outcome = run("check_evidence", "--limit", "5")
    assert outcome.code == 0
    assert len(web.asked) == 5
    assert not {link.url for link in seen} & set(web.asked)


def test_a_card_with_very_many_links_waits_its_turn(
    run: Run, web: Web, editor: Actor, release: Release
) -> None:
    document = card_of(release)
    del document["peer_review"]["publication"]["value"]["doi"]
    del document["estimates"]
    for number, (section, name) in enumerate(path.split(".") for path in CLAIM_PATHS):
        document.setdefault(section, {}).setdefault(name, {"status": "unknown"})["evidence"] = [
            {"title": "A", "kind": "lab", "url": f"https://example.org/{number}/{entry}"}
            for entry in range(20)
        ]
    publish(editor, document)
    assert run("check_evidence", "--card", release.public_id).code == 0
    first = set(web.asked)
    assert len(first) == MOST_LINKS_OF_A_CARD
    web.asked.clear()
    run("check_evidence", "--card", release.public_id)
    assert len(web.asked) == MOST_LINKS_OF_A_CARD
    assert not first & set(web.asked)
    assert len(known_states(document)) == 2 * MOST_LINKS_OF_A_CARD
    assert find_differences() == []


def test_a_dry_run_connects_nowhere_and_stores_nothing(run: Run, web: Web, stored: Stored) -> None:
    before = stored()
    outcome = run("check_evidence", "--dry-run", "--card", R1)
    assert (outcome.code, web.asked, stored()) == (0, [], before)
    *lines, last = outcome.out.splitlines()
    assert set(lines) == {f"would visit {link.url}" for link in links(starter_cards()[R1])}
    assert last == f"{len(lines)} links are due; nothing was visited."
    limited = run("check_evidence", "--dry-run", "--limit", "2").out
    assert limited.count("would visit") == 2


def test_what_failed_is_told_and_looked_at_again_the_next_day(
    run: Run, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.others[ARXIV] = gone(ARXIV)
    outcome = run("check_evidence", "--card", V3)
    assert f"not reached: {ARXIV} (404 Not Found)" in outcome.out
    assert "warn" not in severities(V3)
    later = Tour(web, now=lambda: visit(ARXIV).at)
    monkeypatch.setattr(check_evidence, "new_tour", lambda: later)
    monkeypatch.setattr(evidence_run, "now", lambda: visit(ARXIV).at)
    web.asked.clear()
    run("check_evidence", "--card", V3)
    assert web.asked == [ARXIV]
    assert "warn" in severities(V3)


def test_a_machine_that_is_cut_off_stores_nothing(run: Run, web: Web, stored: Stored) -> None:
    for url in every_link():
        web.others[url] = Fetched(url, url, failure=Failure.NETWORK, detail="the connection failed")
    before = stored()
    outcome = run("check_evidence")
    assert outcome.code == 1
    assert "hosts answered: is this machine cut off?" in outcome.err
    assert stored() | {"Actor": 0} == before | {"Actor": 0}


def test_what_pages_say_cannot_steer_the_terminal(run: Run, web: Web) -> None:
    detail = "its certificate is not valid: \x1b[2J\u202e"
    web.others[ARXIV] = Fetched(ARXIV, ARXIV, failure=Failure.NETWORK, detail=detail)
    outcome = run("check_evidence", "--card", V3)
    assert "\x1b" not in outcome.out
    assert "\u202e" not in outcome.out


# Over real connections


@pytest.fixture
def stub(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    settings.EVIDENCE_CHECKER = True
    with running_stub() as running:
        monkeypatch.setattr(check_evidence, "new_tour", lambda: Tour(fetcher_of(running)))
        yield running


@pytest.fixture
def release(editor: Actor) -> Release:
    return add_release(editor, add_lab(editor, "example-lab", "Example Lab"), "model-1")


def test_a_card_over_real_connections(
    run: Run, stub: Stub, editor: Actor, release: Release
) -> None:
    def source(path: str, **more: str) -> dict[str, str]:
        return {"title": "A source", "kind": "lab", "url": stub.url(path), **more}

    stub.answers |= {
        "/report": Answer(b"<p>We used <b>512</b> accelerators.</p>"),
        "/moved": leads_to("/report"),
        "/inside": leads_to("http://169.254.169.254/latest/meta-data/"),
        "/login": Answer(b"", 403),
        "/busy": Answer(b"", 429, headers={"Retry-After": "60"}),
        "/record": Answer(json.dumps({"license": "x"}).encode(), content_type="application/json"),
    }
    document = card_of(release)
    del document["peer_review"]["publication"]["value"]["doi"]
    del document["estimates"]
    document["identity"]["responsible_party"]["evidence"] = [
        source("/report", excerpt="We used 512 accelerators"),
        source("/moved", excerpt="We used 648 accelerators"),
        source("/inside"),
        source("/login"),
        source("/gone"),
        source("/busy"),
    ]
    publish(editor, document)
    outcome = run("check_evidence", "--card", release.public_id)
    assert outcome.code == 0, outcome.err
    stored = {visit.url.rpartition("/")[2]: visit for visit in EvidenceVisit.objects.all()}
    assert {name: visit.outcome for name, visit in stored.items()} == {
        "report": "reached",
        "moved": "reached",
        "inside": "blocked",
        "login": "refused",
        "gone": "unreachable",
        "busy": "busy",
    }
    assert stored["moved"].final_url == stub.url("/report")
    assert stored["report"].bytes_read == len(b"<p>We used <b>512</b> accelerators.</p>")
    assert stored["busy"].not_before is not None
    grading = editorial.get_live_card(release.public_id).current_grading
    assert grading is not None
    found = {
        (row["message"] or row["reason"]).split()[0].rpartition("/")[2]: row["severity"]
        for row in grading.plausibility
        if row["check"] == "PC24"
    }
    assert found == {
        "report": "pass",
        "moved": "note",
        "inside": "not_run",
        "login": "not_run",
        "gone": "not_run",
    }
    assert find_differences() == []


def test_a_new_excerpt_is_looked_for_at_once(
    run: Run, stub: Stub, editor: Actor, release: Release
) -> None:
    stub.answers["/report"] = Answer(b"<p>One and two.</p>")

    def publish_with(excerpt: str) -> None:
        document = card_of(release)
        entry = {"title": "A", "kind": "lab", "url": stub.url("/report"), "excerpt": excerpt}
        document["identity"]["responsible_party"]["evidence"] = [entry]
        del document["peer_review"]["publication"]["value"]["doi"]
        del document["estimates"]
        publish(editor, document)

    for excerpt, severity in (("one", "pass"), ("two", "pass"), ("three", "note")):
        publish_with(excerpt)
        run("check_evidence", "--card", release.public_id)
        assert severities(release.public_id) == [severity]
    assert len(stub.requests) == 3
    assert page_link(stub.url("/report")).key == EvidenceVisit.objects.latest("id").link
