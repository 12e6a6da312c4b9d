"""The benchmark measures what it says: its arithmetic, and registries that could be real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bench import measuring

if TYPE_CHECKING:
    from registry.models import Actor


@pytest.mark.parametrize(
    ("times", "expected"),
    [({10: 2.0, 100: 2.0, 1000: 2.0}, 0), ({10: 1.0, 1000: 100.0}, 1), ({1: 3.0, 100: 30.0}, 0.5)],
)
def test_the_exponent_is_that_of_the_growth(times: dict[int, float], expected: float) -> None:
    assert measuring.exponent(times) == pytest.approx(expected)


def test_a_figure_knows_whether_its_target_is_met() -> None:
    assert measuring.at_most("ratio", 2.9, 3).met
    assert not measuring.at_most("ratio", 3.1, 3).met
    assert measuring.at_least("ratio", 3.1, 3).met
    assert "NOT MET" in measuring.table("Title", [measuring.at_least("ratio", 2.9, 3)])


def test_tasks_take_turns_and_are_timed_for_one_run_each() -> None:
    ran = []
    times = measuring.medians({"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, 2)
    assert set(ran) == {"a", "b"}
    assert all(seconds < 0.001 for seconds in times.values())


def test_generated_cards_are_stored_as_if_they_had_been_published(editor: Actor) -> None:
    from registry.actions import publication
    from registry.actions.recheck import find_differences
    from registry.models import ModelCard
    from tests.bench.population import add_spares, generated_labs, grow

    labs = generated_labs(3)
    (spare,) = add_spares("any", labs, 1)
    grow(70, labs)
    publication.publish(by=editor, checked=spare.checked, preparer="registry")
    assert ModelCard.objects.live().count() == 71
    assert find_differences() == []
