"""What people tell of themselves so that editors find and can judge them as referees."""

from collections.abc import Sequence

from django.db import transaction

from registry.actions.audit import now
from registry.actions.checks import change
from registry.models import RefereeProfile, User
from registry.models.submissions import new_token
from registry.rules.errors import Refused
from registry.rules.standard import load_standard

MOST_OPEN = 10


@transaction.atomic
def save_profile(
    user: User,
    *,
    affiliation: str,
    orcid: str,
    expertise: Sequence[str],
    keywords: str,
    positions: str,
    linked_domains: str,
    most_open: int,
    is_available: bool,
) -> RefereeProfile:
    """Keep the profile as it is now; only editors who look for referees read it."""
    sections = [section.id for section in load_standard().sections]
    unknown = sorted(set(expertise) - set(sections))
    if unknown:
        raise Refused(f"Expertise: found {unknown[0]!r}. Expected {', '.join(sections)}.")
    if not 1 <= most_open <= MOST_OPEN:
        raise Refused(f"Reports at once: found {most_open}. Expected 1 to {MOST_OPEN}.")
    profile, _ = RefereeProfile.objects.get_or_create(
        user=user, defaults={"token": new_token(), "changed_at": now()}
    )
    change(
        profile,
        affiliation=affiliation.strip(),
        orcid=orcid.strip(),
        expertise=list(expertise),
        keywords=keywords.strip(),
        positions=positions.strip(),
        linked_domains=linked_domains.strip().lower(),
        most_open=most_open,
        is_available=is_available,
        token=new_token(),
        changed_at=now(),
    )
    return profile
