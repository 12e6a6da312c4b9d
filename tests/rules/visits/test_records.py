"""What registrars and repositories say, and whether a card says the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from registry.rules.visits.agreement import licenses_agree, other_venue
from registry.rules.visits.links import LinkKind
from registry.rules.visits.records import LONGEST_NAME, read_record

NATURE = {
    "type": "journal-article",
    "title": "DeepSeek-R1 incentivizes reasoning in LLMs through reinforcement learning",
    "container-title": "Nature",
    "publisher": "Springer Science and Business Media LLC",
}


def doi(data: Any) -> dict[str, Any]:
    return read_record(LinkKind.DOI, json.dumps(data).encode())


def hub(data: Any) -> dict[str, Any]:
    return read_record(LinkKind.LICENSE, json.dumps(data).encode())


def test_the_record_of_an_article() -> None:
    assert doi(NATURE) == {"type": "journal-article", "venues": ["Nature"], "retracted": False}


def test_names_may_come_as_lists() -> None:
    listed = NATURE | {
        "title": ["A title"],
        "container-title": ["Nature Communications"],
        "short-container-title": ["Nat Commun"],
    }
    assert doi(listed)["venues"] == ["Nature Communications", "Nat Commun"]


def test_a_preprint_is_on_its_server() -> None:
    record = doi({"type": "article", "title": "A preprint", "publisher": "arXiv"})
    assert record == {"type": "article", "venues": ["arXiv"], "retracted": False}


def test_proceedings_are_named_by_their_event_too() -> None:
    record = doi(
        {
            "type": "paper-conference",
            "title": "A paper",
            "container-title": "Proceedings",
            "event": {"name": "Conference on Something"},
        }
    )
    assert record["venues"] == ["Conference on Something", "Proceedings"]


@pytest.mark.parametrize(
    "more",
    [
        {"updated-by": [{"type": "correction"}, {"type": "retraction", "DOI": "10.1/x"}]},
        {"updated-by": [{"type": "Withdrawal"}]},
        {"title": "RETRACTED ARTICLE: DeepSeek-R1"},
        {"title": ["Retracted: DeepSeek-R1"]},
        {"title": "WITHDRAWN: DeepSeek-R1"},
        {"title": "[Retracted] DeepSeek-R1"},
    ],
)
def test_a_retraction(more: dict[str, Any]) -> None:
    assert doi(NATURE | more)["retracted"] is True


@pytest.mark.parametrize(
    "more",
    [
        {"updated-by": [{"type": "correction"}, {"type": "erratum"}]},
        {"updated-by": "retraction"},
        {"updated-by": [None, "retraction", {"type": 7}]},
        {"update-to": [{"type": "retraction"}]},
        {"title": "Retracted papers and why they are still cited"},
        {"title": "How retracted: a study"},
    ],
)
def test_no_retraction(more: dict[str, Any]) -> None:
    """A correction is none, nor is the notice that retracts another work."""
    assert doi(NATURE | more)["retracted"] is False


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"7",
        b'"text"',
        b"{}",
        b'{"title": 7, "container-title": {"a": 1}}',
        b"[" * 100_000,
        b'{"title": ' + b"1" * 10_000 + b"}",
        b"\xff\xfe",
    ],
)
def test_what_is_no_record(body: bytes) -> None:
    assert read_record(LinkKind.DOI, body) == {}
    assert read_record(LinkKind.LICENSE, body) == {}


def test_names_from_outside_are_kept_short_and_visible() -> None:
    record = doi(NATURE | {"container-title": "Na\u202etu\x00re \n Com" + "x" * 5000})
    (name,) = record["venues"]
    assert name.startswith("Nature Comx")
    assert len(name) <= LONGEST_NAME
    many = doi(NATURE | {"container-title": [f"Venue {n}" for n in range(100)]})
    assert len(many["venues"]) == 10


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"license": {"spdx_id": "MIT", "key": "mit"}}, "MIT"),
        (
            {"cardData": {"license": "apache-2.0"}, "tags": ["x", "license:apache-2.0"]},
            "apache-2.0",
        ),
        ({"tags": ["license:llama3.1"]}, "llama3.1"),
        ({"license": {"spdx_id": "NOASSERTION"}}, None),
        ({"license": None}, None),
        ({"cardData": {"license": "other"}, "tags": ["license:other"]}, None),
        ({"cardData": {"license": ["mit", "apache-2.0"]}}, None),
        ({"tags": "license:mit", "license": "mit"}, "mit"),
        ({"tags": {"license": "mit"}}, None),
        ({"id": "deepseek-ai/DeepSeek-V3"}, None),
    ],
)
def test_the_license_of_a_repository(data: dict[str, Any], expected: str | None) -> None:
    assert hub(data) == ({} if expected is None else {"license": expected})


@pytest.mark.parametrize(
    ("card", "venue"),
    [
        ("Nature", "Nature"),
        ("Nature 645, 633-638", "Nature"),
        ("nature (London)", "Nature"),
        ("Science", "Science (New York, N.Y.)"),
        ("The Lancet", "Lancet"),
        ("Nat. Commun. 12", "Nature Communications"),
        ("PNAS", "Proceedings of the National Academy of Sciences"),
        ("Proc. Natl. Acad. Sci.", "Proceedings of the National Academy of Sciences"),
        ("JMLR", "Journal of Machine Learning Research"),
        ("IEEE TPAMI", "IEEE Transactions on Pattern Analysis and Machine Intelligence"),
        ("Science & Society", "Science and Society"),
    ],
)
def test_the_same_journal(card: str, venue: str) -> None:
    assert other_venue(card, {"type": "journal-article", "venues": [venue]}) == ""


@pytest.mark.parametrize(
    ("card", "venue"),
    [
        ("Nature", "Nature Communications"),
        ("Nature Communications 12", "Nature"),
        ("Science", "Science Advances"),
        ("Nature", "Scientific Reports"),
        ("Cell", "The Lancet"),
    ],
)
def test_another_journal(card: str, venue: str) -> None:
    assert other_venue(card, {"type": "journal-article", "venues": [venue]}) == venue


@pytest.mark.parametrize(
    ("card", "record"),
    [
        ("", {"type": "journal-article", "venues": ["Nature"]}),
        ("Nature", {}),
        ("Nature", {"type": "journal-article", "venues": []}),
        ("2025", {"type": "journal-article", "venues": ["Nature"]}),
        ("Nature", {"type": "journal-article", "venues": ["2025"]}),
        ("CVPR 2022", {"type": "paper-conference", "venues": ["Proceedings of Something"]}),
        ("Nature", {"type": "article", "venues": ["arXiv"]}),
    ],
)
def test_venues_that_cannot_be_compared(card: str, record: dict[str, Any]) -> None:
    assert other_venue(card, record) is None


@pytest.mark.parametrize(
    ("card", "found", "agree"),
    [
        ("MIT", "mit", True),
        ("MIT", "MIT", True),
        ("MIT", "apache-2.0", False),
        ("MIT", "llama3.1", False),
        ("GPL-3.0-or-later", "gpl-3.0", True),
        ("GPL-3.0-only", "gpl-2.0", False),
        ("ODC-By-1.0", "odc-by", True),
        ("LicenseRef-Gemma", "apache-2.0", False),
        ("LicenseRef-Gemma", "gemma", None),
        ("Apache2", "apache-2.0", None),
        ("Apache License, Version 2.0", "apache-2.0", None),
        ("MIT OR Apache-2.0", "mit", None),
        ("CC-BY-4.0", "cc", None),
        ("BSD-3-Clause", "bsd", None),
        ("some terms", "other terms", None),
    ],
)
def test_licenses(card: str, found: str, agree: bool | None) -> None:
    assert licenses_agree(card, found) is agree
