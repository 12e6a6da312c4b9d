"""Making the first editor, and taking the role away."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from registry.models import AuditEvent, User
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
