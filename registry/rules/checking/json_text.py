"""Scans JSON text (RFC 8259) part by part and explains where it stops being JSON."""

from __future__ import annotations

import json
import re

from registry.rules.checking.document_builder import NUMBER, DocumentBuilder, UnreadableError
from registry.rules.problems import shown

_SPACE = re.compile(r"[ \t\n\r]*+")
# The outer repetition is not possessive: Python before 3.11.5 would end it inside a broken escape.
_OPEN_STRING = re.compile(
    r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\x00-\x1f]*+)*'
)
_PART = re.compile(
    rf'{_SPACE.pattern}(?:(?P<string>{_OPEN_STRING.pattern}")|(?P<mark>[{{}}\[\],:])'
    rf"|(?P<number>{NUMBER.pattern})|(?P<word>(?:true|false|null)\b)|(?P<end>\Z))"
)
_WORDS = {"true": True, "false": False, "null": None}

# The states of the scanner, named as a syntax error names them, and the parts each accepts.
_VALUE = "a value"
_VALUE_OR_END = "a value or ]"
_KEY = "a key in double quotes"
_KEY_OR_END = "a key in double quotes or }"
_COLON = "a colon"
_COMMA_OR_BRACKET = "a comma or ]"
_COMMA_OR_BRACE = "a comma or }"
_NOTHING = "the end of the text"
_ACCEPTED = {
    _VALUE: {"{", "[", "string", "number", "word"},
    _VALUE_OR_END: {"{", "[", "string", "number", "word", "]"},
    _KEY: {"string"},
    _KEY_OR_END: {"string", "}"},
    _COLON: {":"},
    _COMMA_OR_BRACKET: {",", "]"},
    _COMMA_OR_BRACE: {",", "}"},
    _NOTHING: {"end"},
}

# Slips that people make, recognized by what stands where a key or value is expected.
_SLIPS = tuple(
    (re.compile(pattern), hint)
    for pattern, hint in (
        (r"[}\]]", "Remove the comma before it."),
        (r",", "Remove one of the commas."),
        (r"'", "Use double quotes."),
        (r"[“”„«»‘’]", 'Use straight double quotes (").'),
        (r"//|/\*|#", "JSON has no comments: remove it, or send YAML."),
        (r"True\b|False\b", "Write true or false, in small letters."),
        (r"None\b|undefined\b", "Leave the field out."),
        (r"[+.]\.?[0-9]", "Write numbers as 0.5 or 12."),
        (r"[0-9]", "Write numbers without separators: 147000."),
        (r"\w", "Put it in double quotes."),
    )
)
_REST_OF_A_NUMBER = re.compile(r"[0-9_]")
_NOT_A_NUMBER = re.compile(r"-?(?:nan|inf(?:inity)?)\b", re.IGNORECASE)


def scan_json(text: str, builder: DocumentBuilder) -> None:
    """Report every part of ``text`` to ``builder``; raise ``UnreadableError`` for all else."""
    expected = _VALUE
    position = 0
    while match := _PART.match(text, position):
        kind = str(match.lastgroup)
        part, offset = match[kind], match.start(kind)
        if kind == "mark":
            kind = part
        if kind not in _ACCEPTED[expected]:
            break
        position = match.end()
        if kind == "end":
            return
        if kind == ",":
            expected = _KEY if builder.in_object else _VALUE
        elif kind == ":":
            expected = _VALUE
        elif kind == "{":
            builder.begin({}, offset)
            expected = _KEY_OR_END
        elif kind == "[":
            builder.begin([], offset)
            expected = _VALUE_OR_END
        elif kind == "string" and builder.wants_key:
            builder.key(_unquoted(part), offset)
            expected = _COLON
        else:
            if kind == "string":
                builder.scalar(_unquoted(part), offset)
            elif kind == "number":
                builder.number(part, offset)
            elif kind == "word":
                builder.scalar(_WORDS[part], offset)
            else:
                builder.end()
            expected = _after_value(builder)
    raise _syntax_error(text, position, expected, builder)


def _after_value(builder: DocumentBuilder) -> str:
    if not builder.depth:
        return _NOTHING
    return _COMMA_OR_BRACE if builder.in_object else _COMMA_OR_BRACKET


def _unquoted(part: str) -> str:
    text: str = json.loads(part) if "\\" in part else part[1:-1]
    return text


def _syntax_error(
    text: str, position: int, expected: str, builder: DocumentBuilder
) -> UnreadableError:
    """Return the error for ``text``, which is JSON up to ``position`` and not after it."""
    offset = _end(_SPACE, text, position)
    rest = text[offset : offset + 40]
    if not rest:
        return builder.fail(
            "reading.syntax",
            f"The text ends where {expected} should follow.",
            offset,
            "A bracket is not closed, or the file was cut off.",
        )
    if _NOT_A_NUMBER.match(rest):
        return builder.fail(
            "reading.not_a_number",
            f"{shown(_word(rest))} is not a JSON number.",
            offset,
            "Leave the field out if there is no figure.",
        )
    if "string" in _ACCEPTED[expected] and rest[0] == '"':
        return _string_error(text, offset, builder)
    if not builder.depth and not rest.startswith(("/", "#")):
        hint: str | None = "A file holds one card, from { to }, and nothing else."
    elif "string" in _ACCEPTED[expected]:
        hint = next((hint for slip, hint in _SLIPS if slip.match(rest)), None)
    elif rest[0] == '"':
        hint = "A comma is missing before it."
    else:
        is_number = offset == position and _REST_OF_A_NUMBER.match(rest)
        hint = "Write numbers without separators or leading zeros: 147000." if is_number else None
    return builder.fail(
        "reading.syntax", f"Expected {expected}, found {shown(_word(rest))}.", offset, hint
    )


def _string_error(text: str, offset: int, builder: DocumentBuilder) -> UnreadableError:
    """Return the error for the string that begins at ``offset`` and is not one."""
    stop = _end(_OPEN_STRING, text, offset)
    found = text[stop : stop + 2]
    if not found:
        message, hint = "The text in double quotes is not closed.", "Add the closing quote."
    elif found[0] == "\\":
        message, hint = f"{found} is not a JSON escape.", "Write a backslash as \\\\."
    elif found[0] in "\r\n":
        message, hint = "A line ends inside double quotes.", "Close the quotes, or write \\n."
    else:
        message = f"The control character U+{ord(found[0]):04X} stands inside double quotes."
        hint = f"Remove it, or write {json.dumps(found[0])[1:-1]}."
    return builder.fail("reading.syntax", message, stop, hint)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _word(rest: str) -> str:
    """Return what stands at the beginning of ``rest``, as far as one would name it."""
    match = re.match(r"-?[\w.+-]+", rest)
    return match[0] if match else rest[0]
