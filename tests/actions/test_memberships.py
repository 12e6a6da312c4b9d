"""Who speaks for a lab."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from registry.actions import closing, labs, memberships
from registry.models import Actor, AuditEvent, Lab, LabMembership, User
from registry.rules.errors import Conflict, Refused, Unknown


@pytest.fixture
def lab(db: None) -> Lab:
    return labs.get_lab("deepseek")


def member(editor: Actor, lab: Lab, name: str, role: str) -> User:
    user = User.objects.create_user(f"{name}@example.org", display_name=name)
    memberships.confirm_member(by=editor, user=user, lab=lab, role=role, reason="Seen")
    return user


def test_each_step_leaves_one_audit_row(editor: Actor, lab: Lab) -> None:
    before = AuditEvent.objects.count()
    user = member(editor, lab, "lin", "submitter")
    memberships.end_membership(by=editor, user=user, lab=lab, reason="Left")
    rows = AuditEvent.objects.order_by("id")[before:]
    assert [row.action for row in rows] == ["membership.confirm", "membership.end"]
    assert user.roles_held() == frozenset()


def test_the_last_representative_waits_for_a_successor(editor: Actor, lab: Lab) -> None:
    first = member(editor, lab, "first", "representative")
    with pytest.raises(Refused, match="successor"):
        memberships.end_membership(by=editor, user=first, lab=lab, reason="Left")
    with pytest.raises(Refused, match="successor"):
        memberships.confirm_member(
            by=editor, user=first, lab=lab, role="submitter", reason="Steps back"
        )
    with pytest.raises(closing.StillNeeded, match="only representative of DeepSeek"):
        closing.close(first)
    second = member(editor, lab, "second", "representative")
    closing.close(first)
    assert not LabMembership.objects.active().filter(user=first).exists()
    assert second.roles_held() == {"representative"}


def test_another_role_replaces_the_one_before(editor: Actor, lab: Lab) -> None:
    user = member(editor, lab, "lin", "submitter")
    memberships.confirm_member(by=editor, user=user, lab=lab, role="representative", reason="Named")
    assert user.roles_held() == {"representative"}
    with pytest.raises(Conflict, match="already"):
        memberships.confirm_member(
            by=editor, user=user, lab=lab, role="representative", reason="Again"
        )


@pytest.mark.parametrize("role", ["editor", "", "Representative"])
def test_unknown_roles_and_strangers_are_refused(editor: Actor, lab: Lab, role: str) -> None:
    user = User.objects.create_user("x@example.org", display_name="x")
    with pytest.raises(Refused, match="is no role"):
        memberships.confirm_member(by=editor, user=user, lab=lab, role=role, reason="Any")
    with pytest.raises(Unknown):
        memberships.end_membership(by=editor, user=user, lab=lab, reason="Any")


def test_the_command(lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    user = User.objects.create_user("lin@example.org", display_name="Lin")
    arguments = ("lin@example.org", "deepseek", "representative", "--reason", "Seen")
    with pytest.raises(CommandError, match="verified"):
        call_command("lab_member", "confirm", *arguments)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    call_command("lab_member", "confirm", *arguments)
    assert "Lin is a representative of DeepSeek." in capsys.readouterr().out
    assert user.roles_held() == {"representative"}
