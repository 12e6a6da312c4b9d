"""What the registry knows of conflicts between a person and the lab of a submission."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q

from registry.models import Actor, Lab, LabDomain, LabMembership, Submission, User
from registry.models.review import queries
from registry.rules.documents import Document
from registry.rules.review.conflict_signals import (
    Affiliation,
    LabSide,
    NamedPerson,
    Person,
    Weight,
    pre_check,
)

PROFILE = "the person's own profile"
_POSITION = re.compile(
    r"(?P<name>.+?),? until (?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2]))?"
)


def signals_between(person: Actor, submission: Submission, *, on: date) -> list[dict[str, Any]]:
    """The signals as they are kept beside an assignment: text, source, and whether it bars.

    An empty list means that nothing is known, never that there is nothing.
    """
    if person.user is None or submission.lab is None:
        return []
    document = queries.current_snapshot(submission).document()
    found = pre_check(
        _person(person.user), _lab_side(submission.lab), tuple(_named(submission, document)), on
    )
    return [
        {"text": one.words, "source": one.source, "bars": one.weight is Weight.BLOCKS}
        for one in found.signals
    ]


def addresses_of(user: User) -> frozenset[str]:
    """All mail addresses of an account."""
    return frozenset({user.email, *user.emailaddress_set.values_list("email", flat=True)})


def _person(user: User) -> Person:
    profile = getattr(user, "referee_profile", None)
    positions = profile.positions if profile else ""
    linked = profile.linked_domains.split() if profile else []
    return Person(
        names=(user.display_name,) if user.display_name else (),
        # A domain stands for any address there.
        emails=(*sorted(addresses_of(user)), *(f"anyone@{domain}" for domain in linked)),
        affiliations=(
            *_memberships(user),
            *(_position(line) for line in positions.splitlines() if line.strip()),
        ),
    )


def _position(line: str) -> Affiliation:
    """A line of a profile: an organisation, with the month it ended in where it has."""
    found = _POSITION.fullmatch(line.strip())
    if found is None or not found["year"]:
        return Affiliation(line.strip(), None, None, PROFILE)
    # What is not said counts for as long as it can have been.
    month = int(found["month"] or 12)
    return Affiliation(found["name"], None, date(int(found["year"]), month, 28), PROFILE)


def _memberships(user: User) -> Iterator[Affiliation]:
    for one in LabMembership.objects.filter(user=user).select_related("lab"):
        yield Affiliation(
            one.lab.name,
            one.lab.slug,
            one.ended_at.date() if one.ended_at else None,
            "memberships of labs in this registry",
        )


def _lab_side(lab: Lab) -> LabSide:
    labs = Lab.objects.filter(Q(pk=lab.pk) | Q(merged_into=lab) | Q(pk=lab.merged_into_id))
    names = [one.name for one in labs]
    names += [alias.name for one in labs.prefetch_related("aliases") for alias in one.aliases.all()]
    domains = LabDomain.objects.filter(lab__in=labs).values_list("domain", flat=True)
    return LabSide(frozenset(one.slug for one in labs), tuple(names), tuple(domains))


def _named(submission: Submission, document: Document) -> Iterator[NamedPerson]:
    """People whom the submission names: who prepared the card, and who attested it."""
    prepared = document.get("prepared_by", {}).get("name")
    if prepared:
        yield NamedPerson(prepared, "who prepared the card")
    attested = queries.current_snapshot(submission)
    if hasattr(attested, "attestation"):
        yield NamedPerson(attested.attestation.name, "who attested the card")
