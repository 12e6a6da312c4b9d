"""Answering comments and issues one by one; each answer has a token of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from registry.actions.audit import now
from registry.actions.review import revisions
from registry.models import Issue, ReplyDraft, ReportComment, Submission
from registry.rules.errors import Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.visibility import Viewer
from registry.web.drafts.access import asking, token_of
from registry.web.kept_forms import signed_in
from registry.web.presenters.review_answers import Typed, answers_page, askable
from registry.web.reviewed.acting import reviewed_for


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission, viewer = reviewed_for(person, public_id)
    typed: dict[str, Typed] = {}
    status = 200
    if request.method == "POST":
        typed, status = _save(request, person, submission, viewer)
        if request.headers.get("Accept") == "application/json":
            return _told(submission, viewer, typed, status)
        if status == 200:
            messages.success(request, "Saved. Nothing is sent before you submit.")
            return redirect("submission:answers", public_id)
    page = answers_page(submission, viewer, typed)
    return render(request, "reviewed/answers.html", {"page": page}, status=status)


def _save(
    request: HttpRequest, person: Person, submission: Submission, viewer: Viewer
) -> tuple[dict[str, Typed], int]:
    """Save each answer that was sent; those that cannot be saved come back as they were typed."""
    refused: dict[str, Typed] = {}
    status = 200
    for label, asked in askable(submission, viewer).items():
        sent = request.POST.get(f"text-{label}")
        if sent is None:
            continue
        disposition = request.POST.get(f"disposition-{label}", "")
        try:
            _save_one(request, person, submission, asked, label, sent, disposition)
        except StaleWrite as stale:
            stored = stale.current.text if isinstance(stale.current, ReplyDraft) else ""
            refused[label], status = Typed(sent, disposition, str(stale), stored), 409
        except TransitionRefused as late:
            refused[label], status = Typed(sent, disposition, str(late)), 409
        except Refused as wrong:
            refused[label], status = Typed(sent, disposition, str(wrong)), max(status, 400)
    return refused, status


def _save_one(
    request: HttpRequest,
    person: Person,
    submission: Submission,
    asked: ReportComment | Issue,
    label: str,
    text: str,
    disposition: str,
) -> None:
    is_empty = not text.strip() and not disposition
    if is_empty and not ReplyDraft.objects.filter(submission=submission, **_about(asked)).exists():
        return
    revisions.save_reply(
        by=person,
        submission=submission,
        to=asked,
        text=text.replace("\r\n", "\n"),
        disposition="" if isinstance(asked, Issue) else disposition,
        token=token_of(request, f"token-{label}"),
    )


def _about(asked: ReportComment | Issue) -> dict[str, int]:
    return {"issue": asked.pk} if isinstance(asked, Issue) else {"comment": asked.pk}


def _told(
    submission: Submission, viewer: Viewer, typed: dict[str, Typed], status: int
) -> JsonResponse:
    page = answers_page(submission, viewer, typed)
    return JsonResponse(
        {
            # An answer that was refused keeps the token it was typed against.
            "tokens": {one.label: one.token for one in page.questions if one.label not in typed},
            "refused": [f"{label}: {one.error}" for label, one in typed.items()],
            "notes": {
                f"notes-{one.anchor}": render_to_string("reviewed/notes.html", {"question": one})
                for one in page.questions
            },
            "open": page.open,
            "saved": render_to_string("drafts/saved.html", {"at": now()}),
        },
        status=status,
    )
