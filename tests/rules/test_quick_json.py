"""The quick way of reading JSON agrees with the careful one, or leaves the text to it."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.checking.document_builder import (
    MAXIMUM_DEPTH,
    MAXIMUM_KEY_LENGTH,
    MAXIMUM_VALUES,
    SAFE_INTEGER,
    DocumentBuilder,
    UnreadableError,
)
from registry.rules.checking.json_text import scan_json
from registry.rules.checking.quick_json import quick_json
from tests.factories.starter import starter_cards

PIECES = [*'{}[],:"\\ \n\t', "NaN", "-0", "1e999", "1e-999", "\\u0000", "\\ud800", "0", "7", '"a"']


def carefully(text: str) -> object:
    """The document by the careful scanner; ``None`` where it objects to anything."""
    builder = DocumentBuilder(text)
    try:
        scan_json(text, builder)
    except UnreadableError:
        return None
    return None if builder.problems else builder.document


def agrees(text: str) -> bool:
    quick = quick_json(text)
    # As text, for 1 and 1.0 and True are equal and must not be taken for each other.
    return quick is None or json.dumps(quick) == json.dumps(carefully(text))


def nested(levels: int) -> str:
    """An object with ``levels`` containers, one in the other."""
    return '{"a":' + "[" * (levels - 1) + "]" * (levels - 1) + "}"


@pytest.mark.parametrize("card_id", sorted(starter_cards()))
def test_sound_cards_are_read_the_quick_way(card_id: str) -> None:
    card = starter_cards()[card_id]
    assert quick_json(json.dumps(card, ensure_ascii=False)) == card


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1e999}',
        '{"a": 1e-999}',
        f'{{"a": {SAFE_INTEGER + 1}}}',
        '{"a": "\\u0000"}',
        '{"a": "\\ud800"}',
        '{"a": "\t"}',
        f'{{"{"k" * (MAXIMUM_KEY_LENGTH + 1)}": 1}}',
        nested(MAXIMUM_DEPTH + 1),
        '{"a":' + "[" * 100_000,
        '{"a": [' + "0," * MAXIMUM_VALUES + "0]}",
        "[]",
        "7",
        "",
        "{} {}",
        "{",
    ],
    ids=lambda text: text[:30],
)
def test_what_is_out_of_the_ordinary_is_left_alone(text: str) -> None:
    assert quick_json(text) is None


@pytest.mark.parametrize(
    "text",
    [
        nested(MAXIMUM_DEPTH),
        f'{{"{"k" * MAXIMUM_KEY_LENGTH}": {SAFE_INTEGER}}}',
        ' {"a": [true, false, null, -0, 1.50, 3.8e25, "\\n é 透明"]}\n',
    ],
    ids=["depth", "key and integer", "every kind"],
)
def test_what_is_just_within_the_limits_is_read(text: str) -> None:
    assert quick_json(text) is not None
    assert agrees(text)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_read_alike(text: str) -> None:
    assert agrees(text)
    assert agrees('{"a": ' + text + "}")


@given(st.sampled_from(sorted(starter_cards())), st.randoms(use_true_random=False))
def test_damaged_cards_are_read_alike(card_id: str, random: random.Random) -> None:
    text = list(json.dumps(starter_cards()[card_id], ensure_ascii=False)[:3000] + "}}}")
    for _ in range(random.randint(1, 3)):
        text[random.randrange(len(text))] = random.choice(PIECES)
    assert agrees("".join(text))
