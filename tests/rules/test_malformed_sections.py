"""What no draft can store is told, however much else is missing and whatever shape it has."""

from __future__ import annotations

from typing import Any

import pytest

from registry.rules.draft_check import malformed, sound_part


def test_what_is_missing_does_not_hide_what_is_wrong() -> None:
    incomplete = [{"benchmark": f"Benchmark {number}"} for number in range(200)]
    evaluation = {
        "results": {"status": "disclosed", "value": {"results": incomplete}},
        "uncertainty": {"status": "disclosed", "value": {"statement": 5}},
    }
    found = malformed("evaluation", {"evaluation": evaluation})
    assert [problem.pointer for problem in found] == ["/evaluation/uncertainty/value/statement"]


@pytest.mark.parametrize("content", [{"model": [1]}, {"model": "x"}, {"prepared_by": None}])
def test_a_member_of_another_shape_is_refused(content: dict[str, Any]) -> None:
    (member,) = content
    (problem,) = malformed("about", content)
    assert (problem.pointer, problem.code) == (f"/{member}", "schema.type")


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ({"role": "developer", "name": 5}, "developer"),
        ({"role": "nobody"}, "registry"),
        (None, "registry"),
    ],
)
def test_the_sound_part_of_who_prepared_it(said: object, role: str) -> None:
    sound = sound_part({"schema_version": "1.0", "card_id": "lab/model", "prepared_by": said})
    assert sound["prepared_by"]["role"] == role
    assert sound["prepared_by"]["name"] == "lab"
