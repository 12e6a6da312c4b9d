"""Asking to represent a lab: the request, its proof, the editor's answer."""

import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from registry.actions import lab_domains, memberships, requests
from registry.actions.accounts import actor_of
from registry.actions.audit import now, record
from registry.actions.checks import add
from registry.actions.outbox import forget, post_mail
from registry.models import Lab, LabMembership, LabProposal, MembershipRequest, User
from registry.models.submissions import new_public_id, new_token
from registry.rules.domains import domain_of_address, is_at, read_domain
from registry.rules.errors import Conflict, Refused
from registry.rules.permissions import Person
from registry.rules.workflow.requests import Action, Proof, State, check_open

# Between two mails with a code to one address.
SECONDS_BETWEEN_CODES = 300


@transaction.atomic
def ask(
    *, user: User, lab: Lab, role: str, proof: Proof, place: str, note: str = ""
) -> MembershipRequest:
    """Ask to be a submitter or a representative of a lab.

    ``place`` is an e-mail address for a proof by e-mail, otherwise the domain where the code will
    be published. An address that the person has verified here is proof at once; another one is sent
    a code. Raises ``Refused`` naming what was found and what is expected.
    """
    requests.lock(user)
    requests.check_limits(user)
    lab = lab.standing
    _refuse_pointless(user, lab, role)
    domain = check_place(lab, proof, place)
    address = place.strip().lower() if proof is Proof.EMAIL else ""
    request = open_request(user, lab, role, proof, domain=domain, address=address, note=note)
    if request.awaits_code():
        _mail_code(request)
    return request


def check_place(lab: Lab, proof: Proof, place: str) -> str:
    """Return the domain of an address, or of where a code will be published.

    Raises ``Refused`` for what proves nothing, and for an address that is not at a registered
    domain of a lab that has one.
    """
    if proof is not Proof.EMAIL:
        return read_domain(place)
    domain = domain_of_address(place)
    registered = lab_domains.domains_of(lab)
    if registered and not is_at(domain, registered):
        raise Refused(
            f"Found {place.strip()}, which is not at a domain of {lab.name}. Expected an address "
            f"at {' or '.join(registered)}. If the lab has another domain, publish a code there."
        )
    return domain


def open_request(
    user: User,
    lab: Lab,
    role: str,
    proof: Proof,
    *,
    domain: str,
    address: str = "",
    note: str = "",
) -> MembershipRequest:
    """Store a request that was checked; a verified address is its proof."""
    by, values = actor_of(user), requests.opening(user)
    request = MembershipRequest(
        **values,
        lab=lab,
        role=role,
        proof=proof.value,
        domain=domain,
        address=address,
        code=new_public_id(),
        code_made_at=values["asked_at"],
        note=note.strip(),
    )
    if address and EmailAddress.objects.filter(user=user, email=address, verified=True).exists():
        request.checked_at, request.checked_by = request.asked_at, by.key
    add(request)
    record(
        by=by,
        action="lab_request.ask",
        subject=requests.subject_of(request),
        at=request.asked_at,
        lab=lab.slug,
        role=role,
        proof=proof.value,
    )
    return request


@transaction.atomic
def enter_code(request: MembershipRequest, *, by: Person, code: str) -> None:
    """Take the code that was mailed as proof of the address; raise ``Refused`` for another one."""
    request = _mine_that_awaits(request, by)
    if now() > request.code_holds_until():
        raise Refused("The code has expired. Let us send a new one.")
    if not secrets.compare_digest(code.strip().lower().encode(), request.code.encode()):
        raise Refused("This is not the code of the newest mail. Copy it without blanks.")
    request.checked_at, request.checked_by, request.token = now(), by.key, new_token()
    request.save(update_fields=["checked_at", "checked_by", "token"])
    record(
        by=by,
        action="lab_request.address_proven",
        subject=requests.subject_of(request),
        at=request.checked_at,
    )


@transaction.atomic
def renew_code(request: MembershipRequest, *, by: Person) -> None:
    """Mail a new code; the one before holds no longer."""
    request = _mine_that_awaits(request, by)
    at = now()
    if (at - request.code_made_at).total_seconds() < SECONDS_BETWEEN_CODES:
        raise Refused("A mail went out less than five minutes ago. Look for it, or wait a little.")
    request.code, request.code_made_at = new_public_id(), at
    request.save(update_fields=["code", "code_made_at"])
    _mail_code(request)


