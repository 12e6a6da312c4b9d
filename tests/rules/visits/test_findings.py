"""From visits to what the plausibility checks say of sources, DOIs and licenses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from registry.rules.plausibility.check import check_sources
from registry.rules.plausibility.results import Result
from registry.rules.visits.due import is_due
from registry.rules.visits.findings import findings
from registry.rules.visits.links import Link, LinkKind, doi_record_link, page_link
from tests.factories.figures_card import card
from tests.factories.link_states import State, excerpt_states

A, COPY = "https://example.org/a", "https://web.archive.org/a"
DOI = "10.1038/s41586-025-09422-z"
CLAIM, OTHER = "compute.final_run", "cost.final_run"
LICENSE = Link(LinkKind.LICENSE, "https://huggingface.co/api/models/deepseek-ai/R1")
HUB = "https://huggingface.co/deepseek-ai/R1"
NATURE = {"type": "journal-article", "venues": ["Nature"], "retracted": False}


def source(url: str = A, **more: Any) -> dict[str, Any]:
    return {"title": "A source", "kind": "lab", "url": url, **more}


def document(
    *entries: dict[str, Any], claim: str = CLAIM, publication: dict[str, Any] | None = None
) -> dict[str, Any]:
    found = card({claim: {"stages": ["pretraining"]}})
    section, _, name = claim.partition(".")
    found[section][name]["evidence"] = list(entries)
    if publication is not None:
        found["peer_review"] = {"publication": {"status": "disclosed", "value": publication}}
    return found


def results(found: dict[str, Any], states: dict[Link, State], check: str) -> list[Result]:
    known = {link.key: state for link, state in states.items()}
    return [one for one in check_sources(found, findings(found, known)) if one.check == check]


def only(found: dict[str, Any], states: dict[Link, State], check: str = "PC24") -> Result:
    (one,) = results(found, states, check)
    return one


PAGE = page_link(A)


@pytest.mark.parametrize(
    ("state", "entry", "severity", "words"),
    [
        (State(), {}, "pass", "can be reached, at every visit since 2026-12-01."),
        (
            State(excerpts=excerpt_states(quoted=True)),
            {"excerpt": "quoted"},
            "pass",
            "can be reached and holds its excerpt, at every visit since 2026-12-02.",
        ),
        (
            State(excerpts=excerpt_states(quoted=False)),
            {"excerpt": "quoted"},
            "note",
            (
                "does not hold the excerpt, at every visit since 2026-12-02. Lead to the page that "
                "holds it, or archive that."
            ),
        ),
        (
            State(excerpts=excerpt_states(quoted=None)),
            {"excerpt": "quoted"},
            "pass",
            "can be reached, at every visit since 2026-12-01.",
        ),
        (
            State(excerpts=excerpt_states(other=False)),
            {"excerpt": "quoted"},
            "pass",
            "can be reached, at every visit since 2026-12-01.",
        ),
        (
            State("unreachable", days=1),
            {},
            "not_run",
            "could not be reached on 2026-12-01, once: unchecked.",
        ),
        (
            State("unreachable", days=2),
            {},
            "warn",
            (
                "cannot be reached, at every visit since 2026-12-01. Name another address or an "
                "archived copy."
            ),
        ),
        (
            State("refused", days=9, detail="403 Forbidden"),
            {},
            "not_run",
            "could not be judged (403 Forbidden), at every visit since 2026-12-01.",
        ),
        (
            State("blocked", days=9, detail="port 8080 is not one of the web"),
            {},
            "not_run",
            (
                "could not be judged (port 8080 is not one of the web), at every visit since "
                "2026-12-01."
            ),
        ),
    ],
)
def test_a_source(state: State, entry: dict[str, Any], severity: str, words: str) -> None:
    one = only(document(source(**entry)), {PAGE: state})
    assert (one.severity, one.claims) == (severity, (CLAIM,))
    assert (one.message or one.reason) == f"{A} {words}"


@pytest.mark.parametrize(
    ("read_on", "severity"),
    [
        ("", "note"),
        ("2026-11-30", "note"),
        ("2026-12-03", "pass"),
        ("2026-12-04", "pass"),
        ("2026-11", "note"),
        ("2026-12", "pass"),
        ("2025", "note"),
        ("2026", "pass"),
    ],
)
def test_a_source_that_changed_after_it_was_read(read_on: str, severity: str) -> None:
    entry = source(accessed_on=read_on) if read_on else source()
    one = only(document(entry), {PAGE: State(changed_on=date(2026, 12, 3))})
    assert one.severity == severity
    assert ("has changed, at every visit since 2026-12-03" in one.message) is (severity == "note")


def test_a_source_that_changed_and_still_holds_its_excerpt() -> None:
    state = State(changed_on=date(2026, 12, 3), excerpts=excerpt_states(quoted=True))
    assert only(document(source(excerpt="quoted")), {PAGE: state}).severity == "pass"


@pytest.mark.parametrize(
    ("original", "copy", "severities"),
    [
        (State("unreachable", days=2), State(), ["note", "pass"]),
        (State("unreachable", days=1), State(), ["not_run", "pass"]),
        (State("unreachable", days=2), State("unreachable", days=2), ["warn", "note"]),
        (State("unreachable", days=2), State("unreachable", days=1), ["warn", "not_run"]),
        (State("unreachable", days=2), State("refused"), ["warn", "not_run"]),
        (State(), State("unreachable", days=2), ["pass", "note"]),
        (State(), State("unreachable", days=1), ["pass", "not_run"]),
    ],
)
def test_an_archived_copy(original: State, copy: State, severities: list[str]) -> None:
    found = document(source(archived_url=COPY))
    states = {PAGE: original, page_link(COPY): copy}
    assert [one.severity for one in results(found, states, "PC24")] == severities


@pytest.mark.parametrize(
    ("state", "severity"),
    [
        (State(digest="a" * 64), "pass"),
        (State(digest="b" * 64), "note"),
        (State(digest="b" * 64, is_whole=False), "pass"),
        (State(digest=""), "pass"),
    ],
)
def test_an_archived_copy_must_be_what_was_archived(state: State, severity: str) -> None:
    found = document(source(archived_url=COPY, archived_sha256="a" * 64))
    _, one = results(found, {PAGE: State(), page_link(COPY): state}, "PC24")
    assert (one.severity, COPY in one.message) == (severity, True)


def test_a_source_of_several_claims_is_told_of_once() -> None:
    found = document(source(), source(locator="p. 5"))
    found["cost"] = {"final_run": {"status": "withheld", "evidence": [source()]}}
    one = only(found, {PAGE: State("unreachable", days=2)})
    assert set(one.claims) == {CLAIM, OTHER}
    assert len(one.claims) == 2


def test_an_excerpt_is_told_of_apart_from_its_source() -> None:
    found = document(source(excerpt="quoted"), source(excerpt="missing"), source())
    state = State(excerpts=excerpt_states(quoted=True, missing=False))
    told = {one.formula: one.severity for one in results(found, {PAGE: state}, "PC24")}
    assert told == {f"{A}: found": "pass", f"{A}: excerpt_missing": "note", f"{A}: reached": "pass"}


def test_a_source_of_a_fact_is_told_of_without_a_claim() -> None:
    found = card()
    found["fact_evidence"] = [
        {"fact": "training.has_rl", "set_by": "developer", "evidence": [source()]}
    ]
    one = only(found, {PAGE: State("unreachable", days=2)})
    assert (one.severity, one.claims) == ("warn", ())


def test_a_doi_as_a_source() -> None:
    found = document({"title": "A", "kind": "peer_reviewed", "doi": DOI})
    link = doi_record_link(DOI)
    assert only(found, {link: State(record=NATURE)}).severity == "pass"
    retracted = only(found, {link: State(record={**NATURE, "retracted": True})})
    assert retracted.severity == "warn"
    assert retracted.message.startswith(f"{DOI} is marked as retracted, at every visit since")


@pytest.mark.parametrize(
    ("state", "publication", "severity", "words"),
    [
        (State(record=NATURE), {"venue": "Nature 645"}, "pass", "resolves to the venue"),
        (State(record=NATURE), {}, "pass", "resolves, with no venue to compare"),
        (State(), {"venue": "Nature"}, "pass", "resolves, with no venue to compare"),
        (State(record=NATURE), {"venue": "Cell"}, "warn", "to another venue (Nature), at every"),
        (State("unreachable"), {}, "not_run", "could not be reached on 2026-12-01, once"),
        (State("unreachable", days=2), {}, "warn", "does not resolve"),
        (State("refused", detail="403"), {}, "not_run", "could not be judged (403)"),
        (State(record={**NATURE, "retracted": True}), {}, "error", "is marked as retracted"),
        (
            State(record={**NATURE, "retracted": True}),
            {"status": "retracted"},
            "pass",
            "is marked as retracted, as the card says",
        ),
    ],
)
def test_the_doi_of_the_publication(
    state: State, publication: dict[str, Any], severity: str, words: str
) -> None:
    found = document(publication={"status": "published", "doi": DOI, **publication})
    one = only(found, {doi_record_link(DOI): state}, "PC23")
    assert (one.severity, one.claims) == (severity, ("peer_review.publication",))
    assert words in (one.message or one.reason)
    assert results(found, {doi_record_link(DOI): state}, "PC24")[0].severity == "not_run"


def test_the_doi_of_the_publication_is_told_of_once() -> None:
    found = document(
        source(f"https://doi.org/{DOI}"),
        claim="peer_review.publication",
    )
    found["peer_review"]["publication"]["value"] = {"status": "published", "doi": DOI}
    states = {doi_record_link(DOI): State(record=NATURE)}
    assert only(found, states, "PC23").severity == "pass"
    assert only(found, states, "PC24").severity == "not_run"


@pytest.mark.parametrize(
    ("state", "severity", "words"),
    [
        (State(record={"license": "mit"}), "pass", "gives the license that the card gives (mit)"),
        (State(record={"license": "apache-2.0"}), "warn", "another license (apache-2.0)"),
        (State(record={"license": "cc"}), "not_run", "(cc cannot be compared)"),
        (State(), "not_run", "(no license is named)"),
        (State("unreachable", days=9, detail="404 Not Found"), "not_run", "(404 Not Found)"),
        (State("refused", detail="403 Forbidden"), "not_run", "(403 Forbidden)"),
    ],
)
def test_a_license(state: State, severity: str, words: str) -> None:
    offer = {"access": "open", "license": "MIT", "url": HUB}
    found = card({"identity.access_and_license": {"weights": offer}})
    one = only(found, {LICENSE: state}, "PC20")
    assert (one.severity, one.claims) == (severity, ("identity.access_and_license",))
    assert words in (one.message or one.reason)
    assert HUB in (one.message or one.reason)


def test_without_visits_nothing_is_said() -> None:
    found = document(source(), publication={"status": "published", "doi": DOI})
    for one in check_sources(found, findings(found, {})):
        assert one.severity == "not_run"
        assert one.reason == "No evidence checker has looked at the sources of this card."


def test_what_was_not_visited_is_said_apart_from_no_checker() -> None:
    found = document(source(), publication={"status": "published", "doi": DOI})
    reasons = {
        one.check: one.reason
        for states in ({PAGE: State()}, {doi_record_link(DOI): State()})
        for one in check_sources(
            found, findings(found, {link.key: state for link, state in states.items()})
        )
        if one.severity == "not_run"
    }
    assert set(reasons) == {"PC20", "PC23", "PC24"}
    assert all("evidence checker" in reason for reason in reasons.values())
    assert not any(reason.startswith("No evidence checker") for reason in reasons.values())


NOW = datetime(2026, 12, 10, 6, tzinfo=UTC)


def due(state: State | None, *excerpts: str, days: int = 7) -> bool:
    return is_due(state, excerpts, now=NOW, older_than=timedelta(days=days))


@pytest.mark.parametrize(
    ("state", "is_expected"),
    [
        (None, True),
        (State(visited_at=NOW - timedelta(days=7)), True),
        (State(visited_at=NOW - timedelta(days=6, hours=23)), False),
        (State("refused", visited_at=NOW - timedelta(days=8)), True),
        (State("blocked", visited_at=NOW - timedelta(days=1)), False),
        (State("unreachable", days=1, visited_at=NOW - timedelta(hours=7)), True),
        (State("unreachable", days=1, visited_at=NOW - timedelta(hours=5)), False),
        (State("unreachable", days=2, visited_at=NOW - timedelta(days=1)), False),
        (State("busy", not_before=NOW), True),
        (State("busy", not_before=NOW + timedelta(minutes=1)), False),
        (
            State("busy", not_before=NOW + timedelta(minutes=1), visited_at=NOW - timedelta(9)),
            False,
        ),
        (State("busy"), True),
    ],
)
def test_when_a_link_is_due(state: State | None, is_expected: bool) -> None:
    assert due(state) is is_expected


def test_a_new_excerpt_makes_its_page_due() -> None:
    read = State(visited_at=NOW, excerpts=excerpt_states(quoted=True, untold=None))
    assert not due(read, "quoted", "untold")
    assert due(read, "quoted", "new")
    assert not due(State("refused", visited_at=NOW), "new")


def test_with_no_age_everything_is_due_but_what_asked_for_rest() -> None:
    assert due(State(visited_at=NOW - timedelta(seconds=1)), days=0)
    assert not due(State("busy", not_before=NOW + timedelta(hours=1)), days=0)
