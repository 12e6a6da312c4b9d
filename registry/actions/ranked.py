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
from django.db.models import Q

from registry.actions import catalogue, changes, rankings, transitions
from registry.actions.audit import now
from registry.models import Change, Lab, ModelCard, RegistryState, Release
from registry.rules.plausibility.check import checks_version
from registry.rules.standard import CURRENT_VERSION


@dataclass
class Touched:
    """What an act may have changed.

    Labs whose score may be another, with a clause for each reason; cards to grade again; releases
    to draw up anew in the catalogue; entries of the public feed.
    """

    causes: dict[int, list[str]] = field(default_factory=dict)
    cards: set[int] = field(default_factory=set)
    releases: set[int] = field(default_factory=set)
    told: list[changes.Entry] = field(default_factory=list)

    def add(self, lab: Lab, cause: str) -> None:
        """Name a lab, or one merged into it; its score is computed again."""
        self.causes.setdefault(lab.pk, []).append(cause)

    def regrade(self, card: ModelCard) -> None:
        """Grade the live version of ``card`` again, once, however many acts concern it."""
        self.cards.add(card.pk)

    def regrade_outdated(self) -> None:
        """Grade every card again that was graded by an earlier edition of standard or checks.

        The checks change no score, so only an edition of the standard is a cause for another rank.
        """
        live = ModelCard.objects.live()
        for card in live.exclude(current_grading__checks_version=checks_version()):
            self.regrade(card)
        outdated = live.exclude(current_grading__standard_version=CURRENT_VERSION)
        cause = f"its cards were graded against edition {CURRENT_VERSION} of the standard"
        for card in outdated.select_related("release__lab"):
            self.regrade(card)
            if cause not in self.causes.get(card.release.lab_id, ()):
                self.add(card.release.lab, cause)

    def lab_changed(self, lab: Lab) -> None:
        """Tell that readers see the lab differently, and so all its models in the catalogue."""
        self.told.append(changes.Entry(Change.Kind.LAB_CHANGED, lab.slug))
        of_lab = Release.objects.filter(Q(lab=lab) | Q(lab__merged_into=lab))
        self.releases |= set(of_lab.values_list("pk", flat=True))

    def release_changed(self, release: Release) -> None:
        """Tell that readers see a known release differently."""
        self.told.append(changes.Entry(Change.Kind.RELEASE_CHANGED, release.public_id))
        self.releases.add(release.pk)

    def card_changed(self, kind: Change.Kind, release: Release, version: int) -> None:
        """Tell that a version of the card was published, removed or graded again."""
        self.told.append(changes.Entry(kind, release.public_id, version))
        self.releases.add(release.pk)

    def redraw_outdated(self) -> None:
        """Draw up again what an earlier edition of the catalogue drew up, or what it lacks.

        Releases that it lacks, with their cards, were never told of in the feed either.
        """
        outdated = catalogue.outdated()
        lacking = Release.objects.filter(pk__in=outdated, catalogue_entry__isnull=True)
        for release in lacking.select_related("card__live_version").order_by("public_id"):
            self.release_changed(release)
            version = release.card.live_version if hasattr(release, "card") else None
            if version is not None:
                self.card_changed(Change.Kind.CARD_PUBLISHED, release, version.number)
        self.releases |= outdated

    def include(self, other: "Touched") -> None:
        for lab_id, causes in other.causes.items():
            self.causes.setdefault(lab_id, []).extend(causes)
        self.cards |= other.cards
        self.releases |= other.releases
        self.told += other.told


_current: ContextVar[Touched | None] = ContextVar("ranked_transaction", default=None)


@contextmanager
def ranked_transaction(*, on: date | None = None) -> Iterator[Touched]:
    """Open (or join) the transaction; at the outermost end, store a ranking if anything changed.

    ``on`` is the day the ranking is made for, in UTC; today unless told otherwise. An act that
    fails inside another leaves nothing, even where the other goes on without it.
    """
    outer = _current.get()
    touched = Touched()
    with transaction.atomic():
        if outer is None:
            _lock_state()
        token = _current.set(touched)
        try:
            yield touched
        finally:
            _current.reset(token)
        if outer is None:
            _settle(touched, on)
    if outer is not None:
        outer.include(touched)


def _lock_state() -> RegistryState:
    """Take the lock before anything is read or written.

    Two publications at once wait for each other here, see what the other stored, and number their
    rankings one after the other.
    """
    RegistryState.objects.get_or_create(id=1)
    return RegistryState.objects.select_for_update().get(id=1)


def _settle(touched: Touched, on: date | None) -> None:
    at = now()
    # In one order, so that equal acts are told of alike on every database.
    cards = ModelCard.objects.live().filter(pk__in=touched.cards).order_by("pk")
    for card in cards.select_related("release", "live_version__content", "current_grading"):
        if transitions.regrade(card, at=at) and card.live_version is not None:
            number = card.live_version.number
            touched.card_changed(Change.Kind.CARD_REGRADED, card.release, number)
    catalogue.refresh(touched.releases)
    state = RegistryState.objects.select_related("current_ranking").get(id=1)
    ranking = rankings.refresh(state, touched.causes, on=on or at.date(), at=at)
    if ranking is not None:
        made = changes.Entry(Change.Kind.RANKING_PUBLISHED, str(ranking.number))
        touched.told.append(made)
    changes.publish(touched.told, at=at)