def withdraw(request: requests.Request, *, by: Person, token: str) -> None:
    """Take a request of either kind back."""
    requests.close(request, Action.WITHDRAW, by=by, token=token)


@transaction.atomic
def grant(
    request: MembershipRequest,
    *,
    by: Person,
    token: str,
    reason: str,
    domain_is_the_labs: bool = False,
    code_was_found: bool = False,
) -> LabMembership:
    """Confirm a person as a member of the lab; the person is told by mail.

    A domain that is not registered yet is, if the editor says that it is the lab's; a published
    code must have been found by the editor. Raises ``Refused`` where either is missing, where an
    address is not proven, and ``StaleWrite`` for an answer to an older state.
    """
    requests.check_answer(request, Action.GRANT, by=by)
    lab = request.lab.standing
    is_registered = is_at_registered_domain(request)
    if not is_registered and not domain_is_the_labs:
        raise Refused(
            f"{request.domain} is no registered domain of {lab.name}. Confirm that it is the lab's "
            "own, or refuse the request."
        )
    if request.awaits_code():
        raise Refused("The address is not proven: the code that was mailed has not been entered.")
    if request.proof != Proof.EMAIL and not code_was_found:
        raise Refused("Confirm that you found the code at the domain, or refuse the request.")
    requests.close(
        request,
        Action.GRANT,
        by=by,
        token=token,
        reason=reason,
        checked_at=request.checked_at or now(),
        checked_by=request.checked_by or by.key,
    )
    if not is_registered:
        lab_domains.add_domain(by=by, lab=lab, domain=request.domain, reason=reason)
    membership = memberships.confirm_member(
        by=by, user=request.user, lab=lab, role=request.role, reason=reason
    )
    _tell("lab_request_granted", request)
    return membership


def is_at_registered_domain(request: MembershipRequest) -> bool:
    """Whether the proof rests on a domain that an editor has found to be the lab's.

    A mail address may also be below one. What is published below one may be a visitor's.
    """
    registered = lab_domains.domains_of(request.lab.standing)
    if request.proof == Proof.EMAIL:
        return is_at(request.domain, registered)
    return request.domain in registered


@transaction.atomic
def refuse(request: MembershipRequest, *, by: Person, token: str, reason: str) -> None:
    """Refuse a request; the reason is mailed to the person."""
    requests.close(request, Action.REFUSE, by=by, token=token, reason=reason)
    _tell("lab_request_refused", request)


def leave_all(user: User, *, by: Person) -> None:
    """Withdraw what a person who closes the account asked for, and erase addresses and notes."""
    for kind in (MembershipRequest, LabProposal):
        for request in kind.objects.open().filter(user=user):
            withdraw(request, by=by, token=request.token)
    told = MembershipRequest.objects.filter(user=user).filter(~Q(address="") | ~Q(note=""))
    for address in told.exclude(address="").values_list("address", flat=True):
        forget(address)
    told.update(address="", note="")


def _refuse_pointless(user: User, lab: Lab, role: str) -> None:
    if LabMembership.objects.active().filter(user=user, lab=lab, role=role).exists():
        raise Conflict(f"You are a {role} of {lab.name} already.")
    if MembershipRequest.objects.open().filter(user=user, lab=lab).exists():
        raise Conflict(f"You have an open request about {lab.name} already.")


def _mine_that_awaits(request: MembershipRequest, by: Person) -> MembershipRequest:
    request = MembershipRequest.objects.select_for_update().get(pk=request.pk)
    check_open(State(request.state))
    if actor_of(request.user).key != by.key or not request.awaits_code():
        raise Refused("No code is waited for here.")
    return request


def _mail_code(request: MembershipRequest) -> None:
    post_mail(
        "lab_request_code",
        request.address,
        event=f"{requests.subject_of(request)} code of {request.code_made_at.isoformat()}",
        request=request,
        lab=request.lab,
    )


def _tell(template: str, request: MembershipRequest) -> None:
    event = f"{requests.subject_of(request)} {request.state}"
    post_mail(template, request.user.email, event=event, request=request, lab=request.lab)
