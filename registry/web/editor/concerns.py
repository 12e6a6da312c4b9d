"""Readers' concerns before an editor who is not on the case."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from registry.actions.audit import now
from registry.actions.review import concerns
from registry.actions.review.texts import LONGEST
from registry.models import ConcernReport
from registry.models.review.concerns import concerns_for
from registry.rules.errors import Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.workflow.concerns import ConcernAction
from registry.web.drafts.access import token_of
from registry.web.editor.views import for_editors
from registry.web.named_errors import NamedErrors
from registry.web.presenters.concerns import concern_list, concern_to_answer

FORM_KEY = "_form"


class AnswerToConcern(NamedErrors):
    """``outcome`` is published where the concern is upheld, and else mailed to the reader."""

    outcome = forms.CharField(
        label="Outcome, where you uphold it or not",
        required=False,
        max_length=LONGEST,
        help_text="What was found, and what follows. Upheld, it stands on the page of the version "
        "at once, for everybody; not upheld, only the reader gets it. Name no reader in it.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    of = forms.CharField(
        label="Id of the first, where it is a duplicate",
        required=False,
        max_length=40,
        help_text="Of a concern about the same card, which says the same.",
    )


class Close(forms.Form):
    """Before it is taken up, a concern can only be a duplicate."""

    of = AnswerToConcern.base_fields["of"]


Answer = Callable[[dict[str, Any], Mapping[str, str]], None]
DONE = {
    ConcernAction.ACKNOWLEDGE: "Taken up: you have fourteen days for the outcome.",
    ConcernAction.UPHOLD: "Upheld; the outcome stands on the page of the version.",
    ConcernAction.NOT_UPHOLD: "Closed without upholding.",
    ConcernAction.MARK_DUPLICATE: "Closed as a duplicate.",
}
ACTS: Mapping[str, Answer] = {
    ConcernAction.ACKNOWLEDGE: lambda usual, data: concerns.acknowledge(**usual),
    ConcernAction.UPHOLD: lambda usual, data: concerns.uphold(**usual, outcome=data["outcome"]),
    ConcernAction.NOT_UPHOLD: lambda usual, data: concerns.not_uphold(
        **usual, outcome=data["outcome"]
    ),
    ConcernAction.MARK_DUPLICATE: lambda usual, data: concerns.mark_duplicate(
        **usual, of=data["of"]
    ),
}


@for_editors("GET", "HEAD")
def index(request: HttpRequest, person: Person) -> HttpResponse:
    page = concern_list(person, request.GET.get("view", ""))
    return render(request, "editor/concerns.html", {"page": page})


@for_editors("GET", "HEAD", "POST")
def detail(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    concern = _concern(person, public_id)
    page = concern_to_answer(concern, person)
    form = (AnswerToConcern if page.takes_text else Close)(request.POST or None)
    status, do = 200, request.POST.get("do", "")
    if request.method == "POST":
        status = _answer(request, person, concern, form, do)
        if status == 302:
            return redirect("editor:concern", concern.public_id)
        concern = _concern(person, public_id)
        page = concern_to_answer(concern, person)
    context = {
        "page": page,
        "form": form,
        "token": concern.token if request.method != "POST" else token_of(request),
        "form_key": secrets.token_urlsafe(12),
    }
    return render(request, "editor/concern.html", context, status=status)


def _answer(
    request: HttpRequest, person: Person, concern: ConcernReport, form: forms.Form, do: str
) -> int:
    act = ACTS.get(do)
    if act is None or not form.is_valid():
        if act is None:
            form.add_error(None, "Found no button of this page. Choose one of them.")
        return 400
    usual = {
        "by": person,
        "concern": concern,
        "token": token_of(request),
        "form_key": request.POST.get(FORM_KEY, ""),
    }
    try:
        act(usual, {"outcome": "", "of": "", **form.cleaned_data})
    except (StaleWrite, TransitionRefused) as refused:
        form.add_error(None, str(refused))
        return 409
    except Refused as refused:
        form.add_error(None, str(refused))
        return 400
    messages.success(request, DONE[ConcernAction(do)])
    return 302


def _concern(person: Person, public_id: str) -> ConcernReport:
    """One that the editor may meet; raises ``Http404`` for any other."""
    concern = (
        concerns_for(person.key, now())
        .select_related("version__card__release__lab__merged_into", "editor", "duplicate_of")
        .filter(public_id=public_id)
        .first()
    )
    if concern is None:
        raise Http404("There is no such concern.")
    return concern
