"""The public feed: what readers can now see differently, numbered in the order it came about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from registry.actions import webhooks
from registry.models import Change


@dataclass(frozen=True, slots=True)
class Entry:
    """One change before it has its number: its kind, subject and, of cards, the version."""

    kind: Change.Kind
    subject: str
    version: int | None = None


def publish(entries: Iterable[Entry], *, at: datetime) -> None:
    """Number the entries, add them, each once, and tell webhooks.

    Runs under the lock on the registry's state.
    """
    last = Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    changes = Change.objects.bulk_create(
        Change(seq=seq, at=at, kind=entry.kind, subject=entry.subject, version=entry.version)
        for seq, entry in enumerate(dict.fromkeys(entries), start=last + 1)
    )
    webhooks.tell(changes)
