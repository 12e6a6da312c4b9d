"""Deciding what of a card or a file enters a draft: shown, marked, accepted, left."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.actions import imports
from registry.models import DraftImport, Submission
from registry.rules.errors import CardInvalid, Refused, StaleWrite
from registry.rules.permissions import Person
from registry.rules.proposals.review import Decision
from registry.web.drafts.access import TOKEN_FORM, asking, submission_for, token_of
from registry.web.presenters.draft_imports import DECIDE, GROUP, certain_keys, import_page

# Which button was pressed: what is marked, all that is certain (of one section), or none of it.
DO = "do"
CERTAIN, LEAVE = "certain", "leave"
SECTION = "_section."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
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
    marks = _marks(request, draft_import)
    try:
        if do == LEAVE:
            imports.leave(by=person, draft_import=draft_import, token=token)
        else:
            imports.decide(
                by=person,
                draft_import=draft_import,
                token=token,
                section_tokens=_section_tokens(request),
                decisions=marks,
            )
    except StaleWrite as stale:
        draft_import.refresh_from_db()
        page = import_page(person, draft_import, marks=marks, conflict=str(stale))
        return render(request, "drafts/import.html", {"page": page}, status=409)
    except CardInvalid as invalid:
        for problem in invalid.problems[:5]:
            messages.error(request, problem.message)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _happened(do, draft_import))
    if draft_import.is_closed:
        return redirect(draft_import.submission.get_absolute_url())
    return redirect(draft_import.get_absolute_url())


def _marks(request: HttpRequest, draft_import: DraftImport) -> Mapping[str, Decision]:
    """What was sent, by the key of the proposal; a group's refusal is one of each member."""
    marks: dict[str, Decision] = {}
    members: dict[str, list[str]] = {}
    for proposal in imports.offer_of(draft_import).proposals:
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


def _happened(do: str, draft_import: DraftImport) -> str:
    if do == LEAVE:
        return f"{draft_import.name}: left. What you accepted of it stays in the draft."
    if draft_import.is_closed:
        return f"{draft_import.name}: everything is decided."
    return f"{draft_import.name}: saved."
