"""What a source must carry to lift the claim it supports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.rules.conditions.substance import Presence


def has_located_source(claim: Mapping[str, Any], presence: Presence) -> bool:
    """Tell whether a reader can go to the place: a title, a locator, and a url, doi or file."""
    return any(_is_located(entry, presence) for entry in claim.get("evidence", ()))


def has_located_peer_review(claim: Mapping[str, Any], presence: Presence) -> bool:
    """Tell whether a peer-reviewed publication on record is located: what an editor can confirm.

    On record means a ``doi``, or a ``venue`` with the ``url`` of the record there: JMLR, PMLR, the
    ACL Anthology and the NeurIPS proceedings assign no DOI.
    """
    return any(
        entry.get("kind") == "peer_reviewed"
        and _is_located(entry, presence)
        and (_has(entry, presence, "doi") or _has(entry, presence, "venue", "url"))
        for entry in claim.get("evidence", ())
    )


def _is_located(entry: Mapping[str, Any], presence: Presence) -> bool:
    return _has(entry, presence, "title", "locator") and any(
        _has(entry, presence, link) for link in ("url", "doi", "file")
    )


def _has(entry: Mapping[str, Any], presence: Presence, *names: str) -> bool:
    return all(presence.flaw(entry.get(name)) is None for name in names)
