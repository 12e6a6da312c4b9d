"""Labs, with their places in the current ranking."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from registry.api.addresses import address_of, page_address
from registry.api.answers import Answer, known
from registry.api.endpoint import Endpoint, Moved
from registry.api.errors import RequestRefused
from registry.api.fields import fields_of
from registry.api.operations import Many, One, Operation
from registry.api.paging import (
    Listing,
    count_of,
    cursor_of,
    list_answer,
    listing_of,
    object_answer,
    page_of,
    written,
)
from registry.api.parameters import PAGED, Asked, Parameter, ValueRefused, choices, sort_by
from registry.api.times import moment_text
from registry.api.v1 import standings
from registry.api.v1.shapes import labs as shapes
from registry.models import (
    CatalogueEntry,
    Lab,
    LabAlias,
    LabInvitationAnswer,
    RankingEntry,
    RegistryState,
)
from registry.models.keyset import Order
from registry.models.stored_text import latest_change
from registry.rules.checking.code_lists import COUNTRIES
from registry.rules.grading.level import Level

BY_RANK = Order(("ranking_id", "position"))
ORDERS = {"rank": BY_RANK, "-rank": BY_RANK.reverse}

# How many cards a lab has at each level, by the lab's key.
Levels = Mapping[int, Mapping[int, int]]


def _countries(text: str) -> frozenset[str]:
    codes = text.split(",")
    if not COUNTRIES.issuperset(codes):
        expected = "ISO 3166-1 alpha-2 codes with commas between them"
        raise ValueRefused("query.unknown_value", expected, "Write CN, for example.")
    return frozenset(codes)


COUNTRY = Parameter(
    "country",
    "Only labs of this country (ISO 3166-1 alpha-2). Several codes separated by commas mean any.",
    {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}},
    _countries,
    example=["CN"],
    repeats=True,
)


class Labs(Endpoint):
    """All labs that stand for themselves, in the order of the current ranking. Later pages stay in
    the ranking of the first, whatever is published meanwhile.
    """

    operation = Operation("listLabs", "Labs", "Labs and their ranks", Many(shapes.Lab))
    parameters = (
        choices("category", "Only labs of this kind.", Lab.Category.values),
        COUNTRY,
        sort_by(tuple(ORDERS), "rank"),
        fields_of(shapes.Lab),
        *PAGED,
    )

    def get(self, asked: Asked) -> Answer:
        return list_answer(self.request.path, asked, partial(_listing, asked))


class OneLab(Endpoint):
    """One lab, with its names and its profile by section. A lab that was merged into another
    redirects there.
    """

    operation = Operation("getLab", "Labs", "One lab", One(shapes.LabDetail), moves=True)
    parameters = (fields_of(shapes.LabDetail),)

    def get(self, asked: Asked, lab: str) -> Answer:
        key = lab_key("lab", lab)
        return object_answer(self.request.path, asked, partial(_detail, key), latest_change())


def lab_key(name: str, slug: str) -> int:
    """The key of the lab of this slug; one that was merged into another has moved there."""
    found = Lab.objects.filter(slug=slug).values_list("pk", "merged_into__slug").first()
    if found is None:
        raise RequestRefused("not-found", f"No lab {slug} is known.")
    key, merged_into = found
    if merged_into:
        raise Moved(reverse(f"api:{name}", args=[merged_into]))
    return key


def _listing(asked: Asked, seq: int) -> Listing:
    listing = asked.listing("labs")
    cursor = cursor_of(asked, listing)
    ranking = cursor.key[0] if cursor else _current_ranking()
    entries = _entries(ranking).filter(_conditions(asked))
    order = ORDERS[asked.values.get("sort", "rank")]
    page = page_of(entries, order, asked, listing=listing, seq=seq)
    levels = _levels({entry.lab_id for entry in page.rows})
    rows = (_lab(entry.lab, entry, levels) for entry in page.rows)
    meta = known(ranking=ranking or None) | count_of(asked, entries)
    return listing_of(page, written(rows, asked), **meta)


def _current_ranking() -> int:
    """The number of the current ranking; 0 before the first."""
    return RegistryState.objects.values_list("current_ranking_id", flat=True).first() or 0


def _entries(ranking: int) -> QuerySet[RankingEntry]:
    lines = RankingEntry.objects.filter(ranking_id=ranking).select_related("lab", "score")
    return lines.defer("score__draws", "score__releases")


def _conditions(asked: Asked) -> Q:
    conditions = Q()
    for name in ("category", "country"):
        for wanted in asked.values.get(name, ()):
            conditions &= Q(**{f"lab__{name}__in": wanted})
    return conditions


def _levels(labs: Collection[int]) -> Levels:
    counted = CatalogueEntry.objects.filter(lab__in=labs, has_card=True)
    levels: dict[int, dict[int, int]] = defaultdict(dict)
    for lab, level, count in counted.values_list("lab", "level").annotate(Count("pk")).order_by():
        levels[lab][level] = count
    return levels


def _lab(lab: Lab, entry: RankingEntry | None, levels: Levels) -> shapes.Lab:
    of_lab = levels.get(lab.pk, {})
    data: shapes.Lab = {
        "slug": lab.slug,
        "name": lab.name,
        **known(  # type: ignore[typeddict-item]  # members of the shape by their names
            country=lab.country,
            category=lab.category,
            website=lab.website,
            invited_on=lab.invited_on and lab.invited_on.isoformat(),
        ),
        "levels": {
            "listed": of_lab.get(Level.LISTED, 0),
            "stated": of_lab.get(Level.STATED, 0),
            "evidenced": of_lab.get(Level.EVIDENCED, 0),
            "reviewed": of_lab.get(Level.REVIEWED, 0),
        },
        "links": {
            "self": address_of("lab", lab.slug),
            "models": address_of("lab-models", lab.slug),
            "page": page_address("lab:detail", lab.slug),
        },
    }
    if entry is not None:
        data["models"] = standings.model_counts(entry)
        data["standing"] = standings.standing(entry)
    return data


def _detail(key: int) -> shapes.LabDetail:
    lab = Lab.objects.get(pk=key)
    entry = _entries(_current_ranking()).filter(lab=lab).first()
    absorbed = lab.absorbed.order_by("slug")
    data = cast(shapes.LabDetail, _lab(lab, entry, _levels({lab.pk})))
    data["aliases"] = [_alias(alias) for alias in lab.aliases.all()]
    data["invitation_answers"] = [_answer(one) for one in lab.invitation_answers.all()]
    data["absorbed"] = [{"slug": other.slug, "name": other.name} for other in absorbed]
    if entry is not None and entry.rank is not None:
        data["readings"] = standings.readings(entry)
        data["sections"] = standings.section_scores(entry)
    return data


def _answer(one: LabInvitationAnswer) -> shapes.InvitationAnswer:
    return {
        "answer": cast(Any, one.answer),
        "answered_at": moment_text(one.at),
        "name": one.name,
        **known(  # type: ignore[typeddict-item]  # members of the shape by their names
            disclose_by=one.disclose_by and one.disclose_by.isoformat(),
            text=one.text or None,
        ),
    }


def _alias(alias: LabAlias) -> shapes.Alias:
    return {
        "name": alias.name,
        **known(  # type: ignore[typeddict-item]  # members of the shape by their names
            valid_from=alias.valid_from and alias.valid_from.isoformat(),
            valid_until=alias.valid_until and alias.valid_until.isoformat(),
        ),
    }
