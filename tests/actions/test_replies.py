"""A listing by a third party: its lab is told, and its representatives may answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from registry.actions import replies
from registry.actions.review import editors, endings
from registry.models import AuditEvent, LabReply, RightOfReply, Submission
from registry.rules.errors import NotPermitted, Refused, SecondFactorMissing
from registry.rules.permissions import Person, Scope
from registry.rules.right_of_reply import DAYS
from registry.rules.workflow.vocabulary import Action
from tests.factories.outbox import mails
from tests.factories.review import CLEAR, actor, add_staff
from tests.factories.submissions import add_person, submitted_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Person:
    return add_person("chief", "deepseek", "representative", has_second_factor=True)


@pytest.fixture
def author() -> Person:
    return add_person("author")


def reply(by: Person, listing: Submission, text: str = "The hours are wrong.") -> LabReply:
    return replies.reply(by=by, submission=listing, text=text, name="Chief of DeepSeek")


def test_the_representatives_are_told(chief: Person, author: Person) -> None:
    add_person("submitter", "deepseek")
    add_person("elsewhere", "meta", "representative")
    listing = submitted_listing(author).submission
    (message,) = mails()
    right = RightOfReply.objects.get()
    assert message.to == ["chief@example.org"]
    assert "DeepSeek-R1" in message.subject
    assert f"/submissions/{listing.public_id}/reply/" in message.body
    assert f"{right.until:%-d %B %Y} (UTC)" in message.body
    assert right.representatives == 1
    assert right.until == right.at.date() + timedelta(days=DAYS)


def test_nobody_is_told_of_what_was_not_stored(chief: Person, author: Person) -> None:
    with transaction.atomic():
        submitted_listing(author)
        transaction.set_rollback(True)
    assert mails() == []


def test_a_lab_without_representatives_has_its_right_all_the_same(author: Person) -> None:
    submitted_listing(author)
    assert RightOfReply.objects.get().representatives == 0


def test_replies_are_added_and_none_replaces_another(chief: Person, author: Person) -> None:
    listing = submitted_listing(author).submission
    state, token = listing.state, listing.token
    audit = AuditEvent.objects.count()
    first = reply(chief, listing)
    assert reply(chief, listing, " The hours are wrong. ") == first, "sent twice"
    second = reply(chief, listing, "And so is the price.")
    assert [first.number, second.number] == [1, 2]
    assert [answer.text for answer in LabReply.objects.all()] == [
        "The hours are wrong.",
        "And so is the price.",
    ]
    assert AuditEvent.objects.filter(action="listing.reply").count() == 2
    assert AuditEvent.objects.count() == audit + 2
    listing.refresh_from_db()
    assert (listing.state, listing.token) == (state, token), "a reply is no move"


def test_only_a_representative_of_the_lab_replies(chief: Person, author: Person) -> None:
    listing = submitted_listing(author).submission
    for other in (
        author,
        add_person("submitter", "deepseek"),
        add_person("elsewhere", "meta", "representative", has_second_factor=True),
        add_person("editor", is_editor=True, has_second_factor=True),
        replace(chief, scope=Scope("deepseek", frozenset(Action))),
    ):
        with pytest.raises(NotPermitted, match="representative of the lab"):
            reply(other, listing)
    with pytest.raises(SecondFactorMissing):
        reply(replace(chief, has_second_factor=False), listing)
    assert not LabReply.objects.exists()


def test_an_editor_who_takes_the_listing_does_not_end_the_right(
    chief: Person, author: Person
) -> None:
    listing = submitted_listing(author).submission
    editor = add_staff("Edda Editor", "editor")
    editors.declare_interests(by=editor, submission=listing, answers=CLEAR)
    editors.assign(by=editor, submission=listing, editor=actor(editor), token=listing.token)
    assert reply(chief, listing).number == 1
    endings.withdraw(by=author, submission=listing, token=listing.token, reason="A mistake.")
    with pytest.raises(Refused, match="no listing under review"):
        reply(chief, listing, "And more.")


def test_it_is_over_after_its_last_day(
    chief: Person, author: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = submitted_listing(author).submission
    late = RightOfReply.objects.get().at + timedelta(days=DAYS + 1)
    monkeypatch.setattr("registry.actions.replies.now", lambda: late)
    with pytest.raises(Refused, match="ended on"):
        reply(chief, listing)
    assert not LabReply.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001, "half \ud800"], ids=range(4))
def test_a_reply_that_cannot_be_kept_is_refused(text: str, chief: Person, author: Person) -> None:
    with pytest.raises(Refused):
        reply(chief, submitted_listing(author).submission, text)
