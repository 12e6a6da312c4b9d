"""What changed between two versions of a card."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from registry.models import CardVersion, Grading, ModelCard
from registry.models.graded_versions import GradedVersion, Grades, claim_grades, graded_versions
from registry.rules.diff.cards import CardDifference, ClaimDifference, ClaimState, diff_cards
from registry.rules.diff.fields import FieldChange
from registry.rules.numerals import date_text
from registry.rules.showing import sources
from registry.rules.standard import Item, Section, load_standard
from registry.rules.words import listed, uncapitalized
from registry.rules.workflow.notices import mark_of
from registry.web.parameters import PAIR, AddressError, Span, unknown_names
from registry.web.presenters.claims import status_words
from registry.web.presenters.shared import (
    GRADES,
    LEVELS,
    card_bar,
    fraction_text,
    plain_number,
    score_text,
)
from registry.web.presenters.versions import (
    difference_address,
    page_address,
    versions_address,
)
from registry.web.view_models.shared import Link
from registry.web.view_models.versions import (
    AnswerSide,
    CardDifferencePage,
    CardDifferenceView,
    ClaimChange,
    FieldGroup,
    FieldLine,
    SectionMove,
    VersionSide,
)

EDITS = {
    ClaimState.CHANGED: ("changed", "changed"),
    ClaimState.ADDED: ("was added", "were added"),
    ClaimState.REMOVED: ("was removed", "were removed"),
}
STATES = {
    ClaimState.ADDED: "added",
    ClaimState.REMOVED: "removed",
    ClaimState.CHANGED: "changed",
    ClaimState.UNCHANGED: "graded anew",
    ClaimState.SILENT: "graded anew",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One version with its grading and the claim grades of that, what it is called, and its page.

    ``published`` is its day, in words.
    """

    read: GradedVersion
    grades: Grades
    name: str
    published: str
    page: str

    @property
    def version(self) -> CardVersion:
        return self.read.version

    @property
    def grading(self) -> Grading:
        return self.read.grading


def difference_page(card: ModelCard, query: QueryDict) -> CardDifferencePage:
    """The page for any address: the difference asked for, or why there is none, and the form."""
    last = card.versions.order_by("-number").values_list("number", flat=True).first() or 0
    span = Span(difference_address(card), "version", "this card", last)
    difference, refusal = None, None
    try:
        asked = span.asked(query)
        difference = difference_view(*_compared(card, *asked)) if asked else None
    except AddressError as error:
        refusal = error.refusal
    lab = card.release.lab.standing
    return CardDifferencePage(
        name=card.release.name,
        lab=Link(lab.name, lab.get_absolute_url()),
        card=Link(card.release.name, card.release.get_absolute_url()),
        versions=Link("All versions", versions_address(card)),
        form=span.form(query),
        notices=unknown_names(query, PAIR),
        refusal=refusal,
        difference=difference,
    )


def _compared(card: ModelCard, old: int, new: int) -> tuple[Compared, Compared]:
    found = graded_versions(card.release.public_id, (old, new))
    for number in (old, new):
        if number not in found:
            text = f"The content of version {number} was removed, so nothing can be compared to it."
            link = Link(f"What stays of version {number}", page_address(card, number))
            raise AddressError(410, text, link)
    grades = claim_grades(read.grading for read in found.values())
    before, after = (
        compared_version(card, read, grades[read.grading.pk]) for read in (found[old], found[new])
    )
    return before, after


def compared_version(card: ModelCard, read: GradedVersion, grades: Grades) -> Compared:
    """A published version as one side; ``grades`` are those of its grading."""
    version = read.version
    return Compared(
        read=read,
        grades=grades,
        name=f"Version {version.number}",
        published=date_text(version.published_at.date().isoformat()),
        page=page_address(card, version.number),
    )


def difference_view(old: Compared, new: Compared) -> CardDifferenceView:
    """What changed from ``old`` to ``new``, claim by claim and around the claims."""
    standard = load_standard()
    difference = diff_cards(old.read.side(old.grades), new.read.side(new.grades), standard)
    edited = [claim for claim in difference.claims if claim.is_edited]
    regraded = [claim for claim in difference.claims if claim.is_regraded and not claim.is_edited]

    def weightiest_first(claims: Iterable[ClaimDifference]) -> tuple[ClaimChange, ...]:
        ordered = sorted(claims, key=lambda claim: -standard.item_shares[claim.item.id])
        return tuple(_claim_change(claim, old, new) for claim in ordered)

    return CardDifferenceView(
        old=_side(old),
        new=_side(new),
        finding=f"{_counted(difference)} {_score_sentence(old.grading, new.grading)}",
        notes=tuple(_notes(old, new)),
        edited=weightiest_first(edited),
        regraded=weightiest_first(regraded),
        groups=tuple(_groups(difference)),
        sections=tuple(
            _section_move(section, difference, old, new) for section in standard.sections
        ),
        unchanged=sum(claim.state is ClaimState.UNCHANGED for claim in difference.claims),
        silent=sum(claim.state is ClaimState.SILENT for claim in difference.claims),
    )


