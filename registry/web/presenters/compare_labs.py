"""Up to four labs side by side: their standing, and the claims of the card each rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.urls import reverse

from registry.models import ClaimGrade, Lab, RankingEntry, Release
from registry.models.standing import card_status
from registry.rules.diff.side_by_side import Likeness
from registry.rules.numerals import decimal_text
from registry.rules.words import listed
from registry.web.choosing import MAXIMUM, NAME, asked_ids, choose
from registry.web.parameters import unknown_names
from registry.web.presenters.compare import (
    chosen_chips,
    claim_rows,
    figure_row,
    section_rows,
    title_of,
)
from registry.web.presenters.leaderboard import interval_text, invitation_text
from registry.web.presenters.nearest import missing_lab
from registry.web.presenters.notices import release_mark
from registry.web.presenters.shared import lab_bar, live_grading, release_link, score_text
from registry.web.view_models.compare import (
    ChooseForm,
    Column,
    ComparePage,
    Comparison,
    FigureRow,
    Option,
    SectionCell,
)
from registry.web.view_models.shared import Bar, Link

LEDE = (
    "Where each stands, then the claims of the card its score rests on most: the flagship that is "
    "due, or the best card while none is. What differs comes first."
)
DESCRIPTION = (
    "Up to four labs side by side: rank and range, score by section, how many of their models have "
    "a card, and the claims of their flagships."
)
RANGE_NOTE = "In brackets the range it keeps in nine of ten draws with other weights."
OFFERED = 500


@dataclass(frozen=True)
class ComparedLab:
    """A lab, its line in the current ranking, and the release that its score rests on most."""

    lab: Lab
    entry: RankingEntry | None
    basis: Release | None

    @property
    def ranked(self) -> RankingEntry | None:
        return self.entry if self.entry and self.entry.rank is not None else None

    @property
    def working(self) -> Mapping[str, Mapping[str, str]]:
        return self.ranked.score.working if self.ranked else {}


def compare_labs(query: QueryDict) -> ComparePage:
    path = reverse("compare:labs")
    asked = asked_ids(query)
    labs = _labs(asked)
    choice = choose(path, asked, labs, missing_lab, "lab")
    comparison = None
    if choice.refusal is None and len(choice.ids) > 1:
        comparison = _comparison(_compared([labs[slug] for slug in choice.ids]))
    return ComparePage(
        title=title_of(comparison, "lab"),
        description=DESCRIPTION,
        lede=LEDE,
        form=ChooseForm(
            action=path,
            noun="lab",
            chosen=chosen_chips(path, choice, {slug: lab.name for slug, lab in labs.items()}),
            options=_options(),
            maximum=MAXIMUM,
            example="deepseek",
        ),
        notices=unknown_names(query, [NAME]),
        refusal=choice.refusal,
        comparison=comparison,
    )


def _labs(asked: Sequence[str]) -> Mapping[str, Lab]:
    wanted = [text for text in dict.fromkeys(asked) if text.isascii() and text.isprintable()]
    labs = Lab.objects.independent().filter(slug__in=wanted[: MAXIMUM + 1])
    return {lab.slug: lab for lab in labs}


def _options() -> tuple[Option, ...]:
    """All labs, by name; beyond a few hundred the rest can be typed."""
    rows = Lab.objects.independent().order_by("name").values_list("slug", "name")[:OFFERED]
    return tuple(Option(slug, name) for slug, name in rows)


def _compared(labs: Sequence[Lab]) -> list[ComparedLab]:
    entries = {
        entry.lab_id: entry
        for entry in RankingEntry.objects.filter(lab__in=labs, ranking__currently__isnull=False)
        .select_related("score")
        .defer("score__draws", "score__releases")
    }
    ids = [entry.summary.basis for entry in entries.values()]
    releases = {
        release.public_id: release
        for release in Release.objects.filter(public_id__in=filter(None, ids))
        .select_related("card__current_grading")
        .annotate(card_status=card_status("card"))
    }
    return [
        ComparedLab(lab, entry, releases.get(entry.summary.basis or "") if entry else None)
        for lab in labs
        for entry in (entries.get(lab.pk),)
    ]


def _comparison(compared: Sequence[ComparedLab]) -> Comparison:
    names = [one.lab.name for one in compared]
    gradings = [live_grading(one.basis) if one.basis else None for one in compared]
    grades: dict[int, dict[str, ClaimGrade]] = {}
    for grade in ClaimGrade.objects.filter(grading__in=[g for g in gradings if g]):
        grades.setdefault(grade.grading_id, {})[grade.item] = grade
    rows = claim_rows(
        names,
        [one.basis.get_absolute_url() if one.basis else "" for one in compared],
        [grades[grading.pk] if grading else {} for grading in gradings],
    )
    return Comparison(
        columns=tuple(map(_column, compared)),
        claims_of=_claims_of(compared),
        figures=tuple(_figures(names, compared)),
        sections=section_rows(names, list(map(_section_cells, compared))),
        different=rows[Likeness.DIFFERENT],
        alike=rows[Likeness.ALIKE],
        silent=rows[Likeness.SILENT],
    )


def _claims_of(compared: Sequence[ComparedLab]) -> str:
    """Whose claims are set side by side, and for which labs there are none."""
    bases = [(one.lab.name, one.basis) for one in compared if one.basis]
    carded = [f"{_named(basis)} for {lab}" for lab, basis in bases if live_grading(basis)]
    sentences = [f"The claims are those of {listed(carded)}."] if carded else []
    sentences += [
        f"{basis.name}, the flagship of {lab}, has no card."
        for lab, basis in bases
        if not live_grading(basis)
    ]
    return " ".join(sentences)


def _named(basis: Release) -> str:
    mark = release_mark(basis)
    return f"{basis.name} ({mark})" if mark else basis.name


def _column(one: ComparedLab) -> Column:
    ranked = one.ranked
    return Column(
        name=one.lab.name,
        url=one.lab.get_absolute_url(),
        by=None,
        score=score_text(ranked.score.displayed) if ranked else "",
        bar=lab_bar(ranked.summary.bar) if ranked else None,
    )


def _figures(names: Sequence[str], compared: Sequence[ComparedLab]) -> Iterable[FigureRow]:
    yield figure_row("Rank", names, map(_rank, compared), RANGE_NOTE)
    yield figure_row("Score rests on", names, map(_basis, compared))
    yield figure_row("Models with a card", names, map(_carded, compared))
    yield figure_row("Coverage K", names, [_working(one, "coverage", 3) for one in compared])
    yield figure_row("Depth Q", names, [_working(one, "depth", 1) for one in compared])
    yield figure_row("Sources read", names, map(_sources_read, compared))
    yield figure_row("Invited", names, map(_invited, compared))


def _rank(one: ComparedLab) -> str:
    if one.ranked is None:
        return "not yet rankable"
    return f"{one.ranked.rank} ({interval_text(one.ranked)})"


def _basis(one: ComparedLab) -> Link:
    if one.basis is None:
        return Link("no card")
    link = release_link(one.basis)
    return link if link.url else Link(f"{link.text}, no card")


def _carded(one: ComparedLab) -> str:
    return f"{one.entry.cards} of {one.entry.known_releases}" if one.entry else "none"


def _sources_read(one: ComparedLab) -> str:
    return str(one.entry.sources_read) if one.entry else "0"


def _working(one: ComparedLab, name: str, places: int) -> str:
    value = one.working.get(name)
    return decimal_text(Decimal(str(value)), places) if value is not None else "–"


def _invited(one: ComparedLab) -> str:
    return invitation_text(one.lab, one.entry.summary.first_due_on if one.entry else None)


def _section_cells(one: ComparedLab) -> Mapping[str, SectionCell]:
    if one.ranked is None:
        return {}
    return {
        row["section"]: SectionCell(
            one.lab.name,
            score_text(row["score"]),
            Bar(*(float(row[part]) for part in ("verified", "evidenced", "stated"))),
        )
        for row in one.ranked.score.working["sections"]
    }
