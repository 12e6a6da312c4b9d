"""One transaction, one ranking at its end.

Whatever changes a score runs inside ``ranked_transaction``. Nested uses join the outer one, so that
loading four hundred releases makes one ranking and publishing one card makes one ranking; and the
change, its audit row, the gradings and the ranking that follow are stored together or not at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from registry.actions import rankings, transitions
from registry.actions.audit import now
from registry.models import Lab, ModelCard, RegistryState
from registry.rules.standard import CURRENT_VERSION


@dataclass
class Touched:
    """Labs whose score may have changed, with one sentence for each reason."""

    causes: dict[int, list[str]] = field(default_factory=dict)
    cards: dict[int, ModelCard] = field(default_factory=dict)

    def add(self, lab: Lab, cause: str) -> None:
        self.causes.setdefault(lab.pk, []).append(cause)

    def regrade(self, card: ModelCard) -> None:
        """Grade the live version of ``card`` again, once, however many acts concern it."""
        self.cards[card.pk] = card

    def regrade_outdated(self) -> None:
        """Grade every card again that was graded against an earlier edition of the standard."""
        for card in ModelCard.objects.live().exclude(
            current_grading__standard_version=CURRENT_VERSION
        ):
            self.regrade(card)
            self.causes.setdefault(card.release.lab_id, [])


_current: ContextVar[Touched | None] = ContextVar("ranked_transaction", default=None)


@contextmanager
def ranked_transaction(*, on: date | None = None) -> Iterator[Touched]:
    """Open (or join) the transaction; at the outermost end, store a ranking if anything changed.

    ``on`` is the day the ranking is made for, in UTC; today unless told otherwise.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    touched = Touched()
    with transaction.atomic():
        # Taken first, so that two publications at once wait for each other here and number their
        # rankings one after the other.
        RegistryState.objects.get_or_create(id=1)
        state = RegistryState.objects.select_for_update().get(id=1)
        token = _current.set(touched)
        try:
            yield touched
        finally:
            _current.reset(token)
        for card in ModelCard.objects.live().filter(pk__in=touched.cards):
            transitions.regrade(card, at=now())
        state.refresh_from_db()
        rankings.refresh(state, touched.causes, on=on or now().date(), at=now())
