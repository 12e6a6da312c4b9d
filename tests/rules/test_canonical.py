from __future__ import annotations

from math import inf, nextafter
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.rules.canonical import NotCanonicalError, canonical_bytes, content_hash
from registry.rules.checking.reading import read_json, read_stored, read_yaml
from tests.factories.starter import starter_cards


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3.8e25, "3.8e+25"),
        (-0.0, "0"),
        (7.0, "7"),
        (1e16, "10000000000000000"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (2.0**60, "1152921504606847000"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (5e-324, "5e-324"),
        (2**53 - 1, "9007199254740991"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_numbers_as_ecmascript_writes_them(number: float, text: str) -> None:
    assert canonical_bytes(number) == text.encode()


def test_keys_are_sorted_by_utf_16() -> None:
    # In UTF-16 the astral 😀 (D83D DE00) comes before U+FF5E, in code points after it.
    assert canonical_bytes({"～": 1, "😀": 2, "日": 3, "a": 4, "B": 5, "": 6}) == (
        '{"":6,"B":5,"a":4,"日":3,"😀":2,"～":1}'.encode()
    )


def test_text_is_written_as_it_is() -> None:
    assert canonical_bytes('日本 "é" \U0001f600\n\x07/') == (
        '"日本 \\"é\\" \U0001f600\\n\\u0007/"'.encode()
    )


def deep_list(levels: int) -> list[Any]:
    document: list[Any] = []
    for _ in range(levels):
        document = [document]
    return document


@pytest.mark.parametrize(
    "value",
    [
        2**53,
        10**400,
        float("nan"),
        float("-inf"),
        "\ud800",
        {"\ud800": 1},
        {1: 2},
        b"x",
        {"a": object()},
        deep_list(100_000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_canonical_is_one_kind_of_error(value: object) -> None:
    with pytest.raises(NotCanonicalError):
        canonical_bytes(value)


@pytest.mark.parametrize("card_id", starter_cards())
def test_canonical_bytes_are_read_back(card_id: str) -> None:
    document = starter_cards()[card_id]
    canonical = canonical_bytes(document)
    assert read_json(canonical).document == document
    assert read_stored(canonical) == document
    assert canonical_bytes(read_stored(canonical)) == canonical
    assert read_yaml(canonical).document == document


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(1 - 2**53, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(texts, parts, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(texts, values, max_size=4))
def test_every_document_has_canonical_bytes_that_read_back(document: dict[str, Any]) -> None:
    canonical = canonical_bytes(document)
    read = read_json(canonical)
    assert read.problems == ()
    assert read.document == document == read_stored(canonical)
    assert canonical_bytes(read.document) == canonical


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.integers(-(10**24), 10**24).map(float)
    | st.text(st.characters(exclude_categories=[]), max_size=20),
    lambda parts: (
        st.lists(parts, max_size=4)
        | st.tuples(parts)
        | st.dictionaries(st.text(max_size=3) | st.sampled_from("～😀a"), parts, max_size=4)
    ),
    max_leaves=20,
)


def by_the_library(value: Any) -> bytes | None:
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        return None


@settings(max_examples=300)
@given(anything)
def test_the_library_writes_the_same_bytes(value: Any) -> None:
    expected = by_the_library(value)
    if expected is None:
        with pytest.raises(NotCanonicalError):
            canonical_bytes(value)
    else:
        assert canonical_bytes(value) == expected


def test_the_library_writes_the_same_numbers_of_every_size() -> None:
    for power in range(-323, 308):
        number = float(f"1e{power}")
        for near in (number, -number, 1.5 * number, nextafter(number, 0), nextafter(number, inf)):
            assert canonical_bytes(near) == rfc8785.dumps(near)


@pytest.mark.parametrize("card_id", starter_cards())
def test_the_library_writes_the_same_cards(card_id: str) -> None:
    document = starter_cards()[card_id]
    assert canonical_bytes(document) == rfc8785.dumps(document)


def test_content_hash_names_its_algorithm() -> None:
    assert content_hash(b"") == (
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
