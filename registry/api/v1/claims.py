"""Claims as flat rows: one question of all models, or all claims of one."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar

from registry.api.addresses import address_of, page_address
from registry.api.answers import JSON, Answer, Body, state_validator
from registry.api.catalogue_parameters import catalogue_parameters, catalogue_query
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.fields import chosen, fields_of
from registry.api.operations import TEXT, Bare, Many, One, Operation
from registry.api.paging import (
    Listing,
    cursor_of,
    list_answer,
    next_address,
    object_answer,
    written,
)
from registry.api.parameters import DEFAULT_LIMIT, PAGED, Asked, Parameter
from registry.api.v1.claim_parameters import (
    DEFAULT_SORT,
    GRADE_MIN,
    GRADES,
    MODEL,
    PATH,
    SECTION,
    SORT,
    STATUS,
    members_of,
    paths_of,
)
from registry.api.v1.models import NOT_CURRENT, no_card
from registry.api.v1.shapes import claims as shapes
from registry.exporters.claims_csv import claims_csv
from registry.exporters.csv_text import CONTENT_TYPE as CSV_TYPE
from registry.models import CatalogueEntry, Release
from registry.models.catalogue import CatalogueQuerySet
from registry.models.catalogue_filters import unknown_values
from registry.models.flat_claims import ORDERS, ClaimsPage, ClaimsQuestion, read_claims
from registry.models.stored_text import latest_change
from registry.rules.errors import QueryInvalid
from registry.rules.flat_claims.paths import ClaimPath, UnknownPathError, parse_claim_path
from registry.rules.problems import QueryProblem

CSV = "text/csv"
MEMBERS = tuple(shapes.Claim.__annotations__)
# What narrows the list of claims as it narrows that of models.
FILTERS = (
    *("lab", "chip", "released_after", "released_before", "level_min"),
    *("open_weights", "reinforcement_learning", "peer_reviewed", "has", "lacks"),
)
FIELDS = fields_of(
    shapes.Claim,
    figures=("value", "low", "high", "as_stated", "text"),
    belonging=("unit", "price_year", "scope"),
)
MOST_HINTS = 3
MOST_LOOKED_THROUGH = 5_000


class Claims(Endpoint):
    """One question of all models: every answer is a row, with its grade, its sources and, for a
    figure of compute or cost, its scope. Models without a card have no rows.
    """

    operation = Operation(
        "listClaims", "Claims", "Claims of all models", Many(shapes.Claim, others={CSV: TEXT})
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        *(PATH, STATUS, GRADE_MIN, SECTION, MODEL),
        *catalogue_parameters(*FILTERS),
        *(SORT, FIELDS, *PAGED),
    )
    media_types: ClassVar[tuple[str, ...]] = (JSON, CSV)

    def get(self, asked: Asked) -> Answer:
        question = _question(asked, paths_of(asked), _entries(asked), asked.listing("claims"))
        path = self.request.path
        if self.request.get_preferred_type(list(self.media_types)) == CSV:
            return _table_answer(path, asked, question)
        return list_answer(path, asked, lambda seq: _listing(asked, question, seq))


class ClaimsAsCsv(Claims):
    """The same as a table: texts that a spreadsheet would take for formulas have an apostrophe in
    front, and the address of the next page is in the Link header.
    """

    operation = Operation(
        "listClaimsAsCsv", "Claims", "Claims of all models as CSV", Bare({CSV: TEXT})
    )
    media_types = (CSV,)


class ModelClaims(Endpoint):
    """All claims of one model's live card, in the order of the standard."""

    operation = Operation(
        "listClaimsOfModel",
        "Claims",
        "Claims of one model",
        Many(shapes.Claim, is_paged=False),
        NOT_CURRENT,
    )
    parameters = (PATH, STATUS, GRADE_MIN, SECTION, FIELDS)

    def get(self, asked: Asked, lab: str, model: str) -> Answer:
        question = _question(asked, paths_of(asked), _entry(lab, model))

        def listing(seq: int) -> Listing:
            page = read_claims(question, size=len(question.paths), seq=seq)
            return Listing(written(map(_row, page.rows), asked), {}, seq)

        return list_answer(self.request.path, asked, listing)