def _side(compared: Compared) -> VersionSide:
    version, grading = compared.version, compared.grading
    return VersionSide(
        number=version.number,
        page=Link(compared.name, compared.page),
        published=compared.published,
        prepared_by=version.get_preparer_display(),
        sources_read=version.sources_read,
        level=LEVELS[grading.level],
        score=score_text(grading.score),
        bar=card_bar(grading.result),
        mark=mark_of(getattr(version, "status", "")),  # a draft has none
    )


def _counted(difference: CardDifference) -> str:
    """How many claims were edited, in one sentence: "3 claims changed and 1 was added."."""
    told: list[str] = []
    for state, (one, many) in EDITS.items():
        count = sum(claim.state is state for claim in difference.claims)
        if count:
            noun = "" if told else " claim" if count == 1 else " claims"
            told.append(f"{count}{noun} {one if count == 1 else many}")
    if told:
        return f"{listed(told)}."
    return (
        "Nothing was edited." if difference.is_empty else "Only what surrounds the claims changed."
    )


def _score_sentence(old: Grading, new: Grading) -> str:
    before, after = Fraction(old.score), Fraction(new.score)
    if score_text(before) == score_text(after):
        return f"The score stays {score_text(after)}."
    verb = "rose" if after > before else "fell"
    return f"The score {verb} from {score_text(before)} to {score_text(after)}."


def _notes(old: Compared, new: Compared) -> Iterable[str]:
    """What else differs, and can move a score without a word of the card changing."""
    if old.version.preparer != new.version.preparer:
        yield (
            f"{old.name} was prepared by {old.version.get_preparer_display()}, "
            f"{uncapitalized(new.name)} by {new.version.get_preparer_display()}."
        )
    editions = [compared.grading.standard_version for compared in (old, new)]
    if editions[0] != editions[1]:
        yield (
            f"{old.name} was last graded against edition {editions[0]} of the standard, "
            f"{uncapitalized(new.name)} against edition {editions[1]}."
        )


def _claim_change(claim: ClaimDifference, old: Compared, new: Compared) -> ClaimChange:
    return ClaimChange(
        item_id=claim.item.id,
        item_url=reverse("standard:item", args=[claim.item.id]),
        title=claim.item.title,
        weight=plain_number(claim.item.weight),
        state=STATES[claim.state],
        old=_answer(claim.item, claim.old_answer, old),
        new=_answer(claim.item, claim.new_answer, new),
        fields=tuple(_claim_lines(claim)),
    )


def _answer(item: Item, answer: str, compared: Compared) -> AnswerSide:
    grade = compared.grades[item.id]
    is_told = grade.applicable and grade.status == "disclosed"
    return AnswerSide(
        answer=answer if is_told else "",
        grade=GRADES[grade.grade],
        # Without a value the line says what the status says, and no more.
        status_text=status_words(grade) if is_told or not grade.applicable else answer,
        credit=fraction_text(grade.credit),
        reason=grade.graded.reason if is_told or not grade.applicable else "",
    )


def _claim_lines(claim: ClaimDifference) -> Iterable[FieldLine]:
    """The fields; a claim that came or went as a whole is told by its answer and its sources."""
    for change in claim.fields:
        if claim.state is ClaimState.CHANGED:
            yield _line(change)
        elif sides := [_sources(value) for value in (change.old, change.new)]:
            yield FieldLine("Evidence", *sides)


def _sources(claim: Mapping[str, Any] | None) -> str:
    return "; ".join(
        ", ".join(part for part in (source.title, source.locator) if part)
        for source in sources.sources(claim or {})
    )


def _line(change: FieldChange) -> FieldLine:
    return FieldLine(change.title, change.old_text, change.new_text)


def _groups(difference: CardDifference) -> Iterable[FieldGroup]:
    for title, lines in (
        ("The model", [_line(change) for change in difference.model]),
        ("Facts that decide which questions apply", [_line(c) for c in difference.facts]),
        ("Estimates by others", list(_estimate_lines(difference))),
        ("Who prepared the card, and from what", [_line(c) for c in difference.preparation]),
        ("The document", [_line(change) for change in difference.document]),
    ):
        if lines:
            yield FieldGroup(title, tuple(lines))


def _estimate_lines(difference: CardDifference) -> Iterable[FieldLine]:
    """Each estimate in one line with its scope; its fields where that line stayed the same."""
    for estimate in difference.estimates:
        if estimate.old_text != estimate.new_text:
            yield FieldLine("Estimate", estimate.old_text, estimate.new_text)
        else:
            for change in estimate.fields:
                title = f"{estimate.new_text} › {change.title}"
                yield FieldLine(title, change.old_text, change.new_text)


def _section_move(
    section: Section, difference: CardDifference, old: Compared, new: Compared
) -> SectionMove:
    claims = [claim for claim in difference.claims if claim.item.section == section.id]
    return SectionMove(
        title=section.title,
        url=f"{new.page}#{section.card_section}",
        old=_section_score(section, old.grading),
        new=_section_score(section, new.grading),
        edited=sum(claim.is_edited for claim in claims),
        unchanged=sum(claim.state is ClaimState.UNCHANGED for claim in claims),
        silent=sum(claim.state is ClaimState.SILENT for claim in claims),
    )


def _section_score(section: Section, grading: Grading) -> str:
    """The score of a section, empty where no question of it applies."""
    for row in grading.result["sections"]:
        if row["section"] == section.id and row["score"] is not None:
            return score_text(100 * Fraction(row["score"]))
    return ""
