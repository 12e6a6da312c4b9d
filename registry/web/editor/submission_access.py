"""Which submissions exist for an editor, and of which they read what is confidential."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404

from registry.actions.people import subject_of
from registry.models import Submission
from registry.rules.errors import Refused
from registry.rules.permissions import Person, may_handle, may_list


def to_list(person: Person, public_id: str) -> Submission:
    """A submission that the editor may meet; raises ``Http404`` for any other."""
    found = Submission.objects.select_related("lab", "release").filter(public_id=public_id).first()
    if found is None or not may_list(person, subject_of(found)):
        raise Http404("There is no such submission.")
    return found


def to_handle(person: Person, public_id: str) -> Submission:
    """One that the editor reads whole; raises ``Http404`` before interests were declared."""
    found = to_list(person, public_id)
    if not may_handle(person, subject_of(found)):
        raise Http404("Declare your interests in this submission first.")
    return found


def why_refused(act: Callable[[], object]) -> str:
    """Act; return why it was refused, in words, or nothing."""
    try:
        act()
    except Refused as refused:
        return str(refused)
    return ""
