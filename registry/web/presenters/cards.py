"""The page of one model card."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from fractions import Fraction
from typing import Any

from django.urls import reverse

from registry.actions.audit import now
from registry.models import CardVersion, ClaimGrade, Grading, PeerReviewConfirmation
from registry.models.editorial import in_force
from registry.rules.lineage.rollup import RollUp
from registry.rules.lineage.spending import Measure, split_total
from registry.rules.numerals import date_text
from registry.rules.review.clocks import ClockKind, last_day
from registry.rules.showing import headline_facts, rollup_text
from registry.rules.showing.answers import Line
from registry.rules.standard import Section, Standard, load_standard
from registry.rules.words import ROLLUP_LABELS, listed_values, uncapitalized, value_words
from registry.web.choosing import path_of
from registry.web.presenters.arithmetic import arithmetic, beside_claims, source_visits
from registry.web.presenters.claim_reviews import BY_REFEREES, claim_reviews, is_refereed
from registry.web.presenters.claims import (
    BY_COMPILATION,
    BY_EDITOR,
    CardContext,
    blocks,
    estimates_of,
    not_found,
)
from registry.web.presenters.concerns import report_address
from registry.web.presenters.headline import headline_panel
from registry.web.presenters.lineage import lineage_view
from registry.web.presenters.notices import version_notices
from registry.web.presenters.provenance import fact_rows, preparation
from registry.web.presenters.review_file import review_link
from registry.web.presenters.shared import (
    GRADES,
    LEVEL_MEANINGS,
    LEVELS,
    card_bar,
    plain_number,
    score_text,
    section_bar,
)
from registry.web.presenters.shown import ShownVersion
from registry.web.presenters.versions import newest_lines, versions_address
from registry.web.view_models.cards import ModelPage, PlainShare, Reading
from registry.web.view_models.claims import CardSection
from registry.web.view_models.versions import VersionRecord

SHARES = (
    ("declared", "Declared", "stated or better"),
    ("evidenced", "Evidenced", "a public source, located, or better"),
    ("verified", "Verified", "by referees or a peer-reviewed publication"),
)
READING_NAMES = {"strict": "Strict", "score": "As ranked", "lenient": "Lenient"}
UNRANKED = (
    "Too few questions of the standard apply to this model for its score to be compared: in the "
    "score of its lab, what does not apply counts as not answered."
)


def model_page(shown: ShownVersion, record: VersionRecord | None = None) -> ModelPage:
    """The card's own page, or with a ``record`` the permanent page of one version.

    A card that is not stored has the same page without what only a published one has.
    """
    standard = load_standard()
    card, version, grading = shown.card, shown.version, shown.grading
    document, grades, relatives = shown.document, shown.grades, shown.relatives
    release = card.release
    rollups = relatives.rollups(document)
    context = _context(shown, standard, rollups)
    result = grading.result
    is_published = version.pk is not None
    return ModelPage(
        name=document["model"]["name"],
        version=document["model"].get("version", ""),
        lab=shown.lab,
        level=LEVELS[grading.level],
        level_meaning=" ".join([LEVEL_MEANINGS[grading.level], *grading.missing_for_next_level]),
        details=tuple(_details(shown)),
        score=score_text(grading.score),
        bar=card_bar(result),
        summary=_summary(grading, grades.values(), version),
        headline=headline_panel(document, grades, context, relatives),
        shares=_shares(result),
        readings=_readings(result, standard),
        sections=tuple(
            _section(section, result, grades, context, standard) for section in standard.sections
        ),
        preparation=preparation(document, version),
        arithmetic=arithmetic(grading.plausibility, context.scopes),
        visits=source_visits(grading.plausibility, context.visits),
        estimates=tuple(e for of_claim in context.estimates.values() for e in of_claim),
        lineage=lineage_view(document, relatives, rollups),
        facts=fact_rows(shown, standard, context.visits),
        versions=newest_lines(card) if card.pk else (),
        versions_url=versions_address(card),
        concern_url=report_address(version) if is_published else "",
        review=review_link(version),
        compare_url=path_of(reverse("compare:models"), [release.public_id])
        if is_published and card.live_version_id
        else "",
        json_url=record.bytes_url
        if record
        else reverse("model:json", args=release.public_id.split("/")),
        record=record,
        not_found=not_found(version),
        notices=version_notices(version, shown.status),
        verification=_verification(context, grades),
        unranked_reason="" if result["rankable"] else UNRANKED,
        overdue=_overdue(shown) if is_published else "",
        language="" if document.get("language", "en").startswith("en") else document["language"],
        is_published=is_published,
    )


def _context(
    shown: ShownVersion, standard: Standard, rollups: Mapping[Measure, RollUp]
) -> CardContext:
    document = shown.document
    scopes: dict[str, str] = {}
    sums: dict[str, tuple[Line, ...]] = {}
    for measure, rollup in rollups.items():
        if rollup.own:
            # Hours and operations are one claim with one scope, of which each has its own sum.
            scopes.setdefault(measure.claim, rollup_text.full_scope_text(rollup))
            lines = rollup_text.rollup_lines(rollup, split_total(document, measure))
            told = (line for line in lines if line.label != ROLLUP_LABELS["scope"])
            sums[measure.claim] = (*sums.get(measure.claim, ()), *told)
    visits = shown.visits()
    assessment = shown.grading.assessment
    return CardContext(
        document=document,
        version=shown.version,
        confirmations=in_force(shown.acts(PeerReviewConfirmation.objects.all()), "item"),
        estimates=estimates_of(document, standard.item_by_claim, visits),
        scopes=scopes,
        sums=sums,
        arithmetic=beside_claims(shown.grading.plausibility),
        visits=visits,
        reviews=claim_reviews(shown.version, shown.grading, standard),
        refereed=frozenset(
            item for item, record in assessment.items() if is_refereed(record, standard)
        ),
    )


def _overdue(shown: ShownVersion) -> str:
    """That the current version is a year old, by the day of this request: no write announces it."""
    published_on = shown.version.published_at.astimezone(UTC).date()
    last = last_day(ClockKind.REVERIFICATION, published_on)
    if not shown.is_live or now().date() <= last:
        return ""
    return (
        "A card is to be verified again within twelve months. This version was published on "
        f"{date_text(published_on.isoformat())}, and nobody did so by "
        f"{date_text(last.isoformat())}."
    )


def _details(shown: ShownVersion) -> Iterable[str]:
    document = shown.document
    model = document["model"]
    if "type" in model:
        yield f"{value_words(model['type'])} model"
    if "input_modalities" in model and "output_modalities" in model:
        inputs, outputs = (listed_values(model[f"{way}_modalities"]) for way in ("input", "output"))
        yield f"{inputs} to {outputs}"
    for fact in (headline_facts.access(document), headline_facts.method(document)):
        if fact.status == "disclosed":
            yield uncapitalized(fact.value)
    if shown.released:
        yield f"released {shown.released}"
    if shown.version.pk:
        yield f"card version {shown.version.number}"


def _summary(grading: Grading, grades: Iterable[ClaimGrade], version: CardVersion) -> str:
    """How many questions are answered, and how well."""
    counts = grading.result["counts"]
    declared, evidenced, verified = (counts[name] for name, _, _ in SHARES)
    told = [
        f"{number} {words}"
        for number, words in (
            (verified, "verified"),
            (evidenced - verified, "evidenced by a located source"),
            (declared - evidenced, "only stated"),
        )
        if number
    ]
    withheld = sum(1 for grade in grades if grade.applicable and grade.status == "withheld")
    rest = counts["applicable"] - declared - withheld
    sentences = [
        f"{declared} of the {counts['applicable']} questions that apply are answered"
        + (f": {', '.join(told)}." if told else ".")
    ]
    if withheld:
        sentences.append(f"{withheld} {_are(withheld)} withheld with a reason.")
    if rest:
        sentences.append(_unanswered(rest, version))
    return " ".join(sentences)


def _unanswered(number: int, version: CardVersion) -> str:
    if version.preparer == CardVersion.Preparer.DEVELOPER:
        return f"{number} {_are(number)} not answered."
    words = "The answer to {} was {}." if number == 1 else "The answers to {} were {}."
    return words.format(number, uncapitalized(not_found(version)))


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _shares(result: Mapping[str, Any]) -> tuple[PlainShare, ...]:
    counts = result["counts"]
    applicable = counts["applicable"]
    return tuple(
        PlainShare(
            name=name,
            meaning=meaning,
            percent=f"{100 * counts[key] / applicable if applicable else 0:.0f}%",
            count=counts[key],
            applicable=applicable,
        )
        for key, name, meaning in SHARES
    )


def _readings(result: Mapping[str, Any], standard: Standard) -> tuple[Reading, ...]:
    trust = ", ".join(f"{level.name} {plain_number(level.trust)}" for level in standard.levels[1:])
    meanings = {
        "strict": "only verified claims earn anything",
        "score": trust,
        "lenient": "a stated claim earns as much as a verified one",
    }
    return tuple(
        Reading(READING_NAMES[key], score_text(result[key]), meaning)
        for key, meaning in meanings.items()
    )


def _section(
    section: Section,
    result: Mapping[str, Any],
    grades: Mapping[str, ClaimGrade],
    context: CardContext,
    standard: Standard,
) -> CardSection:
    row = next(row for row in result["sections"] if row["section"] == section.id)
    return CardSection(
        anchor=section.card_section,
        title=section.title,
        weight=plain_number(section.weight),
        score="" if row["score"] is None else score_text(100 * Fraction(row["score"])),
        bar=section_bar(row["shares"]),
        claims=blocks(standard.items_of(section), grades, context),
    )


def _verification(context: CardContext, grades: Mapping[str, ClaimGrade]) -> str:
    verified = [item for item, grade in grades.items() if GRADES[grade.grade] == "verified"]
    if not verified:
        return ""
    located = [item for item in verified if item not in context.refereed]
    texts = [BY_REFEREES] if len(located) < len(verified) else []
    if located:
        by_compilation = any(
            context.confirmations[item].by_compilation
            for item in located
            if item in context.confirmations
        )
        texts.append(BY_COMPILATION if by_compilation else BY_EDITOR)
    return uncapitalized(" Or: ".join(texts))
