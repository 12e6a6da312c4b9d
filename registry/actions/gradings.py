"""Grading a stored version against the standard, with what editors recorded about it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from registry.actions import plausibility
from registry.models import (
    ApplicabilityOverride,
    CardContent,
    CardVersion,
    ClaimGrade,
    EditorialFact,
    Grading,
    ModelCard,
    PeerReviewConfirmation,
)
from registry.models.editorial import in_force
from registry.models.live_documents import LiveDocuments
from registry.models.review.counted import referee_records, referees_of
from registry.rules.canonical import canonical_bytes, content_hash
from registry.rules.documents import Document, claim_at
from registry.rules.grading.assessment import parse_assessment
from registry.rules.grading.completeness import assess, result_to_data
from registry.rules.grading.level import Standing, card_level
from registry.rules.lineage.edges import (
    WeightEdge,
    answers_for_base,
    implied_bases,
    weight_edges,
)
from registry.rules.plausibility.check import checks_version
from registry.rules.showing.answer_line import answer_line
from registry.rules.standard import load_standard


def claim_hash(claim: Document) -> str:
    """The name of a claim by its content: value, status, evidence and note."""
    return content_hash(canonical_bytes(claim))


def claim_hashes(document: Document) -> dict[str, str]:
    """The names of all claims of a card, by item id; items on which it is silent have none."""
    return {
        item.id: claim_hash(claim)
        for item in load_standard().items
        if (claim := claim_at(document, item.claim)) is not None
    }


def document_of(version: CardVersion) -> dict[str, Any]:
    """The document of a version, read from its stored bytes."""
    return version.content.document()


def live_document(card_id: str) -> dict[str, Any] | None:
    """The live document of a card, ``None`` where the registry has none."""
    stored = CardContent.objects.filter(version__live_on__release__public_id=card_id)
    content = stored.first()
    return None if content is None else content.document()


def parent_ids(document: Document) -> set[str]:
    """Ids of the cards whose weights ``document`` says it derives from."""
    return {edge.card_id for edge in weight_edges(document) if edge.card_id}


def implied_bases_of(document: Document, documents: LiveDocuments) -> tuple[WeightEdge, ...]:
    """Base models of ``document`` that only the cards derived from it name.

    Those cards are not read where it answers for itself, however many there are.
    """
    if answers_for_base(document):
        return ()
    return implied_bases(document, [child for _, child in documents.children()])


def assessment_of(
    card: ModelCard, document: Document, version: CardVersion | None = None
) -> dict[str, Any]:
    """What editors and referees recorded about the card, as far as it holds for this document.

    ``{item id: record, "facts": {dotted fact: value}}``, as ``rules.grading.assessment`` reads it.
    A confirmation is in force only where the claim still has the hash it was given for; verdicts
    are those that count for the version. A card that is not stored yet has none.
    """
    if not card.pk:
        return {"facts": {}}
    records: dict[str, dict[str, Any]] = defaultdict(dict)
    rulings = in_force(ApplicabilityOverride.objects.filter(card=card), "item")
    for item, ruling in sorted(rulings.items()):
        if ruling.applicable is not None:
            records[item] |= {"applicable": ruling.applicable, "reason": ruling.reason}
    hashes = claim_hashes(document)
    confirmations = in_force(
        (
            row
            for row in PeerReviewConfirmation.objects.filter(card=card)
            if hashes.get(row.item) == row.claim_hash
        ),
        "item",
    )
    for item, confirmation in sorted(confirmations.items()):
        if confirmation.confirmed:
            records[item] |= {"peer_review_confirmed": True, "basis": confirmation.reason}
    for item, record in referee_records(version).items():
        records[item] |= record
    facts = in_force(EditorialFact.objects.filter(card=card), "fact")
    return {
        **records,
        "facts": {
            name: fact.value for name, fact in sorted(facts.items()) if fact.value is not None
        },
    }


def compute(
    card: ModelCard, version: CardVersion, *, at: datetime
) -> tuple[Grading, list[ClaimGrade]]:
    """The grading of ``version`` with its claim grades in the order of the standard; not stored.

    Neither need be stored either: so graded, a card in the making has what it would be given.
    ``at`` is when it is made: visits of the evidence checker that were recorded later do not count.
    """
    document = document_of(version)
    standard = load_standard()
    assessment = assessment_of(card, document, version)
    result = assess(document, standard, parse_assessment(assessment, standard))
    documents = LiveDocuments(card.release.public_id, parent_ids(document))
    implied = implied_bases_of(document, documents)
    checks = plausibility.check(
        document,
        documents,
        implied,
        today=version.published_at.date(),
        editor_facts=assessment["facts"],
        known_at=at,
    )
    accepted = plausibility.accepted_reasons(document)
    standing = Standing(
        attested_by_lab=version.preparer == CardVersion.Preparer.DEVELOPER,
        check_errors=len(plausibility.open_errors(checks, accepted)),
        independent_referees=referees_of(version),
        review_file_public=hasattr(version, "review_file"),
    )
    level = card_level(result, standing, standard)
    grading = Grading(
        version=version,
        standard_version=standard.version,
        level=int(level.level),
        missing_for_next_level=list(level.missing),
        score=str(result.score),
        assessment=assessment,
        result=result_to_data(result),
        plausibility=plausibility.rows(checks, accepted),
        checks_version=checks_version(),
        at=at,
    )
    claims = [
        ClaimGrade(
            grading=grading,
            item=finding.item,
            applicable=finding.applicable,
            applicability=finding.applicability,
            status=finding.status,
            withheld_reason=finding.withheld_reason or "",
            grade=int(finding.grade),
            substance=str(finding.substance),
            credit=str(finding.credit),
            reason=finding.reason,
            answer=answer_line(
                document, standard.item_by_id[finding.item].claim, documents, implied
            ),
        )
        for finding in result.claims
    ]
    return grading, claims


def grade(card: ModelCard, version: CardVersion, *, at: datetime) -> Grading:
    """Store the grading of ``version`` with its claim grades.

    Where the newest grading of the version says the same, nothing is stored and it is returned.
    """
    grading, claims = compute(card, version, at=at)
    newest = version.gradings.order_by("-id").first()
    if newest is not None and _agree(newest, grading, claims):
        return newest
    grading.save(force_insert=True)
    ClaimGrade.objects.bulk_create(claims)
    return grading


def _agree(newest: Grading, grading: Grading, claims: Sequence[ClaimGrade]) -> bool:
    stored = list(newest.claims.order_by("id"))
    return (
        len(stored) == len(claims)
        and not newest.disagreements(grading)
        and not any(one.disagreements(other) for one, other in zip(stored, claims, strict=True))
    )
