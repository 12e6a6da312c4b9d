"""Who handles a submission: interests declared, editors assigned, holds, notes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from registry.actions import break_glass, moves
from registry.actions.audit import now, record
from registry.actions.people import subject_of
from registry.actions.review import waits
from registry.actions.review.forms import is_first_of
from registry.actions.review.texts import require_text
from registry.models import (
    Actor,
    EditorAssignment,
    Hold,
    InterestDeclaration,
    InterestWaiver,
    InternalNote,
    Submission,
)
from registry.rules.errors import NotPermitted, Refused
from registry.rules.permissions import Person, may_handle, may_list
from registry.rules.review import conflicts
from registry.rules.workflow.vocabulary import Action

Part = EditorAssignment.Part


def declare_interests(
    *, by: Person, submission: Submission, answers: Mapping[str, Any]
) -> InterestDeclaration:
    """Keep what an editor declares before reading anything confidential; the newest counts.

    ``answers`` are those of ``conflicts.Declaration``. Raises ``FieldsInvalid`` where one lacks.
    """
    declaration = conflicts.Declaration.from_data(dict(answers))
    with transaction.atomic():
        moves.lock(submission)
        if not may_list(by, subject_of(submission)):
            raise NotPermitted("Interests are declared by editors who could have a part in this.")
        return store_declaration(
            submission, by.key, InterestDeclaration.Part.EDITOR, declaration, at=now()
        )


def store_declaration(
    submission: Submission,
    person: str,
    part: InterestDeclaration.Part,
    declaration: conflicts.Declaration,
    *,
    at: datetime,
) -> InterestDeclaration:
    """Add the row, inside the caller's transaction; ``person`` is a key.

    Those who may let an interest stand are told of it, and the chiefs if nobody is in charge by it.
    """
    kept = InterestDeclaration.objects.create(
        submission=submission,
        person_id=person,
        part=part,
        answers=declaration.to_data(),
        outcome=conflicts.outcome(declaration),
        at=at,
    )
    waits.of_interest(kept)
    return kept


def waive_interest(*, by: Person, declaration: InterestDeclaration, reason: str) -> InterestWaiver:
    """Let a declared interest stand, for a reason that is published with the review file.

    Nobody waives their own. A referee's is waived by who handles the submission, an editor's by an
    editor-in-chief.
    """
    submission = declaration.submission
    given = conflicts.Declaration.from_data(declaration.answers)
    conflicts.check_waiver(given, reason)
    reason = require_text(reason, "Reason")
    with transaction.atomic():
        moves.lock(submission)
        subject = subject_of(submission)
        if by.key == declaration.person_id:
            raise NotPermitted("Nobody waives their own interest; another editor decides.")
        of_referee = declaration.part == InterestDeclaration.Part.REFEREE
        may = may_handle(by, subject) if of_referee else by.is_chief and may_list(by, subject)
        if not may or not by.has_second_factor:
            raise NotPermitted("An interest is waived by the editors of this submission.")
        if not of_referee and declaration.person_id in subject.referees | subject.recused:
            raise Refused("Whoever declared this is a referee here by now, and no editor.")
        waiver = InterestWaiver.objects.create(
            declaration=declaration, reason=reason, at=now(), actor_key=by.key
        )
        record(
            by=by,
            action="interest.waive",
            subject=f"submission {submission.public_id}",
            reason=reason,
            at=waiver.at,
            part=declaration.part,
        )
        waits.of_waiver(declaration)
    return waiver


def assign(
    *, by: Person, submission: Submission, editor: Actor, token: str, form_key: str = ""
) -> None:
    """Put an editor in charge (T07): a chief any who is clear, an editor themself."""
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.ASSIGN_EDITOR, by=by):
            return
        if not by.is_chief and editor.key != by.key:
            raise NotPermitted("Editors take a submission themselves; a chief assigns others.")
        at = now()
        moves.move_submission(
            submission,
            Action.ASSIGN_EDITOR,
            by=by,
            token=token,
            at=at,
            known={"editor": editor},
            editor=editor.key,
        )
        put_in_charge(submission, editor, Part.HANDLING, by=by, at=at)


def reassign(
    *,
    by: Person,
    submission: Submission,
    editor: Actor,
    token: str,
    reason: str,
    form_key: str = "",
) -> None:
    """Put another editor in charge (T08); the one before has no part in it any more."""
    reason = require_text(reason, "Reason")
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.REASSIGN_EDITOR, by=by):
            return
        at = now()
        moves.move_submission(
            submission,
            Action.REASSIGN_EDITOR,
            by=by,
            token=token,
            at=at,
            reason=reason,
            known={"editor": editor},
            editor=editor.key,
        )
        put_in_charge(submission, editor, Part.HANDLING, by=by, at=at, reason=reason)


def put_in_charge(
    submission: Submission,
    editor: Actor,
    part: EditorAssignment.Part,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
) -> EditorAssignment:
    """End the assignment before, if any, and begin the new one, inside the caller's transaction."""
    EditorAssignment.objects.filter(submission=submission, part=part, ended_at__isnull=True).update(
        ended_at=at, ended_by=by.key, end_reason=reason
    )
    return EditorAssignment.objects.create(
        submission=submission, editor=editor, part=part, since=at, assigned_by=by.key
    )


def note(*, by: Person, submission: Submission, text: str, form_key: str = "") -> None:
    """Keep a note that only editors of this submission read."""
    text = require_text(text, "Note")
    with transaction.atomic():
        moves.lock(submission)
        if not may_handle(by, subject_of(submission)):
            raise NotPermitted("Notes are for the editors of this submission.")
        if is_first_of(submission, form_key, "note", by=by):
            InternalNote.objects.create(
                submission=submission, text=text, at=now(), actor_key=by.key
            )


def set_hold(
    *, by: Person, submission: Submission, token: str, reason: str, form_key: str = ""
) -> None:
    """Let nothing move but a withdrawal (T32), after an incident or for the law.

    An administrator can, but only while the submission is open to them.
    """
    reason = require_text(reason, "Reason")
    with transaction.atomic():
        break_glass.check_open(submission, by=by)
        if not is_first_of(submission, form_key, Action.SET_HOLD, by=by):
            return
        at = now()
        moves.move_submission(submission, Action.SET_HOLD, by=by, token=token, at=at, reason=reason)
        Hold.objects.create(submission=submission, reason=reason, since=at, set_by=by.key)


def lift_hold(
    *, by: Person, submission: Submission, token: str, reason: str, form_key: str = ""
) -> None:
    """Let the submission and its clocks go on (T33)."""
    reason = require_text(reason, "Reason")
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.LIFT_HOLD, by=by):
            return
        at = now()
        moves.move_submission(
            submission, Action.LIFT_HOLD, by=by, token=token, at=at, reason=reason
        )
        end_hold(submission, by=by, at=at)


def end_hold(submission: Submission, *, by: Person, at: datetime) -> None:
    """Mark the hold as over, inside the transaction of the move that ends it."""
    Hold.objects.filter(submission=submission, lifted_at__isnull=True).update(
        lifted_at=at, lifted_by=by.key
    )
