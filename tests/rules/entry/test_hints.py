"""What stands beside the inputs is for people, and none of it outlives its place in the schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from registry.rules.drafts import SECTION_MEMBERS
from registry.rules.entry.hints import PLAINER
from registry.rules.entry.inputs import section_inputs
from registry.rules.entry.shapes import Filled, Input
from registry.rules.schema_generation import generate_card_schema

# Names of values, of standards and of steps that only whoever wrote the schema knows.
JARGON = re.compile(r"\w_\w| = |ISO \d|BCP|SPDX license id\.|closed list|level \d|\bedges\b|x-unit")


def every(inputs: Iterable[Input]) -> Iterator[Input]:
    for one in inputs:
        yield one
        yield from every((*one.parts, *one.rows))


def test_hints_are_in_plain_words() -> None:
    found = {
        one.name: one.hint
        for members in SECTION_MEMBERS.values()
        for one in every(section_inputs(members, Filled({}, {})))
        if not one.parts and JARGON.search(one.hint)
    }
    assert found == {}


def test_every_sentence_said_anew_is_one_of_the_schema() -> None:
    schema = generate_card_schema().decode()
    for sentence in PLAINER:
        assert json.dumps(sentence, ensure_ascii=False) in schema, sentence
