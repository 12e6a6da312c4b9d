"""Where people are signed in, and ending it."""

import time

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from registry.models import User

# How exactly it is known when a session was last used; each time is a write.
SEEN_EVERY_SECONDS = 600
_SEEN = "seen"


def note_seen(session: SessionBase, address: str) -> None:
    """Note that the session is in use, at most once in ten minutes."""
    now = time.time()
    if 0 <= now - session.get(_SEEN, 0) < SEEN_EVERY_SECONDS:
        return
    session[_SEEN] = now
    seen = {"last_seen_at": timezone.now()} | ({"ip": address} if address else {})
    UserSession.objects.filter(session_key=session.session_key).update(**seen)


def end_one(user: User, number: int) -> bool:
    """Sign the person out of one of their sessions; ``False`` where it is not theirs or is over."""
    session = UserSession.objects.filter(user=user, pk=number).first()
    if session is None:
        return False
    session.end()
    return True


def end_all(user: User, *, but: str | None = None) -> int:
    """Sign the person out everywhere, except in the session with the key ``but``; how many ended.

    A session is over at once: its row is gone before this returns.
    """
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()
        ended += 1
    return ended
