"""Names beside marks: none over another, none over a mark, none outside."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from registry.web.charts.labels import MOST_LABELS, Label, box_of, placed
from registry.web.charts.parts import Box

ROOM = Box(0, 0, 400, 300)
LABELS = st.lists(
    st.builds(
        Label,
        st.text("abc日 ", min_size=1, max_size=12),
        st.floats(-20, 420),
        st.floats(-20, 320),
        st.just(8.0),
    ),
    max_size=40,
)


def marks_of(labels: list[Label]) -> list[Box]:
    return [Box(label.x - 7, label.y - 7, label.x + 7, label.y + 7) for label in labels]


@given(LABELS)
def test_labels_never_overlap_each_other_or_a_mark(labels: list[Label]) -> None:
    words = placed(labels, ROOM, marks_of(labels))
    boxes = [box_of(each, 12) for each in words]
    assert all(ROOM.holds(box) for box in boxes)
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert not any(box.meets(mark) for box in boxes for mark in marks_of(labels))


def test_the_first_choose_first() -> None:
    twice = [Label("first", 200, 100, 8), Label("second", 200, 100, 8)]
    words = placed(twice, ROOM, marks_of(twice))
    assert [(each.text, each.side) for each in words] == [("first", "start"), ("second", "end")]


def test_a_label_at_the_edge_turns_inwards() -> None:
    (words,) = placed([Label("at the edge", 395, 100, 8)], ROOM, [])
    assert words.side == "end"


def test_what_finds_no_room_is_left_out() -> None:
    assert placed([Label("much too long for the room", 20, 20, 8)], Box(0, 0, 60, 40), []) == ()


def test_labels_are_few_enough_to_read() -> None:
    many = [Label("x", 20.0 * (n % 90), 20.0 * (n // 90), 4) for n in range(2 * MOST_LABELS)]
    assert len(placed(many, Box(-50, -50, 9000, 9000), [])) == MOST_LABELS
