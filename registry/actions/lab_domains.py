"""The domains of labs, as editors confirmed them."""

from django.db import transaction

from registry.actions.audit import Signing, now, record
from registry.actions.checks import require_reason
from registry.models import Lab, LabDomain
from registry.rules.domains import read_domain
from registry.rules.errors import Conflict, Unknown


@transaction.atomic
def add_domain(*, by: Signing, lab: Lab, domain: str, reason: str) -> LabDomain:
    """Register a domain of a lab: an address there proves that its holder is of the lab.

    Raises ``Refused`` for a domain that proves nothing, ``Conflict`` for one the lab has.
    """
    domain, reason = read_domain(domain), require_reason(reason)
    at = now()
    row, is_new = LabDomain.objects.get_or_create(
        lab=lab, domain=domain, defaults={"confirmed_at": at, "confirmed_by": by.key}
    )
    if not is_new:
        raise Conflict(f"{domain} is a domain of {lab.name} already.")
    record(
        by=by, action="lab.domain_add", subject=lab.slug, reason=reason, at=at, domain=row.domain
    )
    return row


@transaction.atomic
def end_domain(*, by: Signing, lab: Lab, domain: str, reason: str) -> None:
    """Take a domain away that the lab gave up. Memberships that rest on it stay."""
    domain, reason = read_domain(domain), require_reason(reason)
    ended, _ = LabDomain.objects.filter(lab=lab, domain=domain).delete()
    if not ended:
        raise Unknown(f"{domain} is no domain of {lab.name}.")
    record(by=by, action="lab.domain_end", subject=lab.slug, reason=reason, at=now(), domain=domain)


def domains_of(lab: Lab) -> list[str]:
    return list(lab.domains.values_list("domain", flat=True))
