"""Known models as lists have them, and what the registry knows of one."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, cast

from registry.api.addresses import address_of, page_address
from registry.api.answers import Answer, json_text, known
from registry.api.catalogue_parameters import catalogue_parameters, catalogue_query
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.fields import chosen, fields_of
from registry.api.operations import Many, One, Operation
from registry.api.paging import (
    Listing,
    count_of,
    list_answer,
    listing_of,
    object_answer,
    page_of,
)
from registry.api.parameters import PAGED, Asked
from registry.api.throttling import READS, SEARCH, Quota
from registry.api.v1.labs import lab_key
from registry.api.v1.shapes import models as shapes
from registry.exporters.notices import card_notices, card_upheld
from registry.models import CatalogueEntry
from registry.models.catalogue import CatalogueQuerySet
from registry.models.catalogue_filters import ORDERS, unknown_values
from registry.models.stored_text import latest_change
from registry.rules.catalogue.parameters import PARAMETERS
from registry.rules.catalogue.query import Query
from registry.rules.errors import QueryInvalid


class _ModelList(Endpoint):
    """A list of known models; what is searched for in words has a quota of its own."""

    filters: ClassVar[tuple[str, ...]]

    def quota_for(self, asked: Asked) -> Quota:
        return SEARCH if "q" in asked.values else READS

    def answer(self, asked: Asked, entries: CatalogueQuerySet) -> Answer:
        """What is wrong with the question is found when the answer is written: not every time."""
        path = self.request.path

        def write(seq: int) -> Listing:
            query = catalogue_query(asked, self.filters)
            problems = unknown_values(query)
            if problems:
                raise QueryInvalid(problems)
            return _listing(asked, entries.matching(query), query, path, seq)

        return list_answer(path, asked, write)


class Models(_ModelList):
    """All known models, with a card or without. Filters that no model passes give an empty list;
    a lab or an accelerator that does not exist is refused.
    """

    operation = Operation("listModels", "Models", "Known models", Many(shapes.Model))
    filters = tuple(PARAMETERS)
    parameters = (*catalogue_parameters(*filters), fields_of(shapes.Model), *PAGED)

    def get(self, asked: Asked) -> Answer:
        return self.answer(asked, CatalogueEntry.objects.all())


class LabModels(_ModelList):
    """The known models of one lab, those of labs merged into it included."""

    operation = Operation(
        "listModelsOfLab", "Labs", "Known models of one lab", Many(shapes.Model), moves=True
    )
    filters = tuple(name for name in PARAMETERS if name != "lab")
    parameters = (*catalogue_parameters(*filters), fields_of(shapes.Model), *PAGED)

    def get(self, asked: Asked, lab: str) -> Answer:
        of_lab = CatalogueEntry.objects.filter(lab=lab_key("lab-models", lab))
        return self.answer(asked, of_lab)


class OneRelease(Endpoint):
    """What the registry knows of a model, with or without a card: when and by whom it was released,
    how much it counts and why, and what its card says in short.
    """

    operation = Operation("getRelease", "Models", "What is known of a model", One(shapes.Release))
    parameters = (fields_of(shapes.Release),)

    def get(self, asked: Asked, lab: str, model: str) -> Answer:
        entry = (
            CatalogueEntry.objects.select_related("release__card", "lab")
            .filter(public_id=f"{lab}/{model}")
            .first()
        )
        if entry is None:
            raise RequestRefused("not-found", f"No model {lab}/{model} is known.")
        return object_answer(self.request.path, asked, partial(_release, entry), latest_change())


def _listing(
    asked: Asked, entries: CatalogueQuerySet, query: Query, path: str, seq: int
) -> Listing:
    order = ORDERS[query.sort]
    listing = f"{path} {query.fingerprint}"
    # Rows as they are in the table: to make a model of each would take as long as the query.
    columns = dict.fromkeys(("summary", "has_card", *order.columns))
    shown = cast(CatalogueQuerySet, entries.values_list(*columns, named=True))
    page = page_of(shown, order, asked, listing=listing, seq=seq)
    models = address_of("models")
    rows = (_row(entry, asked, models) for entry in page.rows)
    return listing_of(page, rows, **count_of(asked, entries))


def _row(entry: CatalogueEntry, asked: Asked, models: str) -> str:
    """The stored text with its links: read as JSON only if not all of it was asked for.

    ``models`` is the address of all models. Ids are slugs, which need no quoting; to look up the
    address of each would take as long as all the rest.
    """
    address = f"{models}/{entry.public_id}"
    card = f',"card":"{address}"' if entry.has_card else ""
    text = f'{entry.summary[:-1]},"links":{{"self":"{address}/release"{card}}}}}'
    return json_text(chosen(json.loads(text), asked)) if "fields" in asked.values else text


def _release(entry: CatalogueEntry) -> Mapping[str, Any]:
    """The catalogue's entry with what only the release has."""
    release = entry.release
    card = getattr(release, "card", None)
    return {
        **json.loads(entry.summary),
        "tier": {"tier": release.tier, "reason": release.tier_reason},
        "variants": release.variants,
        "source": {
            "title": release.source_title,
            "url": release.source_url,
            **known(record=release.source_record),
        },
        **known(note=release.note),
        **({"notices": card_notices(card), "upheld_concerns": card_upheld(card)} if card else {}),
        "links": _release_links(entry),
    }


def _release_links(entry: CatalogueEntry) -> shapes.ReleaseLinks:
    parts = entry.public_id.split("/")
    links: shapes.ReleaseLinks = {
        "self": address_of("release", *parts),
        "lab": address_of("lab", entry.lab.slug),
    }
    if hasattr(entry.release, "card"):
        links["versions"] = address_of("versions", *parts)
    if entry.has_card:
        links["card"] = address_of("card", *parts)
        links["grading"] = address_of("grading", *parts)
        links["page"] = page_address("model:detail", *parts)
    return links
