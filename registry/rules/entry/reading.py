"""From what a browser sent to the content of a section. Whatever is sent, nothing is raised.

What cannot be read stays as the text that was typed, by the name of its input, and never reaches
the content: the form shows it again with what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from registry.rules.card_fields import Field, card_fields
from registry.rules.checking.number_text import json_number
from registry.rules.drafts import SECTION_MEMBERS, SectionDraft
from registry.rules.entry.kinds import DECIDED, Kind, kind_of
from registry.rules.entry.names import (
    PARTS_OF_A_FIGURE,
    PARTS_OF_MONEY,
    SILENT,
    WAS,
    joined,
)
from registry.rules.entry.notes import Notes
from registry.rules.entry.posted import Posted, tree_of
from registry.rules.pointer import join_pointer
from registry.rules.problems import Problem, shown
from registry.rules.quantity_text import Understood, figure_text, parse_money, parse_quantity
from registry.rules.words import listed

DISCLOSED = "disclosed"
_T = TypeVar("_T", dict[str, Any], list[Any])


@dataclass(frozen=True, slots=True)
class Reading:
    """``problems`` are at the inputs whose text is in ``draft.unparsed``, or at names that are no
    field's. ``set_aside`` are claims whose value was left out, because the claim says it has none.
    """

    draft: SectionDraft
    problems: tuple[Problem, ...]
    set_aside: tuple[str, ...]


def read_section(section: str, posted: Mapping[str, Sequence[str]]) -> Reading:
    """Read the inputs of ``entry.inputs.section_inputs`` back."""
    members, root = SECTION_MEMBERS[section], card_fields()
    tree, refused = tree_of(posted)
    notes = Notes()
    content: dict[str, Any] = {}
    for member in members:
        value = _read(notes, root.properties[member], member, tree.at(member))
        if value is not None:
            content[member] = value
    notes.take_out_malformed(section, content)
    for name in (*refused, *tree.unread()):
        notes.problems.append(
            Problem("", "schema.unknown_key", f"The form has no field {shown(name)}.")
        )
    return Reading(
        SectionDraft(content, notes.unparsed), tuple(notes.problems), tuple(notes.set_aside)
    )


def _read(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    """The value of one field, None where nothing was said."""
    if name in DECIDED:
        return None
    return _READERS[kind_of(field)](notes, field, name, posted)


def _claim(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    was = posted.at("status").at(WAS).text() or SILENT
    status = posted.at("status").text() or SILENT
    known = (SILENT, *field.properties["status"].keywords["enum"])
    if status not in known:
        notes.problems.append(
            Problem(
                join_pointer([*name.split("."), "status"]),
                "schema.choice",
                f"{field.title}: Found the status {shown(status)}; expected {listed(known)}.",
            )
        )
        status = was if was in known else SILENT
    members = _group(notes, field, name, posted, without=frozenset({"status"})) or {}
    has_text = any(key.startswith(f"{name}.") for key in notes.unparsed)
    if status == SILENT and was == SILENT and (members or has_text):
        # Somebody typed an answer and did not choose; an answer is a disclosure.
        status = DISCLOSED
    if status == SILENT:
        notes.forget(name)
        if members:
            notes.set_aside.append(name)
        return None
    if status != DISCLOSED:
        if members.pop("value", None) is not None:
            notes.set_aside.append(name)
        notes.forget(joined(name, "value"))
    if status != "withheld":
        members.pop("withheld_reason", None)
    return {"status": status, **members}


def _group(
    notes: Notes,
    field: Field,
    name: str,
    posted: Posted,
    without: frozenset[str] = frozenset(),
) -> Any:
    members = {
        key: value
        for key, part in field.properties.items()
        if key not in without
        and (value := _read(notes, part, joined(name, key), posted.at(key))) is not None
    }
    return members or None


def _rows(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    if field.entries is None:
        return None
    rows: list[Any] = []
    most = field.keywords.get("maxItems", 100)
    for index in posted.indexes():
        place = joined(name, len(rows))
        row = _read(notes, field.entries, place, posted.at(str(index)))
        if row is None and not any(key.startswith(f"{place}.") for key in notes.unparsed):
            continue
        if len(rows) == most:
            notes.forget(place)
            notes.problems.append(
                Problem(
                    join_pointer(name.split(".")),
                    "schema.length",
                    f"{field.title}: more than {most} rows were sent; the first {most} are kept.",
                )
            )
            break
        rows.append(row or {})
    # An empty row at the end was only offered.
    return rows or None


def _figure(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    text, was = posted.text(), _was(posted, {})
    currency = posted.at("currency").text() if "currency" in field.properties else ""
    keys = PARTS_OF_MONEY if kind_of(field) is Kind.MONEY else PARTS_OF_A_FIGURE
    parts = {
        key: value
        for key in keys
        if (value := _read(notes, field.properties[key], joined(name, key), posted.at(key)))
        is not None
    }
    if not text:
        if set(parts) - {"currency"}:
            message = f"{field.title}: how exact it is was said, the figure itself was not."
            notes.problems.append(Problem(join_pointer(name.split(".")), "schema.type", message))
        return None
    notes.typed[name] = text
    numbers = {key: was[key] for key in ("value", "amount", "low", "high") if key in was}
    if was and text == figure_text(was):
        # As it was: only what says how exact it is may have changed.
        return {**numbers, **parts}
    understood = _parsed(field, text, currency)
    if understood.figure is None:
        notes.refuse(name, text, f"{field.title}: {understood.error}")
        return None
    changed = {key: value for key, value in parts.items() if value != was.get(key)}
    return {**understood.figure, **changed}


def _parsed(field: Field, text: str, currency: str) -> Understood:
    if kind_of(field) is Kind.MONEY:
        return parse_money(text, currency or None)
    return parse_quantity(text, field.unit)


def _was(posted: Posted, nothing: _T) -> _T:
    """What the page showed, of the type of ``nothing``; anything else that was sent is nothing."""
    sent = posted.at(WAS).text()
    try:
        was = json.loads(sent) if sent else nothing
    except (ValueError, RecursionError):
        return nothing
    return was if isinstance(was, type(nothing)) else nothing


def _number(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    text = posted.text()
    if not text:
        return None
    notes.typed[name] = text
    understood = parse_quantity(text, field.unit)
    value = (understood.figure or {}).get("value")
    if value is None:
        notes.refuse(
            name,
            text,
            f"{field.title}: {understood.error or f'Found {shown(text)}; expected one number.'}",
        )
        return None
    if kind_of(field) is Kind.WHOLE and value != int(value):
        message = f"{field.title}: Found {json_number(value)}; expected a whole number."
        notes.refuse(name, text, message)
        return None
    return value


def _text(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    text = posted.text()
    notes.typed[name] = text
    return text or None


def _lines(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    text = posted.text()
    notes.typed[name] = text
    return [line.strip() for line in text.split("\n") if line.strip()] or None


def _yes_no(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    text = posted.text()
    if text not in _ANSWERS:
        message = f"{field.title}: Found {shown(text)}; expected yes or no."
        notes.problems.append(Problem(join_pointer(name.split(".")), "schema.type", message))
    return _ANSWERS.get(text)


def _choice(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    return posted.text() or None


def _choices(notes: Notes, field: Field, name: str, posted: Posted) -> Any:
    chosen = list(dict.fromkeys(text for text in posted.texts() if text))
    was = _was(posted, [])
    # A page lists them in the order of the schema; the order they had is kept if they are the same.
    return (was if sorted(map(str, was)) == sorted(chosen) else chosen) or None


_ANSWERS = {"": None, "yes": True, "no": False}
_READERS: Mapping[Kind, Callable[[Notes, Field, str, Posted], Any]] = {
    Kind.CLAIM: _claim,
    Kind.GROUP: _group,
    Kind.ROWS: _rows,
    Kind.FIGURE: _figure,
    Kind.MONEY: _figure,
    Kind.NUMBER: _number,
    Kind.WHOLE: _number,
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.LINES: _lines,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
}
