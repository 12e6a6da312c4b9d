"""People who ask to represent labs, and editors who answer."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress

from registry.actions import lab_proposals, lab_requests, labs, people
from registry.actions.accounts import actor_of
from registry.actions.audit import now
from registry.models import LabProposal, MembershipRequest, Role, User
from registry.rules.permissions import Person
from registry.rules.workflow.requests import Proof


def sign_up(name: str, address: str = "") -> User:
    """Somebody with an account and one verified address."""
    email = address or f"{name.lower()}@example.org"
    user = User.objects.create_user(email, display_name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def person(user: User, **facts: Any) -> Person:
    return people.person_of(actor_of(user), **facts)


def an_editor(name: str = "Ada") -> Person:
    user = sign_up(name)
    Role.objects.create(user=user, name=Role.Name.EDITOR, since=now())
    return person(user, is_editor=True, has_second_factor=True)


def asked(
    user: User,
    lab: str = "deepseek",
    *,
    role: str = "submitter",
    proof: Proof = Proof.PAGE,
    place: str = "deepseek.com",
) -> MembershipRequest:
    return lab_requests.ask(
        user=user,
        lab=labs.get_lab(lab),
        role=role,
        proof=proof,
        place=place,
        note="I train models.",
    )


def proposed(user: User, name: str = "Aurora Institute", **changes: str) -> LabProposal:
    given = {
        "country": "FR",
        "domain": "aurora-institute.org",
        "why": "Borealis-1, https://aurora-institute.org/borealis",
        "role": "representative",
    }
    return lab_proposals.propose(user=user, name=name, **(given | changes))
