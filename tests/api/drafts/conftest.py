"""People of two labs, a draft, and programs with a token of each scope."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.models import Submission
from registry.rules.permissions import Person
from tests.factories.api_tokens import EVERYTHING, Program, add_token
from tests.factories.submissions import add_person, lab_card, start_draft


@pytest.fixture
def people(db: None) -> dict[str, Person]:
    return {
        "submitter": add_person("submitter", "deepseek"),
        "other submitter": add_person("other", "meta"),
        "stranger": add_person("stranger"),
    }


@pytest.fixture
def draft(people: dict[str, Person]) -> Submission:
    return start_draft(people["submitter"], lab_card())


@pytest.fixture
def program(people: dict[str, Person]) -> Program:
    """One that may do for DeepSeek whatever a token can be given."""
    return Program(add_token(people["submitter"])[1])


@pytest.fixture
def program_of(people: dict[str, Person]) -> Callable[..., Program]:
    def made(who: str, lab: str | None, actions: object = EVERYTHING) -> Program:
        return Program(add_token(people[who], lab, actions)[1])  # type: ignore[arg-type]

    return made
