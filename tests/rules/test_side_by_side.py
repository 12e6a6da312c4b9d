"""Cards set side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from registry.rules.diff.side_by_side import Likeness, Stand, side_by_side
from registry.rules.standard import load_standard

STANDARD = load_standard()
SILENT = Stand(0, "silent", applicable=True, answer="Not answered")
ABSENT = Stand(0, "silent", applicable=False, answer="Not answered")
STATED = Stand(1, "disclosed", applicable=True, answer="512 accelerators")
OTHER = Stand(1, "disclosed", applicable=True, answer="64 accelerators")
WITHHELD = Stand(0, "withheld", applicable=True, answer="Withheld (competition)")


def card(**stands: Stand) -> dict[str, Stand]:
    """A card that is silent but for some items; COST_1 stands for COST-1."""
    given_stands = {name.replace("_", "-"): stand for name, stand in stands.items()}
    return {item.id: given_stands.get(item.id, SILENT) for item in STANDARD.items}


def likeness(*cards: dict[str, Stand]) -> Likeness:
    return next(c.likeness for c in side_by_side(cards, STANDARD) if c.item.id == "COST-1")


def test_likeness() -> None:
    assert likeness(card(COST_1=STATED), card(COST_1=STATED)) is Likeness.ALIKE
    assert likeness(card(COST_1=STATED), card(COST_1=OTHER)) is Likeness.DIFFERENT
    assert likeness(card(COST_1=STATED), card()) is Likeness.DIFFERENT
    assert likeness(card(), card(), card()) is Likeness.SILENT


def test_a_refusal_is_not_silence() -> None:
    assert likeness(card(COST_1=WITHHELD), card()) is Likeness.DIFFERENT
    assert likeness(card(COST_1=WITHHELD), card(COST_1=WITHHELD)) is Likeness.ALIKE


def test_silence_and_not_applying_say_the_same_nothing() -> None:
    assert likeness(card(COST_1=ABSENT), card()) is Likeness.SILENT
    assert likeness(card(COST_1=ABSENT), card(COST_1=STATED)) is Likeness.DIFFERENT


def test_no_card_is_told_from_an_empty_one() -> None:
    rows = side_by_side([card(COST_1=STATED), {}], STANDARD)
    assert rows[0].stands == (STATED, None)
    assert rows[0].likeness is Likeness.DIFFERENT
    assert likeness({}, {}) is Likeness.SILENT


def test_weightiest_difference_comes_first() -> None:
    one = card(COST_1=STATED, SAFE_1=STATED, COMP_1=STATED)
    rows = side_by_side([one, card(COMP_1=STATED)], STANDARD)
    assert [row.item.id for row in rows[:3]] == ["COST-1", "SAFE-1", "COMP-1"]
    assert [row.likeness for row in rows[:4]] == [
        *[Likeness.DIFFERENT] * 2,
        Likeness.ALIKE,
        Likeness.SILENT,
    ]


STANDS = st.sampled_from((SILENT, ABSENT, STATED, OTHER, WITHHELD))
CARDS = st.lists(
    st.fixed_dictionaries({item.id: STANDS for item in STANDARD.items}), min_size=1, max_size=4
)


@given(CARDS)
def test_every_item_has_its_place_once_in_order(cards: list[dict[str, Stand]]) -> None:
    rows = side_by_side(cards, STANDARD)
    assert sorted(row.item.id for row in rows) == sorted(STANDARD.item_by_id)
    places = [
        (list(Likeness).index(row.likeness), -STANDARD.item_shares[row.item.id]) for row in rows
    ]
    assert places == sorted(places)


@given(CARDS)
def test_order_of_the_cards_does_not_matter(cards: list[dict[str, Stand]]) -> None:
    there, back = side_by_side(cards, STANDARD), side_by_side(cards[::-1], STANDARD)
    assert [row.item.id for row in there] == [row.item.id for row in back]
    assert [row.stands for row in there] == [row.stands[::-1] for row in back]
