"""Labs that people miss: the proposal, and the editor's answer."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from registry.actions import lab_domains, labs, requests
from registry.actions.accounts import actor_of
from registry.actions.audit import record
from registry.actions.checks import add, require_name
from registry.actions.lab_requests import open_request
from registry.actions.outbox import post_mail
from registry.models import Lab, LabProposal, MembershipRequest, User
from registry.rules.checking.code_lists import COUNTRIES
from registry.rules.domains import domain_of_address, is_at, read_domain
from registry.rules.errors import Conflict, LookAlike, Refused
from registry.rules.lab_names import resembles
from registry.rules.names import mixed_script_word
from registry.rules.permissions import Person
from registry.rules.workflow.requests import Action, Proof


@transaction.atomic
def propose(
    *,
    user: User,
    name: str,
    country: str,
    domain: str,
    why: str,
    role: str = "",
    distinct_because: str = "",
) -> LabProposal:
    """Propose a lab that the registry does not know.

    Raises ``LookAlike`` for a name that passes for another lab's, unless ``distinct_because`` says
    how the two differ; an editor then decides. Raises ``Refused`` for what cannot be a lab.
    """
    requests.lock(user)
    requests.check_limits(user)
    name, domain = check_name(name), read_domain(domain)
    if country not in COUNTRIES:
        raise Refused(f"{country!r} is no country; expected a code of ISO 3166-1 such as FR.")
    for other in LabProposal.objects.open().filter(user=user):
        if resembles(name, other.name):
            raise Conflict(f"You have proposed {other.name} already; an editor will answer.")
    found, distinct_because = labs.lab_named_like(name), distinct_because.strip()
    if found and not distinct_because:
        raise look_alike(name, *found)
    proposal = LabProposal(
        **requests.opening(user),
        name=name,
        country=country,
        domain=domain,
        why=why.strip(),
        role=role,
        resembles=found[0] if found else None,
        distinct_because=distinct_because if found else "",
    )
    add(proposal)
    record(
        by=actor_of(user),
        action="lab_proposal.ask",
        subject=requests.subject_of(proposal),
        at=proposal.asked_at,
        name=name,
    )
    return proposal


@transaction.atomic
def grant(
    proposal: LabProposal,
    *,
    by: Person,
    token: str,
    reason: str,
    name: str,
    slug: str,
    category: str,
    is_distinct: bool = False,
) -> Lab:
    """Register the lab with its domain; a proposer who wants a role in it has asked for it thereby.

    The editor may give it a name that readers can tell apart. Raises ``LookAlike`` for a name that
    passes for another lab's unless the editor finds it ``is_distinct``.
    """
    requests.check_answer(proposal, Action.GRANT, by=by)
    name = check_name(name)
    found = labs.lab_named_like(name)
    if found and not is_distinct:
        raise look_alike(name, *found)
    lab = labs.add_lab(
        by=by,
        slug=slug,
        name=name,
        country=proposal.country,
        category=category,
        website=f"https://{proposal.domain}/",
        reason=reason,
    )
    lab_domains.add_domain(by=by, lab=lab, domain=proposal.domain, reason=reason)
    requests.close(proposal, Action.GRANT, by=by, token=token, reason=reason, lab=lab)
    request = _request_of_the_proposer(proposal, lab) if proposal.role else None
    _tell("lab_proposal_granted", proposal, lab=lab, request=request)
    return lab


@transaction.atomic
def refuse(proposal: LabProposal, *, by: Person, token: str, reason: str) -> None:
    """Refuse a proposal; the reason is mailed to the person."""
    requests.close(proposal, Action.REFUSE, by=by, token=token, reason=reason)
    _tell("lab_proposal_refused", proposal)


def check_name(name: str) -> str:
    """Return the name without outer blanks; raise ``Refused`` for one that deceives the eye."""
    name = require_name(name)
    word = mixed_script_word(name)
    if word is not None:
        raise Refused(f"The word “{word}” mixes letters of two alphabets that look alike.")
    return name


def look_alike(name: str, lab: Lab, known: str) -> LookAlike:
    also = "" if known == lab.name else f", a name of {lab.name}"
    return LookAlike(
        f"“{name}” resembles {known}{also}. If you mean that lab, it is registered. If it is "
        "another one, say how the two differ; an editor decides.",
        lab.slug,
    )


def _request_of_the_proposer(proposal: LabProposal, lab: Lab) -> MembershipRequest:
    """Ask in the proposer's name: by an address that is verified, else by a code on the website."""
    user = proposal.user
    address = _address_at(user, proposal.domain)
    return open_request(
        user,
        lab,
        proposal.role,
        Proof.EMAIL if address else Proof.PAGE,
        domain=domain_of_address(address) if address else proposal.domain,
        address=address,
    )


def _address_at(user: User, domain: str) -> str:
    """A verified address of the person at the domain or below it; "" where there is none."""
    for address in EmailAddress.objects.filter(user=user, verified=True):
        try:
            if is_at(domain_of_address(address.email), [domain]):
                return str(address.email)
        except Refused:
            continue
    return ""


def _tell(template: str, proposal: LabProposal, **context: Any) -> None:
    event = f"{requests.subject_of(proposal)} {proposal.state}"
    post_mail(template, proposal.user.email, event=event, proposal=proposal, **context)
