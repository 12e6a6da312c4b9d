"""The report in the making, a last look at it, and what became of it."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from registry.actions.review import reports
from registry.models import Assignment, ReportDraft
from registry.rules.errors import Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.review.fields import FieldProblem, FieldsInvalid
from registry.rules.review.report_check import check_report
from registry.rules.review.reports import ReportContent
from registry.rules.workflow.assignments import AssignmentState
from registry.web.drafts.access import asking, token_of
from registry.web.kept_forms import signed_in
from registry.web.presenters.referee_handing_in import done_page, summary_page
from registry.web.presenters.referee_reports import differences, work_page
from registry.web.referee.access import accepted_by
from registry.web.referee.reading import typed

FORM = "_form"
SEEN = "_seen"
NEXT = "next"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    assignment = accepted_by(person, public_id)
    if not reports.is_writable(assignment):
        status = 409 if request.method == "POST" else 200
        return render(
            request, "referee/done.html", {"page": done_page(assignment, person)}, status=status
        )
    if request.method == "POST":
        return _save(request, person, assignment)
    return _shown(request, assignment)


def _shown(
    request: HttpRequest,
    assignment: Assignment,
    data: dict[str, Any] | None = None,
    note: str = "",
    problems: tuple[FieldProblem, ...] = (),
    others: tuple[Any, ...] = (),
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    draft = ReportDraft.objects.filter(assignment=assignment).first()
    if data is None:
        data = reports.draft_content(assignment).to_data()
        note = draft.confidential_note if draft else ""
    page = work_page(assignment, draft, data, note, problems)
    context = {"page": page, "others": others, "told": told}
    return render(request, "referee/report.html", context, status=status)


def _save(request: HttpRequest, person: Person, assignment: Assignment) -> HttpResponse:
    is_script = request.headers.get("Accept") == "application/json"
    items = assignment.round.items if assignment.round else []
    data = typed(request.POST.dict(), items)
    note = request.POST.get("note", "").replace("\r\n", "\n").strip()
    try:
        draft = reports.save_draft(
            by=person,
            assignment=assignment,
            content=ReportContent.from_data(data),
            note=note,
            token=token_of(request),
        )
    except StaleWrite as stale:
        if is_script:
            return JsonResponse({"conflict": str(stale)}, status=409)
        others = differences(assignment, stale.current, data, note)
        return _shown(request, assignment, data, note, others=others, told=str(stale), status=409)
    except Refused as refused:
        is_late = isinstance(refused, TransitionRefused)
        if is_script:
            return JsonResponse({"refused": str(refused)}, status=409)
        problems = refused.problems if isinstance(refused, FieldsInvalid) else ()
        told = "" if problems else str(refused)
        status = 409 if is_late else 400
        return _shown(request, assignment, data, note, problems, told=told, status=status)
    if is_script:
        page = work_page(assignment, draft, data, note)
        return JsonResponse(
            {
                "token": draft.token,
                "saved": render_to_string("drafts/saved.html", {"at": draft.saved_at}),
                "errors": [],
                "meter": render_to_string("referee/progress.html", {"page": page}),
                "headline": [],
            }
        )
    if request.POST.get("_do") == NEXT:
        return redirect("referee:summary", assignment.public_id)
    messages.success(request, "Saved. Nobody but you reads it until you hand it in.")
    return redirect("referee:report", assignment.public_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is about to be handed in, and who will read which part of it."""
    person = asking(request)
    assignment = accepted_by(person, public_id)
    if not reports.is_writable(assignment):
        return redirect("referee:report", public_id)
    told, status = "", 200
    if request.method == "POST":
        hand_in = reports.submit
        if assignment.state == AssignmentState.CANCELLED:
            hand_in = reports.file_late
        try:
            hand_in(
                by=person,
                assignment=assignment,
                token=token_of(request),
                draft_token=token_of(request, SEEN),
                form_key=token_of(request, FORM),
            )
        except FieldsInvalid:
            # The page below says what it lacks, each line leading to its field.
            status = 400
        except Refused as refused:
            told = str(refused)
            status = 409 if isinstance(refused, (StaleWrite, TransitionRefused)) else 400
            assignment = accepted_by(person, public_id)
        else:
            messages.success(request, "Your report is handed in. Thank you.")
            return redirect("referee:report", public_id)
    content = reports.draft_content(assignment)
    problems = check_report(content, reports.assigned_items(assignment))
    context = {
        "page": summary_page(assignment, content, problems),
        "form_key": secrets.token_urlsafe(12),
        "told": told,
    }
    return render(request, "referee/summary.html", context, status=status)


@signed_in
@require_POST
def signing(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    assignment = accepted_by(person, public_id)
    signs = {"yes": True, "no": False}.get(request.POST.get("signs", ""))
    assert assignment.referee is not None  # noqa: S101 - who accepted has one
    if signs is None:
        messages.error(request, "Signing: found no answer. Expected yes or no.")
        return redirect("referee:report", public_id)
    try:
        reports.choose_signing(by=person, referee=assignment.referee, signs=signs)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            "Your name will stand under your reports once they are published."
            if signs
            else "Your reports will be published under your pseudonym.",
        )
    return redirect("referee:report", public_id)
