"""Notices of versions and concerns upheld about them as data, and what stays of removed ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from registry.exporters.addresses import absolute, version_path
from registry.models import CardVersion, ConcernReport, ModelCard, Notice
from registry.models.review.concerns import upheld_of
from registry.models.standing import notices_of, standing_version
from registry.rules.workflow.versions import REMOVED


def notice_data(notice: Notice) -> dict[str, Any]:
    """One notice; what it does not have is left out. It comes with the other version it names."""
    data: dict[str, Any] = {
        "number": notice.number,
        "kind": notice.kind,
        "at": notice.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "text": notice.text,
        "items": notice.items,
        "signed": [signature(one) for one in notice.signed],
    }
    for name in ("found_by", "reason_class"):
        if value := getattr(notice, name):
            data[name] = value
    if notice.other:
        data["other_version"] = notice.other.number
    return data


def signature(signed: Any) -> dict[str, str]:
    """Who signed, with the role in which they did; of a mere name, that."""
    if isinstance(signed, str):
        return {"name": signed}
    return {name: signed[name] for name in ("name", "role") if signed.get(name)}


def notices_data(versions: Iterable[CardVersion | int]) -> dict[int, list[dict[str, Any]]]:
    """The notices of each of these versions that has any, by its key, the newest first."""
    found: dict[int, list[dict[str, Any]]] = {}
    for notice in notices_of(versions).order_by("-number"):
        found.setdefault(notice.version_id, []).append(notice_data(notice))
    return found


def concern_data(concern: ConcernReport) -> dict[str, Any]:
    """What became of a reader's concern that was upheld, worded as a notice is; not who told of it.

    It has no id: with that of a concern, its status page could be found.
    """
    assert concern.answered_at is not None  # noqa: S101 - set with the state
    return {
        "kind": "concern_upheld",
        "at": concern.answered_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "text": concern.outcome,
        "items": [concern.item] if concern.item else [],
    }


def upheld_data(versions: Iterable[CardVersion | int]) -> dict[int, list[dict[str, Any]]]:
    """The upheld concerns of each of these versions that has any, by its key, the newest first."""
    found: dict[int, list[dict[str, Any]]] = {}
    for concern in upheld_of(versions):
        found.setdefault(concern.version_id, []).append(concern_data(concern))
    return found


def tombstone(version: CardVersion) -> dict[str, Any]:
    """What stays of a version that is gone; it comes with its status events, card and release."""
    events = list(version.status_events.all())
    return {
        "id": version.card.release.public_id,
        "name": version.card.release.name,
        "version": version.number,
        "status": events[-1].status,
        "page": absolute(version_path(version)),
        "published_at": version.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "content_hash": version.content_hash,
        "events": [
            {
                "status": event.status,
                "at": event.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                **({"reason": event.reason} if event.status == REMOVED and event.reason else {}),
            }
            for event in events
        ],
        "notices": notices_data([version]).get(version.pk, []),
        "upheld_concerns": upheld_data([version]).get(version.pk, []),
    }


def card_notices(card: ModelCard) -> list[dict[str, Any]]:
    """The notices of the live version of a card, or of its newest where none is live."""
    notices = Notice.objects.filter(version__in=standing_version(card)).select_related("other")
    return [notice_data(notice) for notice in notices.order_by("-number")]


def card_upheld(card: ModelCard) -> list[dict[str, Any]]:
    """The upheld concerns about the version that ``card_notices`` is about."""
    return [concern_data(one) for one in upheld_of(standing_version(card))]
