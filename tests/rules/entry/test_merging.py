"""Two versions of a section made one: every place takes the side that was chosen, and no other."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from registry.rules.drafts import SECTION_MEMBERS, SectionDraft, take_apart
from registry.rules.entry.inputs import section_inputs
from registry.rules.entry.merging import Difference, Side, differences, merge
from registry.rules.entry.reading import read_section
from registry.rules.entry.sending import sent
from registry.rules.entry.shapes import Filled, Input
from tests.factories.starter import starter_cards

R1, V3, LLAMA = "deepseek/deepseek-r1", "deepseek/deepseek-v3", "meta/llama-3-1-405b"
Content = dict[str, Any]


def inputs(section: str, draft: SectionDraft) -> tuple[Input, ...]:
    return section_inputs(SECTION_MEMBERS[section], Filled(draft.content, draft.unparsed))


def merged(
    section: str,
    base: SectionDraft,
    mine: SectionDraft,
    theirs: SectionDraft,
    choose: Callable[[Difference], Side],
) -> SectionDraft:
    three = [inputs(section, draft) for draft in (base, mine, theirs)]
    sides = [choose(difference) for difference in differences(*three)]
    reading = read_section(section, sent(merge(*three, sides)))
    assert not [problem for problem in reading.problems if not problem.pointer]
    return reading.draft


def only_change(difference: Difference) -> Side:
    """The side that changed it; both did not, in what is tried."""
    assert difference.changed_by is not None, difference.titles
    return difference.changed_by


def section_of(card_id: str, section: str) -> Content:
    return copy.deepcopy(take_apart(starter_cards()[card_id]).get(section, {}))


@pytest.mark.parametrize("section", SECTION_MEMBERS)
@pytest.mark.parametrize("side", [Side.MINE, Side.THEIRS])
def test_one_side_throughout_is_that_version(side: Side, section: str) -> None:
    """Even where nearly everything differs: three cards of three models."""
    base, mine, theirs = (SectionDraft(section_of(card, section)) for card in (R1, V3, LLAMA))
    wanted = mine if side is Side.MINE else theirs
    found = merged(section, base, mine, theirs, lambda _: side)
    assert (found.content, dict(found.unparsed)) == (wanted.content, dict(wanted.unparsed))


@pytest.mark.parametrize("section", SECTION_MEMBERS)
def test_what_one_side_changed_is_offered_to_it(section: str) -> None:
    """Against an unchanged other, every difference is mine, and taking it gives my version."""
    base, mine = (SectionDraft(section_of(card, section)) for card in (R1, V3))
    assert merged(section, base, mine, base, only_change).content == mine.content
    assert merged(section, base, base, mine, only_change).content == mine.content


def edited(content: Content, edit: Callable[[Content], object]) -> SectionDraft:
    changed = copy.deepcopy(content)
    edit(changed)
    return SectionDraft(changed)


def evidence(content: Content) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = content["cost"]["final_run"]["evidence"]
    return rows


def source(title: str) -> dict[str, str]:
    return {"title": title, "url": f"https://example.org/{title}"}


def test_rows_that_both_added_are_both_kept() -> None:
    base = section_of(R1, "cost")
    mine = edited(base, lambda it: evidence(it).append(source("mine")))
    theirs = edited(base, lambda it: evidence(it).insert(0, source("theirs")))
    found = merged("cost", SectionDraft(base), mine, theirs, only_change)
    old = [row["title"] for row in evidence(base)]
    titles = [row["title"] for row in evidence(dict(found.content))]
    assert titles == ["theirs", *old, "mine"]


def test_the_same_row_added_by_both_is_one() -> None:
    base = section_of(R1, "cost")
    both = edited(base, lambda it: evidence(it).append(source("both")))
    assert differences(*(inputs("cost", one) for one in (SectionDraft(base), both, both))) == ()


def test_a_row_removed_by_one_and_edited_by_the_other_is_to_decide() -> None:
    base = section_of(R1, "cost")
    mine = edited(base, lambda it: evidence(it).pop(0))
    theirs = edited(base, lambda it: evidence(it)[0].update(locator="page 1"))
    three = [inputs("cost", one) for one in (SectionDraft(base), mine, theirs)]
    (difference,) = differences(*three)
    assert difference.changed_by is None
    assert difference.mine is None
    assert difference.sides == (Side.MINE, Side.THEIRS, Side.BASE)


def test_a_claim_whose_status_differs_is_one_place() -> None:
    """Half of a withheld answer and half of a disclosed one would be neither's."""
    base = section_of(R1, "cost")
    withheld = {"status": "withheld", "withheld_reason": "no_reason_given"}
    mine = edited(base, lambda it: it["cost"].update(final_run=withheld))
    theirs = edited(base, lambda it: it["cost"]["final_run"].update(note="Theirs."))
    three = [inputs("cost", one) for one in (SectionDraft(base), mine, theirs)]
    (difference,) = differences(*three)
    assert difference.titles[-1] == "Final run"
    for side, wanted in ((Side.MINE, mine), (Side.THEIRS, theirs), (Side.BASE, SectionDraft(base))):
        found = merged("cost", SectionDraft(base), mine, theirs, lambda _, side=side: side)
        assert found.content == wanted.content


def test_a_text_that_cannot_be_read_is_chosen_like_any_other() -> None:
    base = section_of(R1, "cost")
    name = "cost.final_run.value.amount"
    draft = SectionDraft(base)
    posted = {**sent(inputs("cost", draft)), name: ["64*8"]}
    mine = read_section("cost", posted).draft
    theirs = edited(base, lambda it: it["cost"]["final_run"].update(note="Theirs."))
    found = merged("cost", draft, mine, theirs, only_change)
    assert found.unparsed[name] == "64*8"
    assert found.content["cost"]["final_run"]["note"] == "Theirs."
