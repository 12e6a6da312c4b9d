"""Labs, releases and cards put into a registry through its actions."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from registry.actions import intake, labs, publication, releases
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, CardVersion, Lab, Release
from registry.rules.checking.check import check_card

REASON = "A reason of the tests"
SOURCE = releases.Source("A press release", "https://example.org/press")


def add_lab(by: Actor, slug: str, name: str, *, country: str = "FR") -> Lab:
    return labs.add_lab(
        by=by,
        slug=slug,
        name=name,
        country=country,
        category="industry",
        website="https://example.org/",
        reason=REASON,
    )


def add_release(
    by: Actor, lab: Lab, slug: str, *, name: str = "", on: date = date(2025, 3, 1), tier: str = "1"
) -> Release:
    return releases.add_release(
        by=by,
        lab=lab,
        slug=slug,
        name=name or slug.replace("-", " ").title(),
        released_on=on,
        precision="day",
        tier=tier,
        tier_reason=REASON,
        source=SOURCE,
        reason=REASON,
    )


def publish_card(by: Actor, document: dict[str, Any]) -> CardVersion:
    """Publish ``document`` as it is; its lab and release are registered where they are missing."""
    checked = check_card(json.dumps(document).encode(), "json")
    assert not checked.has_errors, checked.problems
    preparer = document["prepared_by"]["role"]
    with ranked_transaction():
        intake.register_missing(by=by, document=document)
        return publication.publish(by=by, checked=checked, preparer=preparer)
