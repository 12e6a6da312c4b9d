"""Filling one section: shown, saved, refused where somebody else saved meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.actions import submissions
from registry.models import DraftSection, Submission
from registry.rules.drafts import SectionDraft, sections_of
from registry.rules.entry.names import name_of
from registry.rules.entry.reading import Reading, read_section
from registry.rules.errors import CardInvalid, NotPermitted, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Kind
from registry.web.drafts.access import BASE, asking, submission_for, token_of
from registry.web.kept_forms import signed_in
from registry.web.presenters.draft_conflicts import Conflict, chosen_inputs, conflict_page
from registry.web.presenters.draft_links import section_title, section_url
from registry.web.presenters.draft_sections import section_page

# Beside the inputs: which button was pressed.
DO = "_do"
ADD, REMOVE, NEXT, CHOOSE = "add:", "remove:", "next", "choose"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, public_id: str, section: str) -> HttpResponse:
    person = asking(request)
    submission = submission_for(person, public_id)
    if section not in sections_of(Kind(submission.kind)):
        raise Http404("A card has no such section.")
    if request.method == "POST":
        return _save(request, person, submission, section)
    return _shown(request, submission, section)


def _shown(
    request: HttpRequest,
    submission: Submission,
    name: str,
    reading: Reading | None = None,
    status: int = 200,
) -> HttpResponse:
    stored = submission.sections.filter(name=name).first()
    draft = reading.draft if reading else stored.draft() if stored else SectionDraft()
    page = section_page(
        submission,
        name,
        draft=draft,
        token=stored.token if stored else submissions.UNSAVED,
        saved_at=stored.changed_at if stored else None,
        blank=request.GET.get("add", ""),
        told=reading.problems if reading else (),
    )
    return render(request, "drafts/section.html", {"page": page}, status=status)


def _save(request: HttpRequest, person: Person, submission: Submission, name: str) -> HttpResponse:
    do = request.POST.get(DO, "")
    reading = read_section(name, _posted(request, do))
    if do != CHOOSE:
        return _save_reading(request, person, submission, name, reading, do)
    stored = submission.sections.filter(name=name).first()
    is_as_shown = (stored.token if stored else submissions.UNSAVED) == token_of(request)
    conflict = Conflict(submission, name, reading.draft, stored, token_of(request, BASE))
    chosen = request.POST.dict()
    inputs = chosen_inputs(conflict, chosen) if is_as_shown else None
    if inputs is None:
        return _conflict(request, conflict, chosen if is_as_shown else None)
    return _save_reading(request, person, submission, name, read_section(name, inputs), do)


def _conflict(
    request: HttpRequest, conflict: Conflict, chosen: Mapping[str, str] | None = None
) -> HttpResponse:
    page = conflict_page(conflict, chosen)
    return render(request, "drafts/conflict.html", {"page": page}, status=409)


def _save_reading(
    request: HttpRequest,
    person: Person,
    submission: Submission,
    name: str,
    reading: Reading,
    do: str,
) -> HttpResponse:
    is_script = request.headers.get("Accept") == "application/json"
    try:
        saved = submissions.save_section(
            by=person,
            submission=submission,
            name=name,
            draft=reading.draft,
            token=token_of(request),
        )
    except StaleWrite as stale:
        if is_script:
            return JsonResponse({"conflict": str(stale)}, status=409)
        return _conflict(
            request,
            Conflict(submission, name, reading.draft, stale.current, token_of(request)),
        )
    except (TransitionRefused, NotPermitted) as refused:
        if is_script:
            return JsonResponse({"refused": str(refused)}, status=409)
        messages.error(request, str(refused))
        return redirect(section_url(submission, name))
    except (CardInvalid, Refused) as refused:
        messages.error(request, str(refused))
        return _shown(request, submission, name, reading, status=400)
    if is_script:
        return _answer(request, submission, saved)
    return _go_on(request, submission, name, reading, do)


def _answer(request: HttpRequest, submission: Submission, saved: DraftSection) -> HttpResponse:
    """What the page's script puts in place: token, time, problems, meter."""
    page = section_page(
        submission, saved.name, draft=saved.draft(), token=saved.token, saved_at=saved.changed_at
    )
    return JsonResponse(
        {
            "token": page.token,
            "saved": render_to_string("drafts/saved.html", {"at": page.saved_at}),
            "errors": [{"text": line.text, "anchor": line.anchor} for line in page.errors],
            "meter": render_to_string("drafts/meter.html", {"meter": page.meter}),
            "headline": list(page.headline),
        }
    )


def _go_on(
    request: HttpRequest, submission: Submission, name: str, reading: Reading, do: str
) -> HttpResponse:
    for claim in reading.set_aside:
        messages.warning(
            request,
            f"The value of {claim} was taken out, because the claim says it gives none.",
        )
    # What was typed and cannot be read stands at its input; the rest is told here or nowhere.
    for problem in reading.problems:
        if name_of(problem.pointer) not in reading.draft.unparsed:
            messages.error(request, problem.message)
    if do.startswith(ADD):
        added = do.removeprefix(ADD)
        address = section_url(submission, name)
        return redirect(f"{address}?add={added}#at-{added.replace('.', '-')}")
    if do == NEXT and not reading.problems:
        order = sections_of(Kind(submission.kind))
        following = order[order.index(name) + 1 :]
        if following:
            return redirect(section_url(submission, following[0]))
        return redirect(reverse("submission:detail", args=[submission.public_id]))
    messages.success(request, f"{section_title(name)}: saved.")
    return redirect(section_url(submission, name))


def _posted(request: HttpRequest, do: str) -> Mapping[str, Sequence[str]]:
    """What was sent, without the row whose button to remove it was pressed."""
    posted = {
        name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
    }
    if do.startswith(REMOVE):
        row = do.removeprefix(REMOVE)
        posted = {
            name: values for name, values in posted.items() if not f"{name}.".startswith(f"{row}.")
        }
    return posted
