"""Looking for referees, and what becomes of those on the list."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.actions.people import subject_of
from registry.actions.review import assignments, reports
from registry.models import Actor, RefereeProfile, Report, Submission
from registry.rules.errors import Refused
from registry.rules.permissions import Person, roles_on
from registry.rules.workflow.vocabulary import Role, State
from registry.web.drafts.access import token_of
from registry.web.editor import act_forms
from registry.web.editor.submission_access import to_handle, why_refused
from registry.web.editor.views import for_editors
from registry.web.presenters.editor_referees import referees_page, return_page

DONE: Mapping[str, str] = {
    "propose": "On the list. They are invited when the card is sent to referees.",
    "invite": "Invited; the mail is on its way.",
    "cancel": "Ended.",
    "recuse": "Recused; a report is kept and counts no more.",
}
# Whether somebody is whom the lab suggested, where its words leave it open.
ANSWERS: Mapping[str, bool] = {"yes": True, "no": False}


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


@for_editors("GET", "HEAD", "POST")
def return_report(request: HttpRequest, person: Person, public_id: str, key: str) -> HttpResponse:
    """Give a report back to its author, with the reason."""
    submission = to_handle(person, public_id)
    report = (
        Report.objects.filter(
            assignment__submission=submission, assignment__public_id=key, returned__isnull=True
        )
        .select_related("assignment__submission", "assignment__person")
        .first()
    )
    if report is None:
        raise Http404("This referee has no report that stands.")
    form = act_forms.WithReason(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        refusal = why_refused(
            lambda: reports.return_report(
                by=person,
                report=report,
                token=token_of(request),
                reason=form.cleaned_data["reason"],
            )
        )
        if not refusal:
            messages.success(request, "Returned; the mail is on its way.")
            return redirect("editor:referees", public_id)
        form.add_error(None, refusal)
        report.assignment.refresh_from_db()
    refusal = why_refused(lambda: reports.check_returnable(by=person, report=report))
    context = {
        "page": return_page(person, report, refusal),
        "form": form,
        "token": report.assignment.token,
    }
    return render(request, "editor/act.html", context, status=400 if form.errors else 200)


def _make(request: HttpRequest, person: Person, submission: Submission) -> None:
    do, key = request.POST.get("do", ""), request.POST.get("who", "")
    if do == "propose":
        profile = RefereeProfile.objects.filter(user__actor__key=key, is_available=True).first()
        if profile is None:
            raise Refused("There is nobody to be invited under this name.")
        assignments.propose(
            by=person,
            submission=submission,
            referee=Actor.objects.get(key=key),
            is_suggested=ANSWERS.get(request.POST.get("suggested", "")),
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
