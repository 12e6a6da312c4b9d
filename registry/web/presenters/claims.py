"""One claim of a card as a block on its page, with everything that can be asked about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from registry.models import CardVersion, ClaimGrade, EvidenceVisit, PeerReviewConfirmation
from registry.rules.documents import claim_at
from registry.rules.numerals import date_text
from registry.rules.showing import answers, sources
from registry.rules.showing.leaves import Cell as Leaf
from registry.rules.standard import Item
from registry.rules.visits.links import page_link
from registry.rules.visits.words import is_lost, visit_words
from registry.rules.words import capitalized, value_words
from registry.web.presenters.accelerators import named_accelerators
from registry.web.presenters.claim_reviews import REFEREED
from registry.web.presenters.shared import GRADES, fraction_text, plain_number
from registry.web.view_models.arithmetic import ArithmeticLine
from registry.web.view_models.claims import ClaimBlock, ClaimStatus, Estimate
from registry.web.view_models.shared import AnswerLine, Cell, Evidence, Link, Table

# What is known of links, by the key of the link.
Visits = Mapping[str, EvidenceVisit]

# A first line longer than this is prose and not a headline.
LONGEST_HEADLINE = 60
# Labels that tell nothing beside a sum of money.
EMPTY_LABELS = frozenset({"Amount"})

BY_COMPILATION = (
    "Located in a peer-reviewed publication by the registry’s compilation; not yet confirmed by an "
    "editor of a live review."
)
LOCATED = "Located in a peer-reviewed publication; not yet confirmed"
CONFIRMED = "Confirmed in a peer-reviewed publication"
BY_EDITOR = "Confirmed by an editor in a peer-reviewed publication."


@dataclass(frozen=True)
class CardContext:
    """What the blocks of one card share.

    ``scopes`` are the scope sentences of figures that were added up along the lineage, by claim
    path; ``sums`` the lines with the parts of those sums; ``arithmetic`` what the plausibility
    checks found, by claim path; ``visits`` what is known of links, by the key of the link;
    ``reviews`` what referees said in words, by item; ``refereed`` the items they verified.
    """

    document: Mapping[str, Any]
    version: CardVersion
    confirmations: Mapping[str, PeerReviewConfirmation]
    estimates: Mapping[str, tuple[Estimate, ...]]
    scopes: Mapping[str, str]
    sums: Mapping[str, tuple[answers.Line, ...]]
    arithmetic: Mapping[str, tuple[ArithmeticLine, ...]]
    visits: Visits
    reviews: Mapping[str, str] = field(default_factory=dict)
    refereed: frozenset[str] = frozenset()


def not_found(version: CardVersion) -> str:
    """What silence is called: of the lab in its own card, of the sources read in another's."""
    if version.preparer == CardVersion.Preparer.DEVELOPER:
        return "Not answered"
    count = version.sources_read
    return f"Not found in the {count} source{'s'[: count != 1]} read"


def claim_block(item: Item, grade: ClaimGrade, context: CardContext) -> ClaimBlock:
    """The block of ``item``; ``grade`` is what its claim earned."""
    claim = claim_at(context.document, item.claim) or {}
    status: ClaimStatus = claim.get("status", "silent") if grade.applicable else "not_applicable"
    if status == "not_applicable" and grade.applicable:
        status = "silent"  # the card says so, the facts do not
    headline, unit, lines, tables = _answer(item, claim, context)
    return ClaimBlock(
        item_id=item.id,
        item_url=reverse("standard:item", args=[item.id]),
        anchor=item.id,
        title=item.title,
        question=item.question,
        grade=GRADES[grade.grade],
        status=status,
        status_text=not_found(context.version) if status == "silent" else status_words(grade),
        weight=plain_number(item.weight),
        credit=fraction_text(grade.credit),
        reason=_reason(grade, status),
        answer=headline,
        unit=unit,
        scope=context.scopes.get(item.claim, ""),
        lines=lines,
        tables=tables,
        evidence=evidence(sources.sources(claim), context.visits),
        verification=_verification(item, grade, context),
        review=context.reviews.get(item.id, ""),
        note=claim.get("note", ""),
        as_of=date_text(claim["as_of"]) if "as_of" in claim else "",
        estimates=context.estimates.get(item.claim, ()),
        arithmetic=context.arithmetic.get(item.claim, ()),
        accelerators=named_accelerators(context.document, item.claim),
    )


def _reason(grade: ClaimGrade, status: ClaimStatus) -> str:
    if not grade.applicable:
        return grade.applicability
    # A silent claim stands in a list under the one reason they share.
    return "" if status == "silent" else grade.reason


def status_words(grade: ClaimGrade) -> str:
    """Status and grade of a claim in two or three words."""
    name = GRADES[grade.grade]
    if not grade.applicable:
        return "Does not apply"
    if grade.status == "withheld":
        return f"Withheld: {value_words(grade.withheld_reason)}"
    if grade.status == "unknown":
        return "Not known to the developer"
    if grade.status == "none":
        return f"None, {name}"
    if grade.status == "disclosed":
        return capitalized(name) if grade.grade else "Answers nothing"
    return "Silent"


