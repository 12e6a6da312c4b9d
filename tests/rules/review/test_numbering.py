from __future__ import annotations

import pytest

from registry.rules.review.numbering import comment_id, numbered_comments
from registry.rules.review.reports import Comment, ReportContent


def report(*texts: str) -> ReportContent:
    return ReportContent(comments=tuple(Comment(text) for text in texts))


def test_numbers_run_through_the_rounds_of_each_referee() -> None:
    reports = [(2, 2, report("e")), (1, 1, report("a", "b")), (2, 1, report("c", "d"))]
    expected = [
        ("R1.1", 1, 1, 0, "a"),
        ("R1.2", 1, 1, 1, "b"),
        ("R2.1", 2, 1, 0, "c"),
        ("R2.2", 2, 1, 1, "d"),
        ("R2.3", 2, 2, 0, "e"),
    ]
    for order in (reports, reports[::-1]):
        assert [
            (one.id, one.referee, one.round, one.place, one.comment.text)
            for one in numbered_comments(order)
        ] == expected
    assert numbered_comments([]) == ()
    assert comment_id(3, 12) == "R3.12"


def test_a_referee_has_one_report_a_round() -> None:
    with pytest.raises(ValueError, match="two reports in one round"):
        numbered_comments([(1, 1, report("a")), (1, 1, report("b"))])
