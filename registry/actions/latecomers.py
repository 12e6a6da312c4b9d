"""What somebody is told who came too late: what the last move was, when, and by whom."""

from datetime import datetime

from registry.actions.people import subject_of
from registry.models import Actor, AuditEvent, Submission
from registry.rules.permissions import Person, may_handle
from registry.rules.workflow.vocabulary import EDITABLE


def meanwhile(submission: Submission, by: Person) -> str:
    """What the last move was, for whoever came too late.

    Names are for editors, and so is whatever concerns single referees: to the lab it would tell who
    was asked when, and how many declined.
    """
    rows = AuditEvent.objects.filter(
        subject=f"submission {submission.public_id}", sequence__isnull=False
    )
    is_for_editors = may_handle(by, subject_of(submission))
    if not is_for_editors:
        rows = rows.filter(action__startswith="submission.")
    last = rows.order_by("-sequence").first()
    if last is None:
        return f"{submission.model_name} was changed in the meantime; look at it and try again."
    what, at = last.action.partition(".")[2].replace("_", " "), last.at
    who = f" by {actor_name(last.actor_key)}" if is_for_editors else ""
    if submission.changed_at > at and submission.state in EDITABLE:
        # A save is no move; it is the lab's, and leaves no row here.
        what, at, who = "save", submission.changed_at, ""
    return (
        f"{submission.model_name} was changed in the meantime. The last move was “{what}”{who} "
        f"{moment(at)}. Look at it and try again."
    )


def actor_name(key: str) -> str:
    """Who acted, for editors: the name, or what is left of it."""
    actor = Actor.objects.filter(key=key).first()
    return actor.name if actor else "somebody"


def moment(at: datetime) -> str:
    return f"at {at:%H:%M} UTC on {at:%-d %B %Y}"
