"""Up to four models side by side."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from django.http import QueryDict
from django.urls import reverse

from registry.models import CatalogueEntry, ClaimGrade, Grading, ModelCard
from registry.models.standing import version_status
from registry.rules.diff.side_by_side import Likeness
from registry.rules.workflow.notices import mark_of
from registry.web.choosing import MAXIMUM, NAME, asked_ids, choose
from registry.web.parameters import unknown_names
from registry.web.presenters.compare import (
    chosen_chips,
    claim_rows,
    distinct,
    figure_row,
    section_rows,
    title_of,
)
from registry.web.presenters.nearest import missing_model
from registry.web.presenters.shared import (
    LEVELS,
    card_bar,
    released_text,
    score_text,
    section_bar,
)
from registry.web.view_models.compare import (
    ChooseForm,
    Column,
    ComparePage,
    Comparison,
    FigureRow,
    Option,
    SectionCell,
)
from registry.web.view_models.shared import Link

LEDE = "Claim by claim, what differs first: the claim that weighs most in the score on top."
DESCRIPTION = (
    "Up to four model cards side by side, claim by claim: what each lab discloses, how well it is "
    "supported, and what none of them says."
)
# What a browser still filters in no time, and a page still carries.
OFFERED = 300


def compare_models(query: QueryDict) -> ComparePage:
    path = reverse("compare:models")
    asked = asked_ids(query)
    cards = _cards(asked)
    choice = choose(path, asked, cards, missing_model, "model")
    names = {public_id: card.release.name for public_id, card in cards.items()}
    comparison = None
    if choice.refusal is None and len(choice.ids) > 1:
        comparison = _comparison([cards[public_id] for public_id in choice.ids])
    return ComparePage(
        title=title_of(comparison, "model"),
        description=DESCRIPTION,
        lede=LEDE,
        form=ChooseForm(
            action=path,
            noun="model",
            chosen=chosen_chips(path, choice, names),
            options=_options(),
            maximum=MAXIMUM,
            example="deepseek/deepseek-r1",
        ),
        notices=unknown_names(query, [NAME]),
        refusal=choice.refusal,
        comparison=comparison,
    )


def _cards(asked: Sequence[str]) -> Mapping[str, ModelCard]:
    """The live cards among what was asked for, by public id."""
    wanted = [text for text in dict.fromkeys(asked) if text.isascii() and text.isprintable()]
    cards = ModelCard.objects.live().select_related(
        "release__lab__merged_into", "live_version", "current_grading"
    )
    found = cards.filter(release__public_id__in=wanted[: MAXIMUM + 1]).annotate(
        status=version_status("live_version")
    )
    return {card.release.public_id: card for card in found}


def _options() -> tuple[Option, ...]:
    """The newest models with a card; any other id can be typed."""
    carded = CatalogueEntry.objects.filter(has_card=True).order_by("-released_on", "public_id")
    rows = carded.values_list("public_id", "name", "lab_name")[:OFFERED]
    return tuple(Option(public_id, f"{name}, {lab}") for public_id, name, lab in rows)


def _comparison(cards: Sequence[ModelCard]) -> Comparison:
    gradings = [grading for card in cards if (grading := card.current_grading)]
    grades: dict[int, dict[str, ClaimGrade]] = {grading.pk: {} for grading in gradings}
    for grade in ClaimGrade.objects.filter(grading__in=gradings):
        grades[grade.grading_id][grade.item] = grade
    names = distinct(
        [card.release.name for card in cards], [card.release.lab.standing.name for card in cards]
    )
    rows = claim_rows(
        names,
        [card.release.get_absolute_url() for card in cards],
        [grades[grading.pk] for grading in gradings],
    )
    return Comparison(
        columns=tuple(map(_column, names, cards, gradings)),
        claims_of="",
        figures=tuple(_figures(names, cards, gradings)),
        sections=section_rows(names, list(map(_section_cells, names, gradings))),
        different=rows[Likeness.DIFFERENT],
        alike=rows[Likeness.ALIKE],
        silent=rows[Likeness.SILENT],
    )


def _column(name: str, card: ModelCard, grading: Grading) -> Column:
    lab = card.release.lab.standing
    return Column(
        name=name,
        url=card.release.get_absolute_url(),
        by=Link(lab.name, lab.get_absolute_url()),
        score=score_text(grading.score),
        bar=card_bar(grading.result),
        mark=mark_of(card.status),  # type: ignore[attr-defined]
    )


def _figures(
    names: Sequence[str], cards: Sequence[ModelCard], gradings: Sequence[Grading]
) -> Iterable[FigureRow]:
    versions = [version for card in cards if (version := card.live_version)]
    yield figure_row("Released", names, [released_text(card.release) for card in cards])
    yield figure_row("Prepared by", names, [version.get_preparer_display() for version in versions])
    yield figure_row(
        "Sources read",
        names,
        [str(version.sources_read) for version in versions],
        "A card compiled from few sources says less of the lab than of the reading.",
    )
    yield figure_row("Level", names, [LEVELS[grading.level] for grading in gradings])
    yield figure_row("Questions answered", names, [_answered(grading) for grading in gradings])
    yield figure_row(
        "Score, strict reading",
        names,
        [score_text(grading.result["strict"]) for grading in gradings],
        "Only verified claims earn anything.",
    )


def _answered(grading: Grading) -> str:
    counts = grading.result["counts"]
    return f"{counts['declared']} of {counts['applicable']} that apply"


def _section_cells(name: str, grading: Grading) -> Mapping[str, SectionCell]:
    return {
        row["section"]: SectionCell(
            name, score_text(100 * Fraction(row["score"])), section_bar(row["shares"])
        )
        for row in grading.result["sections"]
        if row["score"] is not None
    }
