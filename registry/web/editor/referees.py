"""Looking for referees, and what becomes of those on the list."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.actions.people import subject_of
from registry.actions.review import assignments
from registry.models import Actor, RefereeProfile, Submission
from registry.rules.errors import Refused
from registry.rules.permissions import Person, roles_on
from registry.rules.workflow.vocabulary import Role, State
from registry.web.drafts.access import token_of
from registry.web.editor.submission_access import to_handle
from registry.web.editor.views import for_editors
from registry.web.presenters.editor_referees import referees_page

DONE: Mapping[str, str] = {
    "propose": "On the list. They are invited when the card is sent to referees.",
    "invite": "Invited; the mail is on its way.",
    "cancel": "Ended.",
    "recuse": "Recused; a report is kept and counts no more.",
}


@for_editors("GET", "HEAD", "POST")
def page(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """The list and the search; each button posts one move."""
    submission = to_handle(person, public_id)
    error = ""
    if request.method == "POST":
        try:
            _make(request, person, submission)
        except Refused as refused:
            error = str(refused)
            submission.refresh_from_db()
        else:
            messages.success(request, DONE.get(request.POST.get("do", ""), "Nothing was asked."))
            return redirect(reverse("editor:referees", args=[public_id]))
    can_propose = (
        Role.HANDLING_EDITOR in roles_on(person, subject_of(submission))
        and State(submission.state) in assignments.TO_BE_INVITED
        and not submission.is_held
    )
    asked = request.GET.get("q", "")[:200]
    context = {
        "page": referees_page(person, submission, asked, can_propose=can_propose),
        "error": error,
    }
    return render(request, "editor/referees.html", context, status=409 if error else 200)


def _make(request: HttpRequest, person: Person, submission: Submission) -> None:
    do, key = request.POST.get("do", ""), request.POST.get("who", "")
    if do == "propose":
        profile = RefereeProfile.objects.filter(user__actor__key=key, is_available=True).first()
        if profile is None:
            raise Refused("There is nobody to be invited under this name.")
        wish = request.POST.get("wish", "")
        assignments.propose(
            by=person,
            submission=submission,
            referee=Actor.objects.get(key=key),
            wish=wish if wish in ("suggested", "opposed") else "",
        )
        return
    assignment = submission.assignments.filter(public_id=key).first()
    if assignment is None:
        raise Refused("There is no such referee on the list.")
    token, reason = token_of(request), request.POST.get("reason", "")
    match do:
        case "invite":
            assignments.invite(by=person, assignment=assignment, token=token)
        case "cancel":
            assignments.cancel(by=person, assignment=assignment, token=token, reason=reason)
        case "recuse":
            assignments.recuse(by=person, assignment=assignment, token=token, reason=reason)
