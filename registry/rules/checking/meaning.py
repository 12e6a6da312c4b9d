"""The third layer of checking: can what a well-formed card says be true?

Dates that exist and are in order, codes that are assigned, ranges the right way round, texts that
read as they look, statements that do not exclude each other. Sums and rates are another matter: the
plausibility checks.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Any

from registry.rules.card_fields import Field, card_fields, problem_at
from registry.rules.checking.code_lists import COUNTRIES, CURRENCIES
from registry.rules.checking.contradiction import Check, contradiction_checks
from registry.rules.checking.hidden_text import hidden_character
from registry.rules.checking.license import license_hint, unknown_license
from registry.rules.checking.value_hints import is_placeholder
from registry.rules.names import mixed_script_word
from registry.rules.problems import MAXIMUM_PROBLEMS, Problem, shown
from registry.rules.standard import load_standard

# A finding is the code, the sentence and the hint.
_Finding = tuple[str, str, str | None]
_TextCheck = Callable[[str, Field], _Finding | None]
_Tokens = tuple[str | int, ...]

# Fields that hold names: nothing in them may be invisible.
_NAMES = frozenset(
    {"author", "developer", "doi", "family", "legal_name", "model", "name", "title", "version"}
)
# Fields by which a lab or a model is known: no letter in them may pass for another.
_IDENTITIES = frozenset({"developer", "family", "legal_name", "model", "name"})
_CREDENTIALS = re.compile(r"https?://[^\s/?#@]+@", re.IGNORECASE)
_COUNTRY_SLIPS = {"EL": "GR", "UK": "GB"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What can be wrong at one field of a card and below it.

    Found once for the schema: most values are choices, figures and names to which few of the checks
    apply, and asking each value everything took half of the time of checking a card.
    """

    field: Field
    of_text: tuple[_TextCheck, ...]
    of_object: tuple[Check, ...]
    members: Mapping[str, _Asked]
    entries: _Asked | None


