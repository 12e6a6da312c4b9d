"""The acts of editors on a submission: each a page that says what follows, a form, one button."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from registry.actions.review import decisions, editors, endings, publishing, rounds, triage
from registry.models import Actor, Motion, Submission
from registry.rules.errors import Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.workflow.policies import ConditionNotMet
from registry.rules.workflow.submissions import BY_ACTION
from registry.rules.workflow.vocabulary import Action
from registry.web.drafts.access import token_of
from registry.web.editor import act_forms
from registry.web.editor.submission_access import to_handle, to_list
from registry.web.editor.views import for_editors
from registry.web.presenters.editor_acts import act_page, letter_for, seen_reports
from registry.web.presenters.editor_mails import leaving
from registry.web.presenters.editor_submission import eligible_editors

# The names of the hidden inputs: the form's own key, and the reports that its page had shown.
FORM_KEY, SEEN = "_form", "_seen"
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """What an act is made with: who, on what, and what the page carried."""

    person: Person
    submission: Submission
    token: str
    form_key: str
    seen: str

    @property
    def usual(self) -> dict[str, Any]:
        return {
            "by": self.person,
            "submission": self.submission,
            "token": self.token,
            "form_key": self.form_key,
        }


@dataclass(frozen=True, slots=True)
class Act:
    """``make`` makes the move from the form's data and returns what to tell whoever made it."""

    form: type[act_forms.Act]
    make: Callable[[Call, Data], object]
    done: str


def _actor(data: Data) -> Actor:
    return Actor.objects.get(key=data["editor"])


def _usual(move: Callable[..., object]) -> Callable[[Call, Data], object]:
    """Make a move that takes the form's fields under their own names."""
    return lambda call, data: move(**call.usual, **data)


def _with_editor(move: Callable[..., object]) -> Callable[[Call, Data], object]:
    return lambda call, data: move(**call.usual, **{**data, "editor": _actor(data)})


def _deciding(move: Callable[..., object]) -> Callable[[Call, Data], object]:
    return lambda call, data: move(**call.usual, seen_reports=call.seen, **data)


def _grant(call: Call, data: Data) -> None:
    endings.grant_appeal(**call.usual, editor=_actor(data), reasons=data["reason"])


def _dismiss(call: Call, data: Data) -> None:
    endings.dismiss_appeal(**call.usual, reasons=data["reason"])


PROPOSED = "Proposed; a second person has to agree before it happens."
ACTS: Mapping[Action, Act] = {
    Action.ASSIGN_EDITOR: Act(
        act_forms.WithEditor, _with_editor(editors.assign), "The handling editor is assigned."
    ),
    Action.REASSIGN_EDITOR: Act(
        act_forms.WithEditorAndReason,
        _with_editor(editors.reassign),
        "Another editor handles it now.",
    ),
    Action.RETURN: Act(act_forms.Act, _usual(triage.return_to_lab), "Returned to the lab."),
    Action.DESK_REJECT: Act(act_forms.DeskReject, _usual(triage.desk_reject), "Proposed."),
    Action.PASS_CHECK: Act(act_forms.OptionalLetter, _usual(triage.pass_check), "Accepted."),
    Action.SEND_TO_REVIEW: Act(
        act_forms.Act, _usual(rounds.send_to_review), "Sent to the referees; they are invited."
    ),
    Action.CLOSE_ROUND: Act(act_forms.Act, _usual(rounds.close), "The round is closed."),
    Action.REOPEN_ROUND: Act(
        act_forms.WithReason, _usual(rounds.reopen), "The round is open again."
    ),
    Action.NEW_ROUND: Act(act_forms.Act, _usual(rounds.open_next), "The next round is open."),
    Action.SKIP_ROUND: Act(act_forms.Act, _usual(rounds.skip), "It waits for your decision."),
    Action.REVISE: Act(
        act_forms.Revise, _deciding(decisions.revise), "The lab is asked to revise."
    ),
    Action.BOUNCE: Act(
        act_forms.WithReason, _usual(decisions.bounce), "Sent back; what is missing is named."
    ),
    Action.ACCEPT: Act(act_forms.Letter, _deciding(decisions.accept), "Accepted."),
    Action.REJECT: Act(act_forms.Reject, _deciding(decisions.reject), "Proposed."),
    Action.PUBLISH: Act(act_forms.Act, _usual(publishing.publish), "Published."),
    Action.RESCIND: Act(act_forms.WithReason, _usual(decisions.rescind), "The decision is void."),
    Action.REOPEN: Act(act_forms.WithReason, _usual(endings.reopen), "Reopened."),
    Action.DISMISS_APPEAL: Act(act_forms.WithReason, _dismiss, "The rejection stands."),
    Action.GRANT_APPEAL: Act(act_forms.WithEditorAndReason, _grant, "The rejection is overturned."),
    Action.SET_HOLD: Act(act_forms.WithReason, _usual(editors.set_hold), "On hold."),
    Action.LIFT_HOLD: Act(act_forms.WithReason, _usual(editors.lift_hold), "The hold is lifted."),
}
# Pages of acts are named like their actions, with hyphens.
SLUGS = {action.value.replace("_", "-"): action for action in ACTS}


@for_editors("GET", "HEAD", "POST")
def act(request: HttpRequest, person: Person, public_id: str, name: str) -> HttpResponse:
    """One act. What it needs and lacks is told before the button, and again if it is refused."""
    action = SLUGS.get(name)
    if action is None:
        raise Http404("There is no such act.")
    # Assigning and holding need no look at what is confidential.
    is_open = action in (Action.ASSIGN_EDITOR, Action.SET_HOLD, Action.LIFT_HOLD)
    submission = (to_list if is_open else to_handle)(person, public_id)
    form = _form(action, request, person, submission)
    status = 200
    if request.method == "POST":
        status = _made(request, person, submission, action, form)
        if not status:
            return redirect("editor:submission", submission.public_id)
    page = act_page(BY_ACTION[action], submission, person)
    context = {
        "page": page,
        "form": form,
        "token": submission.token,
        "form_key": request.POST.get(FORM_KEY) or secrets.token_urlsafe(16),
        "seen": seen_reports(submission),
    }
    return render(request, "editor/act.html", context, status=status)


def _form(
    action: Action, request: HttpRequest, person: Person, submission: Submission
) -> act_forms.Act:
    form = ACTS[action].form
    data = request.POST if request.method == "POST" else None
    if issubclass(form, act_forms.WithEditor):
        return form(eligible_editors(submission, person), data)
    has_letter = issubclass(form, act_forms.Letter)
    return form(data, initial={"letter": letter_for(submission, action)} if has_letter else {})


def _made(
    request: HttpRequest,
    person: Person,
    submission: Submission,
    action: Action,
    form: act_forms.Act,
) -> int:
    """Make the move; return 0 if it was made, else the status of the page that says why not."""
    if not form.is_valid():
        return 400
    entry = ACTS[action]
    call = Call(
        person,
        submission,
        token_of(request),
        request.POST.get(FORM_KEY, "")[:40],
        request.POST.get(SEEN, "")[:64],
    )
    try:
        made = entry.make(call, form.cleaned_data)
    except (StaleWrite, TransitionRefused, ConditionNotMet) as refused:
        form.add_error(None, str(refused))
        submission.refresh_from_db()
        return 409
    except Refused as refused:
        form.add_error(None, str(refused))
        return 400
    is_proposed = isinstance(made, Motion)
    messages.success(request, PROPOSED if is_proposed else entry.done + leaving(action))
    return 0
