"""Proposing a lab: names that resemble another, and the editor's answer."""

from __future__ import annotations

from typing import Any

import pytest

from registry.actions import lab_proposals
from registry.models import AuditEvent, Lab, LabDomain, LabProposal, MembershipRequest
from registry.rules.errors import Conflict, LookAlike, NotPermitted, Refused, StaleWrite
from tests.factories.lab_requests import an_editor, person, proposed, sign_up
from tests.factories.outbox import mails
from tests.factories.stored import stored_rows

pytestmark = pytest.mark.django_db
AS_REGISTERED = {"name": "Aurora Institute", "slug": "aurora-institute", "category": "nonprofit"}


def granted(proposal: LabProposal, by: Any, **changes: Any) -> Lab:
    given = {"reason": "It has released Borealis-1", **AS_REGISTERED}
    return lab_proposals.grant(proposal, by=by, token=proposal.token, **(given | changes))


def test_a_lab_that_is_granted_has_its_domain_and_its_proposer_asks() -> None:
    editor, noor = an_editor(), sign_up("Noor", "noor@aurora-institute.org")
    proposal = proposed(noor)
    before = AuditEvent.objects.count()
    lab = granted(proposal, editor)
    acts = [row.action for row in AuditEvent.objects.order_by("id")[before:]]
    assert acts == ["lab.add", "lab.domain_add", "lab_proposal.grant", "lab_request.ask"]
    assert (lab.website, lab.country) == ("https://aurora-institute.org/", "FR")
    assert LabDomain.objects.get(lab=lab).domain == "aurora-institute.org"
    request = MembershipRequest.objects.get(lab=lab)
    assert (request.role, request.proof, request.state) == ("representative", "email", "open")
    assert request.checked_at is not None
    (message,) = mails()
    assert request.get_absolute_url() in message.body
    with pytest.raises(Exception, match="granted already"):
        granted(proposal, editor)


def test_without_an_address_there_the_proposer_publishes_a_code() -> None:
    proposal = proposed(sign_up("Noor"))
    lab = granted(proposal, an_editor())
    assert MembershipRequest.objects.get(lab=lab).proof == "page"
    wants_nothing = proposed(sign_up("Kai"), "Borealis Lab", role="", domain="borealis-lab.org")
    other = granted(wants_nothing, an_editor("Bo"), name="Borealis Lab", slug="borealis-lab")
    assert not MembershipRequest.objects.filter(lab=other).exists()


@pytest.mark.parametrize(
    ("name", "resembled"),
    [
        ("Deep Seek, Inc.", "DeepSeek"),
        ("DeepSeeek", "DeepSeek"),
        ("0penAI", "OpenAI"),
        ("Qwen GmbH", "Qwen, a name of"),
    ],
)
def test_a_name_that_resembles_a_lab_is_for_an_editor(name: str, resembled: str) -> None:
    noor, editor = sign_up("Noor"), an_editor()
    before = stored_rows()
    with pytest.raises(LookAlike, match=f"resembles {resembled}"):
        proposed(noor, name)
    assert stored_rows() == before
    proposal = proposed(noor, name, distinct_because="Another seat, other people.")
    assert proposal.resembles is not None
    before = stored_rows()
    with pytest.raises(LookAlike):
        granted(proposal, editor, name=name)
    assert stored_rows() == before


def test_an_exception_gets_a_name_of_its_own() -> None:
    noor, editor = sign_up("Noor"), an_editor()
    proposal = proposed(noor, "Deep Seek", distinct_because="A diving school with models.")
    with pytest.raises(Conflict, match="collides with the lab DeepSeek"):
        granted(proposal, editor, name="Deep Seek", is_distinct=True)
    lab = granted(proposal, editor, name="Deep Seek (France)", slug="deep-seek-france")
    assert Lab.objects.get(pk=lab.pk).name == "Deep Seek (France)"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Аurora"}, "mixes letters"),
        ({"name": "Aurora\u200b"}, "nobody can see"),
        ({"country": "XX"}, "no country"),
        ({"domain": "aurora"}, "Expected a domain"),
        ({"domain": "gmail.com"}, "anybody can have"),
    ],
)
def test_what_can_be_no_lab_is_refused(changes: dict[str, str], message: str) -> None:
    noor = sign_up("Noor")
    before = stored_rows()
    with pytest.raises(Refused, match=message):
        proposed(noor, **changes)
    assert stored_rows() == before


def test_one_is_proposed_once_and_answered_once() -> None:
    noor, editor = sign_up("Noor"), an_editor()
    proposal = proposed(noor)
    with pytest.raises(Conflict, match="proposed Aurora Institute already"):
        proposed(noor, "The Aurora Institute Ltd")
    with pytest.raises(NotPermitted):
        granted(proposal, person(noor))
    seen = LabProposal.objects.get(pk=proposal.pk)
    lab_proposals.refuse(proposal, by=editor, token=proposal.token, reason="No model yet")
    assert "No model yet" in mails()[0].body
    before = stored_rows()
    with pytest.raises(StaleWrite):
        granted(seen, editor)
    assert stored_rows() == before
