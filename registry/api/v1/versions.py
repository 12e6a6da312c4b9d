"""The versions of a card, and how the live one was graded."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from registry.api.addresses import address_of
from registry.api.answers import Answer, known
from registry.api.endpoint import Endpoint
from registry.api.fields import fields_of
from registry.api.operations import Many, Operation
from registry.api.paging import (
    Listing,
    count_of,
    list_answer,
    listing_of,
    page_of,
    written,
)
from registry.api.parameters import PAGED, Asked, sort_by
from registry.api.times import moment_text
from registry.api.v1.models import no_card
from registry.api.v1.shapes import models as shapes
from registry.models import CardVersion, Grading, ModelCard, VersionStatusEvent
from registry.models.keyset import Order
from registry.rules.grading.level import Level
from registry.rules.rounding import PUBLISHED_DECIMALS, half_up

BY_NUMBER = Order(("number",))
ORDERS = {"-number": BY_NUMBER.reverse, "number": BY_NUMBER}

# What a version was last graded: edition of the standard, level, score.
Graded = tuple[str, int, str]


class Versions(Endpoint):
    """All versions of a model's card, the newest first. The content of one that the law required to
    remove is gone; its line stays.
    """

    operation = Operation("listVersions", "Models", "Versions of a card", Many(shapes.Version))
    parameters = (sort_by(tuple(ORDERS), "-number"), fields_of(shapes.Version), *PAGED)

    def get(self, asked: Asked, lab: str, model: str) -> Answer:
        card = ModelCard.objects.filter(release__public_id=f"{lab}/{model}").first()
        if card is None:
            raise no_card(lab, model)
        return list_answer(self.request.path, asked, partial(_listing, asked, card, lab, model))


def _listing(asked: Asked, card: ModelCard, lab: str, model: str, seq: int) -> Listing:
    versions = CardVersion.objects.filter(card=card)
    order = ORDERS[asked.values.get("sort", "-number")]
    listing = asked.listing(f"versions of {lab}/{model}")
    page = page_of(versions, order, asked, listing=listing, seq=seq)
    events, graded = _last_events(page.rows), _last_gradings(page.rows)
    rows = (
        _version(version, events[version.pk], graded[version.pk], lab, model)
        for version in page.rows
    )
    return listing_of(page, written(rows, asked), **count_of(asked, versions))


def _last_events(versions: Sequence[CardVersion]) -> Mapping[int, VersionStatusEvent]:
    events = VersionStatusEvent.objects.filter(version__in=versions).order_by("id")
    return {event.version_id: event for event in events}


def _last_gradings(versions: Sequence[CardVersion]) -> Mapping[int, Graded]:
    rows = Grading.objects.filter(version__in=versions).order_by("id")
    values = rows.values_list("version_id", "standard_version", "level", "score")
    return {version: (standard, level, score) for version, standard, level, score in values}


def _version(
    version: CardVersion, event: VersionStatusEvent, graded: Graded, lab: str, model: str
) -> Mapping[str, Any]:
    standard, level, score = graded
    is_removed = event.status == VersionStatusEvent.Status.REMOVED
    data: dict[str, Any] = {
        "number": version.number,
        "status": event.status,
        "published_at": moment_text(version.published_at),
        "content_hash": version.content_hash,
        "schema_version": version.schema_version,
        "prepared_by": {
            "role": version.preparer,
            "name": version.preparer_name,
            "on": version.prepared_on,
            "sources_read": version.sources_read,
        },
        "standard": standard,
        "level": Level(level).name.lower(),
        "score": float(half_up(Fraction(score), PUBLISHED_DECIMALS)),
    }
    if is_removed:
        data["removal"] = {"at": moment_text(event.at), **known(reason=event.reason)}
    data["links"] = (
        {} if is_removed else {"card": address_of("version", lab, model, version.number)}
    )
    return data
