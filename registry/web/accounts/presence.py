"""What holds while a page is made for a person who is signed in."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from registry.actions import sessions
from registry.actions.accounts import has_second_factor
from registry.models import Assignment, RefereeProfile, User
from registry.pauses import pause
from registry.peers import peer_address
from registry.rules.second_factor import requires_second_factor

# Where a second factor is set up, signed out of, and everything about the account itself.
WITHOUT_SECOND_FACTOR = "/account/"
# The attribute of a request that has the person's roles, once they were read for it.
HELD = "roles_held"


def as_this_person(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Send those who need a second factor to set one up; show times in the person's zone."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return get_response(request)
        sessions.note_seen(request.session, peer_address(request))
        if not request.path_info.startswith(WITHOUT_SECOND_FACTOR):
            roles = user.roles_held()
            setattr(request, HELD, roles)
            if requires_second_factor(roles) and not has_second_factor(user):
                address = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"{reverse('mfa_index')}?{address}")
        with _zone_of(user):
            response = get_response(request)
        pause("answer_made")
        return response

    return middleware


def lacks_second_factor(user: User) -> bool:
    """Whether the person must have a second factor and has none."""
    return requires_second_factor(user.roles_held()) and not has_second_factor(user)


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The roles of whoever asks, read once for each request."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return frozenset()
    found: frozenset[str] | None = getattr(request, HELD, None)
    return user.roles_held() if found is None else found


def is_referee(request: HttpRequest) -> bool:
    """Whether whoever asks was invited to referee once, or offers to.

    Who was only proposed knows nothing of it.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return False
    invited = Assignment.objects.filter(person__user=user, invited_at__isnull=False)
    offered = RefereeProfile.objects.filter(user=user)
    return invited.values("pk").union(offered.values("pk")).exists()


def _zone_of(user: User) -> AbstractContextManager[object]:
    if not user.time_zone:
        return nullcontext()
    try:
        return timezone.override(zoneinfo.ZoneInfo(user.time_zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        # Zones are renamed now and then; their times are then shown in UTC, as they are stored.
        return nullcontext()
