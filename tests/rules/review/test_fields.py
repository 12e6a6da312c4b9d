from __future__ import annotations

import pytest

from registry.rules.review.fields import FieldProblem, Fields


@pytest.mark.parametrize("code", [*range(32), 127, *range(128, 160), 0xD800, 0xDFFF, 0x200B])
def test_what_cannot_be_seen_is_no_text_but_for_tabs_and_line_ends(code: int) -> None:
    problems: list[FieldProblem] = []
    text = Fields({"a": f"x{chr(code)}y"}, problems).text("a", 10)
    if code in (9, 10, 13):
        assert (text, problems) == (f"x{chr(code)}y", [])
    else:
        assert text == ""
        assert [problem.found for problem in problems] == [f"U+{code:04X}"]


@pytest.mark.parametrize("text", ["plain", "naïve", "日本語", "a\u200db", "🙂", "~", "\u00a0"])
def test_text_is_kept_as_it_is(text: str) -> None:
    problems: list[FieldProblem] = []
    assert Fields({"a": text}, problems).text("a", len(text)) == text
    assert problems == []


def test_limits_may_be_reached_and_not_passed() -> None:
    raw = {"text": "abc", "texts": ["a"] * 3, "members": {"a": {}, "b": {}, "c": {}}, "number": 3}
    for limit, count in ((3, 0), (2, 4)):
        problems: list[FieldProblem] = []
        fields = Fields(raw, problems)
        fields.text("text", limit)
        fields.texts("texts", limit, 1)
        list(fields.members("members", limit, 1))
        fields.integer("number", 1, limit)
        assert len(problems) == count
        assert {problem.code for problem in problems} <= {"length", "range"}


def test_what_nobody_took_is_refused_by_name() -> None:
    problems: list[FieldProblem] = []
    fields = Fields({"a": "x", "b": 1, "c": None}, problems, ("outer", 0))
    fields.text("a", 1)
    fields.finish()
    assert [problem.message for problem in problems] == [
        '/outer/0: found the member "b", expected only a.',
        '/outer/0: found the member "c", expected only a.',
    ]
