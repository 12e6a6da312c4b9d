"""Inviting a lab, its answer in public, and telling a lab by hand, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from registry.actions.audit import now
from registry.models import Lab, LabInvitationAnswer, LabToldByHand, RightOfReply, User
from registry.web.presenters.draft_replies import how_told
from tests.web.lab_people.conftest import Signed
from tests.web.lab_people.test_pages import text_of

LIST = "/editor/invitations/"
INVITATION = "/editor/invitations/deepseek/"
ANSWER = "/account/labs/deepseek/invitation/"


@pytest.fixture
def invited(people: dict[str, User]) -> Lab:
    Lab.objects.filter(slug="deepseek").update(invited_on=now().date())
    return Lab.objects.get(slug="deepseek")


def test_an_editor_sees_what_it_does_and_invites(signed: Signed) -> None:
    editor = signed("editor")
    assert "labs not invited yet" in text_of(editor, "/editor/")
    assert "DeepSeek" in text_of(editor, f"{LIST}?show=not-invited&q=deepseek")
    before = text_of(editor, INVITATION)
    due = f"{now().date() + timedelta(days=90):%-d %B %Y}"
    assert "Invite DeepSeek?" in before
    assert f"on {due}, if no card or model is added" in before
    assert "By mail to Representative" in before
    assert editor.post(INVITATION, {"reason": ""}).status_code == 400
    done = editor.post(INVITATION, {"reason": "First round"}, follow=True)
    assert "2 representatives are told by mail" in done.content.decode()
    again = editor.post(INVITATION, {"reason": "First round"})
    assert again.status_code == 409
    assert f"on {now().date()} by Editor" in again.content.decode()
    assert "No lab is like this" in text_of(editor, f"{LIST}?show=not-invited&q=deepseek")
    assert "No answer on record" in text_of(Client(), "/labs/deepseek/")


def test_the_list_goes_on_and_says_what_it_cannot_read(signed: Signed) -> None:
    Lab.objects.bulk_create(
        Lab(slug=f"example-{n}", name=f"Example {n}", normalized_name=f"example{n}")
        for n in range(60)
    )
    editor = signed("editor")
    first = editor.get(LIST, {"q": "example"})
    page = first.context["page"]
    assert len(page.rows) == 50
    rest = editor.get(LIST + page.next).context["page"]
    assert len(rest.rows) == 10
    assert not {row.link for row in rest.rows} & {row.link for row in page.rows}
    forged = editor.get(LIST, {"cursor": "forged"})
    assert forged.status_code == 400
    assert "given out for other filters" in forged.content.decode()
    assert editor.get(LIST, {"show": "everything"}).status_code == 400


def test_a_merged_lab_leads_to_the_one_that_answers(signed: Signed) -> None:
    today = now().date()
    into = Lab.objects.get(slug="stability-ai")
    Lab.objects.filter(slug="compvis").update(invited_on=today, merged_into=into, merged_on=today)
    page = signed("editor").get("/editor/invitations/compvis/", follow=True)
    assert page.redirect_chain == [("/editor/invitations/stability-ai/", 302)]
    assert "that invitation does not count for Stability AI" in page.content.decode()


def test_a_representative_answers_in_public(signed: Signed, invited: Lab) -> None:
    me = signed("representative")
    assert "the lab’s public answer" in text_of(me, "/account/labs/deepseek/people/")
    assert "No answer on record" in text_of(me, ANSWER)
    by = now().date() + timedelta(days=60)
    sent = {
        "answer": "will_disclose",
        "disclose_by": by.isoformat(),
        "text": "The newest <b>first</b>.",
        "name": "Lin Wei",
        "seen": "0",
    }
    assert me.post(ANSWER, sent | {"answer": ""}).status_code == 400
    assert me.post(ANSWER, sent | {"answer": "declines"}).status_code == 400
    assert me.post(ANSWER, sent, follow=True).status_code == 200
    public = text_of(Client(), "/labs/deepseek/")
    assert f"the lab answered that it will disclose by {by:%-d %B %Y}" in public
    assert "The newest <b>first</b>." in public
    stale = signed("second representative").post(
        ANSWER, {"answer": "declines", "name": "Other", "seen": "0"}
    )
    assert stale.status_code == 409
    assert "Lin Wei answered for DeepSeek" in stale.content.decode()
    assert me.post(ANSWER, {"answer": "declines", "name": "Lin", "seen": "x"}).status_code == 409
    lab = Client().get("/api/v1/labs/deepseek").json()["data"]
    (told,) = lab["invitation_answers"]
    assert told.pop("answered_at")
    assert told == {
        "answer": "will_disclose",
        "disclose_by": by.isoformat(),
        "text": "The newest <b>first</b>.",
        "name": "Lin Wei",
    }


def test_a_submitter_reads_and_does_not_answer(signed: Signed, invited: Lab) -> None:
    me = signed("submitter")
    assert "A representative of the lab answers" in text_of(me, ANSWER)
    assert me.post(ANSWER, {"answer": "declines", "name": "Any", "seen": "0"}).status_code == 400
    assert not LabInvitationAnswer.objects.exists()


def test_an_editor_enters_that_a_lab_was_told(signed: Signed, untold: RightOfReply) -> None:
    editor = signed("editor")
    assert "Labs to be told by hand" in text_of(editor, "/editor/")
    address = "/editor/told/untold/1/"
    assert "Nobody represented Apple here" in text_of(editor, address)
    today = now().date()
    assert editor.post(address, {"told_on": "soon", "how": "Mail"}).status_code == 400
    late = {"told_on": (today + timedelta(days=1)).isoformat(), "how": "Mail"}
    assert editor.post(address, late).status_code == 400
    sent = {"told_on": today.isoformat(), "how": "Mail to the press office"}
    assert editor.post(address, sent).status_code == 302
    assert editor.post(address, sent).status_code == 409
    assert LabToldByHand.objects.get().how == "Mail to the press office"
    assert "Labs to be told by hand" not in text_of(editor, "/editor/")
    assert f"told on {today}; Editor entered it" in text_of(editor, address)
    untold.refresh_from_db()
    assert how_told(untold, untold.snapshot.submission, {}).endswith(
        f"An editor wrote to it on {today:%-d %B %Y}."
    )
