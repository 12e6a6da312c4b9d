"""Which assignments exist for whoever asks: one's own, from the invitation on."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from registry.actions.people import subject_of
from registry.models import Assignment
from registry.rules.permissions import Person, may_referee


def invited(person: Person) -> QuerySet[Assignment]:
    """What the person was invited to; who was only proposed knows nothing of it."""
    return Assignment.objects.filter(person=person.key, invited_at__isnull=False).select_related(
        "submission__lab", "submission__release", "round__snapshot", "referee"
    )


def invited_to(person: Person, public_id: str) -> Assignment:
    found = invited(person).filter(public_id=public_id).first()
    if found is None:
        raise Http404("There is no such invitation, or it is not yours.")
    return found


def accepted_by(person: Person, public_id: str) -> Assignment:
    """The same for somebody who accepted: only they read the card."""
    found = invited_to(person, public_id)
    if found.referee_id is None or not may_referee(person, subject_of(found.submission)):
        raise Http404("There is no such report, or it is not yours.")
    return found
