"""Around the sections of a card in the making: what there is, what blocks, every move."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registry.actions import attestations, submissions
from registry.actions.replies import right_of
from registry.models import DraftChange, Submission, User
from registry.rules.attestation import ATTESTATION
from registry.rules.errors import CardInvalid, Refused, SecondFactorMissing, StaleWrite
from registry.rules.permissions import Person
from registry.rules.review.fields import FieldsInvalid
from registry.rules.workflow.vocabulary import EDITABLE, UNSUBMITTED, Kind, State
from registry.web.drafts.access import asking, submission_for, token_of
from registry.web.drafts.forms import Reason, Submit
from registry.web.kept_forms import signed_in
from registry.web.presenters.draft_checks import check_page, history_page
from registry.web.presenters.draft_lists import dashboard_page
from registry.web.presenters.drafts import task_list

GET_AND_POST = ["GET", "HEAD", "POST"]


@signed_in
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    return render(request, "drafts/list.html", {"page": dashboard_page(asking(request))})


@signed_in
@require_safe
def tasks(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission = submission_for(person, public_id)
    if State(submission.state) not in EDITABLE | UNSUBMITTED:
        # Under review there is nothing to fill in: the way leads to what happens instead.
        return redirect("submission:review", public_id)
    page = task_list(person, submission)
    return render(request, "drafts/tasks.html", {"page": page})


@signed_in
@require_http_methods(GET_AND_POST)
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """What blocks, what reviewers will ask, what is missing; and the move that ends the draft."""
    person = asking(request)
    submission = submission_for(person, public_id)
    if request.method == "POST":
        return _answered(request, person, submission)
    page = check_page(person, submission)
    return render(request, "drafts/check.html", {"page": page})


@signed_in
@require_http_methods(GET_AND_POST)
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission = submission_for(person, public_id)
    if request.method == "POST":
        number = request.POST.get("number", "")
        is_number = number.isdecimal() and number.isascii() and len(number) < 9
        change = submission.changes.filter(number=int(number) if is_number else 0).first()
        if change is not None:
            return _done(request, submission, "Restored.", lambda: _restore(person, change))
    return render(request, "drafts/history.html", {"page": history_page(submission)})


@signed_in
@require_http_methods(GET_AND_POST)
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission = submission_for(person, public_id)
    if request.method == "POST":
        token = token_of(request)
        response = _done(
            request,
            submission,
            f"The draft of {submission.model_name} was discarded.",
            lambda: submissions.discard(by=person, submission=submission, token=token),
        )
        return response if submission.state != "discarded" else redirect("submission:list")
    return render(request, "drafts/discard.html", {"submission": submission})


@signed_in
@require_http_methods(GET_AND_POST)
def return_to_draft(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission = submission_for(person, public_id)
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            submission,
            "The card is a draft again.",
            lambda: submissions.return_to_draft(
                by=person,
                submission=submission,
                token=token_of(request),
                reason=form.cleaned_data["reason"],
            ),
        )
    return _form(request, submission, form, "drafts/return.html")


@signed_in
@require_http_methods(GET_AND_POST)
def attest(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission = submission_for(person, public_id)
    if request.method != "POST" and submission.state != State.AWAITING_ATTESTATION:
        messages.error(request, "Only a card that is marked as complete can be attested.")
        return redirect(submission)
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - ``signed_in`` stands before it
    form = Submit(
        request.POST or None,
        initial={"name": user.display_name},
        is_correction=submission.corrects_id is not None,
    )
    if request.method == "POST" and form.is_valid():
        declaration = attestations.Declaration(
            form.cleaned_data["name"], user.email, form.cleaned_data["competing_interests"]
        )
        try:
            attestations.attest_and_submit(
                by=person,
                submission=submission,
                token=token_of(request),
                declaration=declaration,
                choices=form.choices(),
            )
        except SecondFactorMissing as missing:
            messages.error(request, str(missing))
            return redirect("mfa_index")
        except CardInvalid as invalid:
            form.add_error(None, [problem.message for problem in invalid.problems])
        except FieldsInvalid as invalid:
            form.refuse(invalid)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("submission:submitted", submission.public_id)
    return _form(request, submission, form, "drafts/attest.html", attestation=ATTESTATION)


@signed_in
@require_safe
def submitted(request: HttpRequest, public_id: str) -> HttpResponse:
    submission = submission_for(asking(request), public_id)
    snapshot = submission.snapshots.order_by("-number").first()
    if snapshot is None:
        return redirect(submission.get_absolute_url())
    right = right_of(submission)
    context = {"submission": submission, "snapshot": snapshot, "right": right}
    return render(request, "drafts/submitted.html", context)


def _answered(request: HttpRequest, person: Person, submission: Submission) -> HttpResponse:
    """Store the reasons that were given, then make the move if its button was pressed."""
    token = token_of(request)
    page = check_page(person, submission)

    def act() -> None:
        for warning in page.warnings:
            reason = request.POST.get(f"reason-{warning.digest}", "").strip()
            if reason and reason != warning.reason:
                submissions.acknowledge(
                    by=person,
                    submission=submission,
                    digest=warning.digest,
                    message=warning.message,
                    reason=reason,
                )
        if request.POST.get("do") != "move":
            return
        if token != page.token:
            raise StaleWrite("The draft was changed in the meantime; look at it again.", None)
        move = (
            attestations.submit_listing
            if submission.kind == Kind.THIRD_PARTY
            else attestations.complete
        )
        move(by=person, submission=submission, token=submission.token)

    response = _done(request, submission, "Saved.", act, to="submission:check")
    if submission.state == "submitted":
        return redirect("submission:submitted", submission.public_id)
    if submission.state != "draft":
        return redirect(submission.get_absolute_url())
    return response


def _restore(person: Person, change: DraftChange) -> None:
    stored = change.submission.sections.filter(name=change.section).first()
    submissions.restore_section(
        by=person,
        submission=change.submission,
        change=change,
        token=stored.token if stored else submissions.UNSAVED,
    )


def _done(
    request: HttpRequest,
    submission: Submission,
    text: str,
    act: Callable[[], None],
    to: str = "submission:detail",
) -> HttpResponse:
    """Act, say what happened or why not, and go back to the draft."""
    try:
        act()
    except CardInvalid as invalid:
        for problem in invalid.problems[:5]:
            messages.error(request, problem.message)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, text)
    return redirect(reverse(to, args=[submission.public_id]))


def _form(
    request: HttpRequest, submission: Submission, form: Form, template: str, **context: object
) -> HttpResponse:
    context |= {"form": form, "submission": submission}
    return render(request, template, context, status=400 if form.errors else 200)
