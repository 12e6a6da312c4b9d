from __future__ import annotations

import json
from typing import Any

import pytest

from registry.rules.grading.verdicts import ABSTENTIONS
from registry.rules.review.fields import FieldsInvalid
from registry.rules.review.report_check import AssignedItem, check_report, judged_items
from registry.rules.review.reports import MOST_COMMENTS, ReportContent
from registry.rules.review.verdicts import (
    COMMENT_CLASS_LABELS,
    DISPOSITION_LABELS,
    JUDGING,
    RECOMMENDATION_LABELS,
    VERDICT_HELP,
    VERDICT_LABELS,
    CommentClass,
    Disposition,
    Recommendation,
    Verdict,
)
from registry.rules.standard import load_standard

ITEMS = (
    AssignedItem("COMP-1", "Final-run compute"),
    AssignedItem("COST-1", "Final-run cost"),
    AssignedItem("DATA-1", "Sources"),
)
JUST_THREE = 3


def put(data: Any, pointer: str, value: Any) -> None:
    """Set one value of JSON data; an ellipsis takes the member away."""
    *path, last = [int(part) if part.isdecimal() else part for part in pointer.split("/")[1:]]
    for part in path:
        data = data[part]
    if value is ...:
        del data[last]
    else:
        data[last] = value


def found_in(data: dict[str, Any]) -> list[tuple[str, str]]:
    report = ReportContent.from_data(data)
    return [(problem.pointer, problem.code) for problem in check_report(report, ITEMS)]


def test_the_words_are_those_of_the_standard() -> None:
    assert tuple(load_standard().verdict_substance) == JUDGING
    assert {verdict for verdict in Verdict if verdict.is_abstention} == ABSTENTIONS


def test_every_word_has_a_label() -> None:
    for labels, words in (
        (VERDICT_LABELS, Verdict),
        (VERDICT_HELP, Verdict),
        (COMMENT_CLASS_LABELS, CommentClass),
        (RECOMMENDATION_LABELS, Recommendation),
        (DISPOSITION_LABELS, Disposition),
    ):
        assert set(labels) == set(words)
        assert all(labels.values())


def test_a_report_is_read_back_as_it_was_written(report_data: dict[str, Any]) -> None:
    report = ReportContent.from_data(report_data)
    assert report.to_data() == report_data
    assert ReportContent.from_data(json.loads(report.to_bytes())) == report
    assert type(report.to_data()["recommendation"]) is str


def test_nothing_is_a_report_that_lacks_everything() -> None:
    empty = ReportContent.from_data({})
    assert empty == ReportContent()
    assert ReportContent.from_data(empty.to_data()) == empty
    assert [problem.code for problem in check_report(empty, ITEMS)] == [
        *["verdict_missing"] * JUST_THREE,
        "competence_missing",
        "ai_use_missing",
        "recommendation_missing",
    ]


def test_members_may_come_in_any_order(report_data: dict[str, Any]) -> None:
    turned = dict(reversed(report_data.items()))
    assert list(turned) != list(report_data)
    one, other = ReportContent.from_data(report_data), ReportContent.from_data(turned)
    assert one.to_bytes() == other.to_bytes()


