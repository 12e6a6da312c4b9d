"""Inviting a lab from the editors' pages, its public answers, and labs told by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from registry.actions import invitations, told_by_hand
from registry.actions.audit import now
from registry.models import (
    AuditEvent,
    Change,
    Lab,
    LabInvitationAnswer,
    LabMembership,
    RightOfReply,
)
from registry.models.invitations import Asked, labs_asked
from registry.rules.errors import Conflict, NotPermitted, Refused, SecondFactorMissing, StaleWrite
from registry.rules.invitations import Answer
from registry.rules.permissions import Membership, Person
from registry.rules.workflow.vocabulary import State
from tests.factories.outbox import mails
from tests.factories.stored import rows_added, stored_rows
from tests.factories.submissions import add_editor, add_person, submitted_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Person:
    return add_editor()


@pytest.fixture
def chief() -> Person:
    return add_person("chief", "deepseek", "representative", has_second_factor=True)


@pytest.fixture
def deepseek() -> Lab:
    """Invited already; its score is not what these tests are about."""
    Lab.objects.filter(slug="deepseek").update(invited_on=now().date())
    return Lab.objects.get(slug="deepseek")


def answer(by: Person, lab: Lab, **given: Any) -> LabInvitationAnswer:
    sent: dict[str, Any] = {
        "kind": Answer.WILL_DISCLOSE,
        "disclose_by": now().date() + timedelta(days=80),
        "text": "The newest model first.",
        "name": "Lin Wei",
        "seen": 0,
    }
    return invitations.answer(by=by, lab=lab, **(sent | given))


def test_a_lab_is_invited_once_and_told(ada: Person, chief: Person) -> None:
    lab, stale = Lab.objects.get(slug="deepseek"), Lab.objects.get(slug="deepseek")
    assert invitations.invite(by=ada, lab=lab, reason="First round") == 1
    (message,) = mails()
    assert message.to == ["chief@example.org"]
    assert "DeepSeek is invited to disclose" in message.subject
    due = now().date() + timedelta(days=90)
    assert f": due on {due:%-d %B %Y}" in message.body
    assert "/account/labs/deepseek/invitation/" in message.body
    row = AuditEvent.objects.get(action="lab.invite")
    assert (row.actor_key, row.subject, row.reason) == (ada.key, "deepseek", "First round")
    assert Change.objects.filter(kind=Change.Kind.LAB_CHANGED, subject="deepseek").exists()

    before = stored_rows()
    told = f"invited already, on {now().date()} by editor"
    with pytest.raises(Conflict, match=told):
        invitations.invite(by=ada, lab=stale, reason="First round")
    assert stored_rows() == before


def test_who_may_not_invite(ada: Person, chief: Person) -> None:
    lab = Lab.objects.get(slug="deepseek")
    before = stored_rows()
    for by, refusal in (
        (chief, NotPermitted),
        (replace(ada, memberships={"deepseek": Membership.SUBMITTER}), NotPermitted),
        (replace(ada, has_second_factor=False), SecondFactorMissing),
    ):
        with pytest.raises(refusal):
            invitations.invite(by=by, lab=lab, reason="Any")
    with pytest.raises(Refused, match="reason"):
        invitations.invite(by=ada, lab=lab, reason=" ")
    assert stored_rows() == before


def test_answers_are_added_and_the_newest_stands(chief: Person, deepseek: Lab) -> None:
    before = stored_rows()
    first = answer(chief, deepseek)
    assert rows_added(before, stored_rows()) == {
        "AuditEvent": 1,
        "Change": 1,
        "LabInvitationAnswer": 1,
    }
    again = answer(chief, deepseek)
    assert again == first
    second = answer(chief, deepseek, kind=Answer.DECLINES, disclose_by=None, seen=1)
    last = answer(chief, deepseek, kind=Answer.WITHDRAWN, disclose_by=None, text="", seen=2)
    assert [first.number, second.number, last.number] == [1, 2, 3]
    assert invitations.answer_in_force(last) is None
    stored = LabInvitationAnswer.objects.values_list("answer", flat=True)
    assert list(stored) == ["will_disclose", "declines", "withdrawn"]
    acts = AuditEvent.objects.filter(action="lab.answer_invitation", subject="deepseek")
    assert [row.data["number"] for row in acts] == [1, 2, 3]


def test_who_did_not_see_the_newest_answer_is_told_of_it(chief: Person, deepseek: Lab) -> None:
    first = answer(chief, deepseek)
    other = add_person("other", "deepseek", "representative", has_second_factor=True)
    before = stored_rows()
    with pytest.raises(StaleWrite, match="Lin Wei answered for DeepSeek") as stale:
        answer(other, deepseek, kind=Answer.DECLINES, disclose_by=None, name="Other")
    assert stale.value.current == first
    assert stored_rows() == before


def test_an_answer_that_is_none_changes_nothing(chief: Person, deepseek: Lab) -> None:
    before = stored_rows()
    meta = Lab.objects.get(slug="meta")
    of_meta = replace(chief, memberships={"meta": Membership.REPRESENTATIVE})
    with pytest.raises(Refused, match="has not been invited"):
        answer(of_meta, meta)
    with pytest.raises(NotPermitted):
        answer(of_meta, deepseek)
    with pytest.raises(Refused, match="no answer that could be withdrawn"):
        answer(chief, deepseek, kind=Answer.WITHDRAWN, disclose_by=None)
    with pytest.raises(Refused, match="cannot be empty"):
        answer(chief, deepseek, name=" ")
    with pytest.raises(Refused, match="no text"):
        answer(chief, deepseek, text="a\x00b")
    assert stored_rows() == before


def test_the_list_of_editors_by_state_and_name(chief: Person, deepseek: Lab) -> None:
    def slugs(asked: str, text: str = "") -> set[str]:
        return set(labs_asked(asked, text).values_list("slug", flat=True))

    assert slugs(Asked.NO_ANSWER) == {"deepseek"}
    assert "deepseek" not in slugs(Asked.NOT_YET)
    answer(chief, deepseek)
    assert slugs(Asked.ANSWERED) == {"deepseek"}
    answer(chief, deepseek, kind=Answer.WITHDRAWN, disclose_by=None, seen=1)
    assert slugs(Asked.NO_ANSWER) == {"deepseek"}
    assert slugs("", "qwen") == {"alibaba"}
    assert len(slugs("")) == Lab.objects.independent().count()


def test_a_lab_without_representatives_is_told_by_hand_once(ada: Person, chief: Person) -> None:
    LabMembership.objects.update(ended_at=now(), ended_by=ada.key)
    submitted_listing(add_person("author"))
    right = RightOfReply.objects.get()
    today = now().date()
    assert told_by_hand.to_tell(ada) == [right]
    # Whoever belongs to the lab does not even meet the listing.
    assert told_by_hand.to_tell(replace(ada, memberships={"deepseek": Membership.SUBMITTER})) == []
    before = stored_rows()
    for told_on, how, refusal in (
        (today + timedelta(days=1), "Mail", Refused),
        (today - timedelta(days=1), "Mail", Refused),
        (today, " ", Refused),
    ):
        with pytest.raises(refusal):
            told_by_hand.tell_by_hand(by=ada, right=right, told_on=told_on, how=how)
    with pytest.raises(NotPermitted):
        told_by_hand.tell_by_hand(by=chief, right=right, told_on=today, how="Mail")
    assert stored_rows() == before

    told_by_hand.tell_by_hand(by=ada, right=right, told_on=today, how="Mail to the press office")
    assert rows_added(before, stored_rows()) == {"AuditEvent": 1, "LabToldByHand": 1}
    assert told_by_hand.to_tell(ada) == []
    with pytest.raises(Conflict, match=f"already, on {today}; editor entered it"):
        told_by_hand.tell_by_hand(by=ada, right=right, told_on=today, how="Again")


def test_a_listing_that_came_to_nothing_is_told_to_nobody(ada: Person) -> None:
    listing = submitted_listing(add_person("author")).submission
    listing.state = State.WITHDRAWN.value
    listing.save(update_fields=["state"])
    assert told_by_hand.to_tell(ada) == []
