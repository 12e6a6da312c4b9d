"""What an editor sees before an answer."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from registry.actions import lab_domains, labs
from registry.actions.audit import now
from registry.actions.lab_requests import is_at_registered_domain
from registry.models import LabProposal, MembershipRequest
from registry.rules.domains import TOKEN_PATH
from registry.rules.lab_names import resembles
from registry.rules.permissions import Person
from registry.rules.workflow.requests import Proof
from registry.web.presenters.lab_people import key_of, member, memberships_of, request_row
from registry.web.view_models.lab_people import (
    AnswerRow,
    Check,
    ProposalToAnswer,
    RequestToAnswer,
)
from registry.web.view_models.shared import Link


def waiting() -> tuple[AnswerRow, ...]:
    """What is open, oldest first, in two queries."""
    requests = MembershipRequest.objects.open().select_related("lab", "user")
    proposals = LabProposal.objects.open().select_related("user", "resembles")
    at = now()
    rows = [
        *(_request_row(one, at) for one in requests),
        *(_proposal_row(one, at) for one in proposals),
    ]
    return tuple(sorted(rows, key=lambda row: row.asked_at))


def request_to_answer(request: MembershipRequest, person: Person) -> RequestToAnswer:
    lab, user = request.lab.standing, request.user
    earlier = MembershipRequest.objects.filter(user=user, lab=lab).exclude(pk=request.pk)
    return RequestToAnswer(
        person=str(user),
        account=user.email,
        since=user.date_joined,
        check=check_of(request),
        domains=lab_domains.domains_of(lab),
        is_registered=is_at_registered_domain(request),
        members=tuple(member(one, person) for one in memberships_of(lab)),
        earlier=tuple(request_row(one) for one in earlier.select_related("lab")),
        is_mine=key_of(user) == person.key,
    )


def proposal_to_answer(proposal: LabProposal, person: Person) -> ProposalToAnswer:
    found = labs.lab_named_like(proposal.name)
    others = LabProposal.objects.open().exclude(pk=proposal.pk)
    return ProposalToAnswer(
        person=str(proposal.user),
        account=proposal.user.email,
        resembles=Link(found[0].name, found[0].get_absolute_url()) if found else None,
        resembled_name=found[1] if found else "",
        others=tuple(
            Link(one.name, reverse("editor:proposal", args=[one.public_id]))
            for one in others
            if resembles(one.name, proposal.name)
        ),
        is_mine=key_of(proposal.user) == person.key,
    )


def check_of(request: MembershipRequest) -> Check:
    """How to see whether the proof of a request holds."""
    if request.proof == Proof.EMAIL:
        if request.awaits_code():
            return Check("The code that was mailed has not been entered yet: nothing is proven.")
        return Check("The registry has checked that the address is the person's.", request.address)
    if request.proof == Proof.PAGE:
        where = f"https://{request.domain}{TOKEN_PATH}"
        return Check("Open this address and look for the line.", where, request.published)
    return Check(
        "Ask for the TXT records of the domain and look for this one.",
        request.domain,
        request.published,
        f"dig +short TXT {request.domain}",
    )


def age_in_words(asked_at: datetime, at: datetime) -> str:
    return "today" if (at - asked_at).days < 1 else f"{days_in_words(asked_at, at)} ago"


def days_in_words(since: datetime, at: datetime) -> str:
    """How long something has lasted, as in "1 day"; less than that is today's."""
    days = (at - since).days
    return "since today" if days < 1 else f"{days} day{'' if days == 1 else 's'}"


def _request_row(request: MembershipRequest, at: datetime) -> AnswerRow:
    return AnswerRow(
        link=Link(
            f"{request.user}: {request.role} of {request.lab.name}",
            reverse("editor:request", args=[request.public_id]),
        ),
        what="waits for the person to enter a code"
        if request.awaits_code()
        else "to represent a lab",
        who="",
        age=age_in_words(request.asked_at, at),
        asked_at=request.asked_at,
    )


def _proposal_row(proposal: LabProposal, at: datetime) -> AnswerRow:
    return AnswerRow(
        link=Link(proposal.name, reverse("editor:proposal", args=[proposal.public_id])),
        what=f"a new lab, said to be another than {proposal.resembles.name}"
        if proposal.resembles
        else "a new lab",
        who=str(proposal.user),
        age=age_in_words(proposal.asked_at, at),
        asked_at=proposal.asked_at,
    )
