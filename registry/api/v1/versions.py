"""The versions of a card, and how the live one was graded."""

from collections.abc import Mapping, Sequence
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
from registry.api.spans import span_address
from registry.api.times import moment_text
from registry.api.v1.gradings import points
from registry.api.v1.models import no_card
from registry.api.v1.shapes import models as shapes
from registry.exporters.notices import notices_data, upheld_data
from registry.models import CardVersion, Grading, ModelCard, ReviewFile, VersionStatusEvent
from registry.models.graded_versions import newest_gradings
from registry.models.keyset import Order
from registry.rules.grading.level import Level

BY_NUMBER = Order(("number",))
ORDERS = {"-number": BY_NUMBER.reverse, "number": BY_NUMBER}

REMOVED = VersionStatusEvent.Status.REMOVED

# The newest event by number of the version.
Events = Mapping[int, VersionStatusEvent]


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
    events = _last_events(card, page.rows)
    gradings = newest_gradings(page.rows).only("version", "standard_version", "level", "score")
    reviewed = set(
        ReviewFile.objects.filter(version__in=page.rows).values_list("version", flat=True)
    )
    graded = {grading.version_id: grading for grading in gradings}
    notices, upheld = notices_data(page.rows), upheld_data(page.rows)
    rows = (
        {
            **_version(version, events[version.number], graded[version.pk]),
            "notices": notices.get(version.pk, []),
            "upheld_concerns": upheld.get(version.pk, []),
            "links": _links(version, events, lab, model, is_reviewed=version.pk in reviewed),
        }
        for version in page.rows
    )
    return listing_of(page, written(rows, asked), **count_of(asked, versions))


def _last_events(card: ModelCard, versions: Sequence[CardVersion]) -> Events:
    """The newest event of each version and of the one before it, by number."""
    numbers = {version.number - step for version in versions for step in (0, 1)}
    events = VersionStatusEvent.objects.filter(version__card=card, version__number__in=numbers)
    return {
        event.version.number: event for event in events.select_related("version").order_by("id")
    }


def _version(version: CardVersion, event: VersionStatusEvent, grading: Grading) -> dict[str, Any]:
    data: dict[str, Any] = {
        "number": version.number,
        "status": event.status,
        **published(version),
        **last_graded(grading),
    }
    if event.status == REMOVED:
        data["removal"] = {"at": moment_text(event.at), **known(reason=event.reason)}
    return data


def published(version: CardVersion) -> dict[str, Any]:
    """What is on record of a version, whatever became of it."""
    return {
        "published_at": moment_text(version.published_at),
        "content_hash": version.content_hash,
        "schema_version": version.schema_version,
        "prepared_by": {
            "role": version.preparer,
            "name": version.preparer_name,
            "on": version.prepared_on,
            "sources_read": version.sources_read,
        },
    }


def last_graded(grading: Grading) -> dict[str, Any]:
    """What a version was last graded, in short."""
    return {
        "standard": grading.standard_version,
        "level": Level(grading.level).name.lower(),
        "score": points(grading.score),
    }


def _links(
    version: CardVersion, events: Events, lab: str, model: str, *, is_reviewed: bool
) -> shapes.VersionLinks:
    """Bytes, review and what changed since the version before; none where it was removed."""
    links: shapes.VersionLinks = {}
    number = version.number
    if events[number].status == REMOVED:
        return links
    links["card"] = address_of("version", lab, model, number)
    if is_reviewed:
        links["review"] = address_of("version-review", lab, model, number)
    before = events.get(number - 1)
    if before is not None and before.status != REMOVED:
        links["diff"] = span_address("card-diff", lab, model, old=number - 1, new=number)
    return links
