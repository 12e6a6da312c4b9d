"""How a review ends before publication, and how it is taken up again."""

from django.db import transaction

from registry.actions import moves, submissions
from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.actions.review import waits
from registry.actions.review.assignments import cancel_waiting
from registry.actions.review.decisions import void_decision
from registry.actions.review.editors import end_hold, put_in_charge
from registry.actions.review.forms import is_first_of
from registry.actions.review.texts import require_text
from registry.models import Actor, Appeal, EditorAssignment, Round, Submission
from registry.models.review import queries
from registry.rules.drafts import SectionDraft, take_apart
from registry.rules.errors import NotPermitted, Refused, TransitionRefused
from registry.rules.permissions import Person, may_list
from registry.rules.workflow.vocabulary import Action, Kind, State

Part = EditorAssignment.Part


def withdraw(
    *, by: Person, submission: Submission, token: str, reason: str, form_key: str = ""
) -> None:
    """Withdraw the submission (T25), on hold as well; reports stay closed."""
    reason = require_text(reason, "Reason")
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.WITHDRAW, by=by):
            return
        _stop(submission, Action.WITHDRAW, by=by, token=token, reason=reason)


def lapse(*, by: Person, submission: Submission) -> None:
    """Withdraw a submission that nobody took care of (T26); only the clock does this."""
    with transaction.atomic():
        _stop(submission, Action.LAPSE, by=by, token=submission.token, reason="lapsed")


def reopen(
    *, by: Person, submission: Submission, token: str, reason: str, form_key: str = ""
) -> None:
    """Take up again what had lapsed (T27), where it stood."""
    reason = require_text(reason, "Reason")
    with transaction.atomic():
        if is_first_of(submission, form_key, Action.REOPEN, by=by):
            moves.move_submission(
                submission, Action.REOPEN, by=by, token=token, at=now(), reason=reason
            )


def appeal(
    *,
    by: Person,
    submission: Submission,
    token: str,
    ground: str,
    statement: str,
    form_key: str = "",
) -> Appeal | None:
    """Appeal against a rejection (T29). Returns None for a form that was sent before."""
    if ground not in Appeal.Ground.values:
        raise Refused(f"Ground: found {ground!r}. Expected {' or '.join(Appeal.Ground.values)}.")
    statement = require_text(statement, "Statement")
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.APPEAL, by=by):
            return None
        at = now()
        moves.move_submission(submission, Action.APPEAL, by=by, token=token, at=at, ground=ground)
        return Appeal.objects.create(
            submission=submission, ground=ground, statement=statement, at=at, actor_key=by.key
        )


def assign_appeal_editor(*, by: Person, submission: Submission, editor: Actor) -> None:
    """Put an editor in charge of the appeal who is clear and had no part in the decision.

    Who only agreed to it had one, too. On hold nobody is: nothing moves then.
    """
    with transaction.atomic():
        moves.lock(submission)
        subject = subject_of(submission)
        if submission.state != State.APPEAL_OPEN:
            raise Refused("There is no open appeal here.")
        if submission.is_held:
            raise TransitionRefused("Nobody gets the appeal while the submission is on hold.")
        if not by.is_chief or not may_list(by, subject) or not by.has_second_factor:
            raise NotPermitted("The editor of an appeal is chosen by an editor-in-chief.")
        if editor.key not in subject.cleared:
            raise Refused("The editor has not declared interests, or has one that forbids it.")
        if editor.key in queries.deciders_of(submission):
            raise Refused(
                "An appeal goes to an editor who had no part in the decision: who neither handled "
                "the submission nor agreed to the rejection."
            )
        charge = put_in_charge(submission, editor, Part.APPEAL, by=by, at=now())
        waits.of_appeal(charge, by=by)


def dismiss_appeal(
    *, by: Person, submission: Submission, token: str, reasons: str, form_key: str = ""
) -> None:
    """Let the rejection stand (T30), in writing."""
    reasons = require_text(reasons, "Reasons")
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.DISMISS_APPEAL, by=by):
            return
        moves.move_submission(
            submission, Action.DISMISS_APPEAL, by=by, token=token, at=now(), reason=reasons
        )
        _answer(submission, by=by, is_granted=False, reasons=reasons)


def grant_appeal(
    *,
    by: Person,
    submission: Submission,
    token: str,
    editor: Actor,
    reasons: str,
    form_key: str = "",
) -> None:
    """Overturn the rejection (T31): it is void and kept, and another editor takes over."""
    reasons = require_text(reasons, "Reasons")
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.GRANT_APPEAL, by=by):
            return
        at = now()
        moves.move_submission(
            submission,
            Action.GRANT_APPEAL,
            by=by,
            token=token,
            at=at,
            reason=reasons,
            known={"editor": editor},
            editor=editor.key,
        )
        void_decision(submission, by=by, reason=reasons)
        put_in_charge(submission, editor, Part.HANDLING, by=by, at=at, reason="appeal granted")
        _answer(submission, by=by, is_granted=True, reasons=reasons)


def resubmit_as_new(
    *, by: Person, submission: Submission, token: str, form_key: str = ""
) -> Submission | None:
    """Start a new draft from what was submitted last (T35), which names this one as before it.

    Returns None for a form that was sent before.
    """
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.RESUBMIT_AS_NEW, by=by):
            return None
        moves.move_submission(submission, Action.RESUBMIT_AS_NEW, by=by, token=token, at=now())
        card = queries.current_snapshot(submission).document()
        draft = submissions.start(
            by=by,
            kind=Kind(submission.kind),
            lab=submission.lab,
            model_name=submission.model_name,
            model_slug=submission.card_id.partition("/")[2],
            release=submission.release,
            sections={name: SectionDraft(part) for name, part in take_apart(card).items()},
        )
        draft.predecessor = submission
        draft.save(update_fields=["predecessor"])
    return draft


def _stop(submission: Submission, action: Action, *, by: Person, token: str, reason: str) -> None:
    at = now()
    moves.move_submission(
        submission, action, by=by, token=token, at=at, reason=reason, values={"is_held": False}
    )
    end_hold(submission, by=by, at=at)
    cancel_waiting(submission, at=at)
    Round.objects.filter(submission=submission, closed_at__isnull=True).update(closed_at=at)


def _answer(submission: Submission, *, by: Person, is_granted: bool, reasons: str) -> None:
    at = now()
    Appeal.objects.filter(submission=submission).update(
        is_granted=is_granted, reasons=reasons, answered_at=at, answered_by=by.key
    )
    EditorAssignment.objects.filter(
        submission=submission, part=Part.APPEAL, ended_at__isnull=True
    ).update(ended_at=at, ended_by=by.key, end_reason="the appeal was answered")
