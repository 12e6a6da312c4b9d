from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.errors import Refused
from registry.rules.review.redaction import (
    REASON_LABELS,
    Reason,
    Redaction,
    mark,
    passages_in,
    redacted,
)
from registry.rules.review.reports import ReportContent

IDENTIFYING = Reason.IDENTIFYING


def test_words_go_and_the_mark_says_why(report_data: dict[str, Any]) -> None:
    report_data["summary"] = "As we showed in Doe 2024, this is nonsense, Bob."
    before = copy.deepcopy(report_data)
    after = redacted(
        report_data,
        [
            Redaction("/summary", 34, 42, Reason.OFFENSIVE),
            Redaction("/summary", 3, 24, IDENTIFYING),
        ],
    )
    assert after["summary"] == "As [redacted: identifying], this is [redacted: offensive], Bob."
    assert report_data == before
    assert after | {"summary": ""} == before | {"summary": ""}
    assert set(REASON_LABELS) == set(Reason)


@pytest.mark.parametrize(
    "pointer",
    [
        "/summary",
        "/comments/1/text",
        "/competence/0",
        "/verdicts/COST-1/comment",
        "/verdicts/COST-1/for_full",
        "/verdicts/COST-1/links/0",
    ],
)
def test_every_free_text_can_be_redacted(report_data: dict[str, Any], pointer: str) -> None:
    after = redacted(report_data, [Redaction(pointer, 0, 1, Reason.CONFIDENTIAL)])
    assert str(after).count("[redacted: confidential]") == 1
    assert ReportContent.from_data(after) != ReportContent.from_data(report_data)


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "/",
        "/recommendation",
        "/verdicts/COMP-1/verdict",
        "/verdicts/COMP-1/confidence",
        "/comments/0/class",
        "/comments/0/item",
        "/comments/1/item",
        "/comments/2/text",
        "/comments/0",
        "/comments/-1/text",
        "/comments/x/text",
        "/verdicts/CHIP-1/comment",
        "/summary/0",
        "summary",
        "/ai_used",
        "/note",
    ],
)
def test_nothing_else_can(report_data: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Refused, match="Redaction: found the place"):
        redacted(report_data, [Redaction(pointer, 0, 1, IDENTIFYING)])


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 16), (15, 16)])
def test_a_range_lies_within_the_text(report_data: dict[str, Any], start: int, end: int) -> None:
    assert len(report_data["summary"]) == 15
    with pytest.raises(Refused, match="Expected a range that is not empty, within 0 to 15"):
        redacted(report_data, [Redaction("/summary", start, end, IDENTIFYING)])


@pytest.mark.parametrize("other", [(2, 6), (0, 3), (3, 4), (4, 9), (2, 9)])
def test_ranges_do_not_overlap(report_data: dict[str, Any], other: tuple[int, int]) -> None:
    both = [Redaction("/summary", *span, IDENTIFYING) for span in ((2, 6), other)]
    with pytest.raises(Refused, match="two ranges that overlap"):
        redacted(report_data, both)


def test_ranges_may_touch(report_data: dict[str, Any]) -> None:
    both = [Redaction("/summary", *span, IDENTIFYING) for span in ((2, 6), (6, 9))]
    text = report_data["summary"]
    assert redacted(report_data, both)["summary"] == (text[:2] + 2 * mark(IDENTIFYING) + text[9:])


@given(st.data())
def test_all_but_the_marks_is_as_it_was_written(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=60))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    after = redacted(
        {"summary": text, "recommendation": "minor"},
        [Redaction("/summary", *span, IDENTIFYING) for span in reversed(spans)],
    )
    expected, at = "", 0
    for start, end in spans:
        expected += text[at:start] + "[redacted: identifying]"
        at = end
    assert after == {"summary": expected + text[at:], "recommendation": "minor"}


def test_without_redactions_the_bytes_are_the_same(report_data: dict[str, Any]) -> None:
    report = ReportContent.from_data(report_data)
    assert ReportContent.from_data(redacted(report.to_data(), [])).to_bytes() == report.to_bytes()


def test_passages_are_found_wherever_they_stand(report_data: dict[str, Any]) -> None:
    report_data["summary"] = "Bob Doe saw it. Ask Bob."
    report_data["comments"][0]["text"] = "As Bob Doe says."
    found = passages_in(report_data, ["Bob", "Bob Doe"], IDENTIFYING)
    assert {(one.pointer, one.start, one.end) for one in found} == {
        ("/summary", 0, 7),
        ("/summary", 20, 23),
        ("/comments/0/text", 3, 10),
    }
    after = redacted(report_data, found)
    assert after["summary"] == f"{mark(IDENTIFYING)} saw it. Ask {mark(IDENTIFYING)}."
    assert "Bob" not in str(after)


def test_what_is_out_already_is_left(report_data: dict[str, Any]) -> None:
    report_data["summary"] = "Bob Doe saw it. Ask Bob."
    first = passages_in(report_data, ["Bob"], IDENTIFYING)
    second = passages_in(report_data, ["Bob Doe"], Reason.CONFIDENTIAL, before=first)
    assert [(one.start, one.end) for one in second] == [(3, 7)]
    assert "Doe" not in redacted(report_data, [*first, *second])["summary"]
    with pytest.raises(Refused, match="stands nowhere"):
        passages_in(report_data, ["Bob"], IDENTIFYING, before=first)


@pytest.mark.parametrize("passage", ["", " ", "not in it", "supported_full", "must"])
def test_a_passage_that_stands_nowhere_is_refused(
    report_data: dict[str, Any], passage: str
) -> None:
    """What a referee chose from a list is no wording of theirs."""
    with pytest.raises(Refused, match="Expected words exactly as the referee wrote them"):
        passages_in(report_data, [passage], IDENTIFYING)


@given(st.text(alphabet="ab ", min_size=1), st.text(alphabet="ab", min_size=1, max_size=3))
def test_nothing_of_a_passage_is_left_and_nothing_else_goes(text: str, passage: str) -> None:
    if passage not in text:
        return
    report = {"summary": text}
    found = passages_in(report, [passage], IDENTIFYING)
    gone = {at for one in found for at in range(one.start, one.end)}
    starts = {at for at in range(len(text)) if text.startswith(passage, at)}
    covered = {at for start in starts for at in range(start, start + len(passage))}
    assert gone <= covered
    assert passage not in redacted(report, found)["summary"].replace(mark(IDENTIFYING), "|")
