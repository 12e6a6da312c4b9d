"""Visiting many links: hosts in turn and not too often, and nothing stops the rest."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

from registry.rules.visits.links import Link, LinkKind
from registry.rules.visits.visit import Outcome, Visit
from registry.visiting.pace import SECONDS_BETWEEN, Pace
from registry.visiting.tour import ACCEPT, CutOff, Tour, in_turn
from tests.visiting.stub import Answer, Names, Stub, fetcher_of, leads_to

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


def page(stub: Stub, path: str, host: str = "source.example.org") -> Link:
    return Link(LinkKind.PAGE, stub.url(path, host))


def visit_all(stub: Stub, links: list[Link], tour: Tour | None = None) -> list[Visit]:
    tour = tour or Tour(fetcher_of(stub), now=lambda: NOW)
    told: list[Visit] = []
    visits = tour.visit(dict.fromkeys(links, ()), told.append)
    assert told == visits
    return visits


def test_a_failing_link_does_not_stop_the_rest(stub: Stub) -> None:
    stub.answers |= {"/good": Answer(), "/circle": leads_to("/circle"), "/gone": Answer(b"", 410)}
    links = [page(stub, path) for path in ("/missing", "/circle", "/gone", "/good")]
    links.insert(0, Link(LinkKind.PAGE, "http://169.254.169.254/"))
    visits = {visit.link: visit.outcome for visit in visit_all(stub, links)}
    assert [visits[link] for link in links] == [
        Outcome.BLOCKED,
        *[Outcome.UNREACHABLE] * 3,
        Outcome.REACHED,
    ]


def test_a_fault_of_the_checker_does_not_stop_the_rest(
    stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(host: str) -> None:
        if host == "bad.example.org":
            raise RuntimeError("a fault")

    stub.answers["/page"] = Answer()
    links = [page(stub, "/page", host) for host in ("bad.example.org", "good.example.org")]
    with caplog.at_level(logging.ERROR):
        visits = visit_all(stub, links, Tour(fetcher_of(stub, before=faulty)))
    assert [visit.link for visit in visits] == links[1:]
    assert "bad.example.org" in caplog.text


def test_a_busy_host_is_left_alone_for_the_rest_of_the_tour(stub: Stub) -> None:
    stub.answers |= {
        "/1": Answer(b"", 429, headers={"Retry-After": "3600"}),
        "/2": Answer(),
        "/other": Answer(),
    }
    tour = Tour(fetcher_of(stub), now=lambda: NOW)
    links = [page(stub, "/1"), page(stub, "/2"), page(stub, "/other", "other.example.org")]
    visits = visit_all(stub, links, tour)
    assert [visit.link for visit in visits] == [links[0], links[2]]
    assert (visits[0].outcome, visits[0].not_before) == (Outcome.BUSY, NOW + timedelta(hours=1))
    assert visit_all(stub, [links[1]], tour) == []
    assert "/2" not in stub.paths


def test_each_kind_asks_for_what_it_needs(stub: Stub) -> None:
    record = {"type": "journal-article", "title": "A", "container-title": "Nature"}
    stub.answers |= {
        "/page": Answer(b"quoted"),
        "/doi": leads_to("/record"),
        "/record": Answer(json.dumps(record).encode(), content_type="application/json"),
        "/license": Answer(b'{"tags": ["license:mit"]}', content_type="application/json"),
    }
    links = [Link(kind, stub.url(f"/{kind.value}")) for kind in LinkKind]
    visits = {visit.link.kind: visit for visit in visit_all(stub, links)}
    asked = [(path, headers["Accept"]) for path, headers in stub.requests]
    assert set(asked) == {
        ("/page", "text/html, */*;q=0.8"),
        ("/doi", ACCEPT[LinkKind.DOI]),
        ("/record", ACCEPT[LinkKind.DOI]),
        ("/license", "application/json"),
    }
    assert visits[LinkKind.DOI].record["venues"] == ["Nature"]
    assert visits[LinkKind.LICENSE].record == {"license": "mit"}


def hosts_cut_off(stub: Stub, number: int) -> list[Link]:
    return [page(stub, "/page", f"host-{n}.example.org") for n in range(number)]


def test_a_machine_that_is_cut_off_finds_nothing_out(stub: Stub) -> None:
    def nobody(host: str, seconds: float) -> list[object]:
        raise OSError

    tour = Tour(fetcher_of(stub, nobody))  # type: ignore[arg-type]
    assert len(visit_all(stub, hosts_cut_off(stub, 2), tour)) == 2
    with pytest.raises(CutOff, match="None of 3 hosts answered"):
        visit_all(stub, hosts_cut_off(stub, 3), tour)


def test_one_answer_shows_that_it_is_not_cut_off(stub: Stub) -> None:
    names = Names({f"host-{n}.example.org": [["127.0.0.2"]] for n in range(1, 5)})
    stub.answers["/page"] = Answer()
    tour = Tour(fetcher_of(stub, names))
    outcomes = [visit.outcome for visit in visit_all(stub, hosts_cut_off(stub, 5), tour)]
    assert outcomes.count(Outcome.REACHED) == 1


def test_addresses_that_are_not_visited_do_not_look_like_being_cut_off(stub: Stub) -> None:
    links = [Link(LinkKind.PAGE, f"http://10.0.0.{n}/") for n in range(5)]
    assert len(visit_all(stub, links)) == 5
    assert stub.connections == 0


def test_hosts_take_turns() -> None:
    links = [Link(LinkKind.PAGE, f"https://{host}.org/{n}") for host in "aab" for n in (1, 2)]
    links = list(dict.fromkeys(links))
    assert [link.url for link in in_turn(links)] == [
        "https://a.org/1",
        "https://b.org/1",
        "https://a.org/2",
        "https://b.org/2",
    ]


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_a_host_is_asked_once_in_two_seconds() -> None:
    clock = Clock()
    pace = Pace(clock=clock, sleep=clock.sleep)
    for host in ("a", "b", "a", "a"):
        pace.wait(host)
    assert clock.slept == [SECONDS_BETWEEN, SECONDS_BETWEEN]
    clock.now += 10
    pace.wait("a")
    assert len(clock.slept) == 2
