"""Where published versions stand: the status of each, asked beside other rows, and its notices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from registry.models.cards import CardVersion, ModelCard, VersionStatusEvent
from registry.models.review.published import Notice


def version_status(version: str) -> Subquery:
    """The status of the version whose key stands in the column ``version`` of the outer rows."""
    events = VersionStatusEvent.objects.filter(version=OuterRef(version)).order_by("-id")
    return Subquery(events.values("status")[:1])


def card_status(card: str) -> Coalesce:
    """The status of the live version of a card, or of its newest where none is live.

    ``card`` is the column of the outer rows with the card's key; without a card there is none.
    """
    events = VersionStatusEvent.objects.order_by("-version__number", "-id").values("status")
    return Coalesce(
        Subquery(events.filter(version__live_on=OuterRef(card))[:1]),
        Subquery(events.filter(version__card=OuterRef(card))[:1]),
    )


def notices_of(versions: Iterable[CardVersion | int]) -> QuerySet[Notice]:
    """The notices of these versions, each with the other version it names."""
    return Notice.objects.filter(version__in=versions).select_related("other__card__release")


def newest_retracted(public_id: str) -> CardVersion | None:
    """The newest version of a card without a live one, if that was retracted and can be read.

    It comes as the page of a version needs it.
    """
    version = (
        CardVersion.objects.filter(card__release__public_id=public_id)
        .select_related("content", "card__live_version", "card__release__lab__merged_into")
        .prefetch_related("status_events")
        .order_by("-number")
        .first()
    )
    if version is None or not hasattr(version, "content"):
        return None
    status = list(version.status_events.all())[-1].status
    return version if status == VersionStatusEvent.Status.RETRACTED else None


def standing_version(card: ModelCard) -> QuerySet[CardVersion]:
    """The version that the status of a card is said of: the live one, or else the newest."""
    return card.versions.annotate(is_live=Q(pk=card.live_version_id)).order_by(
        "-is_live", "-number"
    )[:1]
