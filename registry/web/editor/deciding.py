"""The page of reports and decision, and the page of the review file before it is published."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.actions.people import subject_of
from registry.actions.review import decisions, publishing
from registry.models import ReportComment, Submission
from registry.rules.errors import Refused
from registry.rules.permissions import Person, roles_on
from registry.rules.workflow.vocabulary import Role, State
from registry.web.editor.submission_access import to_handle, why_refused
from registry.web.editor.views import for_editors
from registry.web.presenters.editor_decision import decision_page
from registry.web.presenters.editor_publication import publication_page

Posted = Mapping[str, str]


@for_editors("GET", "HEAD", "POST")
def page(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """Reports, the matrix, comments. Rulings are posted here one by one."""
    submission = to_handle(person, public_id)
    error = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("do", ""))
        error = why_refused(lambda: act(person, submission, request.POST)) if act else ""
        if not error:
            return redirect(reverse("editor:decision", args=[public_id]))
    can_act = (
        Role.HANDLING_EDITOR in roles_on(person, subject_of(submission)) and not submission.is_held
    )
    context = {
        "page": decision_page(
            submission,
            person,
            can_rule=can_act and State(submission.state) in decisions.RULED_IN,
            can_redact=can_act and submission.state != State.PUBLISHED,
        ),
        "error": error,
        "posted": request.POST,
    }
    return render(request, "editor/decision.html", context, status=400 if error else 200)


@for_editors("GET", "HEAD", "POST")
def publication(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """The review file as it would be published, what was found in it, who signed."""
    submission = _accepted(person, public_id)
    error = ""
    if request.method == "POST":
        error = why_refused(
            lambda: publishing.clear_leaks(
                by=person,
                submission=submission,
                file_hash=request.POST.get("file", "")[:80],
                reason=request.POST.get("reason", ""),
            )
        )
        if not error:
            messages.success(request, "The review file is looked through, as it stands now.")
            return redirect("editor:publication", public_id)
    page = publication_page(submission, person)
    context = {"page": page, "error": error, "reason": request.POST.get("reason", "")}
    return render(request, "editor/publication.html", context, status=400 if error else 200)


@for_editors("GET", "HEAD")
def review_file(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """The file as data, before it is published: for the editors alone."""
    submission = _accepted(person, public_id)
    text = json.dumps(publishing.review_file_of(submission).document, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


def _accepted(person: Person, public_id: str) -> Submission:
    """There is a review file to look through from the acceptance to the publication."""
    submission = to_handle(person, public_id)
    if submission.state != State.ACCEPTED:
        raise Http404("The card was not accepted, or is published already.")
    return submission


def _rule(person: Person, submission: Submission, posted: Posted) -> None:
    key = posted.get("comment", "")
    comment = (
        ReportComment.objects.filter(pk=int(key), report__assignment__submission=submission).first()
        if key.isdecimal() and key.isascii() and len(key) < 12
        else None
    )
    if comment is None:
        raise Refused("There is no such comment in this review.")
    decisions.rule_on_comment(
        by=person,
        comment=comment,
        ruling=posted.get("ruling", ""),
        weight=posted.get("weight", ""),
        reason=posted.get("reason", ""),
    )


def _adjudicate(person: Person, submission: Submission, posted: Posted) -> None:
    decisions.adjudicate(
        by=person,
        submission=submission,
        item=posted.get("item", ""),
        verdict=posted.get("verdict", ""),
        reason=posted.get("reason", ""),
    )


ACTS: Mapping[str, Callable[[Person, Submission, Posted], None]] = {
    "rule": _rule,
    "adjudicate": _adjudicate,
}
