"""The standard, and one item with the answers of all models."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from django.urls import reverse

from registry.models import ClaimGrade, ItemTally, ModelCard
from registry.rules.conditions.applicability import (
    Combination,
    Expression,
    FactIn,
    FactIncludes,
    Negation,
)
from registry.rules.standard import Item, Section, Standard, load_standard
from registry.rules.words import value_words
from registry.web.presenters.claims import status_words
from registry.web.presenters.shared import GRADES, fraction_text, plain_number
from registry.web.view_models.shared import Link
from registry.web.view_models.standard import (
    FrameworkReference,
    GradeCount,
    GradeMeaning,
    ItemAnswer,
    ItemPage,
    ItemRow,
    StandardPage,
    StandardSection,
)


def standard_page() -> StandardPage:
    standard = load_standard()
    tallies = {tally.item: tally for tally in ItemTally.objects.all()}
    total = sum((section.weight for section in standard.sections), Fraction(0))
    return StandardPage(
        title=standard.title,
        subtitle=standard.subtitle,
        version=standard.version,
        description=standard.description,
        items=len(standard.items),
        cards=ModelCard.objects.live().count(),
        ladder=tuple(
            GradeMeaning(GRADES[level.level], plain_number(level.trust), level.meaning)
            for level in standard.levels
        ),
        sections=tuple(
            _section(section, standard, tallies, 100 * section.weight / total)
            for section in standard.sections
        ),
        frameworks=tuple(standard.frameworks.values()),
        standard_url=reverse("schema", args=[f"standard/{standard.version}.json"]),
        card_schema_url=reverse("schema", args=[f"card/{standard.card_schema}.schema.json"]),
    )


def _section(
    section: Section, standard: Standard, tallies: Mapping[str, ItemTally], share: Fraction
) -> StandardSection:
    return StandardSection(
        id=section.id,
        anchor=section.card_section,
        title=section.title,
        weight=plain_number(section.weight),
        share=float(share),
        items=tuple(
            ItemRow(
                id=item.id,
                url=item_url(item),
                title=item.title,
                question=item.question,
                weight=plain_number(item.weight),
                points=_points(item, standard),
                answered=tallies[item.id].answered if item.id in tallies else 0,
                is_core=item.core,
            )
            for item in standard.items_of(section)
        ),
    )


def item_url(item: Item) -> str:
    return reverse("standard:item", args=[item.id])


def _points(item: Item, standard: Standard) -> str:
    """What a full and verified answer adds to a model to which every item applies."""
    return f"{float(100 * standard.item_shares[item.id]):.2g}"


def item_page(item: Item, claims: Sequence[ClaimGrade]) -> ItemPage:
    """``claims`` are the answers of live cards, with card, release and lab loaded."""
    standard = load_standard()
    section = standard.section_by_id[item.section]
    tally = ItemTally.objects.filter(item=item.id).first() or ItemTally(item=item.id)
    at = standard.items.index(item)
    applicable = sorted((claim for claim in claims if claim.applicable), key=_best_first)
    return ItemPage(
        id=item.id,
        title=item.title,
        question=item.question,
        section=Link(section.title, f"{reverse('standard:detail')}#{section.card_section}"),
        claim=item.claim,
        weight=plain_number(item.weight),
        points=_points(item, standard),
        full=_sentence(item.full),
        partial=_sentence(item.partial),
        applies=_applies(item.applicability, standard),
        rules=tuple(_rules(item, standard)),
        maps=tuple(
            FrameworkReference(standard.frameworks[row["framework"]], row["reference"])
            for row in item.maps
        ),
        finding=_finding(tally),
        counts=tuple(GradeCount(grade, getattr(tally, grade)) for grade in reversed(GRADES)),
        answers=tuple(_answer(claim) for claim in applicable),
        not_applicable=tuple(_model_link(claim) for claim in claims if not claim.applicable),
        is_core=item.core,
        previous=_neighbour(standard.items[at - 1]) if at else None,
        next=_neighbour(standard.items[at + 1]) if at + 1 < len(standard.items) else None,
    )


def _best_first(claim: ClaimGrade) -> tuple[int, Fraction, str]:
    name = claim.grading.version.card.release.name
    return -claim.grade, -Fraction(claim.credit), name.casefold()


def _finding(tally: ItemTally) -> str:
    asked = tally.answered + tally.silent
    if not asked:
        return "No card has been asked this question yet"
    return f"{tally.answered} of {asked} card{'s'[: asked != 1]} answer this question"


def _answer(claim: ClaimGrade) -> ItemAnswer:
    release = claim.grading.version.card.release
    return ItemAnswer(
        model=_model_link(claim),
        lab=Link(release.lab.name, release.lab.get_absolute_url()),
        grade=GRADES[claim.grade],
        status_text=status_words(claim),
        summary=claim.answer,
        credit=fraction_text(claim.credit),
    )


def _model_link(claim: ClaimGrade) -> Link:
    release = claim.grading.version.card.release
    return Link(release.name, f"{release.get_absolute_url()}#{claim.item}")


def _neighbour(item: Item) -> Link:
    return Link(f"{item.id} {item.title}", item_url(item))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _applies(expression: Expression, standard: Standard) -> str:
    words = _condition(expression, standard)
    return f"Models for which this holds, or may hold: {words}" if words else "Every model."


def _condition(expression: Expression, standard: Standard) -> str:
    if isinstance(expression, FactIn):
        question = standard.facts[expression.fact].question.rstrip(".")
        return question if expression.values == (True,) else f"{question}: {_one_of(expression)}"
    if isinstance(expression, FactIncludes):
        question = standard.facts[expression.fact].question.rstrip(".")
        return f"{question}: {_one_of(expression)}"
    if isinstance(expression, Negation):
        return f"not ({_condition(expression.part, standard)})"
    return _joined(expression, standard)


def _joined(expression: Combination, standard: Standard) -> str:
    word = " or: " if expression.decisive else " and: "
    return word.join(_condition(part, standard) for part in expression.parts)


def _one_of(expression: FactIn | FactIncludes) -> str:
    return " or ".join(value_words(str(value)) for value in expression.values)


def _rules(item: Item, standard: Standard) -> Iterable[str]:
    if item.gate:
        gate = standard.item_by_id[item.gate]
        yield f"Counts at most half until {gate.title} ({gate.id}) is at least partly answered."
    if item.inherits_zero_from:
        titles = " and ".join(
            f"{standard.item_by_id[other].title} ({other})" for other in item.inherits_zero_from
        )
        yield f"Counts nothing where {titles} {_is(item)} unanswered."
    if item.none_counts == 1:
        yield "An explicit “there is none” answers it in full."
    elif item.none_counts:
        yield "An explicit “there is none” answers it half."
    else:
        yield "An explicit “there is none” is shown and earns nothing."
    if not item.evidence_required:
        yield "In a card prepared by the lab, its own word is evidence."
    yield (
        "The fields decide; a referee can lower the result."
        if item.graded_by == "software"
        else "The fields decide for now; the judgement belongs to referees."
    )


def _is(item: Item) -> str:
    return "is" if len(item.inherits_zero_from) == 1 else "are both"
