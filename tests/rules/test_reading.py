from __future__ import annotations

import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.checking.document_builder import MAXIMUM_DEPTH, MAXIMUM_VALUES
from registry.rules.checking.reading import (
    MAXIMUM_BYTES,
    ReadResult,
    read_card,
    read_json,
    read_yaml,
)
from registry.rules.problems import MAXIMUM_PROBLEMS
from tests.factories.small_card import small_card

READERS = [read_json, read_yaml]


def codes(result: ReadResult) -> list[str]:
    return [problem.code for problem in result.problems]


def only(result: ReadResult) -> tuple[str, str, int | None, int | None]:
    (problem,) = result.problems
    assert result.document is None
    return problem.code.removeprefix("reading."), problem.pointer, problem.line, problem.column


@pytest.mark.parametrize(
    ("text", "code", "pointer", "line", "column"),
    [
        ("not JSON", "syntax", "", 1, 1),
        ("{", "syntax", "", 1, 2),
        ('{"a": 1,}', "syntax", "", 1, 9),
        ('{"a": 1, "b" 2}', "syntax", "/b", 1, 14),
        ('{"a": 1 "b": 2}', "syntax", "", 1, 9),
        ('{"a": [1, 2}', "syntax", "/a/2", 1, 12),
        ('{"a": 1}}', "syntax", "", 1, 9),
        ('{"a": 1}\n\nx', "syntax", "", 3, 1),
        ("{'a': 1}", "syntax", "", 1, 2),
        ("{a: 1}", "syntax", "", 1, 2),
        ('{"a": tru}', "syntax", "/a", 1, 7),
        ('{"a": trueish}', "syntax", "/a", 1, 7),
        ('{"a": True}', "syntax", "/a", 1, 7),
        ('{"a": 01}', "syntax", "", 1, 8),
        ('{"a": +1}', "syntax", "/a", 1, 7),
        ('{"a": .5}', "syntax", "/a", 1, 7),
        ('{"a": 1.}', "syntax", "", 1, 8),
        ('{"a": 1_000}', "syntax", "", 1, 8),
        ('{"a": 147,000}', "syntax", "", 1, 11),
        ('{"a": "x\ny"}', "syntax", "/a", 1, 9),
        ('{"a": "x\ty"}', "syntax", "/a", 1, 9),
        ('{"a": "\\x41"}', "syntax", "/a", 1, 8),
        ('{"a": "\\u00g0"}', "syntax", "/a", 1, 8),
        ('{"a": "x', "syntax", "/a", 1, 9),
        ('{"a": "x\\', "syntax", "/a", 1, 9),
        ("{\u00a0}", "syntax", "", 1, 2),
        ('// remark\n{"a": 1}', "syntax", "", 1, 1),
        ('{"a": {"b": NaN}}', "not_a_number", "/a/b", 1, 13),
        ('{"a": Infinity}', "not_a_number", "/a", 1, 7),
        ('{"a": -Infinity}', "not_a_number", "/a", 1, 7),
        ('{"a":\n  1e999}', "number_range", "/a", 2, 3),
        ('{"a": -1e999}', "number_range", "/a", 1, 7),
        ('{"a": 1e-999}', "number_range", "/a", 1, 7),
        ('{"a": ' + "9" * 5_000 + "}", "number_range", "/a", 1, 7),
        ('{"a": 38000000000000000000000000}', "integer_range", "/a", 1, 7),
        ('{"a": 9007199254740993}', "integer_range", "/a", 1, 7),
        ('{"a": [1, -9007199254740993]}', "integer_range", "/a/1", 1, 11),
        ('{"a": "\\u0000"}', "null_character", "/a", 1, 7),
        ('{"a": {"\\u0000": 1}}', "null_character", "/a", 1, 8),
        ('{"a": "\0"}', "null_character", "", 1, 8),
        ('{"a": "\\ud800"}', "lone_surrogate", "/a", 1, 7),
        ('{"a": "\\ude00\\ud83d"}', "lone_surrogate", "/a", 1, 7),
        ('{"\\ud800": 1}', "lone_surrogate", "", 1, 2),
        ('{"a": {"b": 1,\n"b": 2}}', "duplicate_key", "/a", 2, 1),
        ('{"a": 1, "\\u0061": 2}', "duplicate_key", "", 1, 10),
        ("[1]", "not_an_object", "", 1, 1),
        ("null", "not_an_object", "", 1, 1),
        (' "text"', "not_an_object", "", 1, 1),
    ],
)
def test_json_is_refused(text: str, code: str, pointer: str, line: int, column: int) -> None:
    assert only(read_json(text.encode())) == (code, pointer, line, column)


