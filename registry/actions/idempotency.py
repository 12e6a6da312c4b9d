"""Calls that may be repeated: the answer is kept in the transaction of what it answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction

from registry.actions.audit import now
from registry.models import ApiToken, IdempotencyKey
from registry.rules.errors import Refused

# A client that could not get through for a day has given up.
KEPT = timedelta(hours=48)


class KeyReused(Refused):
    """The key stands for another request already; nothing was done."""

    code = "idempotency_key_reused"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is repeated: ``body`` is JSON, ``headers`` are those that belong to it."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    is_replay: bool = False


def once(token: ApiToken, key: str, request: str, act: Callable[[], Kept]) -> Kept:
    """Act, or return what was answered when the same request came with this key before.

    ``request`` is a digest of all that was asked. Whoever comes second waits for the first. A
    refusal is not kept: it had no effect, and the next try may have one. Raises ``KeyReused`` where
    the key came with another request, and whatever ``act`` raises.
    """
    forget_old()
    with transaction.atomic():
        try:
            with transaction.atomic():
                # Claimed before acting: the database lets only one in.
                claim = IdempotencyKey.objects.create(
                    token=token, key=key, request=request, status=0, body="", at=now()
                )
        except IntegrityError:
            return _repeated(IdempotencyKey.objects.get(token=token, key=key), request)
        answer = act()
        claim.status, claim.body, claim.headers = answer.status, answer.body, dict(answer.headers)
        claim.save(update_fields=["status", "body", "headers"])
    return answer


def forget_old() -> int:
    """Forget answers that nobody asks for again any more; return how many."""
    return IdempotencyKey.objects.filter(at__lt=now() - KEPT).delete()[0]


def _repeated(kept: IdempotencyKey, request: str) -> Kept:
    if kept.request != request:
        raise KeyReused(
            "This Idempotency-Key came with another request before. A new request takes a new key."
        )
    return Kept(kept.status, kept.body, kept.headers, is_replay=True)
