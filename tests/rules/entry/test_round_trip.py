"""Forms are derived from the card: same fields, and what nobody touched comes back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.rules.canonical import canonical_bytes
from registry.rules.card_fields import card_fields
from registry.rules.drafts import SECTION_MEMBERS, take_apart
from registry.rules.entry.inputs import section_inputs
from registry.rules.entry.kinds import DECIDED, Kind, all_leaves
from registry.rules.entry.reading import read_section
from registry.rules.entry.sending import sent
from registry.rules.entry.shapes import Filled, Input
from tests.factories.starter import starter_cards

SECTIONS = tuple(SECTION_MEMBERS)


def schema_leaves(field: Any, name: str = "") -> set[str]:
    """Names of all values of the schema that hold no other, walked without the form's kinds."""
    if field.properties:
        return {
            leaf
            for key, part in field.properties.items()
            for leaf in schema_leaves(part, f"{name}.{key}" if name else key)
        }
    if field.entries is not None and field.entries.properties:
        return schema_leaves(field.entries, f"{name}[]")
    return {name}


def test_the_form_has_the_leaves_of_the_schema() -> None:
    """A figure is one input with its parts; all else is leaf by leaf."""
    form = set()
    for name, field in all_leaves().items():
        parts = schema_leaves(field, name)
        form |= parts
        assert len(parts) == 1 or {part.rpartition(".")[2] for part in parts} >= {"low", "high"}
    assert form == schema_leaves(card_fields()) - DECIDED


def content_of(card: dict[str, Any], section: str) -> dict[str, Any]:
    return take_apart(card).get(section, {})


@pytest.mark.parametrize("card_id", starter_cards())
@pytest.mark.parametrize("section", SECTIONS)
def test_what_nobody_touched_comes_back(card_id: str, section: str) -> None:
    content = content_of(starter_cards()[card_id], section)
    inputs = section_inputs(SECTION_MEMBERS[section], Filled(content, {}))
    reading = read_section(section, sent(inputs))
    assert reading.problems == ()
    assert reading.draft.unparsed == {}
    assert canonical_bytes(reading.draft.content) == canonical_bytes(content)


def walk(inputs: tuple[Input, ...]) -> list[Input]:
    return [each for one in inputs for each in (one, *walk((*one.parts, *one.rows)))]


@pytest.mark.parametrize("section", SECTIONS)
def test_names_are_unique_and_lead_to_one_place(section: str) -> None:
    content = content_of(starter_cards()["deepseek/deepseek-r1"], section)
    every = walk(section_inputs(SECTION_MEMBERS[section], Filled(content, {})))
    names = [one.name for one in every]
    assert len(set(names)) == len(names)
    assert len({one.anchor for one in every}) == len(names)
    assert all(one.label for one in every)


TEXTS = st.sampled_from(
    ["", "x", "2.788M", "64*8", "yes", "-1", "9" * 400, "\x00", "\ud800", "10.1/x", "{}", "[]", "é"]
)


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(SECTIONS))
def test_whatever_is_sent_nothing_is_raised_and_nothing_malformed_is_kept(
    data: st.DataObject, section: str
) -> None:
    content = content_of(starter_cards()["deepseek/deepseek-r1"], section)
    posted = sent(section_inputs(SECTION_MEMBERS[section], Filled(content, {})))
    names = data.draw(st.lists(st.sampled_from(sorted(posted) or ["x"]), max_size=12))
    for name in names:
        posted[name] = data.draw(st.lists(TEXTS, min_size=1, max_size=2))
    reading = read_section(section, posted)
    # What was read is shown and sent again without a change.
    filled = Filled(reading.draft.content, reading.draft.unparsed, reading.problems)
    again = read_section(section, sent(section_inputs(SECTION_MEMBERS[section], filled)))
    assert again.draft.content == reading.draft.content
    assert again.draft.unparsed == reading.draft.unparsed


def test_a_row_emptied_by_what_cannot_be_read_gives_its_place_to_the_next() -> None:
    """A choice that is none leaves nothing; what could not be read of the next row goes with it."""
    evidence = "cost.final_run.evidence"
    reading = read_section(
        "cost",
        {
            "cost.final_run.status": ["disclosed"],
            f"{evidence}.0.kind": ["no such kind"],
            f"{evidence}.1.title": ["The paper"],
            f"{evidence}.1.doi": ["not a DOI"],
        },
    )
    claim = reading.draft.content["cost"]["final_run"]
    assert claim == {"status": "disclosed", "evidence": [{"title": "The paper"}]}
    assert reading.draft.unparsed == {f"{evidence}.0.doi": "not a DOI"}
    assert {problem.pointer for problem in reading.problems} == {
        "/cost/final_run/evidence",
        "/cost/final_run/evidence/0/doi",
    }


def test_kinds_cover_the_schema() -> None:
    kinds = {
        one.kind
        for section in SECTIONS
        for one in walk(
            section_inputs(
                SECTION_MEMBERS[section],
                Filled(content_of(starter_cards()["deepseek/deepseek-r1"], section), {}),
            )
        )
    }
    assert kinds == set(Kind)
