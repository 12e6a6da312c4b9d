"""The queue of submissions, one of them, interests, notes, and proposals of two people."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from registry.actions.review import carrying, editors
from registry.models import Motion, Submission
from registry.rules.permissions import Person
from registry.rules.review.conflicts import Outcome
from registry.web.editor.acts import ACTS, FORM_KEY
from registry.web.editor.submission_access import to_handle, to_list, why_refused
from registry.web.editor.views import for_editors
from registry.web.interests import Interests
from registry.web.presenters.editor_mails import leaving
from registry.web.presenters.editor_motions import motion_page
from registry.web.presenters.editor_opened import opened_rows
from registry.web.presenters.editor_queue import queue
from registry.web.presenters.editor_submission import overview

AGREE, DROP = "agree", "drop"
OUTCOMES = {
    Outcome.CLEAR: "Declared: you can take part in this review.",
    Outcome.WAIVABLE: "Declared. An editor-in-chief decides whether it can stand; until then you "
    "have no part in this review.",
    Outcome.BLOCKED: "Declared: you have no part in this review, and do not meet it any more.",
}


@for_editors("GET", "HEAD")
def index(request: HttpRequest, person: Person) -> HttpResponse:
    page = queue(person, request.GET.get("view", ""))
    return render(request, "editor/queue.html", {"page": page})


@for_editors("GET", "HEAD")
def opened(request: HttpRequest, person: Person) -> HttpResponse:
    """Which submissions administrators opened, why, and how often each was read."""
    return render(request, "editor/opened.html", {"rows": opened_rows(person)})


@for_editors("GET", "HEAD", "POST")
def detail(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """Where it stands. What is posted here is a note for the other editors."""
    submission = to_list(person, public_id)
    error = ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        key = request.POST.get(FORM_KEY, "")[:40]
        error = why_refused(
            lambda: editors.note(by=person, submission=submission, text=text, form_key=key)
        )
        if not error:
            messages.success(request, "The note is kept; only editors read it.")
            return redirect("editor:submission", submission.public_id)
    context = {
        "page": overview(submission, person, ACTS.keys()),
        "form_key": secrets.token_urlsafe(16),
        "error": error,
        "text": request.POST.get("text", ""),
    }
    return render(request, "editor/submission.html", context, status=400 if error else 200)


@for_editors("GET", "HEAD", "POST")
def declare(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    submission = to_list(person, public_id)
    form = Interests(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        declared = editors.declare_interests(
            by=person, submission=submission, answers=form.answers()
        )
        messages.success(request, OUTCOMES[Outcome(declared.outcome)])
        if declared.outcome != Outcome.CLEAR:
            return redirect("editor:submissions")
        return redirect("editor:submission", submission.public_id)
    context = {"submission": submission, "form": form}
    status = 400 if form.errors else 200
    return render(request, "editor/declare.html", context, status=status)


@for_editors("GET", "HEAD", "POST")
def motion(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """A proposal: what will happen, word for word, and the choice to agree or drop it."""
    found = _motion(person, public_id)
    assert found.submission is not None  # noqa: S101 - ``_motion`` finds no other
    error = ""
    if request.method == "POST":
        deed = {AGREE: carrying.second, DROP: carrying.drop}.get(request.POST.get("do", ""))
        if deed is not None:
            error = why_refused(lambda: deed(by=person, motion=found))
            if not error:
                done = "Agreed, and done." + leaving(found.action)
                dropped = "The proposal is dropped."
                messages.success(request, done if deed is carrying.second else dropped)
                return redirect("editor:submission", found.submission.public_id)
            found.refresh_from_db()
    page = motion_page(found, person)
    context = {"page": page, "error": error}
    return render(request, "editor/motion.html", context, status=409 if error else 200)


def _motion(person: Person, public_id: str) -> Motion:
    found = Motion.objects.filter(public_id=public_id, submission__isnull=False).first()
    if found is None:
        raise Http404("There is no such proposal.")
    submission: Submission | None = found.submission
    to_handle(person, submission.public_id if submission else "")
    return found
