"""Forms that were sent twice: the second time they are answered, and nothing is done."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from registry.actions.audit import Signing, now
from registry.models import DoneForm, Submission
from registry.rules.errors import Conflict

# Long after anybody could send a page of theirs again by mistake.
KEPT = timedelta(days=2)


def is_first(key: str, *, subject: str, action: str, by: Signing) -> bool:
    """Whether the form with this key takes effect now; call it inside the move's transaction.

    ``key`` was drawn when the page was made; a form without one is always the first. Whoever sends
    it twice at once waits for the first, and gets False once that has taken effect; where the first
    was refused, the second may try. Raises ``Conflict`` for a key that stands for something else:
    it would be answered as done, and nothing would be.
    """
    if not key:
        return True
    forget_old()
    try:
        with transaction.atomic():
            DoneForm.objects.create(
                key=key, subject=subject, action=action, actor_key=by.key, at=now()
            )
    except IntegrityError:
        done = DoneForm.objects.get(key=key)
        if (done.subject, done.action, done.actor_key) != (subject, action, by.key):
            raise Conflict(
                "This form was sent before, for something else. Open the page anew."
            ) from None
        return False
    return True


def forget_old() -> int:
    """Forget forms that nobody sends again any more; return how many."""
    return DoneForm.objects.filter(at__lt=now() - KEPT).delete()[0]


def is_first_of(submission: Submission, key: str, action: str, *, by: Signing) -> bool:
    """The same for a form about a submission."""
    return is_first(key, subject=f"submission {submission.public_id}", action=action, by=by)
