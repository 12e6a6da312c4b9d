"""The way of a person to a lab, page by page, and what an editor sees and does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from registry.actions import lab_domains, labs
from registry.actions.accounts import actor_of
from registry.models import Lab, LabMembership, LabProposal, MembershipRequest, User
from tests.factories.lab_requests import asked, proposed, sign_up
from tests.factories.outbox import mails
from tests.web.lab_people.conftest import Signed
from tests.web.site import Page

ASK = "/account/labs/ask/"
ASKED = {"lab": "DeepSeek", "role": "submitter", "proof": "email", "address": "lin@deepseek.com"}
PROPOSED = {
    "name": "Aurora Institute",
    "country": "fr",
    "domain": "https://aurora-institute.org/",
    "why": "Borealis-1",
    "role": "representative",
}


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    page = Page(address, answer.content.decode())
    assert page.faults == []
    return page.text


def test_from_asking_to_the_first_card(signed: Signed, people: dict[str, User]) -> None:
    me, editor = signed("stranger"), signed("editor")
    assert "You do not speak for a lab yet" in text_of(me, "/account/labs/")
    answer = me.post(ASK, ASKED)
    mine = answer["Location"]
    request = MembershipRequest.objects.get()
    assert "We mailed a code to lin@deepseek.com" in text_of(me, mine)
    theirs = f"/editor/requests/{request.public_id}/"
    assert "nothing is proven" in text_of(editor, theirs)
    assert me.post(mine, {"do": "code", "code": "wrong"}).status_code == 400
    assert me.post(mine, {"do": "code", "code": request.code}).status_code == 302
    request.refresh_from_db()
    assert "to represent a lab" in text_of(editor, "/editor/").lower()
    sent = {"do": "grant", "_token": request.token, "reason": "Answered from the domain"}
    refused = editor.post(theirs, sent)
    assert "register it” is not ticked" in refused.content.decode()
    done = editor.post(theirs, sent | {"domain_is_the_labs": "on"}, follow=True)
    assert "told so by mail" in done.content.decode()
    assert "Nothing waits" in text_of(editor, "/editor/")
    assert mails()[-1].to == [people["stranger"].email]
    assert "Answered from the domain" in text_of(me, mine)
    assert "You are a submitter since" in text_of(me, "/account/labs/")
    assert "DeepSeek" in text_of(me, "/submissions/")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"lab": "Nobody"}, "lab", "Found Nobody, which is not registered"),
        ({"address": ""}, "address", "the way that you chose needs it"),
        ({"address": "lin"}, "address", "name@example.org"),
        ({"address": "lin@gmail.com"}, "address", "anybody can have"),
        ({"address": "lin@deepseek.com.evil.org"}, "address", "not at a domain of DeepSeek"),
        ({"proof": "page", "domain": ""}, "domain", "the way that you chose needs it"),
        ({"proof": "dns", "domain": "localhost"}, "domain", "Expected a domain"),
        ({"role": "owner"}, "role", "What do you want to be: found “owner”"),
        ({"proof": ""}, "proof", "Choose how you can show it"),
    ],
)
def test_what_is_wrong_with_a_request_stands_at_its_field(
    changes: dict[str, str], field: str, message: str, signed: Signed, people: dict[str, User]
) -> None:
    lab_domains.add_domain(
        by=actor_of(people["editor"]),
        lab=labs.get_lab("deepseek"),
        domain="deepseek.com",
        reason="Its site",
    )
    answer = signed("stranger").post(ASK, ASKED | changes)
    assert answer.status_code == 400
    assert message in str(answer.context["form"].errors[field])
    assert not MembershipRequest.objects.exists()


def test_a_published_line_is_shown_to_both(signed: Signed) -> None:
    me = signed("stranger")
    sent = ASKED | {"proof": "page", "domain": "deepseek.com"}
    mine = me.post(ASK, sent)["Location"]
    request = MembershipRequest.objects.get()
    where = "https://deepseek.com/.well-known/model-disclosure-registry.txt"
    for page in (
        text_of(me, mine),
        text_of(signed("editor"), f"/editor/requests/{request.public_id}/"),
    ):
        assert where in page
        assert f"model-disclosure-registry={request.code}" in page
    assert me.post(mine, {"do": "withdraw", "_token": "old"}, follow=True).status_code == 200
    request.refresh_from_db()
    assert request.state == "open"
    me.post(mine, {"do": "withdraw", "_token": request.token})
    assert "Withdrawn" in text_of(me, mine)


def test_a_name_that_resembles_another_leads_to_it_or_to_an_editor(signed: Signed) -> None:
    me, sent = signed("stranger"), PROPOSED | {"name": "Deep Seek Inc"}
    assert "how do the two differ" not in text_of(me, "/account/labs/propose/")
    refused = me.post("/account/labs/propose/", sent)
    shown = refused.content.decode()
    assert refused.status_code == 400
    assert "resembles DeepSeek" in shown
    assert "/account/labs/ask/?lab=deepseek" in shown
    assert "how do the two differ" in shown
    answer = me.post("/account/labs/propose/", sent | {"distinct_because": "Divers."})
    assert answer.status_code == 302
    editor, proposal = signed("editor"), LabProposal.objects.get()
    assert "said to be another than DeepSeek" in text_of(editor, "/editor/")
    address = f"/editor/proposals/{proposal.public_id}/"
    assert "Divers." in text_of(editor, address)
    granted = {
        "do": "grant",
        "_token": proposal.token,
        "reason": "Seen",
        "name": "Deep Seek (France)",
        "slug": "deep-seek-france",
        "category": "academia",
        "domain_is_the_labs": "on",
    }
    without_tick = editor.post(address, granted)
    assert "is_distinct" in without_tick.context["form"].errors
    assert editor.post(address, granted | {"is_distinct": "on"}).status_code == 302
    assert Lab.objects.get(slug="deep-seek-france").country == "FR"
    assert "Granted" in text_of(me, proposal.get_absolute_url())


def test_an_editor_who_comes_second_sees_the_first_answer(
    signed: Signed, request_: MembershipRequest, proposal: LabProposal
) -> None:
    editor = signed("editor")
    for kind, one in (("requests", request_), ("proposals", proposal)):
        address = f"/editor/{kind}/{one.public_id}/"
        sent = {"do": "refuse", "_token": one.token, "reason": "First"}
        assert editor.post(address, {"do": "refuse", "_token": one.token}).status_code == 400
        assert editor.post(address, sent).status_code == 302
        second = editor.post(address, sent | {"reason": "Second"})
        assert second.status_code == 409
        shown = second.content.decode()
        assert "refused already" in shown
        assert "First" in shown
        assert 'value="grant"' not in shown


def test_an_editor_does_not_answer_what_they_asked(signed: Signed, people: dict[str, User]) -> None:
    request = asked(people["editor"])
    page = text_of(signed("editor"), f"/editor/requests/{request.public_id}/")
    assert "another editor has to answer it" in page


def test_names_of_people_and_labs_are_text(signed: Signed, people: dict[str, User]) -> None:
    evil = sign_up("<script>alert(1)</script>", "evil@example.org")
    request = asked(evil)
    proposal = proposed(evil, "R&D <b>東京</b> " + "研究所" * 30)
    editor = signed("editor")
    for address in ("/editor/", f"/editor/requests/{request.public_id}/"):
        assert "<script>alert" not in editor.get(address).content.decode()
    shown = editor.get(f"/editor/proposals/{proposal.public_id}/").content.decode()
    assert "R&amp;D &lt;b&gt;" in shown


def test_lists_take_the_same_queries_however_long(
    signed: Signed, people: dict[str, User], django_assert_max_num_queries: Any
) -> None:
    for lab in ("meta", "xai", "alibaba"):
        asked(people["asker"], lab)
        asked(people["stranger"], lab)
    proposed(people["asker"])
    editor, asker = signed("editor"), signed("asker")
    with django_assert_max_num_queries(25):
        editor.get("/editor/")
    with django_assert_max_num_queries(15):
        asker.get("/account/labs/")
    member = signed("representative")
    LabMembership.objects.create(
        lab=labs.get_lab("deepseek"),
        user=people["stranger"],
        role="submitter",
        confirmed_at="2026-01-01T00:00:00Z",
        confirmed_by="0" * 32,
    )
    with django_assert_max_num_queries(17):
        member.get("/account/labs/deepseek/people/")


def test_the_ways_to_a_lab_are_where_one_looks(signed: Signed) -> None:
    me = signed("stranger")
    assert "/account/labs/" in me.get("/account/").content.decode()
    assert "/account/labs/ask/" in me.get("/submissions/").content.decode()
    assert "/account/labs/propose/" in me.get("/submissions/start/").content.decode()
    assert "/editor/" not in me.get("/account/").content.decode()
    assert 'href="/editor/"' in signed("editor").get("/account/").content.decode()


def test_the_address_of_the_account_stands_there_if_it_can_be_a_labs(signed: Signed) -> None:
    assert 'value="stranger@example.org"' in signed("stranger").get(ASK).content.decode()
    client = Client()
    client.force_login(sign_up("Kai", "kai@gmail.com"))
    assert "kai@gmail.com" not in client.get(ASK).content.decode()
