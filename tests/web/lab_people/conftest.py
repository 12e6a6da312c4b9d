"""Browsers of the people around a lab, and of editors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from registry.actions.accounts import actor_of
from registry.actions.audit import now
from registry.models import (
    Lab,
    LabMembership,
    LabProposal,
    MembershipRequest,
    RightOfReply,
    Role,
    Snapshot,
    Submission,
    User,
)
from registry.models.submissions import new_token
from tests.factories.lab_requests import asked, proposed, sign_up

Signed = Callable[[str], Client]
MEMBERS = {
    "submitter": ("deepseek", "submitter"),
    "representative": ("deepseek", "representative"),
    "second representative": ("deepseek", "representative"),
    "other submitter": ("meta", "submitter"),
    "other representative": ("meta", "representative"),
}
EDITORS = ("editor", "editor without second factor")
EVERYBODY = ("stranger", "asker", *MEMBERS, *EDITORS)


@pytest.fixture
def people(db: None) -> dict[str, User]:
    found = {
        name: sign_up(name.title(), f"{name.replace(' ', '-')}@example.org") for name in EVERYBODY
    }
    for name, user in found.items():
        actor_of(user)
        if name in EDITORS:
            Role.objects.create(user=user, name=Role.Name.EDITOR, since=now())
        if name in MEMBERS:
            lab, role = MEMBERS[name]
            LabMembership.objects.create(
                lab=Lab.objects.get(slug=lab),
                user=user,
                role=role,
                confirmed_at=now(),
                confirmed_by="0" * 32,
            )
    return found


@pytest.fixture
def signed(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> Signed:
    """Signed in as one of them; all have a second factor but the one editor who has none."""

    def second_factor(user: User) -> bool:
        return user != people["editor without second factor"]

    for module in ("registry.actions.people", "registry.web.accounts.presence"):
        monkeypatch.setattr(f"{module}.has_second_factor", second_factor)

    def browser(who: str) -> Client:
        client = Client()
        if who != "anonymous":
            client.force_login(people[who])
        return client

    return browser


@pytest.fixture
def request_(people: dict[str, User]) -> MembershipRequest:
    return asked(people["asker"])


@pytest.fixture
def untold(people: dict[str, User]) -> RightOfReply:
    """A listing of which nobody at the lab could be told, and DeepSeek invited."""
    Lab.objects.filter(slug="deepseek").update(invited_on=date(2026, 11, 1))
    snapshot = Snapshot.objects.create(
        submission=Submission.objects.create(
            public_id="untold",
            token=new_token(),
            kind="third_party",
            state="submitted",
            lab=Lab.objects.get(slug="apple"),
            model_name="Example",
            card_id="apple/example",
            created_at=now(),
            created_by="0" * 32,
            changed_at=now(),
            changed_by="0" * 32,
            moved_at=now(),
        ),
        number=1,
        at=now(),
    )
    return RightOfReply.objects.create(
        snapshot=snapshot, until=date(2026, 12, 14), representatives=0, at=now()
    )


@pytest.fixture
def proposal(people: dict[str, User]) -> LabProposal:
    return proposed(people["asker"])