@pytest.mark.parametrize(
    ("text", "code", "pointer", "line", "column"),
    [
        ("a: [1, 2", "syntax", "/a/2", 1, 4),
        ("a: b: c", "syntax", "", 1, 5),
        ("a:\n\tb: 1", "syntax", "/a", 2, 1),
        ("a: 'x", "syntax", "/a", 1, 4),
        ("a: @b", "syntax", "/a", 1, 4),
        ('a: "\\ud83d\\ude00"', "syntax", "/a", 1, 7),
        ("é: \x07", "syntax", "", 1, 4),
        ("%YAML 3.0\n---\na: 1", "syntax", "", 1, 1),
        ("a: &x 1\nb: *x", "yaml_alias", "/a", 1, 4),
        ("a: *x", "yaml_alias", "/a", 1, 4),
        ("a: {b: &x {}}", "yaml_alias", "/a/b", 1, 8),
        ("a: {<<: {b: 1}}", "yaml_alias", "/a", 1, 5),
        ("a: !!int 1", "yaml_tag", "/a", 1, 4),
        ("a: !!python/object/apply:os.system [id]", "yaml_tag", "/a", 1, 4),
        ("!card\na: 1", "yaml_tag", "", 1, 1),
        ("a: ! b", "yaml_tag", "/a", 1, 4),
        ("? {a: 1}\n: 2", "yaml_key", "", 1, 3),
        ("[a, b]: 2", "yaml_key", "", 1, 1),
        ("a: 1\n---\nb: 2", "yaml_documents", "", 2, 1),
        ("a: 1\nb: 2\na: 3", "duplicate_key", "", 3, 1),
        ("a: {b: 1, 'b': 2}", "duplicate_key", "/a", 1, 11),
        ("a: 38000000000000000000000000", "integer_range", "/a", 1, 4),
        ("a: 1e999", "number_range", "/a", 1, 4),
        ('a: "\\0"', "null_character", "/a", 1, 4),
        ("- 1", "not_an_object", "", 1, 1),
        ("just text", "not_an_object", "", 1, 1),
        ("# only a remark", "not_an_object", "", 1, 1),
        ("---\n...\n", "not_an_object", "", 1, 1),
    ],
)
def test_yaml_is_refused(text: str, code: str, pointer: str, line: int, column: int) -> None:
    assert only(read_yaml(text.encode())) == (code, pointer, line, column)


