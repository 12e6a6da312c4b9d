"""Build the whole demo into an empty registry that is marked as one."""

from __future__ import annotations

from django.conf import settings

from registry.actions.audit import now
from registry.demo import ended, under_way
from registry.demo.calendar import tell
from registry.models import Submission, User
from registry.rules.errors import Refused


def build() -> None:
    """Tell all stories; raise ``Refused`` where there is somebody or something already."""
    if not settings.DEMO:
        raise Refused(
            "This is no demo's data directory, and a demo is built nowhere else. Run: make demo"
        )
    if User.objects.exists() or Submission.objects.exists():
        raise Refused("This demo is built already. To build it anew, run: make demo")
    stories = [story() for story in (*ended.STORIES, *under_way.STORIES)]
    tell(stories, present=now())
