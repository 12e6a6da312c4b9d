"""The page on which the handling editor proposes to take words out of a report."""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from registry.actions.people import subject_of
from registry.actions.review import redacting
from registry.actions.review.texts import LONGEST
from registry.models import Report, Submission
from registry.rules.errors import Refused
from registry.rules.permissions import Person, roles_on
from registry.rules.review.redaction import REASON_LABELS
from registry.rules.workflow.vocabulary import Role, State
from registry.web.editor.acts import FORM_KEY, PROPOSED
from registry.web.editor.submission_access import to_handle
from registry.web.editor.views import for_editors
from registry.web.named_errors import NamedErrors
from registry.web.presenters.editor_redaction import open_reports, redaction_page, report_name


class Redact(NamedErrors):
    report = forms.ChoiceField(
        label="Report",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the report."},
    )
    passages = forms.CharField(
        label="Words to take out",
        max_length=LONGEST,
        help_text="Exactly as the referee wrote them, a passage a line; they go wherever they "
        "stand in this report.",
        error_messages={"required": "Copy the words from the report."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason_class = forms.ChoiceField(
        label="Why they cannot be published",
        choices=[(value.value, label) for value, label in REASON_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is. That a report is harsh is never one."},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST,
        help_text="For the editor-in-chief who has to agree, and for the record.",
        error_messages={"required": "Give the reason; it stays in the record."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, reports: list[Report], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # the posted data, or nothing
        field = self.fields["report"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(str(one.pk), report_name(one)) for one in reports]


@for_editors("GET", "HEAD", "POST")
def page(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    submission = _to_redact(person, public_id)
    reports = open_reports(submission, person)
    form = Redact(reports, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _propose(request, person, form, reports):
        messages.success(request, PROPOSED)
        return redirect("editor:submission", public_id)
    context = {
        "page": redaction_page(submission, reports),
        "form": form,
        "form_key": request.POST.get(FORM_KEY, "")[:40] or secrets.token_urlsafe(16),
    }
    return render(request, "editor/redaction.html", context, status=400 if form.errors else 200)


def _propose(request: HttpRequest, person: Person, form: Redact, reports: list[Report]) -> bool:
    data = form.cleaned_data
    try:
        redacting.propose(
            by=person,
            report=next(one for one in reports if str(one.pk) == data["report"]),
            passages=data["passages"].splitlines(),
            reason_class=data["reason_class"],
            reason=data["reason"],
            form_key=request.POST.get(FORM_KEY, "")[:40],
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _to_redact(person: Person, public_id: str) -> Submission:
    """It is the handling editor who proposes, until the review file is published."""
    submission = to_handle(person, public_id)
    if Role.HANDLING_EDITOR not in roles_on(person, subject_of(submission)):
        raise Http404("Redactions are proposed by the handling editor.")
    if submission.state == State.PUBLISHED:
        raise Http404("The review file is published; nothing in it changes any more.")
    return submission
