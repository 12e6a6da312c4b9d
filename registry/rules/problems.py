"""What is wrong with a card or a question, in a form that people and programs can act on.

Three layers of checking speak this language, in this order: *reading* (is it a document we can
keep?), *schema* (has it the shape of a card?) and *meaning* (can it be true?); *registry* is what
only the registry's own records can tell, *plausibility* what does not fit in the figures. *query*
is said of a question's parameters, not of a card. The codes are a public contract: clients match on
them, so a code is never renamed or reused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning"]

# Enough to repair a card in one sitting; a document with more is wrong in kind, not in detail.
MAXIMUM_PROBLEMS = 50

CODES: Mapping[str, str] = MappingProxyType(
    {
        "reading.size": "The text is larger than 1 MiB.",
        "reading.encoding": "The text is not UTF-8.",
        "reading.byte_order_mark": "The text starts with a byte order mark.",
        "reading.empty": "The text holds no document.",
        "reading.syntax": "The text is not well-formed JSON or YAML.",
        "reading.depth": "Objects and arrays are nested too deeply.",
        "reading.values": "The document holds too many values.",
        "reading.key_length": "A key is longer than any key of a card can be.",
        "reading.not_an_object": "The document is not an object.",
        "reading.duplicate_key": "An object has the same key twice.",
        "reading.not_a_number": "NaN and Infinity are not JSON numbers.",
        "reading.number_range": "A number is too large or too small to be kept.",
        "reading.integer_range": "An integer has more digits than a double can keep exactly.",
        "reading.null_character": "A text contains the NUL character.",
        "reading.lone_surrogate": "A text contains half of a surrogate pair.",
        "reading.yaml_alias": "YAML anchors, aliases and merge keys are not accepted.",
        "reading.yaml_tag": "YAML tags are not accepted.",
        "reading.yaml_key": "A YAML key is not plain text.",
        "reading.yaml_word": "A word that YAML readers take for text or for true or false.",
        "reading.yaml_documents": "The file holds more than one YAML document.",
        "schema.version": "The card was made for a schema version this registry does not know.",
        "schema.type": "A value has the wrong type.",
        "schema.unknown_key": "The object has no such field.",
        "schema.missing_key": "A required field is missing.",
        "schema.missing_value": "A disclosed claim has no value.",
        "schema.missing_reason": "A withheld claim does not say why.",
        "schema.missing_stages": "A figure does not say which training stages it covers.",
        "schema.conflicting_key": "A field is present that the claim's status rules out.",
        "schema.alternatives": "None or too many of several alternative fields are given.",
        "schema.choice": "The value is not in the field's closed list.",
        "schema.pattern": "The text has not the form the field asks for.",
        "schema.format": "The text is not a valid address.",
        "schema.range": "The number is outside the field's limits.",
        "schema.length": "The text or list is too short or too long.",
        "schema.repeated_entry": "A list that must not repeat itself does.",
        "schema.refused": "The value breaks a rule of the schema that has no sentence yet.",
        "meaning.no_such_date": "The calendar has no such day.",
        "meaning.date_order": "Two dates are in the wrong order.",
        "meaning.range_order": "The lower end of a range is above the upper end.",
        "meaning.currency": "Not a current ISO 4217 currency code.",
        "meaning.country": "Not an ISO 3166-1 alpha-2 country code.",
        "meaning.license": "Not an SPDX license expression.",
        "meaning.credentials": "A link contains a user name or password.",
        "meaning.hidden_character": "A text contains characters that cannot be seen.",
        "meaning.mixed_script": "A name mixes letters of two alphabets that look alike.",
        "meaning.contradiction": "Two statements of one claim exclude each other.",
        "meaning.own_parent": "The model is listed as its own parent.",
        "meaning.unknown_reference": "The text names a fact, claim or field that does not exist.",
        "meaning.placeholder": "A placeholder counts as absent.",
        "registry.release_unknown": "The card is for a release that is not registered.",
        "registry.developer_unknown": "The lab is not known by the developer's name on the card.",
        "registry.preparer_mismatch": "The card names another preparer than the way it came in.",
        "registry.card_mismatch": "The card is not the one that the draft is of.",
        "registry.source_missing": "A claim that a third party lists has no source.",
        "registry.lineage_cycle": "The weight lineage comes back to this model.",
        "plausibility.PC01": "Accelerators × hours are not the accelerator-hours.",
        "plausibility.PC02": "The parts exceed their total.",
        "plausibility.PC03": "Accelerator-hours × price are not the amount.",
        "plausibility.PC04": "The price per hour lies outside any market.",
        "plausibility.PC05": "The operations are not 6 × parameters × tokens.",
        "plausibility.PC06": "The operations exceed the peak of the accelerators.",
        "plausibility.PC08": "The energy does not fit hours and power.",
        "plausibility.PC09": "The emissions do not fit the energy.",
        "plausibility.PC10": "Dates are in an order that time does not allow.",
        "plausibility.PC11": "Two figures for one thing differ by a factor of units.",
        "plausibility.PC15": "More parameters are active than there are.",
        "plausibility.PC18": "The elapsed hours do not fit between the dates.",
        "plausibility.PC21": "Nodes × accelerators per node are not the count.",
        "plausibility.PC22": "Shares of one whole add up to more than it.",
        "plausibility.PC23": "The publication is retracted.",
        "plausibility.PC25": "Stages and facts about training contradict each other.",
        "plausibility.PC26": "A claim contradicts a fact.",
        "query.too_much": "The question is longer than any this registry answers.",
        "query.text": "The question contains characters that no text here can contain.",
        "query.unknown_parameter": "There is no such parameter.",
        "query.repeated": "A parameter that takes one value is given more than once.",
        "query.form": "The value has not the form the parameter takes.",
        "query.range": "A number or date is outside the limits, or the lower is above the upper.",
        "query.unknown_value": "The value is not one that the parameter knows.",
        "query.unknown_field": "The answer has no such member.",
        "query.cursor": "The cursor was not given out for this question.",
    }
)

# Doubts an author may leave standing: licenses outside the list exist, placeholders do no harm.
WARNINGS = frozenset({"meaning.license", "meaning.placeholder"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to repair: where (``pointer``, RFC 6901), what, and how (``hint``).

    ``line`` and ``column`` count from 1, in characters; both are None for a document that was not
    read from text.
    """

    pointer: str
    code: str
    message: str
    hint: str | None = None
    line: int | None = None
    column: int | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"problem code {self.code!r} is not registered")

    @property
    def severity(self) -> Severity:
        return "warning" if self.code in WARNINGS else "error"


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """What is wrong with one parameter of a question: what was found, what is expected."""

    parameter: str
    code: str
    found: str
    expected: str
    hint: str | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"problem code {self.code!r} is not registered")

    @property
    def message(self) -> str:
        if self.code == "query.unknown_parameter":
            return f"There is no parameter {shown(self.found)}; expected {self.expected}."
        return f"{self.parameter}: found {shown(self.found)}, expected {self.expected}."


def shown(value: object, limit: int = 60) -> str:
    """Return ``value`` for use in a sentence: as JSON, shortened, with nothing invisible in it.

    Unprintable characters are escaped, so that a message cannot steer a terminal or reorder text.
    """
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, str) and len(value) > limit:
        value = value[: limit - 1] + "…"
    return printable(json_text(value))


def json_text(value: object) -> str:
    """Return ``value`` as people write JSON: 3.8e25, not 3.8e+25."""
    return re.sub(r"(?<=[0-9])e\+(?=[0-9])", "e", json.dumps(value, ensure_ascii=False))


def compiler_line(name: str, problem: Problem) -> str:
    """Return ``name:line:column: severity: pointer: message (hint)``, safe for a terminal."""
    place = [name] if problem.line is None else [name, str(problem.line), str(problem.column)]
    address = [problem.pointer] if problem.pointer else []
    hint = f" ({problem.hint})" if problem.hint else ""
    return printable(
        ": ".join([":".join(place), problem.severity, *address, problem.message]) + hint
    )


def printable(text: str) -> str:
    """``text`` with what cannot be seen written out, so that it cannot steer a terminal."""
    return "".join(
        character if character.isprintable() else _escape(character) for character in text
    )


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]
