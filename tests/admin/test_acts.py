"""What an administrator does from the console: asked first, once, on record, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from registry import models
from registry.actions import break_glass
from registry.actions.audit import now
from registry.models import AuditEvent, BreakGlass, Role, Submission, User
from registry.models.submissions import new_public_id
from registry.rules.permissions import Person
from registry.rules.workflow.versions import VersionAction
from tests.factories.everywhere import administrator
from tests.factories.lab_requests import sign_up
from tests.factories.outbox import mails
from tests.factories.review import Cast, add_staff, cast, published, reported
from tests.factories.submissions import add_person, declare, start_draft
from tests.factories.versions import propose

pytestmark = pytest.mark.django_db
REASON = "A letter of 2 December says that the page cannot be read."
HIDDEN = re.compile(r'name="(_form|_token)" value="([^"]+)"')


def signed(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def user_of(person: Person) -> User:
    return User.objects.get(actor__key=person.key)


def page_of(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def send(client: Client, path: str, **data: Any) -> Any:
    """Fill in the page as a browser would: with what is hidden in it."""
    return client.post(path, {**dict(HIDDEN.findall(page_of(client, path))), **data})


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("id")


def test_a_role_is_given_to_a_person_whose_name_was_seen() -> None:
    tom, ada = administrator(), sign_up("Ada")
    client, path = signed(tom), "/admin/roles/give/"
    asked = {"email": "ada@example.org", "role": "editor", "reason": "Elected."}
    assert (
        "Nobody who can sign in"
        in send(client, path, **asked | {"email": "nobody@example.org"}).content.decode()
    )
    second = send(client, path, **asked)
    assert second.status_code == 200 and not ada.roles.exists()
    page = second.content.decode()
    assert "Ada" in page and "Is this the person you mean?" in page
    sent = {**asked, **dict(HIDDEN.findall(page))}
    assert client.post(path, sent).status_code == 302
    assert client.post(path, sent).status_code == 302, "sent twice, it is answered"
    assert [role.name for role in ada.roles.all()] == ["editor"]
    event = last_event()
    assert (event.action, event.reason, event.actor_key) == (
        "role.given",
        "Elected.",
        tom.actor.key,
    )
    # Nobody is both, and what the page had shown has changed since.
    stale = client.post(path, {**sent, "_form": "another", "role": "editor_in_chief"})
    assert stale.status_code == 409 and "changed in the meantime" in stale.content.decode()
    both = send(client, path, **asked | {"role": "administrator"}).content.decode()
    both = client.post(path, {**asked, **dict(HIDDEN.findall(both)), "role": "administrator"})
    assert both.status_code == 400 and "Nobody is both" in both.content.decode()


def test_a_role_is_ended_but_never_ones_own() -> None:
    tom = administrator()
    chief = user_of(add_staff("Chidi Chief", "editor", "editor_in_chief"))
    client, role = signed(tom), chief.roles.get(name="editor_in_chief")
    path = f"/admin/roles/{role.pk}/end/"
    refused = send(client, path, reason="Term ended.")
    assert refused.status_code == 400 and role in chief.roles.all(), "not confirmed"
    assert send(client, path, reason="Term ended.", is_sure="on").status_code == 302
    assert not Role.objects.filter(pk=role.pk).exists()
    own = f"/admin/roles/{tom.roles.get().pk}/end/"
    refused = send(client, own, reason="Leaving.", is_sure="on")
    assert "another administrator" in refused.content.decode() and tom.roles.exists()


def test_a_member_is_confirmed_and_ended() -> None:
    client, lin = signed(administrator()), sign_up("Lin")
    asked = {"email": "lin@example.org", "lab": "deepseek", "role": "submitter", "reason": "Met."}
    page = send(client, "/admin/members/confirm/", **asked).content.decode()
    sent = {**asked, **dict(HIDDEN.findall(page))}
    assert client.post("/admin/members/confirm/", sent).status_code == 302
    membership = lin.memberships.get()
    assert (membership.lab.slug, membership.role) == ("deepseek", "submitter")
    path = f"/admin/members/{membership.pk}/end/"
    assert send(client, path, reason="Left.", is_sure="on").status_code == 302
    membership.refresh_from_db()
    assert membership.ended_at is not None and client.get(path).status_code == 404


def test_a_message_that_was_given_up_is_tried_again_once() -> None:
    message = models.OutboxMessage.objects.create(
        public_id=new_public_id(),
        channel="mail",
        event="any",
        recipient="ada@example.org",
        kind="any",
        subject="Any",
        body="Any",
        attempts=10,
        created_at=now(),
        due_at=now(),
        next_try_at=now(),
        given_up_at=now(),
    )
    client, path = signed(administrator()), f"/admin/outbox/{message.public_id}/again/"
    page = page_of(client, path)
    assert "ada@example.org" not in page
    assert (
        client.post(path, {"_token": "old", "reason": "Mended.", "is_sure": "on"}).status_code
        == 409
    )
    assert send(client, path, reason="The server is mended.", is_sure="on").status_code == 302
    message.refresh_from_db()
    assert (message.given_up_at, message.attempts) == (None, 0)
    assert last_event().action == "outbox.try_again"
    assert client.get(path).status_code == 404


def test_the_ranking_is_brought_up_to_date() -> None:
    path = "/admin/ranking/refresh/"
    client = signed(administrator())
    assert send(client, path, reason="After a clock was mended.").status_code == 302
    assert last_event().action == "ranking.refresh"
    assert "ranking" in client.get("/admin/").content.decode()


@pytest.fixture
def people() -> Cast:
    return cast()


def paths(submission: Submission) -> tuple[str, str, str]:
    base = f"/admin/submissions/{submission.public_id}/"
    return base, f"{base}open/", f"{base}hold/"


def test_what_is_opened_is_recorded_told_and_read_for_an_hour(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = reported(people)
    conflicted = add_staff("Cole Conflicted", "editor", "editor_in_chief")
    declare(conflicted, submission, "blocked")
    tom = administrator()
    client, (read, opening, hold) = signed(tom), paths(submission)
    for path in (read, hold):
        assert client.get(path).headers["Location"] == opening, "sealed"
    page = page_of(client, opening)
    assert "Rosa" not in page and "A careful disclosure." not in page
    assert send(client, opening, reason="Curious.", is_sure="on").status_code == 400
    assert not BreakGlass.objects.exists()
    assert send(client, opening, reason=REASON, is_sure="on").headers["Location"] == read
    assert last_event().action == "submission.opened_by_administrator"
    told = [mail for mail in mails() if "opened" in mail.subject]
    assert [mail.to for mail in told] == [[user_of(people.chief).email]]
    assert REASON in told[0].body and "Tom Tender" in told[0].body
    page = page_of(client, read)
    for shown in ("Rosa Referee", "A careful disclosure.", "Say which hours", "deepseek-r1"):
        assert shown in page, shown
    assert "Seen elsewhere." not in page, "the note to the editors"
    assert (last_event().action, last_event().actor_key) == (
        "submission.read_by_administrator",
        tom.actor.key,
    )
    # Another administrator reads nothing by it, and neither does this one an hour later.
    assert signed(administrator("Una Under")).get(read).status_code == 302
    row = page_of(signed(user_of(people.chief)), "/editor/opened/")
    assert REASON in row and "Read 1 time." in row and "Tom Tender" in row
    assert REASON not in page_of(signed(user_of(conflicted)), "/editor/opened/")
    later = BreakGlass.objects.get().at + break_glass.rules.LASTS
    monkeypatch.setattr(break_glass, "now", lambda: later)
    assert client.get(read).headers["Location"] == opening


def test_a_hold_takes_an_open_submission(people: Cast) -> None:
    submission = reported(people)
    client, (_, opening, hold) = signed(administrator()), paths(submission)
    sent = {"_token": submission.token, "reason": "A leak.", "is_sure": "on"}
    assert client.post(hold, sent).headers["Location"] == opening
    send(client, opening, reason=REASON, is_sure="on")
    assert client.post(hold, {**sent, "_token": "stale"}).status_code == 409
    assert send(client, hold, reason="A leak.", is_sure="on").status_code == 302
    submission.refresh_from_db()
    assert submission.is_held and last_event().action == "submission.set_hold"


def test_no_draft_and_nothing_of_ones_own_lab_is_opened(people: Cast) -> None:
    tom = administrator()
    draft = start_draft(add_person("preparer", "deepseek"))
    submission = reported(people)
    models.LabMembership.objects.create(
        lab=models.Lab.objects.get(slug="deepseek"),
        user=tom,
        role="submitter",
        confirmed_at=now(),
        confirmed_by="any",
    )
    for each in (draft, submission):
        for path in paths(each):
            assert signed(tom).get(path).status_code == 404, path


def test_a_removal_that_waits_is_on_the_first_page(people: Cast) -> None:
    motion = propose(people.chief, published(people), VersionAction.REMOVE)
    client = signed(administrator())
    address = f"/editor/versions/motions/{motion.public_id}/"
    for path in ("/admin/", f"/admin/registry/motion/{motion.pk}/"):
        assert address in page_of(client, path)
    assert client.get(address).status_code == 200
    motion.closed_at, motion.outcome = now(), "dropped"
    motion.save()
    assert address not in page_of(client, "/admin/")
