"""Every address about people and labs by everybody: who is answered, what a refusal leaves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern

import registry.urls  # noqa: F401 - registers the converters that the addresses use
from registry.actions.audit import now
from registry.models import (
    AuditEvent,
    Lab,
    LabDomain,
    LabInvitationAnswer,
    LabMembership,
    LabProposal,
    LabToldByHand,
    MembershipRequest,
    RightOfReply,
    User,
)
from registry.web.editor.urls import urlpatterns as of_editors
from registry.web.lab_people.urls import urlpatterns as of_people
from tests.web.lab_people.conftest import EVERYBODY, Signed
from tests.web.review.test_editors_pages import PAGES

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
GET, GET_AND_POST = ("GET",), ("GET", "POST")
ALL = frozenset(EVERYBODY)
OF_THE_LAB = frozenset({"submitter", "representative", "second representative"})
ASKER, EDITOR = frozenset({"asker"}), frozenset({"editor"})
# Name, address, methods that it answers, who is answered.
TABLE = {
    "people:list": ("/account/labs/", GET, ALL),
    "people:ask": ("/account/labs/ask/", GET_AND_POST, ALL),
    "people:propose": ("/account/labs/propose/", GET_AND_POST, ALL),
    "people:lab": ("/account/labs/deepseek/people/", GET_AND_POST, OF_THE_LAB),
    "people:request": ("/account/labs/requests/{request}/", GET_AND_POST, ASKER),
    "people:proposal": ("/account/labs/proposals/{proposal}/", GET_AND_POST, ASKER),
    "people:invitation": ("/account/labs/deepseek/invitation/", GET_AND_POST, OF_THE_LAB),
    "editor:list": ("/editor/", GET, EDITOR),
    "editor:request": ("/editor/requests/{request}/", GET_AND_POST, EDITOR),
    "editor:proposal": ("/editor/proposals/{proposal}/", GET_AND_POST, EDITOR),
    "editor:opened": ("/editor/opened/", GET, EDITOR),
    "editor:concerns": ("/editor/concerns/", GET, EDITOR),
    "editor:versions": ("/editor/versions/", GET, EDITOR),
    "editor:invitations": ("/editor/invitations/", GET, EDITOR),
    "editor:invitation": ("/editor/invitations/deepseek/", GET_AND_POST, EDITOR),
    "editor:told": ("/editor/told/{listing}/1/", GET_AND_POST, EDITOR),
}
OTHERS = (
    "submissions",
    "act",
    "appeal",
    "motion",
    "redaction",
    "return_report",
    "concern",
    "version",
    "version_act",
    "version_motion",
)


def state() -> list[object]:
    kinds = (
        AuditEvent,
        Lab,
        LabDomain,
        LabInvitationAnswer,
        LabMembership,
        LabProposal,
        LabToldByHand,
        MembershipRequest,
    )
    return [list(kind._default_manager.order_by("pk").values_list()) for kind in kinds]


def everything_asked(request: MembershipRequest, token: str) -> list[dict[str, str]]:
    """What somebody would send who wants each act at these addresses done."""
    member = LabMembership.objects.get(user__email="submitter@example.org").pk
    granted = {
        "do": "grant",
        "reason": "Any",
        "code_was_found": "on",
        "domain_is_the_labs": "on",
        "name": "Aurora Institute",
        "slug": "aurora-institute",
        "category": "academia",
    }
    return [
        granted | {"_token": token},
        {"do": "refuse", "reason": "Any", "_token": token},
        {"do": "withdraw", "_token": token},
        {"do": "code", "code": request.code},
        {"do": "renew"},
        {"member": str(member)},
        {"answer": "declines", "name": "Any", "seen": "0"},
        {"told_on": now().date().isoformat(), "how": "Any"},
    ]


def test_every_address_is_in_the_table() -> None:
    names = [f"people:{one.name}" for one in of_people if isinstance(one, URLPattern)]
    names += [f"editor:{one.name}" for one in of_editors if isinstance(one, URLPattern)]
    # Those of submissions, versions and concerns have tables of their own, by what somebody is to
    # each of them.
    elsewhere = {f"editor:{name}" for name in (*PAGES, *OTHERS)}
    assert elsewhere <= set(names)
    names = [name for name in names if name not in elsewhere]
    assert sorted(names) == sorted(TABLE)


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("who", ["anonymous", *EVERYBODY])
def test_an_address(
    who: str,
    name: str,
    request_: MembershipRequest,
    proposal: LabProposal,
    untold: RightOfReply,
    signed: Signed,
) -> None:
    pattern, methods, answered = TABLE[name]
    address = pattern.format(
        request=request_.public_id,
        proposal=proposal.public_id,
        listing=untold.snapshot.submission.public_id,
    )
    client = signed(who)
    before = state()
    for method in METHODS:
        response = client.generic(method, address)
        assert response["Cache-Control"] == "private, no-store"
        if who == "anonymous":
            assert response["Location"].startswith("/account/sign-in/")
        elif who == "editor without second factor" and name.startswith("editor:"):
            assert response["Location"].startswith("/account/second-factor/")
        elif who not in answered and name.startswith("editor:"):
            assert response.status_code == 404
        elif method not in methods:
            assert response.status_code == 405
        elif who not in answered:
            assert response.status_code == 404
        else:
            # A post without a token of the state, and without a field, changes nothing either.
            assert response.status_code in (200, 302, 400, 409)
        assert state() == before
    if who not in answered:
        for token in (request_.token, proposal.token):
            for data in everything_asked(request_, token):
                assert client.post(address, data).status_code in (302, 404, 405)
        assert state() == before


@pytest.mark.parametrize("who", ["submitter", "representative"])
def test_whose_membership_a_member_may_end(
    who: str, people: dict[str, User], signed: Signed
) -> None:
    client = signed(who)
    may = {"submitter": {"submitter"}, "representative": {"representative", "submitter"}}[who]
    for member in ("second representative", "other submitter", "submitter", "representative"):
        held = LabMembership.objects.get(user=people[member])
        client.post("/account/labs/deepseek/people/", {"member": held.pk})
        held.refresh_from_db()
        assert (held.ended_at is not None) == (member in may), member


def test_a_representative_without_a_second_factor_ends_nobody(
    people: dict[str, User], signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed("representative")
    monkeypatch.setattr("registry.actions.people.has_second_factor", lambda _: False)
    held = LabMembership.objects.get(user=people["submitter"])
    answer = client.post("/account/labs/deepseek/people/", {"member": held.pk})
    assert answer["Location"] == "/account/second-factor/"
    held.refresh_from_db()
    assert held.ended_at is None


def test_the_last_representative_is_told_why_not(people: dict[str, User], signed: Signed) -> None:
    held = LabMembership.objects.get(user=people["other representative"])
    client = signed("other representative")
    page = client.post("/account/labs/meta/people/", {"member": held.pk}, follow=True)
    assert "only representative" in page.content.decode()
    held.refresh_from_db()
    assert held.ended_at is None


@pytest.mark.parametrize(
    "address", ["/account/labs/requests/{request}/", "/editor/requests/{request}/"]
)
def test_forgery_is_refused(
    address: str, request_: MembershipRequest, people: dict[str, User], signed: Signed
) -> None:
    signed("asker")
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["editor" if "editor" in address else "asker"])
    before = state()
    path = address.format(request=request_.public_id)
    for data in everything_asked(request_, request_.token):
        assert client.post(path, data).status_code == 403
    assert state() == before