@pytest.mark.parametrize(
    ("pointer", "value", "message"),
    [
        ("/note", "secret", 'The whole: found the member "note", expected only ai_statement, '),
        ("/verdicts", [], "/verdicts: found an empty list, expected an object."),
        ("/verdicts/COMP-1", "yes", '/verdicts/COMP-1: found "yes", expected an object.'),
        (
            "/verdicts/COMP-1/verdict",
            "good",
            '/verdicts/COMP-1/verdict: found "good", expected one',
        ),
        ("/verdicts/COMP-1/verdict", [], "/verdicts/COMP-1/verdict: found an empty list, expected"),
        (
            "/verdicts/COMP-1/confidence",
            4,
            "confidence: found 4, expected a whole number from 1 to",
        ),
        ("/verdicts/COMP-1/confidence", 0, "confidence: found 0, expected a whole number"),
        ("/verdicts/COMP-1/confidence", 2.0, "confidence: found 2.0, expected a whole number"),
        ("/verdicts/COMP-1/confidence", True, "confidence: found true, expected a whole number"),
        ("/verdicts/COMP-1/grade", 3, '/verdicts/COMP-1: found the member "grade", expected only'),
        (
            "/verdicts/COMP-1/links",
            "https://a.org",
            'links: found "https://a.org", expected a list',
        ),
        ("/verdicts/COMP-1/links", [1], "/verdicts/COMP-1/links/0: found 1, expected a text."),
        ("/verdicts/COMP-1/links", ["x"] * 21, "links: found 21 entries, expected at most 20."),
        ("/verdicts/COMP-1/comment", None, "comment: found null, expected a text."),
        ("/verdicts/COMP-1/comment", "x" * 10_001, "found 10,001 characters, expected at most"),
        ("/verdicts/COMP-1/comment", "a\0b", "comment: found U+0000, expected text without"),
        ("/verdicts/COMP-1/comment", "a\ud800b", "comment: found U+D800, expected text without"),
        ("/verdicts/COMP-1/comment", "a\x1bb", "comment: found U+001B, expected text without"),
        ("/verdicts/COMP-1/comment", "a\u202eb", "comment: found U+202E, expected text without"),
        ("/verdicts/A~1", {"verdict": 1}, "/verdicts/A~01/verdict: found 1, expected one of"),
        ("/verdicts/" + "x" * 41, {}, "/verdicts: found 41 characters, expected at most 40."),
        (
            "/comments/0/class",
            "may",
            '/comments/0/class: found "may", expected one of must, should',
        ),
        ("/comments/0/item", 7, "/comments/0/item: found 7, expected a text."),
        ("/comments", [{}] * (MOST_COMMENTS + 1), "/comments: found 201 entries, expected at most"),
        (
            "/recommendation",
            "Accept",
            '/recommendation: found "Accept", expected one of accept, mi',
        ),
        ("/ai_used", "no", '/ai_used: found "no", expected true or false.'),
        ("/competence", ["x" * 201], "/competence/0: found 201 characters, expected at most 200."),
    ],
)
def test_what_cannot_be_read_is_named(
    report_data: dict[str, Any], pointer: str, value: Any, message: str
) -> None:
    put(report_data, pointer, value)
    with pytest.raises(FieldsInvalid) as caught:
        ReportContent.from_data(report_data)
    assert len(caught.value.problems) == 1
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/summary", "x" * 50_000),
        ("/ai_statement", "x" * 2_000),
        ("/consulted", "x" * 2_000),
        ("/verdicts/COMP-1/for_full", "x" * 10_000),
        ("/verdicts/COMP-1/links", ["x" * 2_000] * 20),
        ("/comments/0/text", "x" * 10_000),
        ("/comments", [{}] * 200),
        ("/competence", ["x" * 200] * 20),
        ("/verdicts", {str(number): {} for number in range(300)}),
    ],
)
def test_limits_may_be_reached_and_not_passed(
    report_data: dict[str, Any], pointer: str, value: Any
) -> None:
    put(report_data, pointer, value)
    assert ReportContent.from_data(report_data) != ReportContent()
    longer = value | {"one more": {}} if isinstance(value, dict) else value + value[:1]
    put(report_data, pointer, longer)
    with pytest.raises(FieldsInvalid, match=f"{pointer}: found .*, expected at most"):
        ReportContent.from_data(report_data)


def test_all_that_cannot_be_read_is_named_at_once(report_data: dict[str, Any]) -> None:
    put(report_data, "/ai_used", 1)
    put(report_data, "/comments/1", None)
    report_data["verdicts"][""] = {}
    with pytest.raises(FieldsInvalid) as caught:
        ReportContent.from_data(report_data)
    assert {problem.pointer for problem in caught.value.problems} == {
        "/ai_used",
        "/comments/1",
        "/verdicts",
    }


