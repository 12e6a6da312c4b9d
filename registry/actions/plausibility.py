"""The plausibility checks of a card with what the registry knows beside it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from registry.models import EditorialFact, FigureAcceptance
from registry.models.editorial import in_force
from registry.models.visits import findings_on
from registry.rules.canonical import canonical_bytes, content_hash
from registry.rules.documents import Document, Lookup, claim_at
from registry.rules.lineage.edges import WeightEdge
from registry.rules.plausibility.check import check_plausibility
from registry.rules.plausibility.results import Result, Severity, result_to_row

# A check and the claims it is about: what an acceptance is given for.
Key = tuple[str, tuple[str, ...]]


def check(
    document: Document,
    lookup: Lookup,
    implied: Sequence[WeightEdge],
    *,
    today: date,
    editor_facts: Mapping[str, Any] | None = None,
    known_at: datetime | None = None,
) -> tuple[Result, ...]:
    """The results on a card; ``today`` is the day of its publication.

    ``editor_facts`` are read where they are not given. Visits of the evidence checker count that
    were recorded up to ``known_at``, all of them where it is not given.
    """
    if editor_facts is None:
        editor_facts = _editor_facts(document["card_id"])
    return check_plausibility(
        document,
        lookup,
        today=today,
        implied=implied,
        editor_facts=editor_facts,
        findings=findings_on(document, known_at),
    )


def _editor_facts(card_id: str) -> dict[str, Any]:
    acts = EditorialFact.objects.filter(card__release__public_id=card_id)
    facts = in_force(acts, "fact")
    return {name: fact.value for name, fact in facts.items() if fact.value is not None}


def accepted_reasons(document: Document) -> dict[Key, str]:
    """The public reasons for which errors of this very document may stand."""
    acts = FigureAcceptance.objects.filter(release__public_id=document["card_id"]).order_by("id")
    newest = {(act.check_id, tuple(act.claims)): act for act in acts}
    return {
        key: act.reason
        for key, act in newest.items()
        if act.accepted and act.claim_hashes == hashes_of(document, key[1])
    }


def hashes_of(document: Document, claims: Sequence[str]) -> dict[str, str]:
    """The hashes of some claims by path; a claim on which the card is silent has none."""
    return {
        path: content_hash(canonical_bytes(claim))
        for path in claims
        if (claim := claim_at(document, path)) is not None
    }


def open_errors(results: Sequence[Result], accepted: Mapping[Key, str]) -> list[Result]:
    """The errors that no editor accepted."""
    return [
        result
        for result in results
        if result.severity is Severity.ERROR and (result.check, result.claims) not in accepted
    ]


def rows(results: Sequence[Result], accepted: Mapping[Key, str]) -> list[dict[str, Any]]:
    """The results for storage, each error with the reason for which it stands, if it does."""
    return [
        result_to_row(result)
        | {
            "accepted": accepted.get((result.check, result.claims), "")
            if result.severity is Severity.ERROR
            else ""
        }
        for result in results
    ]
