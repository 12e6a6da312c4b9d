"""When an administrator, who otherwise reads nothing confidential, may open one submission."""

from datetime import datetime, timedelta

from registry.rules.errors import NotPermitted, Refused, SecondFactorMissing
from registry.rules.permissions import Person, Subject, roles_on
from registry.rules.workflow.vocabulary import UNSUBMITTED, Role

LASTS = timedelta(minutes=60)
SHORTEST_REASON = 20


def may_open(person: Person, subject: Subject) -> bool:
    """Whether there is anything here that this person could open.

    Not a draft, which nobody has handed to the registry; and nothing in which the person has a
    part, or which is about a lab of theirs.
    """
    return (
        person.scope is None
        and subject.state is not None
        and subject.state not in UNSUBMITTED
        and Role.ADMINISTRATOR in roles_on(person, subject)
    )


def check_may_open(person: Person, subject: Subject) -> None:
    """Raise ``NotPermitted`` if the person may not, whatever the reason given."""
    if not may_open(person, subject):
        raise NotPermitted(
            "Only an administrator without a part in it opens a submission, and no draft."
        )
    if not person.has_second_factor:
        raise SecondFactorMissing("Administrators need a second factor; your account has none yet.")


def check_reason(reason: str) -> None:
    """Raise ``Refused`` for a reason without its outer blanks that says too little."""
    if len(reason) < SHORTEST_REASON:
        raise Refused(
            f"reason: {len(reason)} characters; at least {SHORTEST_REASON} are expected. "
            "The editors will read it."
        )


def is_open(opened_at: datetime, now: datetime) -> bool:
    """Whether what was opened then can still be read."""
    return opened_at <= now < opened_at + LASTS
