"""Which links a card has, and what each is looked at for."""

from __future__ import annotations

from typing import Any

import pytest

from registry.models import EvidenceVisit
from registry.rules.visits.links import Link, LinkKind, Role, links, page_link, uses
from registry.rules.visits.visit import Outcome
from tests.factories.small_card import small_card
from tests.factories.starter import starter_cards

DOI = "10.1038/s41586-025-09422-z"
RESOLVED = f"https://doi.org/{DOI}"


def card(evidence: list[dict[str, Any]], **offers: Any) -> dict[str, Any]:
    document = small_card()
    document["identity"]["model_version"]["evidence"] = evidence
    document["identity"]["access_and_license"]["value"] = offers or {"api": {"available": True}}
    del document["identity"]["responsible_party"]["evidence"]
    del document["peer_review"]["publication"]["value"]["doi"]
    del document["estimates"]
    return document


def found(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(link.kind.value, link.url) for link in links(document)]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"url": "https://example.org/a#p4"}, [("page", "https://example.org/a")]),
        ({"doi": DOI}, [("doi", RESOLVED)]),
        ({"doi": DOI.upper()}, [("doi", RESOLVED)]),
        ({"url": RESOLVED, "doi": DOI}, [("doi", RESOLVED)]),
        ({"url": f"http://dx.doi.org/{DOI}"}, [("doi", RESOLVED)]),
        ({"url": "https://doi.org/"}, [("page", "https://doi.org/")]),
        (
            {"url": "https://example.org/a", "doi": DOI},
            [("page", "https://example.org/a"), ("doi", RESOLVED)],
        ),
        (
            {"url": "https://example.org/a", "archived_url": "https://web.archive.org/a"},
            [("page", "https://example.org/a"), ("page", "https://web.archive.org/a")],
        ),
        ({"file": "report.pdf"}, []),
    ],
)
def test_the_links_of_an_entry(entry: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found(card([{"title": "A source", "kind": "lab", **entry}])) == expected


def test_a_doi_with_signs_of_addresses() -> None:
    doi = "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"
    entry = {"title": "A", "kind": "independent", "doi": doi}
    ((kind, url),) = found(card([entry]))
    assert kind == "doi"
    assert "<" not in url
    assert page_link(url) == Link(LinkKind.DOI, url)


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        (
            {"weights": {"license": "MIT", "url": "https://huggingface.co/deepseek-ai/R1"}},
            ["https://huggingface.co/api/models/deepseek-ai/R1"],
        ),
        (
            {
                "weights": {
                    "license": "MIT",
                    "url": "https://huggingface.co/a/b/blob/main/README.md",
                }
            },
            ["https://huggingface.co/api/models/a/b"],
        ),
        (
            {"data": {"license": "ODC-By-1.0", "url": "https://huggingface.co/datasets/a/b"}},
            ["https://huggingface.co/api/datasets/a/b"],
        ),
        (
            {"code": {"license": "MIT", "url": "https://github.com/a/b.git"}},
            ["https://api.github.com/repos/a/b"],
        ),
        (
            {"code": {"license": "MIT", "url": "https://github.com/a/b/tree/main/src"}},
            ["https://api.github.com/repos/a/b"],
        ),
        # The license of a repository of code is not that of the weights.
        ({"weights": {"license": "MIT", "url": "https://github.com/a/b"}}, []),
        ({"code": {"license": "MIT", "url": "https://huggingface.co/a/b"}}, []),
        ({"weights": {"license": "MIT", "url": "https://huggingface.co/datasets/a/b"}}, []),
        ({"weights": {"license": "MIT", "url": "https://huggingface.co/papers/2501"}}, []),
        ({"weights": {"license": "MIT", "url": "https://huggingface.co/a"}}, []),
        ({"code": {"license": "MIT", "url": "https://github.com/a"}}, []),
        ({"code": {"license": "MIT", "url": "https://github.com/../b"}}, []),
        ({"code": {"license": "MIT", "url": "https://github.com.example.org/a/b"}}, []),
        ({"code": {"license": "MIT", "url": "https://gitlab.com/a/b"}}, []),
        ({"weights": {"license": "MIT"}}, []),
        ({"weights": {"url": "https://huggingface.co/a/b"}}, []),
    ],
)
def test_where_a_license_is_told(offers: dict[str, Any], expected: list[str]) -> None:
    given = {name: {"access": "open", **offer} for name, offer in offers.items()}
    assert found(card([], **given)) == [("license", url) for url in expected]


def test_sources_of_facts_and_estimates_belong_to_no_claim() -> None:
    document = small_card()
    entry = {"title": "A", "kind": "lab", "url": "https://example.org/fact", "excerpt": "yes"}
    document["fact_evidence"][0]["evidence"] = [entry]
    claims = {use.shown: use.claim for use in uses(document) if use.role is Role.SOURCE}
    assert claims["https://example.org/fact"] == ""
    assert links(document)[page_link("https://example.org/fact")] == {"yes"}


def test_the_same_link_is_visited_once_for_all_its_excerpts() -> None:
    def entry(part: str, excerpt: str) -> dict[str, Any]:
        url = f"https://example.org/a{part}"
        return {"title": "A", "kind": "lab", "url": url, "excerpt": excerpt}

    document = card([entry("#1", "one"), entry("#2", "two"), entry("", "one")])
    assert links(document) == {page_link("https://example.org/a"): {"one", "two"}}


def test_every_link_of_the_starter_cards_is_known_by_one_name() -> None:
    every = {link for document in starter_cards().values() for link in links(document)}
    assert len({link.key for link in every}) == len(every) > 90
    assert {link.kind for link in every} == set(LinkKind)
    assert all(len(link.key) == 64 for link in every)


def test_the_record_has_the_words_of_the_rules() -> None:
    assert EvidenceVisit.Kind.values == [kind.value for kind in LinkKind]
    assert EvidenceVisit.Outcome.values == [outcome.value for outcome in Outcome]
