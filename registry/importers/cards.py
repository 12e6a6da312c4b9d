"""Reads a card of this registry, JSON or YAML: each statement is one finding, taken over as it is.

A claim keeps its status, sources and notes. Parts that no card can hold are left out by name, so
that one bad field does not cost the claim around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.importers.collecting import Collector, around, has_field, problems_at, stated
from registry.rules.card_fields import CURRENT_VERSION, card_fields
from registry.rules.checking.key_hints import key_hint
from registry.rules.checking.reading import Format as FileFormat
from registry.rules.checking.reading import read_card
from registry.rules.checking.schema import validate
from registry.rules.checking.source_map import SourceMap
from registry.rules.drafts import SECTION_MEMBERS
from registry.rules.imports import Format, Import
from registry.rules.pointer import join_pointer, split_pointer, tokens_in
from registry.rules.problems import Problem

# Said of the file and not of the model; the new card says its own.
_OF_THE_FILE = {
    "schema_version": "The registry sets it.",
    "card_id": "The card in the making has its id already.",
    "prepared_by": "Who prepares this card, and from what, is for its preparer to say.",
}
_SET_BY_EDITORS = "Editors set it from public sources."
_FACT_OF_EDITORS = "facts.hardware.export_controlled_accelerator"
_ROW_MEMBERS = frozenset({"fact_evidence", "estimates"})
MEMBERS = tuple(member for members in SECTION_MEMBERS.values() for member in members)
# More rounds of leaving out what is wrong, of up to 50 places each, and it is wrong in kind.
_MOST_ROUNDS = 10

# A dotted path, the value there, and the tokens by which the file reaches it.
_Statement = tuple[str, Any, tuple[str | int, ...]]


def read_card_file(data: bytes, file_format: FileFormat) -> Import:
    """Read a card. A text that is no JSON or YAML document gives problems and no findings.

    Estimates by others are findings too; a card whose kind has no such section leaves them out.
    """
    kind: Format = "card_yaml" if file_format == "yaml" else "card_json"
    read = read_card(data, file_format)
    collector = Collector(offers_all_rows=True)
    if read.document is None or read.source_map is None:
        return collector.result(kind, read.problems)
    if read.document.get("schema_version", CURRENT_VERSION) != CURRENT_VERSION:
        problems = validate(read.document)[:1]
        return collector.result(kind, [read.source_map.located(problem) for problem in problems])
    for member in read.document:
        _read_member(member, read.document, read.source_map, collector)
    return collector.result(kind)


def _read_member(
    member: str, document: Mapping[str, Any], source_map: SourceMap, collector: Collector
) -> None:
    value = document[member]
    if member in _OF_THE_FILE:
        collector.drop(_line(source_map, (member,)), stated(value), _OF_THE_FILE[member])
    elif member not in MEMBERS:
        hint = key_hint(member, value, card_fields())
        reason = f"A card has no such member. {hint.text if hint else ''}".strip()
        collector.drop(_line(source_map, (member,)), f"{member}: {stated(value)}", reason)
    else:
        for statement in _statements(member, value):
            _read_statement(statement, source_map, collector)


def _statements(member: str, value: Any) -> Iterator[_Statement]:
    """The statements of one member: claims, facts, rows, or the whole where it is no group."""
    if member == "facts" and isinstance(value, dict):
        for group, facts in value.items():
            yield from _members(f"facts.{group}", facts, ("facts", group))
    elif isinstance(value, dict):
        yield from _members(member, value, (member,))
    elif isinstance(value, list):
        for position, row in enumerate(value):
            yield member, [row], (member, position)
    else:
        yield member, value, (member,)


def _members(path: str, group: Any, tokens: tuple[str | int, ...]) -> Iterator[_Statement]:
    if not isinstance(group, dict):
        yield path, group, tokens
        return
    for key, value in group.items():
        yield f"{path}.{key}", value, (*tokens, key)


def _read_statement(statement: _Statement, source_map: SourceMap, collector: Collector) -> None:
    path, value, tokens = statement
    place = _line(source_map, tokens)
    if path == _FACT_OF_EDITORS or (path == "fact_evidence" and _is_of_editors(value[0])):
        collector.drop(place, f"{path}: {stated(value)}", _SET_BY_EDITORS)
        return
    if has_field(path):
        value = collector.fitted(path, value, place, stated(value))
    for _ in range(_MOST_ROUNDS):
        problems = problems_at(path, value)
        if not problems:
            collector.add(path, value, place=place, as_stated=stated(value))
            return
        content = around(path, value)
        # From the last to the first, so that positions in lists stay what they were.
        for problem in reversed(problems):
            where = _line(source_map, (*tokens, *_below(path, problem)))
            found = _taken_out(content, problem)
            collector.drop(where, stated(found), _reason(problem))
        value = _value_at(content, path)
        if value in (None, {}, []):
            return
    collector.drop(place, stated(value), "Too much of it is wrong to take the rest.")


def _taken_out(content: Any, problem: Problem) -> Any:
    """Take the value at the place of a problem out of ``content``; return it."""
    *way, last = tokens_in(content, problem.pointer)
    for token in way:
        content = content[token]
    return content.pop(last)


def _value_at(content: Any, path: str) -> Any:
    for token in path.split("."):
        if not isinstance(content, dict) or token not in content:
            return None
        content = content[token]
    return content


def _below(path: str, problem: Problem) -> tuple[str, ...]:
    """The tokens of a problem's place below the statement, whose first row is any row."""
    below = split_pointer(problem.pointer)[len(path.split(".")) :]
    return below[1:] if path in _ROW_MEMBERS else below


def _reason(problem: Problem) -> str:
    return f"{problem.message} {problem.hint or ''}".strip()


def _is_of_editors(row: Any) -> bool:
    return isinstance(row, dict) and row.get("set_by") == "editor"


def _line(source_map: SourceMap, tokens: tuple[str | int, ...]) -> str:
    line, _ = source_map.locate(join_pointer(tokens))
    return f"line {line}"
