"""The page of one model card."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse

from registry.models import (
    CardVersion,
    ClaimGrade,
    EditorialFact,
    Grading,
    ModelCard,
    PeerReviewConfirmation,
)
from registry.models.editorial import in_force
from registry.rules.conditions.applicability import answered_facts
from registry.rules.documents import Document, Lookup
from registry.rules.lineage import rollup
from registry.rules.lineage.edges import WeightEdge
from registry.rules.lineage.spending import Measure
from registry.rules.numerals import date_text
from registry.rules.showing import headline, headline_facts, rollup_text, sources
from registry.rules.standard import Section, Standard, load_standard
from registry.rules.words import capitalized, listed_values, uncapitalized, value_words
from registry.web.presenters import lineage
from registry.web.presenters.claims import (
    BY_COMPILATION,
    BY_EDITOR,
    CardContext,
    anchor,
    blocks,
    estimates_of,
    evidence,
)
from registry.web.presenters.shared import (
    GRADES,
    LEVEL_MEANINGS,
    LEVELS,
    card_bar,
    plain_number,
    released_text,
    score_text,
)
from registry.web.view_models import (
    Bar,
    CardSection,
    Evidence,
    FactRow,
    HeadlineFact,
    Link,
    ModelPage,
    PlainShare,
    Preparation,
    Reading,
    VersionRow,
)

LABELS = {
    "compute": "Compute",
    "chips": "Chips",
    "cost": "Cost",
    "peer_review": "Peer review",
    "data": "Training data",
}
UNITS = {"accelerator-hours", "FLOP"}
SHARES = (
    ("declared", "Declared", "stated or better"),
    ("evidenced", "Evidenced", "a public source, located, or better"),
    ("verified", "Verified", "by referees or a peer-reviewed publication"),
)
READINGS = (
    ("strict", "Strict", "only verified claims earn anything"),
    ("score", "As ranked", "stated 0.4, evidenced 0.8, verified 1"),
    ("lenient", "Lenient", "a stated claim earns as much as a verified one"),
)


def model_page(
    card: ModelCard,
    document: Document,
    grades: Mapping[str, ClaimGrade],
    lookup: Lookup,
    implied: Sequence[WeightEdge],
    descendants: Sequence[Link],
) -> ModelPage:
    """``card`` comes with its release, lab, live version and grading; the rest is read for it.

    ``grades`` are the claim grades of the current grading by item id, ``lookup`` gives live
    documents of ancestors, ``implied`` base models that only other cards name.
    """
    standard = load_standard()
    version, grading = _live(card)
    release = card.release
    context = _context(card, version, document, standard, lookup, implied)
    result = grading.result
    return ModelPage(
        name=document["model"]["name"],
        version=document["model"].get("version", ""),
        lab=Link(release.lab.standing.name, release.lab.standing.get_absolute_url()),
        level=LEVELS[grading.level],
        level_meaning=" ".join([LEVEL_MEANINGS[grading.level], *grading.missing_for_next_level]),
        details=tuple(_details(document, released_text(release), version)),
        score=score_text(grading.score),
        bar=card_bar(result),
        summary=_summary(grading, grades.values(), context),
        notices=(),
        headline=_headline(document, grades, context, standard, lookup, implied),
        shares=_shares(result),
        readings=tuple(
            Reading(name, score_text(result[key]), meaning) for key, name, meaning in READINGS
        ),
        sections=tuple(
            _section(section, result, grades, context, standard) for section in standard.sections
        ),
        preparation=_preparation(document, version),
        estimates=tuple(e for of_claim in context.estimates.values() for e in of_claim),
        lineage=lineage.lineage_view(document, lookup, implied, descendants),
        facts=_facts(card, document, standard),
        versions=_versions(card),
        json_url=reverse("model:json", args=release.public_id.split("/")),
        verification=_verification(context, grades),
        unranked_reason=""
        if result["rankable"]
        else "Too few questions of the standard apply to this model for its score to be compared: "
        "in the score of its lab, what does not apply counts as not answered.",
        language="" if document.get("language", "en").startswith("en") else document["language"],
    )


def _live(card: ModelCard) -> tuple[CardVersion, Grading]:
    if card.live_version is None or card.current_grading is None:
        raise LookupError(f"{card} has no live version.")
    return card.live_version, card.current_grading


def _context(
    card: ModelCard,
    version: CardVersion,
    document: Document,
    standard: Standard,
    lookup: Lookup,
    implied: Sequence[WeightEdge],
) -> CardContext:
    cost = rollup.roll_up(document, lookup, Measure.COST, implied)
    compute = [
        found
        for measure in (Measure.ACCELERATOR_HOURS, Measure.FLOP)
        if (found := rollup.roll_up(document, lookup, measure, implied)).own
    ]
    return CardContext(
        document=document,
        version=version,
        confirmations=in_force(PeerReviewConfirmation.objects.filter(card=card), "item"),
        estimates=estimates_of(document, standard.item_by_claim),
        scopes={
            "cost.final_run": rollup_text.full_scope_text(cost) if cost.own else "",
            "compute.final_run": rollup_text.full_scope_text(compute[0]) if compute else "",
        },
        scope_lines={
            "cost.final_run": rollup_text.rollup_lines(cost) if cost.own else (),
            "compute.final_run": tuple(
                line for found in compute for line in rollup_text.rollup_lines(found)
            ),
        },
    )


def _details(document: Document, released: str, version: CardVersion) -> Iterable[str]:
    model = document["model"]
    if "type" in model:
        yield f"{value_words(model['type'])} model"
    if "input_modalities" in model and "output_modalities" in model:
        inputs, outputs = (listed_values(model[f"{way}_modalities"]) for way in ("input", "output"))
        yield f"{inputs} to {outputs}"
    for fact in (headline_facts.access(document), headline_facts.method(document)):
        if fact.status == "disclosed":
            yield uncapitalized(fact.value)
    yield f"released {released}"
    yield f"card version {version.number}"


def _summary(grading: Grading, grades: Iterable[ClaimGrade], context: CardContext) -> str:
    """How many questions are answered, and how well."""
    counts = grading.result["counts"]
    declared, evidenced, verified = (counts[name] for name, _, _ in SHARES)
    parts = [
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
        f"{declared} of {counts['applicable']} questions that apply are answered"
        + (f": {', '.join(parts)}." if parts else ".")
    ]
    if withheld:
        sentences.append(f"{withheld} are withheld with a reason.")
    if rest:
        silence = context.not_found
        sentences.append(f"{rest}: {silence[0].lower()}{silence[1:]}.")
    return " ".join(sentences)


def _headline(
    document: Document,
    grades: Mapping[str, ClaimGrade],
    context: CardContext,
    standard: Standard,
    lookup: Lookup,
    implied: Sequence[WeightEdge],
) -> tuple[HeadlineFact, ...]:
    facts = []
    for fact in headline.panel(document, lookup, implied):
        item = standard.item_by_claim[fact.claims[0]]
        told = fact.status == "disclosed"
        grade = GRADES[grades[item.id].grade] if told else "silent"
        status = context.not_found if fact.status == "silent" else fact.value
        value, unit, rest = _headline_parts(fact.value) if told else ("", "", "")
        facts.append(
            HeadlineFact(
                label=LABELS[fact.topic],
                value=value,
                unit=unit,
                scope="; ".join(part for part in (rest, fact.scope) if part),
                grade=grade,
                status=grade.capitalize() if told else status,
                url=f"#{anchor(item.id)}",
            )
        )
    return tuple(facts)


def _headline_parts(text: str) -> tuple[str, str, str]:
    """The figure or phrase for large type, its unit, and what follows the first semicolon."""
    value, _, rest = text.partition("; ")
    number, _, unit = value.rpartition(" ")
    if unit in UNITS and " and " not in number:
        return number, unit, capitalized(rest)
    return value, "", capitalized(rest)


def _shares(result: Mapping[str, Any]) -> tuple[PlainShare, ...]:
    counts = result["counts"]
    applicable = counts["applicable"]
    return tuple(
        PlainShare(
            name=name,
            meaning=meaning,
            percent=f"{100 * counts[key] / applicable if applicable else 0:.0f} %",
            count=counts[key],
            applicable=applicable,
        )
        for key, name, meaning in SHARES
    )


def _section(
    section: Section,
    result: Mapping[str, Any],
    grades: Mapping[str, ClaimGrade],
    context: CardContext,
    standard: Standard,
) -> CardSection:
    row = next(row for row in result["sections"] if row["section"] == section.id)
    shares = row["shares"]
    return CardSection(
        anchor=section.card_section,
        title=section.title,
        weight=plain_number(section.weight),
        score="" if row["score"] is None else score_text(100 * Fraction(row["score"])),
        bar=Bar(
            *(100 * float(Fraction(shares[name])) for name in ("verified", "evidenced", "stated"))
        )
        if shares
        else Bar(),
        claims=blocks(standard.items_of(section), grades, context),
    )


def _preparation(document: Document, version: CardVersion) -> Preparation:
    prepared = document["prepared_by"]
    return Preparation(
        by=version.get_preparer_display(),
        name=prepared["name"],
        date=date_text(prepared["prepared_on"]),
        sources=tuple(prepared.get("sources_read", ())),
        note=prepared.get("note", ""),
        is_registry=version.preparer == CardVersion.Preparer.REGISTRY,
        used_text_generator=prepared.get("text_generator_used", False),
    )


def _facts(card: ModelCard, document: Document, standard: Standard) -> tuple[FactRow, ...]:
    set_by_editors = in_force(EditorialFact.objects.filter(card=card), "fact")
    editors = {name: row.value for name, row in set_by_editors.items() if row.value is not None}
    answered = answered_facts(document.get("facts", {}), editors, standard.facts)
    stated = {row["fact"]: row for row in document.get("fact_evidence", ())}
    rows = []
    for path, fact in standard.facts.items():
        entry = stated.get(path, {})
        by_editor = path in editors or entry.get("set_by") == "editor"
        rows.append(
            FactRow(
                question=fact.question,
                answer=_fact_text(answered[path]) if path in answered else "",
                set_by=("editor" if by_editor else "card") if path in answered else "",
                evidence=tuple(_fact_evidence(entry)),
                note=set_by_editors[path].reason if path in editors else entry.get("note", ""),
            )
        )
    return tuple(rows)


def _fact_text(answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return listed_values(answer) if isinstance(answer, list) else value_words(str(answer))


def _fact_evidence(entry: Mapping[str, Any]) -> Iterable[Evidence]:
    return (evidence(source) for source in sources.sources(entry))


def _versions(card: ModelCard) -> tuple[VersionRow, ...]:
    return tuple(
        VersionRow(
            number=version.number,
            date=date_text(version.published_at.date().isoformat()),
            prepared_by=version.get_preparer_display(),
            status=_status(version, card),
            digest=version.content_hash.removeprefix("sha256:"),
        )
        for version in card.versions.prefetch_related("status_events").order_by("-number")
    )


def _status(version: CardVersion, card: ModelCard) -> str:
    if version.pk == card.live_version_id:
        return "current"
    return str([event.status for event in version.status_events.all()][-1])


def _verification(context: CardContext, grades: Mapping[str, ClaimGrade]) -> str:
    verified = [item for item, grade in grades.items() if GRADES[grade.grade] == "verified"]
    if not verified:
        return ""
    by_compilation = any(
        context.confirmations[item].by_compilation
        for item in verified
        if item in context.confirmations
    )
    text = BY_COMPILATION if by_compilation else BY_EDITOR
    return f"{text[0].lower()}{text[1:]}"
