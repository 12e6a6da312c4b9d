from __future__ import annotations

from typing import Any

import pytest

from registry.rules.conditions.applicability import Outcome, answered_facts, parse_expression

FACTS = ("rl", "rows", "kind", "base.model")
RL = {"fact": "rl", "is": True}
ROWS = {"fact": "rows", "is": True}


def outcome(raw: Any, **facts: Any) -> Outcome:
    return parse_expression(raw, FACTS).outcome(facts)


@pytest.mark.parametrize(
    ("rl", "rows", "expected_any", "expected_all"),
    [
        (True, True, True, True),
        (True, False, True, False),
        (True, None, True, None),
        (False, False, False, False),
        (False, None, None, False),
        (None, None, None, None),
    ],
)
def test_kleene_logic(
    rl: bool | None, rows: bool | None, expected_any: bool | None, expected_all: bool | None
) -> None:
    for first, second in ((rl, rows), (rows, rl)):
        facts = {"rl": first, "rows": second}
        assert outcome({"any": [RL, ROWS]}, **facts).applies is expected_any
        assert outcome({"all": [RL, ROWS]}, **facts).applies is expected_all


@pytest.mark.parametrize(("answer", "expected"), [(True, False), (False, True), (None, None)])
def test_not(answer: bool | None, expected: bool | None) -> None:
    assert outcome({"not": RL}, rl=answer).applies is expected


@pytest.mark.parametrize(
    ("raw", "facts", "expected"),
    [
        ({"always": True}, {}, True),
        ({"fact": "kind", "in": ["open", "gated"]}, {"kind": "gated"}, True),
        ({"fact": "kind", "in": ["open", "gated"]}, {"kind": "none"}, False),
        ({"fact": "kind", "in": ["open", "gated"]}, {}, None),
        ({"fact": "rows", "includes_any": ["text", "code"]}, {"rows": ["image", "code"]}, True),
        ({"fact": "rows", "includes_any": ["text", "code"]}, {"rows": ["image"]}, False),
        ({"fact": "rows", "includes_any": ["text", "code"]}, {}, None),
    ],
)
def test_facts(raw: Any, facts: dict[str, Any], expected: bool | None) -> None:
    assert outcome(raw, **facts).applies is expected


def test_the_deciding_facts_are_named() -> None:
    either = {"any": [RL, ROWS]}
    assert outcome(either, rl=True, rows=False).facts == ("rl",)
    assert outcome(either, rl=False).facts == ("rows",)
    assert outcome(either, rl=False, rows=False).facts == ("rl", "rows")
    assert outcome({"all": [RL, RL, ROWS]}, rl=True, rows=True).facts == ("rl", "rows")
    assert outcome({"not": RL}, rl=True).facts == ("rl",)
    assert outcome({"always": True}).facts == ()


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "always",
        {},
        {"always": False},
        {"fact": "unheard_of", "is": True},
        {"fact": "rl"},
        {"fact": "rl", "is": True, "in": [True]},
        {"fact": "rl", "in": True},
        {"any": []},
        {"any": [RL], "all": [ROWS]},
        {"any": [{"some": "thing"}]},
    ],
)
def test_unknown_expressions_are_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match="applicability language"):
        parse_expression(raw, FACTS)


def test_an_editor_wins_over_the_card_and_silence_over_nobody() -> None:
    card = {"rl": True, "base": {"model": False}, "rows": [], "kind": None, "other": 1}
    editor = {"rl": False, "base.model": None}
    assert answered_facts(card, editor, FACTS) == {"rl": False, "base.model": False}


def test_a_fact_that_is_not_nested_as_expected_is_unanswered() -> None:
    assert answered_facts({"base": "yes"}, {}, FACTS) == {}
