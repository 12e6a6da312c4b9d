"""What somebody was invited to, the answer to it, and the way out."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.actions.review import assignments
from registry.models import Assignment
from registry.rules.errors import Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.web.drafts.access import asking, token_of
from registry.web.kept_forms import signed_in
from registry.web.presenters.referee import invitation_page, work_lists
from registry.web.referee.access import invited, invited_to
from registry.web.referee.forms import Accept, Decline, Leave

ACCEPT, DECLINE = "accept", "decline"


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    lists = work_lists(invited(asking(request)))
    return render(request, "referee/list.html", {"page": lists})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    assignment = invited_to(person, public_id)
    do = request.POST.get("do")
    accept = Accept(request.POST if do == ACCEPT else None)
    decline = Decline(request.POST if do == DECLINE else None, prefix=DECLINE)
    status = 200
    if do in (ACCEPT, DECLINE):
        form = accept if do == ACCEPT else decline
        status = 400
        if form.is_valid():
            try:
                return _answer(request, person, assignment, form)
            except (StaleWrite, TransitionRefused) as refused:
                form.add_error(None, str(refused))
                status = 409
            except Refused as refused:
                form.add_error(None, str(refused))
            assignment = invited_to(person, public_id)
    context = {
        "page": invitation_page(assignment),
        "form": decline if do == DECLINE else accept,
        "accept": accept,
        "decline": decline,
    }
    return render(request, "referee/invitation.html", context, status=status)


def _answer(
    request: HttpRequest, person: Person, assignment: Assignment, form: forms.Form
) -> HttpResponse:
    token = token_of(request)
    if not isinstance(form, Accept):
        assignments.decline(
            by=person, assignment=assignment, token=token, reason=form.cleaned_data["reason"]
        )
        messages.success(request, "Declined. Thank you for answering.")
        return redirect("referee:list")
    referee = assignments.accept(
        by=person,
        assignment=assignment,
        token=token,
        answers=form.answers(),
        agrees=form.cleaned_data["agrees"],
    )
    if referee is None:
        messages.warning(
            request, "What you declared forbids a part in this review. Thank you for saying so."
        )
        return redirect("referee:list")
    messages.success(request, f"Accepted. In this review you are {referee.pseudonym}.")
    return redirect("referee:report", assignment.public_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Recuse oneself for an interest found later."""
    person = asking(request)
    assignment = invited_to(person, public_id)
    form, status = Leave(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                assignments.recuse(
                    by=person,
                    assignment=assignment,
                    token=token_of(request),
                    reason=form.cleaned_data["reason"],
                )
            except Refused as refused:
                form.add_error(None, str(refused))
                is_late = isinstance(refused, (StaleWrite, TransitionRefused))
                status = 409 if is_late else 400
            else:
                messages.success(request, "You have left this review. Thank you for saying so.")
                return redirect("referee:list")
    context = {"page": invitation_page(invited_to(person, public_id)), "form": form}
    return render(request, "referee/leave.html", context, status=status)
