"""The triage page: from each claim to its evidence; issues; the model's registration."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.actions import releases
from registry.actions.people import subject_of
from registry.actions.review import triage
from registry.models import Release, Submission
from registry.rules.errors import Refused
from registry.rules.permissions import Person, roles_on
from registry.rules.workflow.vocabulary import Role, State
from registry.web.editor.submission_access import to_handle, why_refused
from registry.web.editor.views import for_editors
from registry.web.named_errors import NamedErrors
from registry.web.presenters.editor_triage import triage_page

Posted = Mapping[str, str]


class RegisterRelease(NamedErrors):
    """What the registry has to know of a model before its card can be accepted."""

    released_on = forms.CharField(
        label="Day of release", help_text="Such as 2026-11-30.", max_length=10
    )
    precision = forms.ChoiceField(
        label="How exactly the day is known", choices=Release.Precision.choices
    )
    tier = forms.ChoiceField(label="How much it counts", choices=Release.Tier.choices)
    tier_reason = forms.CharField(label="Why it counts so", max_length=2000)
    source_title = forms.CharField(label="Title of the source", max_length=300)
    source_url = forms.URLField(
        label="Address of the source", max_length=2000, assume_scheme="https"
    )


@for_editors("GET", "HEAD", "POST")
def page(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """The card as submitted. Each button posts one check or issue and comes back to its claim."""
    submission = to_handle(person, public_id)
    error, item = "", request.POST.get("item", "")
    if request.method == "POST":
        act = ACTS.get(request.POST.get("do", ""))
        error = why_refused(lambda: act(person, submission, request.POST)) if act else ""
        if not error:
            anchor = f"#{item.lower()}" if act else ""
            return redirect(f"{reverse('editor:triage', args=[public_id])}{anchor}")
    is_handling = Role.HANDLING_EDITOR in roles_on(person, subject_of(submission))
    context = {
        "page": triage_page(
            submission,
            can_check=is_handling and submission.state == State.TRIAGE and not submission.is_held,
        ),
        "error": error,
        "posted": request.POST,
        "must_register": is_handling and submission.release_id is None,
    }
    return render(request, "editor/triage.html", context, status=400 if error else 200)


@for_editors("GET", "HEAD", "POST")
def register(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """Register the model of a submission that the registry did not know yet."""
    submission = to_handle(person, public_id)
    form = RegisterRelease(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        source = releases.Source(data.pop("source_title"), data.pop("source_url"))
        error = why_refused(
            lambda: triage.register_release(by=person, submission=submission, source=source, **data)
        )
        if not error:
            messages.success(request, f"{submission.card_id} is registered.")
            return redirect("editor:submission", public_id)
        form.add_error(None, error)
    context = {"submission": submission, "form": form}
    return render(request, "editor/register.html", context, status=400 if form.errors else 200)


def _check(person: Person, submission: Submission, posted: Posted) -> None:
    triage.check_item(
        by=person,
        submission=submission,
        item=posted.get("item", ""),
        finding=posted.get("finding", ""),
        note=posted.get("note", ""),
    )


def _issue(person: Person, submission: Submission, posted: Posted) -> None:
    triage.add_issue(
        by=person,
        submission=submission,
        item=posted.get("item", ""),
        severity=posted.get("severity", ""),
        text=posted.get("text", ""),
    )


def _take_back(person: Person, submission: Submission, posted: Posted) -> None:
    number = posted.get("number", "")
    issue = (
        submission.issues.filter(number=int(number)).first()
        if number.isdecimal() and number.isascii() and len(number) < 5
        else None
    )
    if issue is None:
        raise Refused(f"There is no issue {number!r} here.")
    triage.take_back_issue(by=person, issue=issue)


ACTS: Mapping[str, Callable[[Person, Submission, Posted], None]] = {
    "check": _check,
    "issue": _issue,
    "take_back": _take_back,
}
