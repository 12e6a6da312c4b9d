"""What comparing models and comparing labs have in common."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from django.urls import reverse

from registry.models import ClaimGrade
from registry.rules.diff.side_by_side import ItemComparison, Likeness, Stand, side_by_side
from registry.rules.numerals import decimal_text
from registry.rules.standard import load_standard
from registry.rules.words import capitalized, listed
from registry.web.choosing import Choice, path_of
from registry.web.presenters.claims import status_words
from registry.web.presenters.shared import GRADES, plain_number
from registry.web.view_models.compare import (
    Chosen,
    ClaimCell,
    ClaimRow,
    Comparison,
    FigureCell,
    FigureRow,
    SectionCell,
    SectionRow,
)
from registry.web.view_models.shared import Link

NO_CARD = "No model card"


def chosen_chips(path: str, choice: Choice, names: Mapping[str, str]) -> tuple[Chosen, ...]:
    """What was chosen, each with the address of the page without it."""
    return tuple(
        Chosen(
            value=chosen,
            text=names[chosen],
            without=path_of(path, [other for other in choice.ids if other != chosen]),
        )
        for chosen in choice.ids
    )


def distinct(names: Sequence[str], labs: Sequence[str]) -> list[str]:
    """The names of columns; two models of one name are told apart by their labs."""
    return [
        f"{name} ({lab})" if names.count(name) > 1 else name
        for name, lab in zip(names, labs, strict=True)
    ]


def title_of(comparison: Comparison | None, noun: str) -> str:
    if comparison is None:
        return f"Compare {noun}s"
    return f"{listed([column.name for column in comparison.columns])} compared"


def figure_row(
    title: str, names: Sequence[str], figures: Iterable[str | Link], note: str = ""
) -> FigureRow:
    cells = (
        FigureCell(name, figure if isinstance(figure, Link) else Link(figure))
        for name, figure in zip(names, figures, strict=True)
    )
    return FigureRow(title, tuple(cells), note)


def section_rows(
    names: Sequence[str], scores: Sequence[Mapping[str, SectionCell]]
) -> tuple[SectionRow, ...]:
    """Scores by section; each column gives its cells by section id, none where it has no score."""
    return tuple(
        SectionRow(
            title=section.title,
            url=f"{reverse('standard:detail')}#{section.card_section}",
            weight=plain_number(section.weight),
            cells=tuple(
                column.get(section.id, SectionCell(name, "", None))
                for name, column in zip(names, scores, strict=True)
            ),
        )
        for section in load_standard().sections
    )


def claim_rows(
    names: Sequence[str],
    pages: Sequence[str],
    grades: Sequence[Mapping[str, ClaimGrade]],
) -> Mapping[Likeness, tuple[ClaimRow, ...]]:
    """Rows by likeness; each column has a name, the page of its card and its claim grades.

    A column without a card has no page and no grades.
    """
    standard = load_standard()
    cards = [{item: _stand(grade) for item, grade in column.items()} for column in grades]
    rows: dict[Likeness, list[ClaimRow]] = {likeness: [] for likeness in Likeness}
    for compared in side_by_side(cards, standard):
        of_item = [column.get(compared.item.id) for column in grades]
        cells = tuple(map(_cell, names, pages, of_item))
        share = 100 * standard.item_shares[compared.item.id]
        rows[compared.likeness].append(_row(compared, cells, share))
    return {likeness: tuple(of_likeness) for likeness, of_likeness in rows.items()}


def _row(compared: ItemComparison, cells: tuple[ClaimCell, ...], share: Fraction) -> ClaimRow:
    item = compared.item
    return ClaimRow(
        item_id=item.id,
        item_url=reverse("standard:item", args=[item.id]),
        title=item.title,
        question=item.question,
        points=decimal_text(share),
        cells=cells,
    )


def _stand(grade: ClaimGrade) -> Stand:
    return Stand(grade.grade, grade.status, grade.applicable, grade.answer)


def _cell(name: str, page: str, grade: ClaimGrade | None) -> ClaimCell:
    if grade is None:
        return ClaimCell(name=name, answer="", grade="silent", status_text=NO_CARD)
    status = status_words(grade)
    # The stored line of a claim without a value says what its status says, and no more.
    is_told = grade.applicable and grade.status == "disclosed"
    return ClaimCell(
        name=name,
        answer=capitalized(grade.answer) if is_told else "",
        grade=GRADES[grade.grade],
        status_text=status if is_told or not grade.applicable else grade.answer,
        url=f"{page}#{grade.item}",
    )