ONE_CARD = "A file holds one card, from { to }, and nothing else."
NO_COMMENTS = "JSON has no comments: remove it, or send YAML."
PLAIN_NUMBER = "Write numbers without separators or leading zeros: 147000."


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("not JSON", ONE_CARD),
        ("<html>", ONE_CARD),
        ('{"a": 1} {"b": 2}', ONE_CARD),
        ('// remark\n{"a": 1}', NO_COMMENTS),
        ('{"a": 1, # remark\n"b": 2}', NO_COMMENTS),
        ('{"a": 1', "A bracket is not closed, or the file was cut off."),
        ('{"a": 1,}', "Remove the comma before it."),
        ('{"a": 1,,"b": 2}', "Remove one of the commas."),
        ('{"a": 1 "b": 2}', "A comma is missing before it."),
        ("{'a': 1}", "Use double quotes."),
        ("{“a”: 1}", 'Use straight double quotes (").'),
        ("{a: 1}", "Put it in double quotes."),
        ('{"a": 147_000}', PLAIN_NUMBER),
        ('{"a": 0147}', PLAIN_NUMBER),
        ('{"a": 147,000}', "Write numbers without separators: 147000."),
        ('{"a": .5}', "Write numbers as 0.5 or 12."),
        ('{"a": True}', "Write true or false, in small letters."),
        ('{"a": None}', "Leave the field out."),
        ('{"a": NaN}', "Leave the field out if there is no figure."),
        ('{"a": "x', "Add the closing quote."),
        ('{"a": "C:\\data"}', "Write a backslash as \\\\."),
        ('{"a": "x\ny"}', "Close the quotes, or write \\n."),
        ('{"a": 1 ; "b": 2}', None),
    ],
)
def test_a_slip_of_json_has_its_hint(text: str, hint: str | None) -> None:
    (problem,) = read_json(text.encode()).problems
    assert problem.hint == hint


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b" " * (MAXIMUM_BYTES + 1), "size"),
        (b'{"a": "' + b"x" * 2 * 2**20 + b'"}', "size"),
        (b"\xef\xbb\xbf{}", "byte_order_mark"),
        (b"{}\xff", "encoding"),
        (b'{"a": "\xed\xa0\x80"}', "encoding"),
        ('{"a": 1}'.encode("utf-16"), "encoding"),
        ('{"a": 1}'.encode("utf-16-le"), "null_character"),
        ('{"a": "é"}'.encode("latin-1"), "encoding"),
        (b"[" * 1_000, "depth"),
        (b'{"a": ' * 1_000, "depth"),
        (b"[" * 500_000, "depth"),
        (b"[" + b"1," * 500_000 + b"1]", "values"),
        (b'{"' + b"k" * 201 + b'": 1}', "key_length"),
    ],
    ids=lambda value: repr(value)[:25],
)
def test_neither_format_takes_it(read: Any, data: bytes, code: str) -> None:
    assert only(read(data))[0] == code


