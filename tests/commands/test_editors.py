"""Giving the roles of the registry, the first editor's before all, and taking them away."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from registry.actions import closing
from registry.actions.people import person_of_user
from registry.models import AuditEvent, User
from registry.web.accounts.presence import lacks_second_factor
from tests.commands.conftest import Run

REASON = ("--reason", "Founding editor")


def signed_up(name: str) -> User:
    user = User.objects.create_user(f"{name}@example.org", display_name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.django_db
def test_an_editor_is_made_and_ended_with_one_audit_row_each(run: Run) -> None:
    ada, lin = signed_up("Ada"), signed_up("Lin")
    before = AuditEvent.objects.count()
    assert run("make_editor", ada.email, *REASON).out.startswith("Ada is an editor.")
    assert run("make_editor", lin.email, *REASON).code == 0
    assert run("end_editor", ada.email, "--reason", "Term ended").code == 0
    assert (ada.is_editor, lin.is_editor) == (False, True)
    rows = AuditEvent.objects.order_by("id")[before:]
    assert [(row.action, row.reason) for row in rows] == [
        ("role.given", "Founding editor"),
        ("role.given", "Founding editor"),
        ("role.ended", "Term ended"),
    ]


@pytest.mark.django_db
def test_what_is_refused_writes_nothing(run: Run) -> None:
    ada, lin = signed_up("Ada"), signed_up("Lin")
    User.objects.create_user("unverified@example.org", display_name="Un")
    run("make_editor", ada.email, *REASON)
    before = AuditEvent.objects.count()
    for arguments, words in (
        (("make_editor", ada.email, *REASON), "is an editor since"),
        (("make_editor", "unverified@example.org", *REASON), "has verified the address"),
        (("make_editor", lin.email, "--reason", " "), "needs a reason"),
        (("end_editor", lin.email, *REASON), "is no editor"),
        (("end_editor", ada.email, *REASON), "is the only editor"),
    ):
        outcome = run(*arguments)
        assert (outcome.code, words in outcome.err) == (1, True)
    assert AuditEvent.objects.count() == before
    assert ada.is_editor


@pytest.mark.django_db
def test_an_editor_in_chief_is_an_editor_too_and_stays_one(run: Run) -> None:
    ada, lin = signed_up("Ada"), signed_up("Lin")
    assert run("make_editor", ada.email, "--chief", *REASON).out.startswith("Ada is an editor-in-")
    assert ada.roles_held() == {"editor", "editor_in_chief"}
    # The last editor is one by whichever name.
    assert "is the only editor" in run("end_editor", ada.email, *REASON).err
    assert run("end_editor", ada.email, "--chief", *REASON).code == 0
    assert ada.is_editor and ada.roles_held() == {"editor"}
    run("make_editor", lin.email, *REASON)
    run("make_editor", lin.email, "--chief", *REASON)
    before = AuditEvent.objects.count()
    assert run("end_editor", lin.email, *REASON).code == 0
    assert (lin.is_editor, lin.roles_held()) == (False, frozenset())
    rows = AuditEvent.objects.order_by("id")[before:]
    assert [(row.action, row.data["role"]) for row in rows] == [
        ("role.ended", "editor_in_chief"),
        ("role.ended", "editor"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [(), ("--chief",)])
def test_nobody_is_both_an_editor_and_an_administrator(run: Run, role: tuple[str, ...]) -> None:
    ada, tom = signed_up("Ada"), signed_up("Tom")
    run("make_editor", ada.email, *role, *REASON)
    run("make_editor", tom.email, "--administrator", *REASON)
    assert tom.roles_held() == {"administrator"} and not tom.is_editor
    before = AuditEvent.objects.count()
    for arguments, words in (
        (("make_editor", ada.email, "--administrator", *REASON), "both an editor and"),
        (("make_editor", tom.email, *role, *REASON), "both an editor and"),
        (("make_editor", tom.email, "--administrator", *REASON), "is an administrator since"),
        (("end_editor", ada.email, "--administrator", *REASON), "is no administrator"),
        (("end_editor", tom.email, "--chief", *REASON), "is no editor-in-chief"),
    ):
        outcome = run(*arguments)
        assert (outcome.code, words in outcome.err) == (1, True)
    assert AuditEvent.objects.count() == before
    assert run("end_editor", tom.email, "--administrator", *REASON).code == 0
    assert run("make_editor", tom.email, *role, *REASON).code == 0


@pytest.mark.django_db
def test_a_person_has_the_roles_of_this_moment_and_needs_a_second_factor(run: Run) -> None:
    ada, tom = signed_up("Ada"), signed_up("Tom")
    run("make_editor", ada.email, "--chief", *REASON)
    run("make_editor", tom.email, "--administrator", *REASON)
    chief, administrator = person_of_user(ada), person_of_user(tom)
    assert (chief.is_editor, chief.is_chief, chief.is_administrator) == (True, True, False)
    assert (administrator.is_editor, administrator.is_chief) == (False, False)
    assert administrator.is_administrator
    assert lacks_second_factor(ada) and lacks_second_factor(tom)


@pytest.mark.django_db
def test_whoever_closes_the_account_has_no_role_left(run: Run) -> None:
    ada, lin = signed_up("Ada"), signed_up("Lin")
    run("make_editor", ada.email, *REASON)
    run("make_editor", lin.email, "--chief", *REASON)
    closing.close(lin)
    assert lin.roles_held() == frozenset()
