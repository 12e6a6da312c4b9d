"""How the live version of a card was graded, claim by claim."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from registry.api.addresses import address_of
from registry.api.answers import Answer, known
from registry.api.endpoint import Endpoint
from registry.api.fields import fields_of
from registry.api.operations import One, Operation
from registry.api.paging import object_answer
from registry.api.parameters import Asked
from registry.api.times import moment_text
from registry.api.v1.models import NOT_CURRENT, no_card
from registry.api.v1.shapes import gradings as shapes
from registry.models import ClaimGrade, Grading, ModelCard
from registry.models.stored_text import latest_change
from registry.rules.grading.level import Level
from registry.rules.plausibility.results import result_to_data
from registry.rules.rounding import PUBLISHED_DECIMALS, half_up
from registry.rules.standard import Standard, load_standard

NOT_ITEMS = frozenset({"facts"})
# In this order: PostgreSQL gives the members of a JSON column back in an order of its own.
OF_A_CHECK = (
    *("check", "severity", "claims", "computed", "stated", "ratio"),
    *("message", "formula", "advice", "reason", "accepted"),
)


class GradingInForce(Endpoint):
    """The grading of a card's live version: level, score, sections, and for every claim the grade,
    what it earns and the reason for what it does not. The card itself has none of this: its bytes
    are the lab's, the grades are the registry's.
    """

    operation = Operation(
        "getGrading", "Models", "How a card was graded", One(shapes.Grading), NOT_CURRENT
    )
    parameters = (fields_of(shapes.Grading),)

    def get(self, asked: Asked, lab: str, model: str) -> Answer:
        card = (
            ModelCard.objects.live()
            .select_related("live_version", "current_grading")
            .filter(release__public_id=f"{lab}/{model}")
            .first()
        )
        if card is None:
            raise no_card(lab, model)
        write = partial(_grading, card, lab, model)
        return object_answer(self.request.path, asked, write, latest_change())


def _grading(card: ModelCard, lab: str, model: str) -> Mapping[str, Any]:
    version, grading = card.live_version, card.current_grading
    assert version is not None  # noqa: S101 - the cards asked for are live
    assert grading is not None  # noqa: S101 - a constraint of the table
    standard = load_standard(grading.standard_version)
    result = grading.result
    return {
        "model": f"{lab}/{model}",
        "version": version.number,
        "content_hash": version.content_hash,
        "standard": grading.standard_version,
        "graded_at": moment_text(grading.at),
        "level": Level(grading.level).name.lower(),
        "missing_for_next_level": grading.missing_for_next_level,
        "score": {
            "value": points(grading.score),
            "exact": grading.score,
            "bar": _bar(result["bar"]),
        },
        "readings": [
            {"reading": "strict", "score": points(result["strict"])},
            {"reading": "nominal", "score": points(grading.score)},
            {"reading": "lenient", "score": points(result["lenient"])},
        ],
        "counts": {
            name: result["counts"][name]
            for name in ("applicable", "declared", "evidenced", "verified")
        },
        "sections": [_section(row) for row in result["sections"]],
        "claims": [_claim(claim, standard) for claim in grading.claims.order_by("id")],
        **_recorded(grading),
        "plausibility": [_check(row) for row in grading.plausibility],
        "checks": grading.checks_version,
        "links": {
            "self": address_of("grading", lab, model),
            "card": address_of("version", lab, model, version.number),
            "sources": address_of("sources", lab, model),
            "standard": address_of("standard", grading.standard_version),
        },
    }


def _section(row: Mapping[str, Any]) -> dict[str, Any]:
    section = {"section": row["section"]}
    if row["score"] is None:
        return section
    shares = {name: row["shares"][name] for name in ("verified", "evidenced", "stated")}
    percent = {name: str(100 * Fraction(share)) for name, share in shares.items()}
    return {
        **section,
        "score": points(str(100 * Fraction(row["score"]))),
        "bar": _bar(percent),
    }


def _check(row: Mapping[str, Any]) -> dict[str, Any]:
    result = result_to_data(row)
    return known(**{name: result[name] for name in OF_A_CHECK})


def _claim(claim: ClaimGrade, standard: Standard) -> dict[str, Any]:
    return {
        "item": claim.item,
        "claim": standard.item_by_id[claim.item].claim,
        "status": claim.status,
        **known(withheld_reason=claim.withheld_reason),
        "applicable": claim.applicable,
        **known(applicability=claim.applicability),
        "grade": standard.levels[claim.grade].name,
        "substance": float(Fraction(claim.substance)),
        "credit": float(Fraction(claim.credit)),
        **known(reason=claim.reason, answer=claim.answer),
    }


def _recorded(grading: Grading) -> dict[str, list[dict[str, Any]]]:
    """What editors had recorded beside the card when it was graded."""
    records = sorted(grading.assessment.items())
    items = [(item, record) for item, record in records if item not in NOT_ITEMS]
    facts = sorted(grading.assessment.get("facts", {}).items())
    return {
        "confirmations": list(_confirmations(items)),
        "rulings": [
            {
                "item": item,
                "applicable": record["applicable"],
                **known(reason=record.get("reason")),
            }
            for item, record in items
            if record.get("applicable") is not None
        ],
        "facts_set_by_editors": [{"fact": fact, "value": value} for fact, value in facts],
    }


def _confirmations(items: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterable[dict[str, Any]]:
    for item, record in items:
        if "peer_review_confirmed" in record:
            confirmed = record["peer_review_confirmed"]
            yield {"item": item, "confirmed": confirmed, **known(basis=record.get("basis"))}


def _bar(shares: Mapping[str, str]) -> dict[str, float]:
    return {name: points(shares[name]) for name in ("verified", "evidenced", "stated")}


def points(exact: str) -> float:
    """A stored score, a fraction of 100 points as text, as it is published."""
    return float(half_up(Fraction(exact), PUBLISHED_DECIMALS))