@pytest.mark.parametrize("read", READERS)
def test_the_limits_themselves_are_allowed(read: Any) -> None:
    deepest: dict[str, Any] = {}
    for _ in range(MAXIMUM_DEPTH - 1):
        deepest = {"a": deepest}
    assert read(json.dumps(deepest).encode()).document == deepest
    assert only(read(json.dumps({"a": deepest}).encode()))[0] == "depth"
    longest = {"a": list(range(MAXIMUM_VALUES - 2))}
    assert read(json.dumps(longest).encode()).document == longest
    largest = b'{"a": "' + b"x" * (MAXIMUM_BYTES - 9) + b'"}'
    assert len(largest) == MAXIMUM_BYTES
    assert read(largest).document == {"a": "x" * (MAXIMUM_BYTES - 9)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"no"', "no"),
        ("'Yes'", "Yes"),
        ("none", "none"),
        ("012", "012"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2025-01-20", "2025-01-20"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("+1", "+1"),
        ("1.", "1."),
        ("=", "="),
        ("<<", "<<"),
        ('"1"', "1"),
        ("'true'", "true"),
        ("|-\n  1", "1"),
        ("a\n  b", "a b"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("1", 1),
        ("-1", -1),
        ("0.5", 0.5),
        ("3.8e25", 3.8e25),
        ("3.8e+25", 3.8e25),
        ("6E24", 6e24),
        ("['no', 1]", ["no", 1]),
    ],
)
def test_yaml_scalars_are_read_by_the_rules_of_json(text: str, value: object) -> None:
    document = read_yaml(f"a: {text}\n".encode()).document
    assert document == {"a": value}
    assert type(document["a"]) is type(value)


@pytest.mark.parametrize(
    ("word", "truth"),
    [
        *((word, "false") for word in ("no", "NO", "Off", "n", "FALSE")),
        *((word, "true") for word in ("yes", "Yes", "on", "Y", "True")),
    ],
)
def test_a_word_that_yaml_readers_take_in_two_ways_is_refused(word: str, truth: str) -> None:
    result = read_yaml(f"a: 1\nb: [{word}, x]\n".encode())
    assert result.document is None
    (problem,) = result.problems
    assert (problem.code, problem.pointer, problem.line) == ("reading.yaml_word", "/b/0", 2)
    assert (
        problem.message == f"{word} without quotes is {truth} to some programs and text to others."
    )
    assert problem.hint == f'Write {truth}, or "{word}" in quotes if it is text.'


def test_yaml_keys_are_text() -> None:
    document = read_yaml(b"no: 1\n2025: 2\nnull: 3\n12:30: 4\n").document
    assert document == {"no": 1, "2025": 2, "null": 3, "12:30": 4}


def test_both_formats_read_the_same_card() -> None:
    card = small_card()
    as_json = json.dumps(card, indent=2, ensure_ascii=False).encode()
    as_yaml = yaml.safe_dump(card, allow_unicode=True, sort_keys=False).encode()
    assert read_json(as_json).document == read_yaml(as_yaml).document == card


@pytest.mark.parametrize(
    ("data", "file_format", "code"),
    [
        (b"a: b", None, None),
        (b' {"a": 1}', None, None),
        (b"a: b", "json", "reading.syntax"),
        (b'{"a": 1,}', "json", "reading.syntax"),
        (b'{"a": 1,}', None, "reading.syntax"),
        (b'{"a": 1,}', "yaml", None),
        (b"[1]", None, "reading.not_an_object"),
    ],
)
def test_the_format_is_told_or_seen(data: bytes, file_format: Any, code: str | None) -> None:
    assert codes(read_card(data, file_format)) == ([code] if code else [])


def test_doubles_that_look_like_integers_are_read() -> None:
    """RFC 8785 writes 1e20 without exponent; whoever sends our own bytes back must be heard."""
    document = read_json(
        b'{"a": [100000000000000000000, 9007199254740992, 1e16, -0, -0.0]}'
    ).document
    assert document == {"a": [1e20, 2.0**53, 1e16, 0, 0]}
    assert [type(number) for number in document["a"]] == [float, float, float, int, float]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("38000000000000000000000000", "Write 3.8e25."),
        ("9007199254740993", "Write 9007199254740992."),
        ("123456789012345678901", "Write 1.2345678901234568e20."),
    ],
)
def test_the_hint_for_a_long_integer_can_be_followed(text: str, hint: str) -> None:
    (problem,) = read_json(f'{{"a": {text}}}'.encode()).problems
    assert problem.hint == hint
    number = hint.removeprefix("Write ").removesuffix(".")
    assert read_json(f'{{"a": {number}}}'.encode()).document == {"a": float(text)}


def test_reading_goes_on_after_what_can_be_skipped() -> None:
    text = '{"a": 1e999, "b": "\\u0000", "a": 2, "c": 38000000000000000000000000}'
    assert codes(read_json(text.encode())) == [
        "reading.number_range",
        "reading.null_character",
        "reading.duplicate_key",
        "reading.integer_range",
    ]


def test_there_is_an_end_to_complaints() -> None:
    data = b'{"a": [' + b"1e999, " * 1_000 + b"1]}"
    assert codes(read_json(data)) == ["reading.number_range"] * MAXIMUM_PROBLEMS


