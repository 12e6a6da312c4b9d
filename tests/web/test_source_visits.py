"""What the evidence checker found, beside each claim with the date of the visit."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from registry.models import Actor
from registry.rules.visits.links import page_link
from registry.rules.visits.visit import Outcome
from registry.rules.visits.words import visit_words
from tests.factories.figures_card import changed
from tests.factories.link_states import State, excerpt_states
from tests.factories.stored import publish, starter_card
from tests.factories.visits import ARXIV, CODE, NATURE, V3, article, put_on_record, visit
from tests.factories.visits import R1 as R1_ID
from tests.web.site import read
from tests.web.test_arithmetic import block, section, text

pytestmark = pytest.mark.django_db
R1 = f"/models/{R1_ID}/"
UNREACHABLE = Outcome.UNREACHABLE


def visits_section(html: str) -> str:
    start = html.index('<h2 id="visits">')
    return text(html[start : html.index("</section>", start)])


def test_without_visits_the_page_says_nothing_of_them(client: Client) -> None:
    html = read(client, R1).html
    assert 'id="visits"' not in html
    assert "No evidence checker has looked at the sources of this card." in section(html)


def test_a_source_that_answers_has_the_date_beside_it(client: Client) -> None:
    put_on_record(visit(CODE), visit(ARXIV), article(record=NATURE))
    html = read(client, R1).html
    assert html.count("visited 1 December 2026") >= 3
    told = visits_section(html)
    assert "3 links visited, last on 1 December 2026: 3 answered." in told
    assert "What is as the card says (4)" in told
    assert "resolves to the venue that the card gives" in told
    assert f"{CODE} can be reached, at every visit since 2026-12-01." in told
    assert "Worth checking" not in html


def test_one_failure_is_not_told_as_one(client: Client) -> None:
    put_on_record(visit(ARXIV, UNREACHABLE))
    html = read(client, R1).html
    assert "could not be reached on 1 December 2026, once" in html
    assert "Worth checking" not in html
    told = visits_section(html)
    assert "1 link visited, last on 1 December 2026: 1 could not be judged." in told
    assert "What could not be judged, and why (3)" in told
    assert f"{ARXIV} could not be reached on 2026-12-01, once: unchecked." in told


def test_a_source_that_is_lost_is_said_beside_every_claim_that_rests_on_it(
    client: Client,
) -> None:
    for day in (0, 1, 8):
        put_on_record(visit(ARXIV, UNREACHABLE, day=day), cards=(V3,))
    html = read(client, f"/models/{V3}/").html
    lost = "cannot be reached since 1 December 2026, last tried 9 December 2026"
    assert f"<strong>{lost}</strong>" in html
    for item in ("COST-1", "CHIP-2", "METH-2"):
        beside = block(html, item)
        assert f"Worth checking. {ARXIV} cannot be reached, at every visit since" in beside
        assert "Name another address or an archived copy." in beside
    assert "1 link visited, last on 9 December 2026: 1 cannot be reached." in visits_section(html)
    (target,) = set(re.findall(r'class="check-id" href="(#\w+)" title="Evidence"', html))
    assert target == "#visits"


def test_visits_are_no_arithmetic(client: Client) -> None:
    before = section(read(client, R1).html)
    put_on_record(visit(ARXIV, UNREACHABLE), visit(CODE))
    put_on_record(visit(ARXIV, UNREACHABLE, day=1))
    after = section(read(client, R1).html)
    counts = re.compile(r"\d+ comparisons could be made[^.]*\.")
    assert counts.findall(before) == counts.findall(after) != []
    assert "cannot be reached" not in after


def test_a_superseded_version_is_as_it_was_last_graded(client: Client, editor: Actor) -> None:
    put_on_record(visit(ARXIV))
    publish(editor, changed(starter_card(R1_ID), {"prepared_by.note": "Read again."}))
    put_on_record(visit(ARXIV, UNREACHABLE, day=1))
    put_on_record(visit(ARXIV, UNREACHABLE, day=2))
    old = read(client, f"{R1}versions/1/").html
    assert "visited 1 December 2026" in old
    assert "3 December 2026" not in old
    assert "cannot be reached since 2 December 2026" in read(client, R1).html


def test_sources_of_facts_and_estimates_have_it_too(client: Client, editor: Actor) -> None:
    document = starter_card(R1_ID)
    url = "https://example.org/fact"
    entry = {"title": "A source of a fact", "kind": "lab", "url": url}
    document["fact_evidence"] = [
        {"fact": "training.has_rl", "set_by": "developer", "evidence": [entry]}
    ]
    estimate = {
        "claim": "compute.final_run",
        "claimant": "third_party",
        "author": "An institute",
        "text": "A guess",
        "evidence": [{**entry, "url": "https://example.org/estimate"}],
    }
    document["estimates"] = [estimate]
    publish(editor, document)
    put_on_record(visit(url), visit("https://example.org/estimate", day=1))
    html = read(client, R1).html
    start = html.index('<h2 id="facts">')
    assert "visited 1 December 2026" in html[start:]
    start = html.index('<h2 id="estimates">')
    assert "visited 2 December 2026" in html[start : html.index("</section>", start)]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State(), "visited 1 December 2026"),
        (State(excerpts=excerpt_states(quoted=True)), "visited 1 December 2026, excerpt found"),
        (
            State(excerpts=excerpt_states(quoted=False)),
            "visited 1 December 2026, excerpt not found there",
        ),
        (State(excerpts=excerpt_states(quoted=None)), "visited 1 December 2026"),
        (State("refused"), "visited 1 December 2026, lets no programs in"),
        (
            State("blocked", detail="port 8080 is not one of the web"),
            "not visited: port 8080 is not one of the web",
        ),
        (State("unreachable"), "could not be reached on 1 December 2026, once"),
        (
            State("unreachable", days=2),
            "cannot be reached since 1 December 2026, last tried 1 December 2026",
        ),
    ],
)
def test_words(state: Any, words: str) -> None:
    assert visit_words(state, "quoted") == words


def test_a_hostile_detail_is_text(client: Client) -> None:
    hostile = "<script>alert(1)</script>"
    put_on_record(visit(CODE, Outcome.BLOCKED, detail=hostile))
    html = read(client, R1).html
    assert hostile not in html
    assert "not visited: &lt;script&gt;" in html
    assert page_link(CODE).url in html