class ModelClaim(Endpoint):
    """One claim of one model's live card, by item, claim or field."""

    operation = Operation(
        "getClaim", "Claims", "One claim of one model", One(shapes.Claim), NOT_CURRENT
    )
    parameters = (FIELDS,)

    def get(self, asked: Asked, lab: str, model: str, item: str) -> Answer:
        try:
            path = parse_claim_path(item)
        except UnknownPathError as unknown:
            hint = f" Did you mean {unknown.nearest}?" if unknown.nearest else ""
            raise RequestRefused("not-found", f"The standard has no such claim.{hint}") from None
        question = _question(asked, (path,), _entry(lab, model))
        seq = latest_change()

        def write() -> Mapping[str, Any]:
            page = read_claims(question, size=1, seq=seq)
            if not page.rows:
                raise no_card(lab, model)
            return _row(page.rows[0])

        return object_answer(self.request.path, asked, write, seq)


def _table_answer(path: str, asked: Asked, question: ClaimsQuestion) -> Answer:
    seq = latest_change()

    def body() -> Body:
        page = _page(asked, question, seq)
        rows = [chosen(_row(row), asked) for row in page.rows]
        following = next_address(path, asked, _following(page))
        links = {"next": following} if following else {}
        return Body(claims_csv(rows, members_of(asked, MEMBERS)), links)

    validator = state_validator(seq, f"{path}?{asked.question} {CSV}")
    return Answer(validator, body, media_type=CSV_TYPE)


def _listing(asked: Asked, question: ClaimsQuestion, seq: int) -> Listing:
    page = _page(asked, question, seq)
    meta = {"count": question.count()} if asked.values.get("count") else {}
    return Listing(written(map(_row, page.rows), asked), _following(page), page.seq, meta)


def _page(asked: Asked, question: ClaimsQuestion, seq: int) -> ClaimsPage:
    size = asked.values.get("limit", DEFAULT_LIMIT)
    return read_claims(question, size=size, seq=seq, cursor=cursor_of(asked, question.listing))


def _following(page: ClaimsPage) -> Mapping[str, str]:
    return {"cursor": page.next.token} if page.next else {}


def _question(
    asked: Asked, paths: Sequence[ClaimPath], entries: CatalogueQuerySet, listing: str = ""
) -> ClaimsQuestion:
    statuses = asked.values.get("status", ())
    common: frozenset[str] = frozenset.intersection(*statuses) if statuses else frozenset()
    grade = asked.values.get("grade_min")
    is_impossible = not paths or (statuses and not common)
    return ClaimsQuestion(
        paths=tuple(paths),
        entries=entries.none() if is_impossible else entries,
        order=ORDERS[asked.values.get("sort", DEFAULT_SORT)],
        listing=listing,
        statuses=common,
        grade_min=GRADES.index(grade) if grade else 0,
    )


def _entries(asked: Asked) -> CatalogueQuerySet:
    """The models that the filters let through; raises ``QueryInvalid`` for unknown ones."""
    query = catalogue_query(asked, FILTERS)
    models = asked.values.get("model", ())
    problems = (*unknown_values(query), *_unknown_models(models))
    if problems:
        raise QueryInvalid(problems)
    found = CatalogueEntry.objects.matching(query)
    return found.filter(public_id__in=models) if models else found


def _unknown_models(models: Sequence[str]) -> list[QueryProblem]:
    if not models:
        return []
    known = set(Release.objects.filter(public_id__in=models).values_list("public_id", flat=True))
    missing = [model for model in models if model not in known]
    return [
        QueryProblem(
            "model",
            "query.unknown_value",
            model,
            "the id of a model of this registry",
            _nearest_model(model) if place < MOST_HINTS else None,
        )
        for place, model in enumerate(missing)
    ]


def _nearest_model(model: str) -> str | None:
    of_lab = Release.objects.filter(public_id__startswith=f"{model.partition('/')[0]}/")
    known = list(of_lab.values_list("public_id", flat=True)[:MOST_LOOKED_THROUGH])
    close = get_close_matches(model, known, n=1)
    return f"Did you mean {close[0]}?" if close else None


def _entry(lab: str, model: str) -> CatalogueQuerySet:
    """The catalogue's entry of one model with a card; raises ``RequestRefused`` without one."""
    found = CatalogueEntry.objects.filter(public_id=f"{lab}/{model}", has_card=True)
    if not found.exists():
        raise no_card(lab, model)
    return found


def _row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    lab, model = row["model"].split("/")
    links: shapes.ClaimLinks = {
        "self": address_of("claim", lab, model, row["path"]),
        "card": address_of("card", lab, model),
        "page": f"{page_address('model:detail', lab, model)}#{row['item']}",
    }
    return {**row, "links": links}
