"""One form, one act: done, or the page again with the reason and all that was typed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from registry.actions.people import viewer_of
from registry.models import Submission
from registry.rules.errors import CardInvalid, Conflict, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.visibility import Viewer
from registry.rules.workflow.vocabulary import UNSUBMITTED
from registry.web.drafts.access import submission_for

# The name of the input that tells one sending of a form from the next.
FORM = "_form"
LONGEST_KEY = 40


def reviewed_for(person: Person, public_id: str) -> tuple[Submission, Viewer]:
    """A submission of the person's that was submitted once; raises ``Http404`` for any other."""
    submission = submission_for(person, public_id)
    viewer = viewer_of(person, submission)
    if submission.state in UNSUBMITTED or viewer is None:
        raise Http404("There is no review of this card.")
    return submission, viewer


def key_of(request: HttpRequest) -> str:
    return request.POST.get(FORM, "")[:LONGEST_KEY]


def refusal(form: Form, act: Callable[[], object]) -> int:
    """Act; 0 if it was done, else the status of the page that says why not, told in the form."""
    try:
        act()
    except CardInvalid as invalid:
        form.add_error(None, [problem.message for problem in invalid.problems])
        return 400
    except Refused as refused:
        form.add_error(None, str(refused))
        is_late = isinstance(refused, StaleWrite | TransitionRefused | Conflict)
        return 409 if is_late else 400
    return 0


def form_page(
    request: HttpRequest,
    template: str,
    submission: Submission,
    form: Form,
    status: int,
    **context: Any,
) -> HttpResponse:
    """The page of a form. A refused one comes with the state as it is now and a key of its own."""
    if status != 200:
        submission.refresh_from_db()
    context |= {"form": form, "submission": submission, "form_key": secrets.token_urlsafe(16)}
    return render(request, template, context, status=status)
