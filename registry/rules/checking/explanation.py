"""Turns what a JSON Schema validator finds into sentences people can act on.

Every keyword of the card schema has its sentence here. What one slip causes in several keywords is
said once: a text of the wrong type is not also too short, a misspelt key is not also a missing one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jsonschema import ValidationError

from registry.rules.card_fields import Field, card_fields, problem_at
from registry.rules.checking.key_hints import key_hint
from registry.rules.checking.value_hints import value_hint
from registry.rules.problems import MAXIMUM_PROBLEMS, Problem, json_text, shown

_KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "an object",
    "string": "text",
}
# The status that each of these members of a claim belongs to; with any other it must be absent.
_STATUS_OF = {"value": "disclosed", "withheld_reason": "withheld"}
_MISSING_MEMBERS = {
    "value": ("schema.missing_value", 'the status is "disclosed", but there is no value.'),
    "withheld_reason": (
        "schema.missing_reason",
        'the status is "withheld", but no reason is given.',
    ),
}
_MOST_KEYS_SHOWN = 12
_MOST_CHOICES_SHOWN = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def explain(errors: Iterable[ValidationError]) -> Iterator[Problem]:
    """Yield the problems behind ``errors``, place by place."""
    found: dict[tuple[str | int, ...], list[ValidationError]] = defaultdict(list)
    for error in errors:
        found[tuple(error.absolute_path)].append(error)
    for tokens, errors_here in found.items():
        place = _BrokenValue(tokens, errors_here[0].instance)
        rules = [(str(error.validator), error.validator_value) for error in errors_here]
        if isinstance(place.value, dict) and "type" not in dict(rules):
            yield from _object_problems(place, rules)
        else:
            # The first of these is the one to repair first; the others may be its echo.
            broken = dict(rules)
            keyword = next(keyword for keyword in _SENTENCES if keyword in broken)
            yield _SENTENCES[keyword](place, broken[keyword])


@dataclass(frozen=True, slots=True)
class _BrokenValue:
    """One value that breaks the schema, and where it stands."""

    tokens: tuple[str | int, ...]
    value: Any

    @property
    def field(self) -> Field:
        field = card_fields()
        for token in self.tokens:
            field = field.part(token) or field
        return field

    @property
    def advice(self) -> str | None:
        return value_hint(self.value, self.field)

    @property
    def example(self) -> str:
        return f"For example: {json_text(self.field.example())}"

    def problem(
        self, code: str, sentence: str, hint: str | None = None, *, key: str | None = None
    ) -> Problem:
        """Return the problem of this value, or of its member ``key``."""
        tokens = self.tokens if key is None else (*self.tokens, key)
        return problem_at(tokens, card_fields(), code, sentence, hint)


def _object_problems(place: _BrokenValue, rules: Sequence[tuple[str, Any]]) -> Iterator[Problem]:
    known = place.field.properties
    unknown = islice((key for key in place.value if key not in known), MAXIMUM_PROBLEMS)
    hints = {key: key_hint(key, place.value[key], place.field) for key in unknown}
    for key, hint in hints.items():
        text = hint.text if hint else _known_keys(place.field)
        yield place.problem("schema.unknown_key", "there is no such field.", text, key=key)
    meant = {hint.meant for hint in hints.values() if hint}
    required = {key for keyword, keys in rules if keyword == "required" for key in keys}
    missing = [key for key in known if key in required - meant and key not in place.value]
    for key in missing:
        yield _missing(place, key)
    for keyword, rule in rules:
        if keyword == "not":
            yield from _conflicts(place, rule["required"])
        elif keyword in ("oneOf", "anyOf"):
            yield from _alternatives(place, keyword, rule, meant)
        elif keyword == "minProperties" and not missing:
            yield place.problem("schema.length", "the object is empty.", _known_keys(place.field))


def _missing(place: _BrokenValue, key: str) -> Problem:
    field = place.field.properties[key]
    code, sentence = "schema.missing_key", "this field is required."
    if place.field.is_claim and key in _MISSING_MEMBERS:
        code, sentence = _MISSING_MEMBERS[key]
    elif key == "stages" and "enum" in (field.entries or field).keywords:
        code = "schema.missing_stages"
        sentence = (
            "a figure without its stages does not validate: say which training stages it covers."
        )
    return place.problem(
        code, sentence, f"For example: {shown(key)}: {json_text(field.example())}", key=key
    )


def _conflicts(place: _BrokenValue, keys: Sequence[str]) -> Iterator[Problem]:
    status = place.value.get("status")
    if status not in place.field.properties["status"].keywords["enum"]:
        return  # that is the slip; what the right status allows is not known yet
    for key in keys:
        yield place.problem(
            "schema.conflicting_key",
            f"{key} is given, but the status is {shown(status)}.",
            f"Remove it, or set the status to {shown(_STATUS_OF[key])}.",
            key=key,
        )


def _alternatives(
    place: _BrokenValue, keyword: str, branches: Sequence[Mapping[str, Any]], meant: set[str | None]
) -> Iterator[Problem]:
    ways = [branch["required"] for branch in branches]
    if any(key in meant for way in ways for key in way):
        return
    given = [key for way in ways for key in way if key in place.value]
    found = f"found {' and '.join(given)}" if given else "none is given"
    limit = ", not both" if keyword == "oneOf" else ""
    listed = ", or ".join(" and ".join(way) for way in ways)
    yield place.problem(
        "schema.alternatives",
        f"give {listed}{limit}; {found}.",
        _alternatives_hint(place, ways[0][0], given),
    )


def _alternatives_hint(place: _BrokenValue, first: str, given: Sequence[str]) -> str:
    if not given:
        return f"For example: {shown(first)}: {json_text(place.field.properties[first].example())}"
    if len(given) > 1:
        return f"Keep {first}, or keep low and high."
    (end,) = given
    other, precision = ("high", "at_least") if end == "low" else ("low", "up_to")
    return (
        f"Add {other}, or write {shown(first)}: {shown(place.value[end])}, "
        f'"precision": {shown(precision)}.'
    )


def _known_keys(field: Field) -> str:
    keys = [*field.properties]
    more = f" and {len(keys) - _MOST_KEYS_SHOWN} more" if len(keys) > _MOST_KEYS_SHOWN else ""
    return f"Fields here: {', '.join(keys[:_MOST_KEYS_SHOWN])}{more}."


def _type(place: _BrokenValue, kind: str) -> Problem:
    unit = f" ({place.field.unit})" if place.field.unit and kind in ("number", "integer") else ""
    return place.problem(
        "schema.type",
        f"found {shown(place.value)}, expected {_KINDS[kind]}{unit}.",
        place.advice or place.example,
    )


def _choice(place: _BrokenValue, choices: Any) -> Problem:
    members = choices if isinstance(choices, list) else [choices]
    more = ", …" if len(members) > _MOST_CHOICES_SHOWN else ""
    listed = ", ".join(map(str, members[:_MOST_CHOICES_SHOWN])) + more
    expected = f"one of: {listed}" if len(members) > 1 else shown(listed)
    return place.problem(
        "schema.choice",
        f"found {shown(place.value)}, expected {expected}.",
        place.advice or _meanings(place.field),
    )


def _meanings(field: Field) -> str | None:
    """What the members of a closed list mean, where its description says so."""
    description: str = field.keywords.get("description", "")
    return description if " = " in description else None


def _too_short(place: _BrokenValue, least: int) -> Problem:
    what = "text" if isinstance(place.value, str) else "list"
    size = f"only {len(place.value)} of at least {least}" if place.value else "empty"
    return place.problem("schema.length", f"the {what} is {size}.", place.advice)


def _too_long(place: _BrokenValue, most: int) -> Problem:
    what = "characters" if isinstance(place.value, str) else "entries"
    return place.problem(
        "schema.length",
        f"found {len(place.value):,} {what}, at most {most:,} are accepted.",
        place.advice,
    )


def _pattern(place: _BrokenValue, pattern: str) -> Problem:
    expected = place.field.form or pattern
    if control := _CONTROL.search(place.value):
        expected = f"text without the control character U+{ord(control[0]):04X}"
    return place.problem(
        "schema.pattern",
        f"found {shown(place.value)}, expected: {expected}.",
        place.advice or place.example,
    )


def _format(place: _BrokenValue, name: str) -> Problem:
    return place.problem(
        "schema.format",
        f"{shown(place.value)} is not a valid address ({name}, RFC 3986).",
        place.advice or place.example,
    )


def _too_small(place: _BrokenValue, least: float) -> Problem:
    return place.problem("schema.range", f"found {shown(place.value)}, expected at least {least}.")


def _too_large(place: _BrokenValue, most: float) -> Problem:
    return place.problem(
        "schema.range", f"found {shown(place.value)}, expected at most {most}.", place.advice
    )


def _repeated(place: _BrokenValue, _: object) -> Problem:
    repeated = next(entry for entry in place.value if place.value.count(entry) > 1)
    return place.problem(
        "schema.repeated_entry", f"{shown(repeated)} stands more than once.", "Keep one of them."
    )


_SENTENCES: dict[str, Callable[[_BrokenValue, Any], Problem]] = {
    "type": _type,
    "const": _choice,
    "enum": _choice,
    "minLength": _too_short,
    "pattern": _pattern,
    "format": _format,
    "maxLength": _too_long,
    "minimum": _too_small,
    "maximum": _too_large,
    "minItems": _too_short,
    "maxItems": _too_long,
    "uniqueItems": _repeated,
}