def check_meaning(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Return errors and warnings about ``document``, which is valid by the schema."""
    return tuple(islice(_problems(document, card_fields()), MAXIMUM_PROBLEMS))


def _problems(document: dict[str, Any], root: Field) -> Iterator[Problem]:
    findings: list[tuple[_Tokens, _Finding]] = []
    if asked := _asked_of_card():
        _find(document, asked, (), findings)
    for tokens, finding in findings:
        yield problem_at(tokens, root, *finding)
    yield from _own_parents(document, root)
    yield from _unknown_estimate_fields(document, root)


@cache
def _asked_of_card() -> _Asked | None:
    return _asked_of(card_fields())


def _asked_of(field: Field) -> _Asked | None:
    """Return what can be wrong at ``field`` and below; None where nothing can."""
    is_text = field.keywords.get("type") == "string"
    of_text = tuple(check for concerns, check in _TEXT_CHECKS if is_text and concerns(field))
    of_object = contradiction_checks(field.properties)
    parts = ((key, _asked_of(part)) for key, part in field.properties.items())
    members = {key: asked for key, asked in parts if asked}
    entries = _asked_of(field.entries) if field.entries else None
    if not (of_text or of_object or members or entries):
        return None
    return _Asked(field, of_text, of_object, members, entries)


def _find(
    value: Any, asked: _Asked, tokens: _Tokens, findings: list[tuple[_Tokens, _Finding]]
) -> None:
    """Add what is wrong with ``value`` and below to ``findings``, in the order of the text."""
    if isinstance(value, str):
        for check in asked.of_text:
            finding = check(value, asked.field)
            if finding:
                findings.append((tokens, finding))
    elif isinstance(value, dict):
        for contradictions in asked.of_object:
            findings += (
                ((*tokens, key), (code, sentence, hint))
                for key, code, sentence, hint in contradictions(value)
            )
        for key, member in value.items():
            if part := asked.members.get(key):
                _find(member, part, (*tokens, key), findings)
    elif isinstance(value, list) and asked.entries:
        for index, entry in enumerate(value):
            _find(entry, asked.entries, (*tokens, index), findings)


def _date(text: str, field: Field) -> _Finding | None:
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    if year and day <= calendar.monthrange(year, month)[1]:
        return None
    last = f" The month ends on day {calendar.monthrange(year, month)[1]}." if year else ""
    return "meaning.no_such_date", f"the calendar has no {text}.{last}", "Check the date."


def _currency(text: str, field: Field) -> _Finding | None:
    if text in CURRENCIES:
        return None
    return (
        "meaning.currency",
        f"{text} is no ISO 4217 currency code.",
        "Write USD for US dollars, EUR for euros, CNY for renminbi.",
    )


def _country(text: str, field: Field) -> _Finding | None:
    if text in COUNTRIES:
        return None
    meant = _COUNTRY_SLIPS.get(text)
    return (
        "meaning.country",
        f"{text} is no ISO 3166-1 alpha-2 country code.",
        f"Write {meant}." if meant else "Write US, CN, FR or GB, for example.",
    )


def _license(text: str, field: Field) -> _Finding | None:
    term = unknown_license(text)
    if term is None:
        return None
    return "meaning.license", f"{shown(term)} is no SPDX license id.", license_hint(term)


def _credentials(text: str, field: Field) -> _Finding | None:
    if "@" not in text or not _CREDENTIALS.search(text):
        return None
    return (
        "meaning.credentials",
        "a link contains a user name or password.",
        "Everything in a card is published: remove what stands before @, and change the password.",
    )


def _hidden(text: str, field: Field) -> _Finding | None:
    if text.isascii() and text.isprintable():
        return None
    character = hidden_character(text, is_name=field.key in _NAMES)
    if character is None:
        return None
    return (
        "meaning.hidden_character",
        f"{shown(text)} contains the invisible character U+{ord(character):04X}.",
        "Remove it.",
    )


def _mixed_script(text: str, field: Field) -> _Finding | None:
    word = None if text.isascii() else mixed_script_word(text)
    if word is None:
        return None
    letters = " ".join(f"U+{ord(letter):04X}" for letter in word if not letter.isascii())
    return (
        "meaning.mixed_script",
        f"{shown(word)} mixes Latin letters with letters that only look Latin ({letters}).",
        "Type the word again in one alphabet.",
    )


def _placeholder(text: str, field: Field) -> _Finding | None:
    if not is_placeholder(text):
        return None
    return (
        "meaning.placeholder",
        f"{shown(text)} counts as absent.",
        "Leave the field out, or say withheld or unknown in the claim's status.",
    )


def _fact(text: str, field: Field) -> _Finding | None:
    return _reference("fact", text, load_standard().facts)


def _claim(text: str, field: Field) -> _Finding | None:
    return _reference("claim", text, load_standard().item_by_claim)


def _reference(what: str, text: str, known: Mapping[str, object]) -> _Finding | None:
    if text in known:
        return None
    near = get_close_matches(text, known, n=1)
    return (
        "meaning.unknown_reference",
        f"there is no {what} {shown(text)}.",
        f"Did you mean {near[0]}?" if near else f"Name one, such as {next(iter(known))}.",
    )


def _is_free(field: Field) -> bool:
    """Whether authors write the text themselves: no member of a list, no digits of a date."""
    return field.kind != "date" and not {"const", "enum"} & field.keywords.keys()


# Which fields each check of a text concerns.
_TEXT_CHECKS: tuple[tuple[Callable[[Field], bool], _TextCheck], ...] = (
    (lambda field: field.kind == "date", _date),
    (lambda field: field.key == "currency", _currency),
    (lambda field: field.kind == "country", _country),
    (lambda field: field.key == "license", _license),
    (_is_free, _credentials),
    (_is_free, _hidden),
    (lambda field: field.key in _IDENTITIES, _mixed_script),
    (_is_free, _placeholder),
    (lambda field: field.key == "fact", _fact),
    (lambda field: field.key == "included_in", _claim),
)


def _own_parents(document: dict[str, Any], root: Field) -> Iterator[Problem]:
    lineage = document.get("identity", {}).get("lineage", {}).get("value", {})
    for index, edge in enumerate(lineage.get("derived_from", ())):
        if edge.get("card_id") == document["card_id"]:
            yield problem_at(
                ("identity", "lineage", "value", "derived_from", index, "card_id"),
                root,
                "meaning.own_parent",
                "a model's weights cannot derive from themselves.",
                "Name the parent's card, or leave card_id out.",
            )


def _unknown_estimate_fields(document: dict[str, Any], root: Field) -> Iterator[Problem]:
    for index, estimate in enumerate(document.get("estimates", ())):
        claim, name = estimate["claim"], estimate.get("field")
        fields = _fields_of_claim(claim, root)
        if name is not None and name not in fields:
            near = get_close_matches(name, fields, n=1)
            yield problem_at(
                ("estimates", index, "field"),
                root,
                "meaning.unknown_reference",
                f"the claim {claim} has no field {shown(name)}.",
                f"Did you mean {near[0]}?" if near else f"Its fields: {', '.join(fields)}.",
            )


def _fields_of_claim(claim: str, root: Field) -> list[str]:
    section, name = claim.split(".")
    return [*_keys_below(root.properties[section].properties[name].properties["value"])]


def _keys_below(field: Field) -> Iterator[str]:
    for key, part in (field.entries or field).properties.items():
        yield key
        yield from _keys_below(part)
