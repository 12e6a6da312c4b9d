"""A lab's right of reply: offered when a third party submits a listing, used by representatives."""

from datetime import datetime

from django.db import transaction

from registry.actions.audit import now, record
from registry.actions.checks import UNSTORABLE, require_name
from registry.actions.outbox import post_mail
from registry.actions.people import subject_of
from registry.models import Lab, LabMembership, LabReply, RightOfReply, Snapshot, Submission
from registry.rules.errors import Refused
from registry.rules.permissions import Person, check_may_reply
from registry.rules.right_of_reply import check_in_time, last_day
from registry.rules.workflow.vocabulary import OPEN, State

LONGEST_REPLY = 20_000
MOST_REPLIES = 50


def offer(*, snapshot: Snapshot, lab: Lab, at: datetime) -> RightOfReply:
    """Open the lab's right of reply inside the caller's transaction; tell its representatives."""
    told = LabMembership.objects.representatives().filter(lab=lab).select_related("user")
    right = RightOfReply.objects.create(
        snapshot=snapshot, until=last_day(at), representatives=len(told), at=at
    )
    for membership in told:
        post_mail(
            "listing_submitted",
            membership.user.email,
            event=f"submission {snapshot.submission.public_id} snapshot {snapshot.number}",
            lab=lab,
            submission=snapshot.submission,
            right=right,
        )
    return right


def reply(*, by: Person, submission: Submission, text: str, name: str) -> LabReply:
    """Answer a listing for the lab; sending the same again changes nothing.

    Raises ``NotPermitted`` for anybody but a representative with a second factor, ``Refused`` once
    the time is over or the listing is no longer under review.
    """
    text, name = _require_text(text), require_name(name)
    with transaction.atomic():
        # The lock keeps the numbers of two representatives apart.
        submission.refresh_from_db(from_queryset=Submission.objects.select_for_update())
        check_may_reply(by, subject_of(submission))
        right, at = right_of(submission), now()
        if right is None or State(submission.state) not in OPEN:
            raise Refused("There is no listing under review here that could be answered.")
        check_in_time(right.until, at)
        last = right.replies.order_by("-number").first()
        if last is not None and (last.text, last.name) == (text, name):
            return last
        number = 1 + (last.number if last else 0)
        if number > MOST_REPLIES:
            raise Refused(f"{MOST_REPLIES} replies to one listing are the most.")
        answer = LabReply.objects.create(
            right=right, number=number, text=text, name=name, at=at, actor_key=by.key
        )
        record(
            by=by,
            action="listing.reply",
            subject=f"submission {submission.public_id}",
            at=at,
            number=number,
            snapshot=right.snapshot.number,
        )
    return answer


def right_of(submission: Submission) -> RightOfReply | None:
    """The right of reply to what was submitted last; None where none was offered."""
    return (
        RightOfReply.objects.filter(snapshot__submission=submission)
        .select_related("snapshot")
        .order_by("-snapshot__number")
        .first()
    )


def _require_text(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused("A reply cannot be empty.")
    if len(text) > LONGEST_REPLY:
        raise Refused(f"The reply has {len(text):,} characters; at most {LONGEST_REPLY:,} fit.")
    if UNSTORABLE.search(text):
        raise Refused("The reply has a character that is no text and cannot be kept.")
    return text
