"""Faults put into real cards: what people, programs and attackers write where a card is due.

Every choice comes from the ``Random`` given, so a failure is repeated by its seed. Values that the
reading layer refuses before any shape is looked at (NaN, integers beyond 2^53 − 1, lone
surrogates) do not occur.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

FOREIGN_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 7.0, 7.5, 100.0, 1e2, -0.0, 0.1, 1e308, 2**53 - 1, 1 - 2**53),
    *("", " ", "6e24", "7", "true", "null", "n/a", "é", "\u202e漢😀", "x" * 2001),
    *([], [[]], [None], ["pretraining"], ["pretraining", "pretraining"], ["pretraining", {}, {}]),
    *({}, {"": 1}, {"value": 1}, {"status": "disclosed"}, {"status": "none", "value": {}}),
)
LIST_MEMBERS = (
    *("disclosed", "none", "withheld", "unknown", "not_applicable", "silent", "law", "exact"),
    *("pretraining", "evaluation", "open", "text", "measured", "included", "mixed", "other", "lab"),
)
HOSTILE_TEXTS = (
    *LIST_MEMBERS,
    # dates
    *("2025", "2025-13", "2025-1-3", "20250120", "2025-02-31", "2025-01-20T00:00:00", "2025-W03"),
    *("٢٠٢٥", "2025\n", "2025-01-20 ", "25-01-20", "-2025", "0000"),
    # addresses
    *("https://", "https:///x", "https://?", "//example.org", "ftp://example.org", "HTTPS://x.org"),
    *("javascript:alert(1)", "https://exa mple.org", "https://example.org/%zz", "https://[::1"),
    *("https://exämple.org/", "https://example.org/\n", "https://u:p@h:80/a?b#c", "https://a/|"),
    *("https://example.org/\x1c", 'https://example.org/"', "https://example.org/" + "a" * 2000),
    # identifiers and codes
    *("10.1038/", "10.1/x", "10.1038/a b", "10.1038/a\x1fb", "10.1038/a\u0085b", "10.1038/\ufeff"),
    *("doi:10.1038/x", "10.1038/é", "10.1038/x\n", "10.1038/" + "x" * 193),
    *(
        "FR",
        "fr",
        "FRA",
        "F",
        "ＦＲ",
        "FR\n",
        "USD",
        "usd",
        "us$",
        "EN",
        "de-DE",
        "no",
        "x-klingon",
    ),
    *("openai/gpt-4-1", "openai/gpt-4.1", "OpenAI/gpt", "openai", "a//b", "a/b/c", "-a/b", "a/b\n"),
    *("compute.final_run", "compute", "compute.final_run.value", "Compute.x", "a.b\n", "paper.pdf"),
    *("../etc/passwd", "f" * 64, "F" * 64, "f" * 63),
    # text
    *("bell\a", "nul\0", "tab\tline\nreturn\r", "\x7f", "x\u2028y", "<script>"),
)
UNKNOWN_KEYS = ("", "nme", "a/b", "m~n", "0", "$ref", "Value", "título", "extensions", "__proto__")
# Keys whose presence other keys decide.
RULED_KEYS = ("value", "withheld_reason", "low", "high", "amount", "url", "doi", "file", "status")

Fault = Callable[[Random, Any], Any]


def faulty(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """A copy of ``document`` with one fault, or now and then with two or three."""
    document = copy.deepcopy(document)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        holder, key = random.choice(list(_places(document)))
        holder[key] = _fault(random, holder[key])(random, holder[key])
    return document


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every (object or array, key or index) in ``node``."""
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from _places(node[key])


def _fault(random: Random, value: Any) -> Fault:
    own: tuple[Fault, ...]
    match value:
        case bool():
            own = (_other_type,)
        case dict():
            own = (_without_key, _renamed_key, _unknown_key, _ruled_key, _ruled_key, _ruled_key)
        case list():
            own = (_repeated_entry, _too_many_entries, _foreign_entry, _without_entry)
        case str():
            own = (_hostile_text, _hostile_text, _longer_text, _spoilt_text)
        case int() | float():
            own = (_other_number, _number_as_text)
        case _:
            own = (_foreign_value,)
    fault: Fault = random.choice((*own, *own, _foreign_value))
    return fault


def _foreign_value(random: Random, _value: Any) -> Any:
    return copy.deepcopy(random.choice(FOREIGN_VALUES))


def _other_type(random: Random, value: bool) -> Any:
    return random.choice((int(value), float(value), str(value).lower(), not value))


def _without_key(random: Random, value: dict[str, Any]) -> Any:
    dropped = random.choice(list(value)) if value else None
    return {key: child for key, child in value.items() if key != dropped}


def _renamed_key(random: Random, value: dict[str, Any]) -> Any:
    old = random.choice(list(value)) if value else None
    new = random.choice((f"{old}s", str(old)[:-1], str(old).upper(), f" {old}"))
    return {new if key == old else key: child for key, child in value.items()}


def _unknown_key(random: Random, value: dict[str, Any]) -> Any:
    return {**value, random.choice(UNKNOWN_KEYS): _foreign_value(random, value)}


def _ruled_key(random: Random, value: dict[str, Any]) -> Any:
    key = random.choice(RULED_KEYS)
    if key in value and random.random() < 0.5:
        return {name: child for name, child in value.items() if name != key}
    number_or_text = random.choice((7, 8.5, *HOSTILE_TEXTS))
    return {**value, key: random.choice((number_or_text, _foreign_value(random, value)))}


def _without_entry(random: Random, value: list[Any]) -> Any:
    return value[1:]


def _repeated_entry(random: Random, value: list[Any]) -> Any:
    return [*value, *copy.deepcopy(value[:1])]


def _too_many_entries(random: Random, value: list[Any]) -> Any:
    return [copy.deepcopy(entry) for entry in value * 60]


def _foreign_entry(random: Random, value: list[Any]) -> Any:
    entry = random.choice((_foreign_value(random, value), *LIST_MEMBERS))
    position = random.randint(0, len(value))
    return [*value[:position], entry, *value[position:]]


def _hostile_text(random: Random, _value: str) -> Any:
    return random.choice(HOSTILE_TEXTS)


def _longer_text(random: Random, value: str) -> Any:
    length = random.choice((3, 10, 35, 60, 64, 80, 100, 120, 150, 200, 253, 300, 400, 500, 1000))
    return (value * length)[: random.choice((length, length + 1))]


def _spoilt_text(random: Random, value: str) -> Any:
    position = random.randint(0, len(value))
    character = random.choice((*"\n\t\r \0\a\x1c\x7f\x85\u2028\u202e\ufeffé漢😀٢<>\"'{}%#.-_/A1",))
    return value[:position] + character + value[position:]


def _other_number(random: Random, value: float) -> Any:
    other = (-value, value + 0.5, float(value), value * 1e9, value / 1e9, value == 0, -1e-9, 101)
    return random.choice(other)


def _number_as_text(random: Random, value: float) -> Any:
    return random.choice((str(value), f"{value:e}", f"{value:,}", f"{value / 1000}K", [value]))
