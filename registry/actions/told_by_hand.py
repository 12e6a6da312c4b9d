"""Labs without a representative, which an editor tells of a listing by hand."""

from datetime import UTC, date

from django.db import transaction

from registry.actions.audit import now, record
from registry.actions.checks import UNSTORABLE
from registry.actions.people import subject_of
from registry.models import Actor, LabToldByHand, RightOfReply
from registry.rules.errors import Conflict, NotPermitted, Refused, SecondFactorMissing
from registry.rules.invitations import LONGEST_TEXT, check_told_on
from registry.rules.permissions import Person, may_list
from registry.rules.workflow.vocabulary import CLOSED, State


def to_tell(person: Person) -> list[RightOfReply]:
    """Listings of which an editor has to tell the lab by hand, the oldest first.

    Without those that the person may not even meet in a list.
    """
    over = {state.value for state in (*CLOSED, State.DISCARDED)}
    waiting = (
        RightOfReply.objects.filter(representatives=0, told_by_hand__isnull=True)
        .exclude(snapshot__submission__state__in=over)
        .select_related("snapshot__submission__lab", "snapshot__submission__release")
        .order_by("at", "pk")
    )
    return [right for right in waiting if may_tell(person, right)]


def may_tell(person: Person, right: RightOfReply) -> bool:
    """Whether the listing exists for this person as one of which the lab has to be told."""
    return may_list(person, subject_of(right.snapshot.submission))


def entered(right: RightOfReply) -> str:
    """When the lab was told and who entered it, as in "on 2026-12-01; Ada entered it"; or ""."""
    done = LabToldByHand.objects.filter(right=right).first()
    if done is None:
        return ""
    who = Actor.objects.filter(key=done.actor_key).first()
    return f"on {done.told_on}; {who} entered it"


def tell_by_hand(*, by: Person, right: RightOfReply, told_on: date, how: str) -> None:
    """Record that a lab was told of a listing, on which day and how.

    Raises ``NotPermitted`` for whoever may not meet the listing, ``Conflict`` with who did it and
    when where that is on record.
    """
    how = how.strip()
    if not how or len(how) > LONGEST_TEXT or UNSTORABLE.search(how):
        raise Refused(
            f"Say how the lab was told, in 1 to {LONGEST_TEXT:,} characters; found {len(how):,}."
        )
    submission = right.snapshot.submission
    with transaction.atomic():
        # The lock keeps two editors apart.
        RightOfReply.objects.select_for_update().get(pk=right.pk)
        if not may_tell(by, right):
            raise NotPermitted("Labs are told by editors without another part in the submission.")
        if not by.has_second_factor:
            raise SecondFactorMissing("Editors need a second factor; your account has none yet.")
        if earlier := entered(right):
            raise Conflict(f"The lab was told already, {earlier}.")
        at = now()
        check_told_on(told_on, offered_on=right.at.astimezone(UTC).date(), on=at.date())
        LabToldByHand.objects.create(right=right, told_on=told_on, how=how, at=at, actor_key=by.key)
        record(
            by=by,
            action="listing.tell_by_hand",
            subject=f"submission {submission.public_id}",
            at=at,
            told_on=told_on.isoformat(),
        )
