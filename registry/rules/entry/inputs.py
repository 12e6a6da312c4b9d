"""From the content of a section to its inputs, each with its value, its words and its error."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from registry.rules.card_fields import Field, card_fields
from registry.rules.checking.number_text import json_number
from registry.rules.entry.hints import hint_of
from registry.rules.entry.kinds import DECIDED, Kind, kind_of, required_of
from registry.rules.entry.names import (
    PARTS_OF_A_FIGURE,
    PARTS_OF_MONEY,
    SILENT,
    joined,
)
from registry.rules.entry.shapes import STATUSES, Filled, Input, Option
from registry.rules.quantity_text import figure_text
from registry.rules.words import value_words


def section_inputs(members: Sequence[str], filled: Filled) -> tuple[Input, ...]:
    """The inputs of the card's members that a section of the form holds."""
    root = card_fields()
    return tuple(
        build(root.properties[member], member, filled.content.get(member), filled)
        for member in members
    )


def build(field: Field, name: str, value: Any, filled: Filled, *, required: bool = False) -> Input:
    """The input of one field with ``value``, None where it has none."""
    kind = kind_of(field)
    base = Input(
        kind=kind,
        name=name,
        label=field.title,
        hint=hint_of(field),
        unit=field.unit or "",
        required=required,
        error=filled.error_at(name),
        longest=field.keywords.get("maxLength"),
    )
    return _BUILDERS[kind](base, field, value, filled)


def _claim(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    claim = value or {}
    parts = []
    # The reason stands by the status that asks for it.
    keys = sorted(field.properties, key=lambda key: key not in ("status", "withheld_reason"))
    for key in keys:
        part = field.properties[key]
        built = build(part, joined(base.name, key), claim.get(key), filled)
        if key == "status":
            status = claim.get("status", SILENT)
            built = replace(
                built,
                hint="",
                was=status,
                options=tuple(
                    Option(word, meaning, word == status) for word, meaning in STATUSES.items()
                ),
            )
        parts.append(built)
    return replace(base, parts=tuple(parts))


def _group(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    members, needed = value or {}, required_of(field)
    return replace(
        base,
        parts=tuple(
            build(part, joined(base.name, key), members.get(key), filled, required=key in needed)
            for key, part in field.properties.items()
            if joined(base.name, key) not in DECIDED
        ),
    )


def _rows(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    entries = field.entries
    if entries is None:
        raise TypeError(f"{base.name} is a list of nothing")
    most = field.keywords.get("maxItems")
    rows = list(value or ())
    # A row may hold nothing but a text that could not be read.
    prefix = f"{base.name}."
    typed = [
        name[len(prefix) :].partition(".")[0] for name in filled.unparsed if name.startswith(prefix)
    ]
    count = max(len(rows), *(int(each) + 1 for each in typed if each.isdecimal()), 0)
    count += filled.blank == base.name or not count
    rows += [None] * (min(count, most or count) - len(rows))
    return replace(
        base,
        most=most,
        rows=tuple(
            replace(
                build(entries, joined(base.name, index), row, filled),
                label=f"{_singular(base.label)} {index + 1}",
            )
            for index, row in enumerate(rows)
        ),
    )


def _figure(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    figure = value or {}
    keys = PARTS_OF_MONEY if base.kind is Kind.MONEY else PARTS_OF_A_FIGURE
    text = filled.unparsed.get(base.name)
    inner = next(
        (
            error
            for key in ("value", "amount", "low", "high")
            if (error := filled.error_at(joined(base.name, key)))
        ),
        "",
    )
    return replace(
        base,
        value=figure_text(figure) if text is None else text,
        unit=base.unit or figure.get("currency", ""),
        was=json.dumps(figure, ensure_ascii=False, sort_keys=True) if figure else "",
        understood=_understood(figure, base.unit) if text is None else "",
        example=figure_text(field.example()),
        error=base.error or inner,
        parts=tuple(
            build(field.properties[key], joined(base.name, key), figure.get(key), filled)
            for key in keys
        ),
    )


def _number(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    text = filled.unparsed.get(base.name)
    shown = "" if value is None else json_number(value)
    return replace(base, value=shown if text is None else text, example=_example(field))


def _text(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    text = filled.unparsed.get(base.name)
    return replace(base, value=(value or "") if text is None else text, example=_example(field))


def _lines(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    text = filled.unparsed.get(base.name)
    shown = "\n".join(value or ()) if text is None else text
    example = field.entries.example() if field.entries else ""
    return replace(base, value=shown, example=str(example))


def _yes_no(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    return replace(
        base,
        options=(
            Option("", "not said", value is None),
            Option("yes", "yes", value is True),
            Option("no", "no", value is False),
        ),
    )


def _choice(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    options = [Option(word, value_words(word), word == value) for word in field.keywords["enum"]]
    return replace(base, options=(Option("", "not said", value is None), *options))


def _choices(base: Input, field: Field, value: Any, filled: Filled) -> Input:
    entries = field.entries
    words = entries.keywords["enum"] if entries else ()
    chosen = set(value or ())
    return replace(
        base,
        was=json.dumps(value) if value else "",
        options=tuple(Option(word, value_words(word), word in chosen) for word in words),
    )


def _example(field: Field) -> str:
    example = next(iter(field.keywords.get("examples", ())), "")
    return json_number(example) if isinstance(example, int | float) else str(example)


def _singular(label: str) -> str:
    return label.removesuffix("s") if not label.endswith("ss") else label


def _understood(figure: Mapping[str, Any], unit: str) -> str:
    """The figure in digits, where its text is not digits already."""
    if "as_stated" not in figure:
        return ""
    numbers = [figure[key] for key in ("value", "amount", "low", "high") if key in figure]
    digits = "–".join(_grouped(number) for number in numbers)
    return " ".join(part for part in (digits, unit or figure.get("currency", "")) if part)


def _grouped(number: float) -> str:
    text = json_number(number)
    return f"{int(text):,}" if text.isdecimal() else text


_BUILDERS = {
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
