"""A person's labs and requests, and the people of a lab."""

from __future__ import annotations

from django.urls import reverse

from registry.models import Lab, LabMembership, LabProposal, MembershipRequest, User
from registry.rules.errors import NotPermitted, SecondFactorMissing
from registry.rules.numerals import date_text
from registry.rules.people_permissions import check_may_end
from registry.rules.permissions import Membership, Person
from registry.rules.workflow.requests import State
from registry.web.view_models.lab_people import LabPeople, LabRow, Member, MyLabs, RequestRow
from registry.web.view_models.shared import Link

STATE_TEXTS = {
    State.OPEN: "waits for an editor",
    State.GRANTED: "granted",
    State.REFUSED: "refused",
    State.WITHDRAWN: "withdrawn",
}
WAITS_FOR_CODE = "waits for the code that we mailed"
TO_BE_PUBLISHED = "waits for an editor, who looks for the code at the lab’s domain"
MOST_REQUESTS = 50


def my_labs(user: User) -> MyLabs:
    """In three queries, whatever there is: memberships, requests, proposals."""
    held = LabMembership.objects.active().filter(user=user).select_related("lab")
    asked = MembershipRequest.objects.filter(user=user).select_related("lab")
    proposed = LabProposal.objects.filter(user=user)
    rows = [
        *(request_row(one) for one in asked.order_by("-asked_at")[:MOST_REQUESTS]),
        *(proposal_row(one) for one in proposed.order_by("-asked_at")[:MOST_REQUESTS]),
    ]
    return MyLabs(
        labs=tuple(
            LabRow(
                lab=Link(one.lab.name, one.lab.get_absolute_url()),
                people=reverse("people:lab", args=[one.lab.slug]),
                role=one.role,
                since=one.confirmed_at,
            )
            for one in held
        ),
        requests=tuple(sorted(rows, key=lambda row: row.asked_at, reverse=True)),
    )


def request_row(request: MembershipRequest) -> RequestRow:
    state = STATE_TEXTS[State(request.state)]
    if request.state == State.OPEN and request.awaits_code():
        state = WAITS_FOR_CODE
    elif request.state == State.OPEN and request.checked_at is None:
        state = TO_BE_PUBLISHED
    return RequestRow(
        link=Link(f"{request.role.capitalize()} of {request.lab.name}", request.get_absolute_url()),
        state=state,
        asked_at=request.asked_at,
    )


def proposal_row(proposal: LabProposal) -> RequestRow:
    return RequestRow(
        link=Link(f"New lab: {proposal.name}", proposal.get_absolute_url()),
        state=STATE_TEXTS[State(proposal.state)],
        asked_at=proposal.asked_at,
    )


def lab_people(person: Person, lab: Lab) -> LabPeople:
    held = memberships_of(lab)
    mine = person.memberships[lab.slug]
    speakers = [one for one in held if one.role == LabMembership.Role.REPRESENTATIVE]
    return LabPeople(
        lab=Link(lab.name, lab.get_absolute_url()),
        invitation=Link(
            f"Invited on {date_text(lab.invited_on.isoformat())}: the lab’s public answer",
            reverse("people:invitation", args=[lab.slug]),
        )
        if lab.invited_on
        else None,
        slug=lab.slug,
        role=mine.value,
        members=tuple(member(one, person) for one in held),
        domains=tuple(one.domain for one in lab.domains.all()),
        i_am_last=mine is Membership.REPRESENTATIVE and len(speakers) == 1,
    )


def memberships_of(lab: Lab) -> list[LabMembership]:
    """Those who belong to a lab, who speaks for it first."""
    held = LabMembership.objects.active().filter(lab=lab)
    return list(held.select_related("lab", "user__actor").order_by("role", "confirmed_at", "id"))


def member(held: LabMembership, person: Person) -> Member:
    key = key_of(held.user)
    return Member(
        number=held.pk,
        name=str(held.user),
        role=held.role,
        since=held.confirmed_at,
        is_me=key == person.key,
        may_be_ended=_may_end(person, held, key),
    )


def key_of(user: User) -> str:
    """The key of a person in the record; "" for one who is not in it yet."""
    actor = getattr(user, "actor", None)
    return actor.key if actor else ""


def _may_end(person: Person, held: LabMembership, key: str) -> bool:
    try:
        check_may_end(person, held.lab.slug, key, Membership(held.role))
    except SecondFactorMissing:
        # The button stays; it leads to where a second factor is set up.
        return True
    except NotPermitted:
        return False
    return True
