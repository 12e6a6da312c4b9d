"""What requests of both kinds have in common: they are opened once and answered once."""

from typing import Any

from django.db import transaction

from registry.actions.accounts import actor_of
from registry.actions.audit import now, record
from registry.actions.checks import require_reason
from registry.models import LabProposal, MembershipRequest, User
from registry.models.submissions import new_public_id, new_token
from registry.rules.errors import Refused, StaleWrite
from registry.rules.people_permissions import check_may_answer
from registry.rules.permissions import Person
from registry.rules.workflow.requests import BY_EDITOR, TARGETS, Action, State, check_open

Request = MembershipRequest | LabProposal

# Of one person. Each can send a mail and costs an editor minutes.
MOST_OPEN = 5
MOST_A_DAY = 10


def lock(user: User) -> None:
    """Let the requests of one person wait for each other, so that limits and checks hold."""
    User.objects.select_for_update().get(pk=user.pk)


def check_limits(user: User) -> None:
    """Raise ``Refused`` if the person has asked for as much as one may."""
    start_of_day = now().replace(hour=0, minute=0, second=0, microsecond=0)
    for kind in (MembershipRequest, LabProposal):
        mine = kind.objects.filter(user=user)
        if mine.open().count() >= MOST_OPEN:
            raise Refused(
                f"You have {MOST_OPEN} open requests. Wait for an answer, or withdraw one."
            )
        if mine.filter(asked_at__gte=start_of_day).count() >= MOST_A_DAY:
            raise Refused(f"At most {MOST_A_DAY} requests a day; the rest can wait for tomorrow.")


def opening(user: User) -> dict[str, Any]:
    """The values of a request that this person opens now."""
    return {
        "public_id": new_public_id(),
        "token": new_token(),
        "state": State.OPEN.value,
        "user": user,
        "asked_at": now(),
    }


def check_answer(request: Request, action: Action, *, by: Person) -> None:
    """Raise ``TransitionRefused`` or ``NotPermitted`` if this answer is not open to the person."""
    check_open(State(request.state))
    check_may_answer(by, action, actor_of(request.user).key)


@transaction.atomic
def close(
    request: Request, action: Action, *, by: Person, token: str, reason: str = "", **values: Any
) -> None:
    """Answer or withdraw a request, with one audit row.

    Compare-and-set on the state and on the ``token`` that the person saw: whoever comes second gets
    ``StaleWrite`` with the request as it is now. ``values`` are stored with the answer.
    """
    check_answer(request, action, by=by)
    reason = require_reason(reason) if action in BY_EDITOR else ""
    values |= {
        "state": TARGETS[action].value,
        "token": new_token(),
        "closed_at": now(),
        "closed_by": by.key,
        "reason": reason,
    }
    kind = type(request)
    # Both kinds have these columns.
    if not kind.objects.filter(pk=request.pk, state=State.OPEN, token=token).update(**values):
        request.refresh_from_db()
        raise StaleWrite(
            "This was changed in the meantime; look at it again before you answer.", request
        )
    for name, value in values.items():
        setattr(request, name, value)
    record(
        by=by,
        action=f"{NAMES[kind]}.{action}",
        subject=subject_of(request),
        reason=reason,
        at=values["closed_at"],
        lab=request.lab.slug if request.lab else None,
        role=request.role,
    )


def subject_of(request: Request) -> str:
    """What stands for a request in the audit trail."""
    return f"{NAMES[type(request)]} {request.public_id}"


NAMES: dict[type[Request], str] = {MembershipRequest: "lab_request", LabProposal: "lab_proposal"}
