"""The places found on demand are those that the careful scanner notes on its way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.checking.document_builder import DocumentBuilder
from registry.rules.checking.json_places import json_places
from registry.rules.checking.json_text import scan_json
from registry.rules.checking.reading import read_json
from registry.rules.checking.source_map import Place
from tests.factories.starter import starter_cards

texts = st.text(st.sampled_from('ab "\\/\n～é0[{'), max_size=4)
documents = st.dictionaries(
    texts,
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.floats(1, 2) | texts,
        lambda parts: st.lists(parts, max_size=4) | st.dictionaries(texts, parts, max_size=4),
        max_leaves=20,
    ),
    max_size=4,
)


def noted(text: str) -> Place:
    builder = DocumentBuilder(text)
    scan_json(text, builder)
    return builder.root


def as_data(place: Place) -> tuple[int, dict[str, Any]]:
    return place.offset, {key: as_data(part) for key, part in place.parts.items()}


@pytest.mark.parametrize("card_id", sorted(starter_cards()))
def test_places_of_cards(card_id: str) -> None:
    text = json.dumps(starter_cards()[card_id], ensure_ascii=False, indent=2)
    assert as_data(json_places(text)) == as_data(noted(text))


@given(
    documents,
    st.sampled_from([None, 0, 1, "\t"]),
    st.sampled_from([(",", ":"), (" ,\r\n", "\t: "), (", ", ": ")]),
    st.sampled_from(["", " ", "\n\t"]),
)
def test_places_in_any_layout(
    document: dict[str, Any], indent: int | str | None, separators: tuple[str, str], around: str
) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)
    text = f"{around}{text}{around}"
    assert as_data(json_places(text)) == as_data(noted(text))


def test_a_missing_value_is_located_at_its_nearest_ancestor() -> None:
    source_map = read_json(b'{"a":\n  {"b": [1,\n 2]}}').source_map
    assert source_map is not None
    assert source_map.locate("/a/b/1") == (3, 2)
    assert source_map.locate("/a/b/2") == (2, 4)
    assert source_map.locate("/a/x/0") == (1, 2)
    assert source_map.locate("") == (1, 1)