@pytest.mark.parametrize("raw", [None, [], "report", 1])
def test_only_an_object_is_a_report(raw: object) -> None:
    with pytest.raises(FieldsInvalid, match=r"The whole: found .*, expected an object"):
        ReportContent.from_data(raw)


def test_tabs_and_line_ends_are_text(report_data: dict[str, Any]) -> None:
    report_data["summary"] = "One\ttwo\r\nthree"
    assert ReportContent.from_data(report_data).summary == "One\ttwo\r\nthree"


def test_a_complete_report_lacks_nothing(report_data: dict[str, Any]) -> None:
    assert found_in(report_data) == []
    assert len(judged_items(ReportContent.from_data(report_data), ITEMS)) == 3


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/verdicts/COMP-1/verdict", None, "verdict_missing"),
        ("/verdicts/COMP-1/confidence", None, "confidence_missing"),
        ("/verdicts/COST-1/comment", " \n", "comment_missing"),
        ("/verdicts/DATA-1/comment", "", "comment_missing"),
        ("/verdicts/COST-1/links", [], "evidence_missing"),
        ("/verdicts/COST-1/links/0", "the invoice", "link"),
        ("/verdicts/COST-1/links/0", "ftp://example.org/a", "link"),
        ("/verdicts/COST-1/links/0", "https://me:pw@example.org/", "link"),
        ("/verdicts/COST-1/links/0", "http://localhost/a", "link"),
        ("/comments/0/class", None, "class_missing"),
        ("/comments/0/text", " ", "text_missing"),
        ("/comments/0/item", "CHIP-1", "not_assigned"),
        ("/competence", [], "competence_missing"),
        ("/competence", [" "], "competence_missing"),
        ("/ai_used", None, "ai_use_missing"),
        ("/recommendation", None, "recommendation_missing"),
    ],
)
def test_what_a_report_lacks_is_named(
    report_data: dict[str, Any], pointer: str, value: Any, code: str
) -> None:
    put(report_data, pointer, value)
    ((found_at, found_code),) = found_in(report_data)
    assert found_code == code
    assert found_at == (pointer if value != [" "] else "/competence")


def test_ai_use_is_described(report_data: dict[str, Any]) -> None:
    report_data["ai_used"] = True
    assert found_in(report_data) == [("/ai_statement", "ai_statement_missing")]
    report_data["ai_statement"] = "Grammar of the summary."
    assert found_in(report_data) == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_full_support_goes_without_a_comment(
    report_data: dict[str, Any], verdict: Verdict
) -> None:
    report_data["verdicts"]["COMP-1"] |= {"verdict": verdict.value, "links": ["https://a.org/"]}
    codes = [code for _, code in found_in(report_data)]
    assert codes == ([] if verdict is Verdict.SUPPORTED_FULL else ["comment_missing"])


def test_verdicts_on_other_items_are_refused(report_data: dict[str, Any]) -> None:
    report_data["verdicts"]["CHIP-1"] = {"verdict": "supported_full", "confidence": 1}
    assert found_in(report_data) == [("/verdicts/CHIP-1", "not_assigned")]


def test_messages_name_field_found_and_expected() -> None:
    report = ReportContent.from_data(
        {"verdicts": {"COMP-1": {"verdict": "not_supported", "comment": "Why.", "links": ["x"]}}}
    )
    confidence, link = [problem.message for problem in check_report(report, ITEMS[:1])][:2]
    assert confidence == (
        "/verdicts/COMP-1/confidence: found nothing, expected one of 1 (low), 2 (medium), 3 (high)."
    )
    assert link == (
        '/verdicts/COMP-1/links/0: found "x" (the address is not one of http or https), expected a '
        "public web address such as https://example.org/report."
    )


def test_progress_counts_what_is_complete(report_data: dict[str, Any]) -> None:
    del report_data["verdicts"]["COMP-1"]
    report_data["verdicts"]["COST-1"]["links"] = []
    assert len(judged_items(ReportContent.from_data(report_data), ITEMS)) == 1