def _answer(
    item: Item, claim: Mapping[str, Any], context: CardContext
) -> tuple[str, str, tuple[AnswerLine, ...], tuple[Table, ...]]:
    """Headline and its unit, then the rest; a claim without a value has neither."""
    if claim.get("status") != "disclosed":
        return _without_value(claim), "", (), ()
    answer = answers.answer(item.claim, claim["value"])
    lines = list(answer.lines)
    headline = unit = ""
    if lines and _is_headline(lines[0]):
        first = lines.pop(0)
        headline, unit = first.text, _unit(first)
    lines += context.sums.get(item.claim, ())
    return (
        headline,
        unit,
        _lines(lines),
        tuple(_table(table) for table in answer.tables),
    )


def whole_answer(
    path: str, claim: Mapping[str, Any]
) -> tuple[tuple[AnswerLine, ...], tuple[Table, ...]]:
    """All that a disclosed claim says, without a headline; nothing for one without a value."""
    if claim.get("status") != "disclosed":
        return (), ()
    answer = answers.answer(path, claim["value"])
    return _lines(answer.lines), tuple(_table(table) for table in answer.tables)


def _lines(lines: Iterable[answers.Line]) -> tuple[AnswerLine, ...]:
    return tuple(AnswerLine(line.label, line.text, line.link) for line in lines)


def _is_headline(line: answers.Line) -> bool:
    """A figure or a name; a word of a list, such as "open", needs its label before it."""
    is_telling = line.text[:1].isupper() or any(char.isdigit() for char in line.text)
    return is_telling and not line.link and len(line.text) <= LONGEST_HEADLINE


def _unit(line: answers.Line) -> str:
    """The label beside a headline, unless the headline says it: "147,000 accelerator-hours"."""
    is_said = line.label.casefold() in line.text.replace("-", " ").casefold()
    return "" if is_said or line.label in EMPTY_LABELS else line.label


def _without_value(claim: Mapping[str, Any]) -> str:
    return {"withheld": "Withheld", "none": "None", "unknown": "Not known"}.get(
        claim.get("status", ""), ""
    )


def _table(table: answers.Table) -> Table:
    return Table(
        caption=table.caption,
        headers=tuple(Cell(header) for header in table.headers),
        rows=tuple(tuple(_cell(cell) for cell in row) for row in table.rows),
    )


def _cell(cell: Leaf) -> Cell:
    """An address in a column is shown by its host, which a narrow column can hold."""
    is_address = cell.link and cell.text == cell.link
    return Cell(urlsplit(cell.link).netloc if is_address else cell.text, cell.link)


def evidence(entries: Iterable[sources.Source], visits: Visits) -> tuple[Evidence, ...]:
    """Sources with what is known of their links."""
    return tuple(_evidence(source, visits) for source in entries)


def _evidence(source: sources.Source, visits: Visits) -> Evidence:
    visit = visits.get(page_link(source.link).key) if source.link else None
    return Evidence(
        title=", ".join(part for part in (source.title, source.version) if part),
        url=source.link,
        locator=source.locator,
        kind=source.kind,
        read_on=source.accessed,
        excerpt=source.excerpt,
        archived_url=source.archived_link,
        visit=visit_words(visit, source.excerpt) if visit else "",
        is_lost=visit is not None and is_lost(visit),
    )


def estimates_of(
    document: Mapping[str, Any], items: Mapping[str, Item], visits: Visits
) -> Mapping[str, tuple[Estimate, ...]]:
    """Estimates by others, by claim path; ``items`` are the items by claim path."""
    return {
        group.claim: tuple(
            _estimate(estimate, group, items[group.claim], visits) for estimate in group.estimates
        )
        for group in sources.estimates(document)
    }


def _estimate(
    estimate: sources.Estimate, group: sources.ClaimEstimates, item: Item, visits: Visits
) -> Estimate:
    return Estimate(
        item=Link(
            f"{group.title}: {estimate.field}" if estimate.field else group.title,
            f"#{item.id}",
        ),
        author=estimate.by,
        value=estimate.figure,
        scope=estimate.scope,
        method=estimate.method,
        confidence=estimate.confidence,
        evidence=evidence(estimate.sources, visits),
    )


def _verification(item: Item, grade: ClaimGrade, context: CardContext) -> str:
    confirmation = context.confirmations.get(item.id)
    if GRADES[grade.grade] == "verified" and item.id in context.refereed:
        return REFEREED
    if GRADES[grade.grade] != "verified" or confirmation is None:
        return ""
    return LOCATED if confirmation.by_compilation else CONFIRMED


def blocks(
    items: Sequence[Item], grades: Mapping[str, ClaimGrade], context: CardContext
) -> tuple[ClaimBlock, ...]:
    return tuple(claim_block(item, grades[item.id], context) for item in items)
