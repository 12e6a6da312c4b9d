"""Before the referees: an editor looks from each claim to its evidence, and decides the way."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from registry.actions import moves, releases
from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.actions.review import motions
from registry.actions.review.forms import is_first_of
from registry.actions.review.texts import LONGEST_LETTER, require_text
from registry.models import Actor, Decision, Issue, ItemCheck, Motion, Release, Submission
from registry.models.review import queries
from registry.rules.errors import NotPermitted, Refused, TransitionRefused, Unknown
from registry.rules.permissions import Person, roles_on
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import Action, Role, State

BY_THE_CLOCK = "the registry, by the calendar"
# Why a card is rejected without review. That it discloses little is never a reason.
DESK_REASONS: Mapping[str, str] = {
    "out_of_scope": "It is no model card of an AI model.",
    "duplicate": "Another submission or card is about the same model.",
    "spam": "It is not meant as a disclosure.",
    "identity_unproven": "It was not shown that the lab stands behind it.",
    "unlawful_content": "It has content that the law forbids to publish.",
}


def add_issue(*, by: Person, submission: Submission, item: str, severity: str, text: str) -> Issue:
    """Note what is to be mended, tied to an item; the lab reads it once the card is returned."""
    text = require_text(text, "Issue")
    if severity not in Issue.Severity.values:
        raise Refused(f"Severity: found {severity!r}. Expected {_listed(Issue.Severity.values)}.")
    _require_item(item)
    with transaction.atomic():
        _require_triage(submission, by)
        last = submission.issues.order_by("-number").first()
        return Issue.objects.create(
            submission=submission,
            snapshot=queries.current_snapshot(submission),
            number=1 + (last.number if last else 0),
            item=item,
            severity=severity,
            text=text,
            at=now(),
            actor_key=by.key,
        )


def take_back_issue(*, by: Person, issue: Issue) -> None:
    """Drop an issue before the card was returned with it; doing so twice changes nothing."""
    with transaction.atomic():
        _require_triage(issue.submission, by)
        issue.refresh_from_db()
        if issue.sent_at is not None:
            raise Refused("The lab has this issue already; it cannot be taken back.")
        if issue.taken_back_at is None:
            issue.taken_back_at = now()
            issue.save(update_fields=["taken_back_at"])


def check_item(
    *, by: Person, submission: Submission, item: str, finding: str, note: str = ""
) -> ItemCheck:
    """Keep what the editor found when looking from a claim to its evidence; the newest counts."""
    _require_item(item)
    if finding not in ItemCheck.Finding.values:
        raise Refused(f"Finding: found {finding!r}. Expected {_listed(ItemCheck.Finding.values)}.")
    note = require_text(note, "Note") if note.strip() else ""
    with transaction.atomic():
        _require_triage(submission, by)
        snapshot = queries.current_snapshot(submission)
        newest = snapshot.item_checks.filter(item=item).order_by("-id").first()
        if newest is not None and (newest.finding, newest.note) == (finding, note):
            return newest
        return ItemCheck.objects.create(
            snapshot=snapshot, item=item, finding=finding, note=note, at=now(), actor_key=by.key
        )


def return_to_lab(*, by: Person, submission: Submission, token: str, form_key: str = "") -> None:
    """Return the card before review (T09), with all issues that were not taken back."""
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.RETURN, by=by):
            return
        at = now()
        moves.move_submission(submission, Action.RETURN, by=by, token=token, at=at)
        submission.issues.filter(sent_at__isnull=True, taken_back_at__isnull=True).update(
            sent_at=at
        )


def desk_reject(
    *,
    by: Person,
    submission: Submission,
    token: str,
    reason_code: str,
    letter: str,
    form_key: str = "",
) -> Motion | None:
    """Propose to reject without review (T11); a second editor has to agree.

    Returns None for a form that was sent before.
    """
    if reason_code not in DESK_REASONS:
        raise Refused(f"Reason: found {reason_code!r}. Expected {_listed(DESK_REASONS)}.")
    letter = require_text(letter, "Letter", LONGEST_LETTER)
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.DESK_REJECT, by=by):
            return None
        return motions.propose_move(
            by=by,
            submission=submission,
            action=Action.DESK_REJECT,
            token=token,
            payload={"reason_code": reason_code, "letter": letter},
            known={},
        )


def carry_desk_reject(motion: Motion, proposer: Person, seconds: tuple[str, ...]) -> None:
    """Make the rejection that two editors agree on."""
    submission = motion.submission
    assert submission is not None  # noqa: S101 - a motion of a move is about a submission
    at = now()
    moves.move_submission(
        submission,
        Action.DESK_REJECT,
        by=proposer,
        token=submission.token,
        at=at,
        seconded_by=seconds,
        reason=motion.payload["reason_code"],
        letter=motion.payload["letter"],
    )
    decide(
        submission,
        Decision.Kind.DESK_REJECT,
        by=proposer,
        at=at,
        letter=motion.payload["letter"],
        reason_codes=[motion.payload["reason_code"]],
        seconded_by=seconds[0],
    )


def pass_check(
    *, by: Person, submission: Submission, token: str, letter: str = "", form_key: str = ""
) -> None:
    """Accept after the editor's own check (T13), on the track without referees."""
    letter = require_text(letter, "Letter", LONGEST_LETTER) if letter.strip() else ""
    with transaction.atomic():
        if not is_first_of(submission, form_key, Action.PASS_CHECK, by=by):
            return
        at = now()
        moves.move_submission(
            submission, Action.PASS_CHECK, by=by, token=token, at=at, letter=letter
        )
        decide(submission, Decision.Kind.CHECKED, by=by, at=at, letter=letter)


