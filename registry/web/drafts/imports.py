"""Deciding what of a card or a file enters a draft: shown, marked, accepted, left."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.actions import imports
from registry.models import DraftImport, Submission
from registry.rules.errors import Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.proposals.review import Decision
from registry.web.drafts.access import TOKEN_FORM, asking, submission_for, token_of
from registry.web.drafts.source_forms import Bring
from registry.web.kept_forms import signed_in
from registry.web.presenters.draft_imports import (
    certain_keys,
    import_page,
    imports_page,
    may_save,
    refusal_texts,
)
from registry.web.presenters.draft_offers import DECIDE, GROUP

# Which button was pressed: what is marked, all that is certain (of one section), or none of it.
DO = "do"
CERTAIN, LEAVE = "certain", "leave"
SECTION = "_section."


GET_AND_POST = ["GET", "HEAD", "POST"]


@signed_in
@require_http_methods(GET_AND_POST)
def bring(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a file or a text beside a draft; it is parsed, never run and never served."""
    person = asking(request)
    submission = submission_for(person, public_id)
    is_sent = request.method == "POST"
    form = Bring(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            attached = imports.attach(by=person, submission=submission, source=form.source())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(attached)
    context = {
        "form": form,
        "submission": submission,
        "lines": imports_page(submission),
        "can_act": may_save(person, submission),
    }
    return render(request, "drafts/bring.html", context, status=400 if form.errors else 200)


@signed_in
@require_http_methods(GET_AND_POST)
def review(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """One import: what it offers beside what the draft has, and what the person makes of it."""
    person = asking(request)
    submission = submission_for(person, public_id)
    draft_import = _import_of(submission, number)
    if request.method == "POST":
        return _decided(request, person, draft_import)
    return render(request, "drafts/import.html", {"page": import_page(person, draft_import)})


def _import_of(submission: Submission, number: int) -> DraftImport:
    found = submission.imports.filter(number=number).first()
    if found is None:
        raise Http404("This draft has no such import.")
    found.submission = submission
    return found


def _decided(request: HttpRequest, person: Person, draft_import: DraftImport) -> HttpResponse:
    do, token = request.POST.get(DO, ""), token_of(request)
    marks, count = _marks(request, draft_import), 0
    try:
        if do == LEAVE:
            imports.leave(by=person, draft_import=draft_import, token=token)
        else:
            count = imports.decide(
                by=person,
                draft_import=draft_import,
                token=token,
                section_tokens=_section_tokens(request),
                decisions=marks,
            )
    except Refused as refused:
        draft_import.refresh_from_db()
        page = import_page(person, draft_import, marks=marks, refused=refusal_texts(refused))
        status = 409 if isinstance(refused, StaleWrite | TransitionRefused) else 400
        return render(request, "drafts/import.html", {"page": page}, status=status)
    messages.success(request, _happened(do, draft_import, count))
    if draft_import.is_closed:
        return redirect(draft_import.submission.get_absolute_url())
    return redirect(draft_import.get_absolute_url())


def _marks(request: HttpRequest, draft_import: DraftImport) -> Mapping[str, Decision]:
    """What was sent, by the key of the proposal; a group's refusal is one of each member."""
    marks: dict[str, Decision] = {}
    members: dict[str, list[str]] = {}
    for proposal in draft_import.offer.proposals:
        sent = request.POST.get(f"{DECIDE}{proposal.key}", "")
        if sent in Decision.__members__.values():
            marks[proposal.key] = Decision(sent)
        if proposal.group:
            members.setdefault(proposal.group, []).append(proposal.key)
    for group, keys in members.items():
        chosen = request.POST.get(f"{GROUP}{group}")
        if chosen is not None:
            marks |= {key: Decision.ACCEPT if key == chosen else Decision.LEAVE for key in keys}
    do, _, section = request.POST.get(DO, "").partition(".")
    if do == CERTAIN:
        for key in certain_keys(draft_import, section):
            marks.setdefault(key, Decision.ACCEPT)
    return marks


def _section_tokens(request: HttpRequest) -> Mapping[str, str]:
    return {
        name.removeprefix(SECTION): token
        for name, token in request.POST.items()
        if name.startswith(SECTION) and isinstance(token, str) and TOKEN_FORM.fullmatch(token)
    }


def _happened(do: str, draft_import: DraftImport, count: int) -> str:
    if do == LEAVE:
        return f"{draft_import.name}: left. What you accepted of it stays in the draft."
    if draft_import.is_closed:
        return f"{draft_import.name}: everything is decided."
    if not count:
        return "Nothing new was marked, so nothing changed."
    return f"{draft_import.name}: {count} statement{'s'[: count != 1]} decided."
