"""Every address of a draft by everybody: who is answered, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from registry.models import (
    AuditEvent,
    DraftChange,
    DraftImport,
    DraftSection,
    LabReply,
    Submission,
)
from registry.rules.permissions import Person
from registry.web.drafts.urls import urlpatterns
from tests.factories.submissions import add_person, attach_card, start_draft, submitted_listing

SIGNED_IN = (
    "submitter",
    "representative",
    "other submitter",
    "other representative",
    "stranger",
    "editor",
)
OF_THE_LAB = frozenset({"submitter", "representative"})
# Every address below a draft, with the methods it answers.
OF_A_DRAFT = {
    "detail": ("", ("GET",)),
    "check": ("check/", ("GET", "POST")),
    "preview": ("preview/", ("GET",)),
    "preview_changes": ("preview/changes/", ("GET",)),
    "bring": ("import/", ("GET", "POST")),
    "import": ("import/1/", ("GET", "POST")),
    "history": ("history/", ("GET", "POST")),
    "discard": ("discard/", ("GET", "POST")),
    "return": ("return/", ("GET", "POST")),
    "attest": ("attest/", ("GET", "POST")),
    "submitted": ("submitted/", ("GET",)),
    "section": ("fill/cost/", ("GET", "POST")),
}
# What comes with the review: nobody has it before the card was submitted.
OF_A_REVIEW = {
    "review": ("review/", ("GET",)),
    "reports": ("reports/", ("GET",)),
    "answers": ("answers/", ("GET", "POST")),
    "resubmit": ("resubmit/", ("GET", "POST")),
    "proof": ("proof/", ("GET", "POST")),
    "withdraw": ("withdraw/", ("GET", "POST")),
    "appeal": ("appeal/", ("GET", "POST")),
    "again": ("again/", ("GET", "POST")),
    "correct": ("correct/", ("GET", "POST")),
}
# Only what was submitted as a listing has it.
OF_A_LISTING = {"reply": ("reply/", ("GET", "POST"))}
# What the lab that a listing is about may read of it.
READ_BY_THE_LAB = {"reply", "preview", "preview_changes"}
OF_EVERYBODY = {
    "list": ("/submissions/", ("GET",)),
    "start": ("/submissions/start/", ("GET", "POST")),
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Signed = Callable[[str], Client]


def test_every_address_is_in_the_table() -> None:
    names = [pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    assert sorted(names) == sorted([*OF_A_DRAFT, *OF_A_REVIEW, *OF_A_LISTING, *OF_EVERYBODY])


def state() -> tuple[object, ...]:
    return (
        list(Submission.objects.order_by("id").values_list()),
        list(DraftSection.objects.order_by("id").values_list()),
        list(DraftImport.objects.order_by("id").values_list("token", "decisions", "is_closed")),
        DraftChange.objects.count(),
        LabReply.objects.count(),
        AuditEvent.objects.count(),
    )


def check_anonymous(method: str, response: Any) -> None:
    """Sign in first; whoever sent a form gets it back, whatever the address."""
    if method == "POST":
        assert response.status_code == 403
        assert "You are signed out" in response.content.decode()
    else:
        assert response.status_code == 302
        assert response["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("name", OF_A_DRAFT)
@pytest.mark.parametrize("who", ["anonymous", *SIGNED_IN])
def test_an_address_of_a_draft(
    who: str, name: str, draft: Submission, people: dict[str, Person], browser_of: Signed
) -> None:
    attach_card(people["submitter"], draft)
    rest, answered = OF_A_DRAFT[name]
    address, client = f"{draft.get_absolute_url()}{rest}", browser_of(who)
    for method in METHODS:
        before = state()
        # A post without a token of the state, and without a field, changes nothing either.
        response = client.generic(method, address)
        if who == "anonymous":
            check_anonymous(method, response)
        elif method not in answered:
            assert response.status_code == 405
        elif who not in OF_THE_LAB:
            assert response.status_code == 404
        else:
            assert response.status_code in (200, 302, 400, 409)
        if who not in OF_THE_LAB or method != "POST":
            assert state() == before
        assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", [*OF_A_DRAFT, *OF_A_REVIEW, *OF_A_LISTING])
@pytest.mark.parametrize("who", ["anonymous", "author", *SIGNED_IN])
def test_an_address_of_a_listing(
    who: str, name: str, people: dict[str, Person], browser_of: Signed
) -> None:
    """Its author sees it whole, its lab what was submitted, nobody else anything.

    Editors have pages of their own.
    """
    people["author"] = add_person("author")
    listing = submitted_listing(people["author"]).submission
    rest, answered = (OF_A_DRAFT | OF_A_REVIEW | OF_A_LISTING)[name]
    address, client = f"{listing.get_absolute_url()}{rest}", browser_of(who)
    is_seen = who == "author" or (who in OF_THE_LAB and name in READ_BY_THE_LAB)
    # No card or file was offered to this one.
    is_seen &= name != "import"
    for method in METHODS:
        before = state()
        response = client.generic(method, address)
        if who == "anonymous":
            check_anonymous(method, response)
        elif method not in answered:
            assert response.status_code == 405
        elif is_seen:
            assert response.status_code in (200, 302, 400, 409)
        else:
            assert response.status_code == 404
        # An empty reply is none.
        assert state() == before


def test_what_nobody_listed_has_no_right_of_reply(draft: Submission, browser_of: Signed) -> None:
    address = f"{draft.get_absolute_url()}reply/"
    for who in ("submitter", "representative", "stranger"):
        assert browser_of(who).get(address).status_code == 404


@pytest.mark.parametrize("kind", ["third_party", "self_assessment"])
def test_what_a_person_prepares_alone_is_nobody_elses(
    kind: str, people: dict[str, Person], browser_of: Signed
) -> None:
    from registry.rules.workflow.submissions import Kind

    draft = start_draft(people["stranger"], kind=Kind(kind))
    for who in SIGNED_IN:
        status = browser_of(who).get(draft.get_absolute_url()).status_code
        assert status == (200 if who == "stranger" else 404)


def test_forgery_is_refused(draft: Submission, people: dict[str, Person]) -> None:
    from registry.models import Actor

    client = Client(enforce_csrf_checks=True)
    client.force_login(Actor.objects.get(key=people["submitter"].key).user)
    before = state()
    assert client.post(f"{draft.get_absolute_url()}discard/").status_code == 403
    assert state() == before


def test_an_unknown_section_or_draft_is_not_there(draft: Submission, browser_of: Signed) -> None:
    client = browser_of("submitter")
    assert client.get(f"{draft.get_absolute_url()}fill/estimates/").status_code == 404
    assert client.get(f"{draft.get_absolute_url()}fill/secrets/").status_code == 404
    assert client.get("/submissions/aaaaaaaaaaaa/").status_code == 404
    assert client.get(f"{draft.get_absolute_url()}import/7/").status_code == 404