def accept_by_time(*, by: Person, submission: Submission) -> None:
    """Accept because the time of the editors is over (T14); only the clock does this."""
    with transaction.atomic():
        at = now()
        moves.move_submission(submission, Action.TIME_BOX, by=by, token=submission.token, at=at)
        submission.issues.filter(
            sent_at__isnull=True, taken_back_at__isnull=True, severity=Issue.Severity.MAJOR
        ).update(sent_at=at)
        decide(submission, Decision.Kind.TIME_BOX, by=by, at=at)


def register_release(
    *,
    by: Person,
    submission: Submission,
    released_on: str,
    precision: str,
    tier: str,
    tier_reason: str,
    source: releases.Source,
) -> Release:
    """Register the model of a submission that the registry did not know yet."""
    if submission.lab is None:
        raise Refused("A model is registered for a lab; this submission has none.")
    with transaction.atomic():
        moves.lock(submission)
        if Role.HANDLING_EDITOR not in roles_on(by, subject_of(submission)):
            raise NotPermitted("The model is registered by the handling editor.")
        release = releases.add_release(
            by=Actor.objects.get(key=by.key),
            lab=submission.lab,
            slug=submission.card_id.partition("/")[2],
            name=submission.model_name,
            released_on=_day(released_on),
            precision=precision,
            tier=tier,
            tier_reason=tier_reason,
            source=source,
            reason="Submitted with its card.",
        )
        submission.release = release
        submission.save(update_fields=["release"])
    return release


def decide(
    submission: Submission,
    kind: Decision.Kind,
    *,
    by: Person,
    at: datetime,
    letter: str = "",
    reason_codes: list[str] | None = None,
    reports_seen: str = "",
    seconded_by: str = "",
) -> Decision:
    """Keep a decision on the snapshot as it stands, inside the transaction of its move."""
    editor = Actor.objects.get(key=by.key)
    return Decision.objects.create(
        submission=submission,
        snapshot=queries.current_snapshot(submission),
        kind=kind,
        letter=letter,
        reason_codes=reason_codes or [],
        reports_seen=reports_seen,
        editor_name=BY_THE_CLOCK if by.is_system else editor.name,
        at=at,
        actor_key=by.key,
        seconded_by=seconded_by,
    )


def _require_triage(submission: Submission, by: Person) -> None:
    """Lock the submission; raise unless the person is its handling editor and it is in triage."""
    moves.lock(submission)
    if Role.HANDLING_EDITOR not in roles_on(by, subject_of(submission)):
        raise NotPermitted("Only the handling editor looks through a card in triage.")
    if submission.state != State.TRIAGE or submission.is_held:
        raise TransitionRefused("Issues and checks belong to triage, and the card is not there.")


def _require_item(item: str) -> None:
    if item not in load_standard().item_by_id:
        raise Unknown(f"The standard has no item {item!r}.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"Day of release: found {text!r}. Expected a day like 2026-11-30.") from None


def _listed(values: Iterable[str]) -> str:
    return " or ".join(values)
