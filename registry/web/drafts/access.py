"""Who asks, and what that person may see: what is hidden does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest

from registry.actions.people import person_of_user, subject_of
from registry.models import Submission, User
from registry.rules.permissions import Person, Subject, may_read, may_see

# The name of the input that carries it.
TOKEN = "_token"  # noqa: S105 - names a state, opens nothing
# On the page of a conflict also the state that both versions began from.
BASE = "_base"
TOKEN_FORM = re.compile(r"[A-Za-z0-9_-]{1,16}")


def asking(request: HttpRequest) -> Person:
    """The person who is signed in, with the roles of this moment."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - ``signed_in`` stands before every view
    return person_of_user(user)


def token_of(request: HttpRequest, name: str = TOKEN) -> str:
    """The state that the page was made from; what can be no token names none."""
    sent = request.POST.get(name, "")
    return sent if TOKEN_FORM.fullmatch(sent) else ""


def submission_for(person: Person, public_id: str) -> Submission:
    """The submission at an address; raises ``Http404`` for one the person may not see."""
    return _found(person, public_id, may_see)


def listing_for(person: Person, public_id: str) -> Submission:
    """The same for what was submitted, which the lab of a listing may read too."""
    return _found(person, public_id, may_read)


def _found(person: Person, public_id: str, may: Callable[[Person, Subject], bool]) -> Submission:
    submission = Submission.objects.select_related("lab", "release").filter(public_id=public_id)
    found = submission.first()
    if found is None or not may(person, subject_of(found)):
        raise Http404("There is no such draft, or it is not yours.")
    return found
