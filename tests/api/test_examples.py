"""Every example of the documentation is called, and the answer is the one that is printed there."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from registry.models import Actor
from registry.web.api_examples import ANSWERS_DIR, EXAMPLES_DIR, RECORDED_HOST, Example, examples
from registry.web.openapi import operations
from tests.api.openapi import operation_of
from tests.api.recorded import call, prepare, shape_of, text_of

pytestmark = pytest.mark.django_db
each = pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
LONGEST_ANSWER = 12_000


@each
def test_the_registry_answers_as_it_is_printed(example: Example, editor: Actor) -> None:
    prepare(example, editor)
    answer = text_of(call(example), example)
    if os.environ.get("RECORD"):
        example.answer_path.write_text(answer, encoding="utf-8")
    recorded = example.answer_path.read_text(encoding="utf-8")
    if example.changes_daily:
        assert shape_of(recorded) == shape_of(answer)
    else:
        assert recorded == answer
    assert len(recorded) < LONGEST_ANSWER


@each
def test_it_is_an_example_of_its_operation(example: Example) -> None:
    described = operation_of(example.address, example.method.lower())
    assert described["operationId"] == example.operation


@each
def test_the_command_is_the_call(example: Example) -> None:
    command = example.command(RECORDED_HOST)
    assert command.startswith("curl -s")
    assert f"{RECORDED_HOST}{example.address}" in command
    assert (f"@{example.body}" in command) is bool(example.body)
    assert example.says.endswith((".", "curl."))


def test_every_operation_has_an_example() -> None:
    assert {example.operation for example in examples()} == set(operations())


def test_every_recorded_answer_belongs_to_an_example() -> None:
    names = Counter(example.name for example in examples())
    assert set(names.values()) == {1}
    assert {path.stem for path in ANSWERS_DIR.iterdir()} == set(names)
    bodies = {example.body for example in examples()} - {""}
    files = {path.name for path in EXAMPLES_DIR.iterdir() if path.is_file()}
    assert files == {"README.md", "examples.json", *bodies}
