"""Following a review, and every way the lab ends it or goes on."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.actions import attestations
from registry.actions.review import corrections, endings, publishing, revisions
from registry.models import Submission, User
from registry.rules.attestation import ATTESTATION
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Kind, State
from registry.web.drafts.access import asking, token_of
from registry.web.kept_forms import signed_in
from registry.web.presenters.review_answers import reports_page
from registry.web.presenters.review_revision import SENDS, proof_page, revision_page
from registry.web.presenters.review_timeline import timeline_page
from registry.web.reviewed import forms
from registry.web.reviewed.acting import form_page, key_of, refusal, reviewed_for

GET_AND_POST = ["GET", "HEAD", "POST"]


@signed_in
@require_safe
def timeline(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission, _ = reviewed_for(person, public_id)
    return render(request, "reviewed/timeline.html", {"page": timeline_page(person, submission)})


@signed_in
@require_safe
def reports(request: HttpRequest, public_id: str) -> HttpResponse:
    submission, viewer = reviewed_for(asking(request), public_id)
    context = {"submission": submission, "reports": reports_page(submission, viewer)}
    return render(request, "reviewed/reports.html", context)


@signed_in
@require_http_methods(GET_AND_POST)
def resubmit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the card back with the answers: after a return, or after a revision was asked for."""
    person = asking(request)
    submission, viewer = reviewed_for(person, public_id)
    if request.method != "POST" and submission.state not in SENDS:
        messages.error(request, "Only a card that is with you can be sent back.")
        return redirect("submission:review", public_id)
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - ``signed_in`` stands before it
    is_attested = submission.kind == Kind.LAB
    data = request.POST if request.method == "POST" else None
    form: Form = (
        forms.Send(data, initial={"name": user.display_name})
        if is_attested
        else forms.Confirm(data)
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            declaration = _declared(form, user) if is_attested else None
            status = refusal(form, lambda: _send(request, person, submission, declaration))
        if not status:
            messages.success(request, "Sent. The editor has the next move.")
            return redirect("submission:review", public_id)
        submission.refresh_from_db()
    page = revision_page(submission, viewer) if submission.state in SENDS else None
    return form_page(
        request,
        "reviewed/resubmit.html",
        submission,
        form,
        status,
        page=page,
        attestation=ATTESTATION,
    )


def _declared(form: Form, user: User) -> attestations.Declaration:
    data = form.cleaned_data
    return attestations.Declaration(
        data["name"],
        user.email,
        data["competing_interests"],
        ai_used=data["ai_used"] == "yes",
        ai_statement=data["ai_statement"],
    )


def _send(
    request: HttpRequest,
    person: Person,
    submission: Submission,
    declaration: attestations.Declaration | None,
) -> None:
    token, key = token_of(request), key_of(request)
    if submission.state == State.REVISION_REQUESTED and declaration is not None:
        revisions.submit_revision(
            by=person,
            submission=submission,
            token=token,
            declaration=declaration,
            form_key=key,
        )
    else:
        revisions.resubmit(
            by=person,
            submission=submission,
            token=token,
            declaration=declaration,
            form_key=key,
        )


@signed_in
@require_http_methods(GET_AND_POST)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission, _ = reviewed_for(person, public_id)

    def act(form: Form) -> None:
        endings.withdraw(
            by=person,
            submission=submission,
            token=token_of(request),
            reason=form.cleaned_data["reason"],
            form_key=key_of(request),
        )

    form = forms.Withdraw(request.POST or None)
    return _one(request, submission, form, act, "reviewed/withdraw.html", "Withdrawn.")


@signed_in
@require_http_methods(GET_AND_POST)
def appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission, _ = reviewed_for(person, public_id)

    def act(form: Form) -> None:
        endings.appeal(
            by=person,
            submission=submission,
            token=token_of(request),
            form_key=key_of(request),
            **form.cleaned_data,
        )

    form = forms.AppealForm(request.POST or None)
    done = "The appeal goes to an editor who had no part in the decision."
    return _one(request, submission, form, act, "reviewed/appeal.html", done)


@signed_in
@require_http_methods(GET_AND_POST)
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Start a new submission from what was submitted last."""
    person = asking(request)
    submission, _ = reviewed_for(person, public_id)
    started: list[Submission] = []

    def act(form: Form) -> None:
        draft = endings.resubmit_as_new(
            by=person, submission=submission, token=token_of(request), form_key=key_of(request)
        )
        started.extend([draft] if draft else [])

    form = forms.Confirm(request.POST if request.method == "POST" else None)
    done = "A new draft, from what was submitted last."
    return _one(request, submission, form, act, "reviewed/again.html", done, started)


@signed_in
@require_http_methods(GET_AND_POST)
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission, _ = reviewed_for(person, public_id)
    started: list[Submission] = []

    def act(form: Form) -> None:
        draft = corrections.start(
            by=person, submission=submission, form_key=key_of(request), **form.cleaned_data
        )
        started.extend([draft] if draft else [])

    form = forms.Correct(request.POST or None)
    done = "The correction is a draft: change what was wrong, then submit it."
    return _one(request, submission, form, act, "reviewed/correct.html", done, started)


@signed_in
@require_http_methods(GET_AND_POST)
def proof(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission, viewer = reviewed_for(person, public_id)
    if request.method != "POST" and submission.state != State.ACCEPTED:
        messages.error(request, "There is a proof once the card was accepted.")
        return redirect("submission:review", public_id)

    def act(form: Form) -> None:
        publishing.confirm_proof(by=person, submission=submission)

    form = forms.Confirm(request.POST if request.method == "POST" else None)
    page = proof_page(person, submission, viewer)
    done = "The proof is confirmed; the editor publishes the card."
    return _one(request, submission, form, act, "reviewed/proof.html", done, page=page)


def _one(
    request: HttpRequest,
    submission: Submission,
    form: Form,
    act: Callable[[Form], None],
    template: str,
    done: str,
    started: list[Submission] | None = None,
    **context: object,
) -> HttpResponse:
    """A form with one act; afterwards to the draft it started, else to the timeline."""
    status = 200
    if request.method == "POST":
        status = refusal(form, lambda: act(form)) if form.is_valid() else 400
        if not status:
            messages.success(request, done)
            return redirect(started[0] if started else submission.get_absolute_url())
    return form_page(request, template, submission, form, status, **context)