def test_places_are_lines_and_columns() -> None:
    text = '{\n  "ü😀": [1,\n    {"b/c": 2}],\n  "d": 3\n}'
    for source_map in (read_json(text.encode()).source_map, read_yaml(text.encode()).source_map):
        assert source_map is not None
        assert source_map.locate("") == (1, 1)
        assert source_map.locate("/ü😀") == (2, 3)
        assert source_map.locate("/ü😀/0") == (2, 10)
        assert source_map.locate("/ü😀/1") == (3, 5)
        assert source_map.locate("/ü😀/1/b~1c") == (3, 6)
        assert source_map.locate("/d") == (4, 3)
        assert source_map.locate("/d/missing") == (4, 3)
        assert source_map.locate("/missing") == (1, 1)


def test_a_bad_byte_is_located_in_characters() -> None:
    assert only(read_json('{"é":\n "é'.encode() + b'\xff"}')) == ("encoding", "", 2, 4)


def test_places_in_block_yaml() -> None:
    source_map = read_yaml("a:\n  - x: 1\n    y: é\n  - 2\nb: |\n  t\n".encode()).source_map
    assert source_map is not None
    places = {"/a": (1, 1), "/a/0": (2, 5), "/a/0/y": (3, 5), "/a/1": (4, 5), "/b": (5, 1)}
    assert {pointer: source_map.locate(pointer) for pointer in places} == places


@pytest.mark.parametrize(
    "text",
    ["- " * 500_000, "? " * 500_000, "{a: " * 250_000, "&a " * 300_000, "a: " * 300_000,
     "'" * 2**20, '"' + "\\n" * 500_000, "%a\n" * 300_000, "---\n" * 250_000, "a\n" * 500_000,
     "[" + "," * 500_000, '{"' * 500_000, '"' * 2**20, "\\" * 2**20, "\n" * 2**20],
    ids=lambda text: repr(text[:6]),
)  # fmt: skip
@pytest.mark.parametrize("read", READERS)
def test_hostile_text_is_refused_quickly(read: Any, text: str) -> None:
    begun = time.process_time()
    assert read(text.encode()[:MAXIMUM_BYTES]).problems
    assert time.process_time() - begun < 2


@given(st.binary(max_size=300))
def test_no_bytes_make_a_reader_raise(data: bytes) -> None:
    for read in (read_json, read_yaml, read_card):
        result = read(data)
        assert (result.document is None) is bool(result.problems)


jsonish = st.lists(
    st.sampled_from(
        ["{", "}", "[", "]", ",", ":", " ", "\n", '"a"', '"b"', "1", "-", "0", ".5", "e9", "true",
         "null", "NaN", "\\", '"', "'", "#", "&x", "*x", "!!t ", "- ", "? ", "|", ">", "---", "é",
         "\u2028", "\ufeff", "\x85", "a: ", "  ", "\t", "%", "@", "`", "<<: "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(jsonish)
def test_no_text_makes_a_reader_raise(text: str) -> None:
    for read in (read_json, read_yaml, read_card):
        result = read(text.encode())
        assert (result.document is None) is bool(result.problems)
        assert all(problem.line for problem in result.problems if problem.code != "reading.empty")


@given(jsonish | st.text())
def test_what_is_read_as_json_is_what_python_reads(text: str) -> None:
    """The scanner is our own: it must not take a text that JSON refuses, or read another value."""
    read = read_json(text.encode())
    try:
        expected = json.loads(text)
    except ValueError:
        expected = None
    if read.document is not None:
        assert read.document == expected
    elif isinstance(expected, dict):
        assert not set(codes(read)) & {"reading.syntax", "reading.encoding"}


keys = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["\0", "\ud800"])
)


@given(st.dictionaries(keys, st.recursive(leaves, lambda parts: st.lists(parts) | st.dictionaries(
    keys, parts), max_leaves=10), max_size=5))  # fmt: skip
def test_any_document_is_read_or_refused_for_a_reason_we_name(document: dict[str, Any]) -> None:
    read = read_json(json.dumps(document).encode())
    if read.document is not None:
        assert read.document == document
    else:
        assert set(codes(read)) <= {
            "reading.not_a_number",
            "reading.integer_range",
            "reading.null_character",
            "reading.lone_surrogate",
        }
