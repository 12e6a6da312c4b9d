"""Asking to represent a lab: proofs, answers, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.actions import closing, lab_domains, lab_requests, labs
from registry.models import AuditEvent, LabDomain, MembershipRequest
from registry.rules.errors import (
    Conflict,
    NotPermitted,
    Refused,
    SecondFactorMissing,
    StaleWrite,
    TransitionRefused,
)
from registry.rules.workflow.requests import Proof
from tests.factories.lab_requests import an_editor, asked, person, sign_up
from tests.factories.outbox import mails
from tests.factories.stored import stored_rows

pytestmark = pytest.mark.django_db
SEEN: dict[str, Any] = {"domain_is_the_labs": True, "code_was_found": True}


def acts_since(before: int) -> list[str]:
    return [row.action for row in AuditEvent.objects.order_by("id")[before:]]


def test_a_verified_address_at_a_registered_domain_is_proof_at_once() -> None:
    editor, lin = an_editor(), sign_up("Lin", "lin@research.deepseek.com")
    lab = labs.get_lab("deepseek")
    lab_domains.add_domain(by=editor, lab=lab, domain="https://www.deepseek.com/", reason="Site")
    before = AuditEvent.objects.count()
    request = asked(lin, proof=Proof.EMAIL, place="Lin@Research.DeepSeek.com")
    assert request.checked_at is not None
    lab_requests.grant(request, by=editor, token=request.token, reason="Address at the lab")
    assert acts_since(before) == ["lab_request.ask", "lab_request.grant", "membership.confirm"]
    assert lin.roles_held() == {"submitter"}
    (message,) = mails()
    assert message.to == [lin.email]
    assert message.subject == "You are a submitter of DeepSeek"
    assert "Address at the lab" in message.body


def test_another_address_is_proven_by_the_code_that_is_mailed_to_it() -> None:
    lin = sign_up("Lin")
    request = asked(lin, proof=Proof.EMAIL, place="lin@deepseek.com")
    (message,) = mails()
    assert message.to == ["lin@deepseek.com"]
    assert request.code in message.body
    me, editor = person(lin), an_editor()
    with pytest.raises(Refused, match="not proven"):
        lab_requests.grant(request, by=editor, token=request.token, reason="Any", **SEEN)
    with pytest.raises(Refused, match="not the code"):
        lab_requests.enter_code(request, by=me, code="x" * 12)
    with pytest.raises(Refused, match="No code is waited for"):
        lab_requests.enter_code(request, by=editor, code=request.code)
    with pytest.raises(Refused, match="five minutes"):
        lab_requests.renew_code(request, by=me)
    lab_requests.enter_code(request, by=me, code=f" {request.code.upper()} ")
    request.refresh_from_db()
    lab_requests.grant(request, by=editor, token=request.token, reason="Any", **SEEN)
    assert LabDomain.objects.get().domain == "deepseek.com"


def test_a_code_expires_and_a_new_one_ends_the_one_before() -> None:
    lin = sign_up("Lin")
    request = asked(lin, proof=Proof.EMAIL, place="lin@deepseek.com")
    old = request.code
    request.code_made_at -= timedelta(hours=25)
    request.save()
    with pytest.raises(Refused, match="expired"):
        lab_requests.enter_code(request, by=person(lin), code=old)
    lab_requests.renew_code(request, by=person(lin))
    request.refresh_from_db()
    assert request.code != old
    with pytest.raises(Refused, match="not the code"):
        lab_requests.enter_code(request, by=person(lin), code=old)


@pytest.mark.parametrize("proof", [Proof.PAGE, Proof.DNS])
def test_what_is_published_is_looked_at_by_the_editor(proof: Proof) -> None:
    editor, lin = an_editor(), sign_up("Lin")
    request = asked(lin, proof=proof)
    for missing, message in (
        ("domain_is_the_labs", "no registered domain"),
        ("code_was_found", "found the code"),
    ):
        before = stored_rows()
        with pytest.raises(Refused, match=message):
            lab_requests.grant(
                request, by=editor, token=request.token, reason="Any", **(SEEN | {missing: False})
            )
        assert stored_rows() == before
    before_acts = AuditEvent.objects.count()
    lab_requests.grant(request, by=editor, token=request.token, reason="Found it", **SEEN)
    assert acts_since(before_acts) == ["lab_request.grant", "lab.domain_add", "membership.confirm"]
    assert (request.checked_by, request.state) == (editor.key, "granted")


def test_what_is_published_below_a_domain_may_be_a_visitors() -> None:
    editor, lab = an_editor(), labs.get_lab("deepseek")
    lab_domains.add_domain(by=editor, lab=lab, domain="deepseek.com", reason="Its site")
    request = asked(sign_up("Lin"), place="chat-pages.deepseek.com")
    with pytest.raises(Refused, match="no registered domain"):
        lab_requests.grant(
            request, by=editor, token=request.token, reason="Any", code_was_found=True
        )
    below = asked(
        sign_up("Kai", "kai@mail.deepseek.com"), proof=Proof.EMAIL, place="kai@mail.deepseek.com"
    )
    lab_requests.grant(below, by=editor, token=below.token, reason="Any")


@pytest.mark.parametrize(
    ("proof", "place", "message"),
    [
        (Proof.EMAIL, "lin@deepseek.com.evil.org", "not at a domain of DeepSeek"),
        (Proof.EMAIL, "lin@notdeepseek.com", "not at a domain of DeepSeek"),
        (Proof.EMAIL, "lin@d\u0435epseek.com", "not at a domain of DeepSeek"),  # Cyrillic
        (Proof.EMAIL, "lin@gmail.com", "anybody can have"),
        (Proof.PAGE, "someone.github.io", "anybody can have"),
        (Proof.DNS, "127.0.0.1", "Expected a domain"),
        (Proof.PAGE, "", "Expected a domain"),
    ],
)
def test_a_proof_that_proves_nothing_is_refused(proof: Proof, place: str, message: str) -> None:
    lab_domains.add_domain(
        by=an_editor(), lab=labs.get_lab("deepseek"), domain="deepseek.com", reason="Site"
    )
    lin = sign_up("Lin")
    before = stored_rows()
    with pytest.raises(Refused, match=message):
        asked(lin, proof=proof, place=place)
    assert stored_rows() == before


def test_one_open_request_a_lab_and_a_limit_in_all() -> None:
    lin = sign_up("Lin")
    asked(lin)
    with pytest.raises(Conflict, match="open request about DeepSeek"):
        asked(lin)
    for lab in ("meta", "xai", "mistral-ai", "alibaba"):
        asked(lin, lab)
    with pytest.raises(Refused, match="5 open requests"):
        asked(lin, "microsoft")


def test_whoever_answers_second_is_told() -> None:
    editor, lin = an_editor(), sign_up("Lin")
    request = asked(lin)
    seen = MembershipRequest.objects.get(pk=request.pk)
    lab_requests.refuse(request, by=editor, token=request.token, reason="No such line")
    before = stored_rows()
    with pytest.raises(StaleWrite) as stale:
        lab_requests.grant(seen, by=editor, token=seen.token, reason="Any", **SEEN)
    assert stale.value.current.reason == "No such line"
    with pytest.raises(TransitionRefused, match="refused already"):
        lab_requests.withdraw(request, by=person(lin), token=request.token)
    assert stored_rows() == before


def test_nobody_answers_who_may_not() -> None:
    ada, lin, third = sign_up("Ada"), sign_up("Lin"), an_editor("Third")
    request = asked(ada)
    refusals = (
        (person(lin), NotPermitted),
        (person(ada, is_editor=True, has_second_factor=True), NotPermitted),
        (person(lin, is_editor=True), SecondFactorMissing),
    )
    before = stored_rows()
    for by, refusal in refusals:
        with pytest.raises(refusal):
            lab_requests.grant(request, by=by, token=request.token, reason="Any", **SEEN)
    with pytest.raises(NotPermitted, match="whoever asked"):
        lab_requests.withdraw(request, by=refusals[0][0], token=request.token)
    with pytest.raises(Refused, match="needs a reason"):
        lab_requests.refuse(request, by=third, token=request.token, reason=" ")
    assert stored_rows() == before


def test_a_closed_account_leaves_no_request_and_no_address() -> None:
    lin = sign_up("Lin")
    request = asked(lin, proof=Proof.EMAIL, place="lin@deepseek.com")
    closing.close(lin)
    request.refresh_from_db()
    assert (request.state, request.address, request.note) == ("withdrawn", "", "")
    assert "deepseek.com" not in str(list(AuditEvent.objects.values_list()))


def test_the_command_registers_and_ends_a_domain(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("deepseek", "https://www.DeepSeek.com/", "--reason", "Named in its papers")
    before = AuditEvent.objects.count()
    call_command("lab_domain", "add", *arguments)
    assert capsys.readouterr().out == "Domains of DeepSeek: deepseek.com.\n"
    with pytest.raises(CommandError, match="already"):
        call_command("lab_domain", "add", *arguments)
    call_command("lab_domain", "end", *arguments)
    with pytest.raises(CommandError, match="no domain of DeepSeek"):
        call_command("lab_domain", "end", *arguments)
    assert acts_since(before) == ["lab.domain_add", "lab.domain_end"]
