"""Rankings: permanent, numbered, served as they were made."""

from functools import lru_cache, partial

from registry.api.addresses import address_of, page_address
from registry.api.answers import (
    FOREVER,
    FORM,
    LATEST,
    Answer,
    Body,
    envelope,
    json_text,
    known,
    state_validator,
)
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.fields import chosen, fields_of
from registry.api.operations import Many, One, Operation
from registry.api.paging import Listing, count_of, list_answer, listing_of, page_of, written
from registry.api.parameters import PAGED, Asked, sort_by
from registry.api.spans import span_address
from registry.api.times import moment_text
from registry.api.v1 import standings
from registry.api.v1.shapes import rankings as shapes
from registry.models import Ranking, RankingEntry
from registry.models.keyset import Order
from registry.models.stored_text import RankingName, current_ranking

BY_NUMBER = Order(("number",))
ORDERS = {"-number": BY_NUMBER.reverse, "number": BY_NUMBER}
# Bodies kept by each worker process; one of 2,000 labs takes about 2 MB.
MOST_KEPT = 4


class Rankings(Endpoint):
    """All rankings, the newest first."""

    operation = Operation("listRankings", "Rankings", "All rankings", Many(shapes.Ranking))
    parameters = (sort_by(tuple(ORDERS), "-number"), fields_of(shapes.Ranking), *PAGED)

    def get(self, asked: Asked) -> Answer:
        return list_answer(self.request.path, asked, partial(_listing, asked))


class OneRanking(Endpoint):
    """One ranking with all its lines. It never changes."""

    operation = Operation("getRanking", "Rankings", "One ranking", One(shapes.Edition))
    parameters = (fields_of(shapes.Edition),)
    quota = None

    def get(self, asked: Asked, number: int) -> Answer:
        name = _numbered(number)
        if name is None:
            raise no_ranking(number)
        return _edition_answer(name, asked, FOREVER)


class CurrentRanking(Endpoint):
    """The ranking in force, with all its lines; its permanent address is in links."""

    operation = Operation(
        "getCurrentRanking",
        "Rankings",
        "The ranking in force",
        One(shapes.Edition),
        ("not-found",),
    )
    parameters = (fields_of(shapes.Edition),)

    def get(self, asked: Asked) -> Answer:
        name = current_ranking()
        if name is None:
            raise RequestRefused("not-found", "No ranking was made yet.")
        return _edition_answer(name, asked, LATEST)


def no_ranking(number: int) -> RequestRefused:
    return RequestRefused("not-found", f"No ranking {number} was made.")


def _listing(asked: Asked, seq: int) -> Listing:
    rankings = Ranking.objects.all()
    order = ORDERS[asked.values.get("sort", "-number")]
    page = page_of(rankings, order, asked, listing=asked.listing("rankings"), seq=seq)
    rows = (_ranking(ranking) for ranking in page.rows)
    return listing_of(page, written(rows, asked), **count_of(asked, rankings))


def _numbered(number: int) -> RankingName | None:
    digest = Ranking.objects.filter(number=number).values_list("digest", flat=True).first()
    return None if digest is None else RankingName(number, digest)


def _edition_answer(name: RankingName, asked: Asked, caching: str) -> Answer:
    """The same bytes for good, whoever asks; only what was asked for where fields were named."""

    def write() -> Body:
        if "fields" in asked.values:
            return Body(envelope(json_text(chosen(_edition(name), asked))))
        return Body(kept_edition(name))

    validator = f"{name.number}-{name.digest}-{FORM}"
    if asked.pairs:
        validator = state_validator(name.number, f"{validator}?{asked.question}")
    return Answer(validator, write, caching)


@lru_cache(maxsize=MOST_KEPT)
def kept_edition(name: RankingName) -> bytes:
    """The body of an edition, made once: what is permanent can be kept."""
    return envelope(json_text(_edition(name))).encode()


def _edition(name: RankingName) -> shapes.Edition:
    ranking = Ranking.objects.get(number=name.number)
    entries = ranking.entries.select_related("lab", "score")
    lines = entries.defer("score__draws", "score__releases")
    return {**_ranking(ranking), "entries": [_entry(entry) for entry in lines]}


def _ranking(ranking: Ranking) -> shapes.Ranking:
    return {
        "number": ranking.number,
        "as_of": ranking.as_of.isoformat(),
        "made_at": moment_text(ranking.created_at),
        "standard": ranking.standard_version,
        "method": ranking.method_version,
        "digest": ranking.digest,
        **known(  # type: ignore[typeddict-item]  # members of the shape by their names
            releases_listed_until=ranking.listed_until and ranking.listed_until.isoformat(),
        ),
        "provisional": ranking.is_provisional,
        "models": {
            "known": ranking.known_releases,
            "with_card": ranking.cards,
            "prepared_by_lab": ranking.cards_by_labs,
            "reviewed": ranking.cards_reviewed,
            "sources_read": ranking.sources_read,
        },
        "causes": ranking.causes,
        "links": _links(ranking.number),
    }


def _links(number: int) -> shapes.RankingLinks:
    links: shapes.RankingLinks = {
        "self": address_of("ranking", number),
        "page": page_address("ranking:detail", number),
    }
    if number > 1:
        links["diff"] = span_address("ranking-diff", old=number - 1, new=number)
    return links


def _entry(entry: RankingEntry) -> shapes.Entry:
    return {
        "lab": {"slug": entry.lab.slug, "name": entry.lab_name},
        "standing": standings.standing(entry),
        "models": standings.model_counts(entry),
        "sections": standings.section_scores(entry),
        "links": {"lab": address_of("lab", entry.lab.slug)},
    }
