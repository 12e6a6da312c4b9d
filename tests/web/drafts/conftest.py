"""Browsers of the people who work on a card, and of those who must not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from registry.models import Actor, Submission, User
from registry.rules.permissions import Person
from tests.factories.submissions import add_editor, add_person, lab_card, start_draft

Browsers = dict[str, Client]


@pytest.fixture
def people(db: None) -> dict[str, Person]:
    return {
        "submitter": add_person("submitter", "deepseek"),
        "representative": add_person("representative", "deepseek", "representative"),
        "other submitter": add_person("other", "meta"),
        "other representative": add_person("chief", "meta", "representative"),
        "stranger": add_person("stranger"),
        "editor": add_editor(),
    }


@pytest.fixture
def browser_of(
    people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Client]:
    """Signed in as one of them; representatives with a second factor."""

    def second_factor(user: User) -> bool:
        return user.display_name in ("representative", "chief", "editor")

    for module in ("registry.actions.people", "registry.web.accounts.presence"):
        monkeypatch.setattr(f"{module}.has_second_factor", second_factor)

    def signed_in(who: str) -> Client:
        client = Client()
        if who != "anonymous":
            client.force_login(Actor.objects.get(key=people[who].key).user)
        return client

    return signed_in


@pytest.fixture
def draft(people: dict[str, Person]) -> Submission:
    return start_draft(people["submitter"], lab_card())
