"""Opening what is sealed of one submission, reading it while it is open, and putting it on hold."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from registry.actions import break_glass
from registry.actions.people import subject_of
from registry.actions.review import editors
from registry.admin.asking import Asked, Sent, ask
from registry.admin.forms import Confirmed, Open
from registry.admin.frame import administrator, page
from registry.admin.sealed import sections_of
from registry.models import Submission
from registry.rules import break_glass as rules
from registry.rules.errors import NotPermitted
from registry.rules.permissions import Person

MINUTES = int(rules.LASTS.total_seconds() // 60)


def open_submission(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page that asks for the reason. It shows nothing that the lists do not."""
    by, submission = _found(request, public_id)
    until = break_glass.open_until(submission, by=by)

    def make(sent: Sent) -> str:
        break_glass.open_submission(
            submission, by=by, reason=sent.data["reason"], form_key=sent.form_key
        )
        return f"The submission is open to you for {MINUTES} minutes."

    now = f"open to you until {until:%H:%M} UTC" if until else "sealed"
    asked = Asked(
        f"Open submission {public_id}",
        (
            ("Now", now),
            ("Opens", "the card, the reports, letters and replies, and who the referees are"),
            ("Stays closed", "notes to and among editors, drafts, and who else was asked"),
            ("For", f"you alone, {MINUTES} minutes; each reading is on record"),
            ("Told", "the editors-in-chief, at once, with your name and the reason"),
        ),
        "Open it",
        reverse("admin:read", args=[public_id]),
    )
    return ask(request, asked, Open(request.POST or None), make, submission.token)


def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was opened. That it is read goes on record before anything of it is fetched."""
    by, submission = _found(request, public_id)
    try:
        until = break_glass.record_reading(submission, by=by)
    except NotPermitted:
        return redirect("admin:open", public_id)
    context = {
        "title": f"Submission {public_id}, opened",
        "submission": submission,
        "until": until,
        "sections": sections_of(submission, by),
    }
    return page(request, "console/opened.html", context)


def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let nothing move but a withdrawal; only while the submission is open to the person."""
    by, submission = _found(request, public_id)
    if break_glass.open_until(submission, by=by) is None:
        return redirect("admin:open", public_id)

    def make(sent: Sent) -> str:
        editors.set_hold(
            by=by,
            submission=submission,
            token=sent.token,
            reason=sent.data["reason"],
            form_key=sent.form_key,
        )
        return "The submission is on hold. An editor-in-chief lifts the hold."

    asked = Asked(
        f"Put submission {public_id} on hold",
        (
            ("Now", "on hold already" if submission.is_held else "not on hold"),
            ("Leaves", "nothing moves but a withdrawal; the clocks stand still"),
            ("Ends", "when an editor-in-chief lifts it; you cannot"),
        ),
        "Put on hold",
        reverse("admin:registry_submission_change", args=[submission.pk]),
    )
    return ask(request, asked, Confirmed(request.POST or None), make, submission.token)


def _found(request: HttpRequest, public_id: str) -> tuple[Person, Submission]:
    """A submission that could be opened to the person; ``Http404`` for a draft or one's own."""
    by = administrator(request)
    submission = Submission.objects.select_related("lab").filter(public_id=public_id).first()
    if submission is None or not rules.may_open(by, subject_of(submission)):
        raise Http404("There is no such submission.")
    return by, submission
