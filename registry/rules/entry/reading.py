"""From what a browser sent to the content of a section. Whatever is sent, nothing is raised.

What cannot be read stays as the text that was typed, by the name of its input, and never reaches
the content: the form shows it again with what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from registry.rules.card_fields import Field, card_fields
from registry.rules.checking.number_text import json_number
from registry.rules.draft_check import malformed
from registry.rules.drafts import SECTION_MEMBERS, SectionDraft
from registry.rules.entry.kinds import DECIDED, Kind, kind_of
from registry.rules.entry.names import (
    PARTS_OF_A_FIGURE,
    PARTS_OF_MONEY,
    SILENT,
    WAS,
    joined,
    name_of,
)
from registry.rules.entry.posted import Posted, tree_of
from registry.rules.pointer import join_pointer, tokens_in
from registry.rules.problems import Problem, shown
from registry.rules.quantity_text import Understood, figure_text, parse_money, parse_quantity
from registry.rules.words import listed

DISCLOSED = "disclosed"
FIGURES = frozenset({Kind.FIGURE, Kind.MONEY})
# Inputs with others below them.
HOLDING = FIGURES | {Kind.CLAIM, Kind.GROUP, Kind.ROWS}
_T = TypeVar("_T", dict[str, Any], list[Any])


@dataclass(frozen=True, slots=True)
class Reading:
    """``problems`` are at the inputs whose text is in ``draft.unparsed``, or at names that are no
    field's. ``set_aside`` are claims whose value was left out, because the claim says it has none.
    """

    draft: SectionDraft
    problems: tuple[Problem, ...]
    set_aside: tuple[str, ...]


@dataclass
class _Reader:
    """What is found on the way: texts typed, by the name of the input in the content made."""

    typed: dict[str, str] = field(default_factory=dict)
    unparsed: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)

    def refuse(self, name: str, text: str, message: str, code: str = "schema.type") -> None:
        self.unparsed[name] = text
        self.problems.append(Problem(join_pointer(name.split(".")), code, message))


def read_section(section: str, posted: Mapping[str, Sequence[str]]) -> Reading:
    """Read the inputs of ``entry.inputs.section_inputs`` back."""
    members, root = SECTION_MEMBERS[section], card_fields()
    tree, refused = tree_of(posted)
    reader = _Reader()
    content: dict[str, Any] = {}
    for member in members:
        value = _read(reader, root.properties[member], member, tree.at(member))
        if value is not None:
            content[member] = value
    _take_out_malformed(reader, section, content)
    for name in (*refused, *tree.unread()):
        reader.problems.append(
            Problem("", "schema.unknown_key", f"The form has no field {shown(name)}.")
        )
    return Reading(
        SectionDraft(content, reader.unparsed), tuple(reader.problems), tuple(reader.set_aside)
    )


def _read(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    """The value of one field, None where nothing was said."""
    if name in DECIDED:
        return None
    return _READERS[kind_of(field)](reader, field, name, posted)


def _claim(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    was = posted.at("status").at(WAS).text() or SILENT
    status = posted.at("status").text() or SILENT
    known = (SILENT, *field.properties["status"].keywords["enum"])
    if status not in known:
        reader.problems.append(
            Problem(
                join_pointer([*name.split("."), "status"]),
                "schema.choice",
                f"{field.title}: Found the status {shown(status)}; expected {listed(known)}.",
            )
        )
        status = was if was in known else SILENT
    members = _group(reader, field, name, posted, without=frozenset({"status"})) or {}
    has_text = any(key.startswith(f"{name}.") for key in reader.unparsed)
    if status == SILENT and was == SILENT and (members or has_text):
        # Somebody typed an answer and did not choose; an answer is a disclosure.
        status = DISCLOSED
    if status == SILENT:
        _forget(reader, name)
        if members:
            reader.set_aside.append(name)
        return None
    if status != DISCLOSED:
        if members.pop("value", None) is not None:
            reader.set_aside.append(name)
        _forget(reader, joined(name, "value"))
    if status != "withheld":
        members.pop("withheld_reason", None)
    return {"status": status, **members}


def _group(
    reader: _Reader,
    field: Field,
    name: str,
    posted: Posted,
    without: frozenset[str] = frozenset(),
) -> Any:
    members = {
        key: value
        for key, part in field.properties.items()
        if key not in without
        and (value := _read(reader, part, joined(name, key), posted.at(key))) is not None
    }
    return members or None


def _rows(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    if field.entries is None:
        return None
    rows: list[Any] = []
    most = field.keywords.get("maxItems", 100)
    for index in posted.indexes():
        place = joined(name, len(rows))
        row = _read(reader, field.entries, place, posted.at(str(index)))
        if row is None and not any(key.startswith(f"{place}.") for key in reader.unparsed):
            continue
        if len(rows) == most:
            _forget(reader, place)
            reader.problems.append(
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


def _figure(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    text, was = posted.text(), _was(posted, {})
    currency = posted.at("currency").text() if "currency" in field.properties else ""
    keys = PARTS_OF_MONEY if kind_of(field) is Kind.MONEY else PARTS_OF_A_FIGURE
    parts = {
        key: value
        for key in keys
        if (value := _read(reader, field.properties[key], joined(name, key), posted.at(key)))
        is not None
    }
    if not text:
        if set(parts) - {"currency"}:
            message = f"{field.title}: how exact it is was said, the figure itself was not."
            reader.problems.append(Problem(join_pointer(name.split(".")), "schema.type", message))
        return None
    reader.typed[name] = text
    numbers = {key: was[key] for key in ("value", "amount", "low", "high") if key in was}
    if was and text == figure_text(was):
        # As it was: only what says how exact it is may have changed.
        return {**numbers, **parts}
    understood = _parsed(field, text, currency)
    if understood.figure is None:
        reader.refuse(name, text, f"{field.title}: {understood.error}")
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


def _number(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    text = posted.text()
    if not text:
        return None
    reader.typed[name] = text
    understood = parse_quantity(text, field.unit)
    value = (understood.figure or {}).get("value")
    if value is None:
        reader.refuse(
            name,
            text,
            f"{field.title}: {understood.error or f'Found {shown(text)}; expected one number.'}",
        )
        return None
    if kind_of(field) is Kind.WHOLE and value != int(value):
        message = f"{field.title}: Found {json_number(value)}; expected a whole number."
        reader.refuse(name, text, message)
        return None
    return value


def _text(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    text = posted.text()
    reader.typed[name] = text
    return text or None


def _lines(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    text = posted.text()
    reader.typed[name] = text
    return [line.strip() for line in text.split("\n") if line.strip()] or None


def _yes_no(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    text = posted.text()
    if text not in _ANSWERS:
        message = f"{field.title}: Found {shown(text)}; expected yes or no."
        reader.problems.append(Problem(join_pointer(name.split(".")), "schema.type", message))
    return _ANSWERS.get(text)


def _choice(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    return posted.text() or None


def _choices(reader: _Reader, field: Field, name: str, posted: Posted) -> Any:
    chosen = list(dict.fromkeys(text for text in posted.texts() if text))
    was = _was(posted, [])
    # A page lists them in the order of the schema; the order they had is kept if they are the same.
    return (was if sorted(map(str, was)) == sorted(chosen) else chosen) or None


def _forget(reader: _Reader, name: str) -> None:
    """Drop what was noted at a place that turns out not to be in the content."""
    for key in [key for key in reader.unparsed if key == name or key.startswith(f"{name}.")]:
        del reader.unparsed[key]
    reader.problems = [
        problem
        for problem in reader.problems
        if not f"{name_of(problem.pointer)}.".startswith(f"{name}.")
    ]


def _take_out_malformed(reader: _Reader, section: str, content: dict[str, Any]) -> None:
    """Move what no card can hold from the content to the texts that could not be read."""
    while problems := malformed(section, content):
        dropped = False
        for problem in problems:
            tokens = _leaf(tokens_in(content, problem.pointer))
            name = ".".join(map(str, tokens))
            dropped |= _drop(content, tokens)
            if text := reader.typed.get(name):
                reader.unparsed[name] = text
            reader.problems.append(
                Problem(join_pointer(tokens), problem.code, problem.message, problem.hint)
            )
        if not dropped:
            raise AssertionError(f"Nothing can be taken out at {problems[0].pointer}")


def _leaf(tokens: Sequence[str | int]) -> list[str | int]:
    """The place of the input that holds a place: a figure's for its amount, a list's for a line."""
    root, place = card_fields(), []
    current: Field | None = root
    for token in tokens:
        is_number_of_a_figure = current is not None and kind_of(current) in FIGURES
        if is_number_of_a_figure and token not in PARTS_OF_MONEY:
            break
        current = current.part(token) if current else None
        place.append(token)
        if current is None or kind_of(current) not in HOLDING:
            break
    return place


def _drop(content: Any, tokens: Sequence[str | int]) -> bool:
    """Remove the value at a place; a row leaves an empty one, so that the others keep theirs."""
    for token in tokens[:-1]:
        try:
            content = content[token]
        except (KeyError, IndexError, TypeError):
            return False
    last = tokens[-1]
    if isinstance(content, list) and isinstance(last, int) and last < len(content):
        if content[last] == {}:
            del content[last]
        else:
            content[last] = {}
        return True
    return isinstance(content, dict) and content.pop(str(last), None) is not None


_ANSWERS = {"": None, "yes": True, "no": False}
_READERS: Mapping[Kind, Callable[[_Reader, Field, str, Posted], Any]] = {
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
