"""One section of a card in the making: its questions, inputs, errors, and what they would earn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from django.urls import reverse

from registry.actions.readiness import check_submission
from registry.models import Submission
from registry.models.relatives import relatives_of
from registry.rules.draft_check import DraftCheck
from registry.rules.drafts import SECTION_MEMBERS, SectionDraft, sections_of
from registry.rules.entry.inputs import section_inputs
from registry.rules.entry.names import name_of
from registry.rules.entry.reading import read_section
from registry.rules.entry.sending import sent
from registry.rules.entry.shapes import Filled, Input
from registry.rules.grading.claims import Finding
from registry.rules.plausibility.results import Severity
from registry.rules.problems import Problem
from registry.rules.showing import headline
from registry.rules.standard import Item, Standard, load_standard
from registry.rules.workflow.vocabulary import EDITABLE, Kind, State
from registry.web.presenters.draft_links import section_title, section_url
from registry.web.presenters.draft_meter import meter
from registry.web.presenters.shared import GRADES, score_text
from registry.web.view_models.drafts import ClaimEntry, ErrorLine, SectionPage
from registry.web.view_models.shared import Link

LEADS = {
    "about": "Which model this is and who prepares the card. Nothing here is scored.",
    "facts": "Answers that decide which questions apply. A fact left open keeps its questions "
    "open, so nothing is gained by leaving one out.",
    "estimates": "Figures by others, shown beside the claim they are about and never scored.",
}
HEADLINES = {"compute": headline.compute, "cost": headline.cost}


def section_page(
    submission: Submission,
    name: str,
    *,
    draft: SectionDraft,
    token: str,
    saved_at: datetime | None,
    blank: str = "",
    told: Sequence[Problem] = (),
) -> SectionPage:
    """One section with what is stored of it; ``blank`` is the list that gets one more empty row."""
    standard, check = load_standard(), check_submission(submission)
    problems = (*told, *_problems(name, draft, check))
    filled = Filled(draft.content, draft.unparsed, problems, blank)
    inputs = section_inputs(SECTION_MEMBERS[name], filled)
    entries = _entries(submission, name, inputs, check, standard)
    names = {each.name: each.anchor for each in _all(inputs)}
    order = sections_of(Kind(submission.kind))
    following = order[order.index(name) + 1 :]
    return SectionPage(
        title=section_title(name),
        lead=LEADS.get(name, ""),
        model=Link(
            submission.model_name, reverse("submission:detail", args=[submission.public_id])
        ),
        name=name,
        token=token,
        entries=entries,
        groups=() if entries else inputs,
        errors=tuple(
            ErrorLine(problem.message, _nearest(names, name_of(problem.pointer)))
            for problem in problems
        ),
        headline=_headline(name, check),
        meter=meter(submission, check, name),
        saved_at=saved_at,
        next_section=Link(section_title(following[0]), section_url(submission, following[0]))
        if following
        else None,
        is_locked=submission.is_held or State(submission.state) not in EDITABLE,
    )


def _problems(name: str, draft: SectionDraft, check: DraftCheck) -> tuple[Problem, ...]:
    """What is wrong at the inputs: texts that cannot be read, and what the card lacks there."""
    shown = sent(section_inputs(SECTION_MEMBERS[name], Filled(draft.content, draft.unparsed)))
    unread = read_section(name, shown).problems
    mine = [
        problem
        for problem in check.problems
        if name_of(problem.pointer).partition(".")[0] in SECTION_MEMBERS[name]
        and (name != "about" or "role" not in problem.pointer)
    ]
    return (*unread, *mine)


def _entries(
    submission: Submission,
    name: str,
    inputs: Sequence[Input],
    check: DraftCheck,
    standard: Standard,
) -> tuple[ClaimEntry, ...]:
    by_claim = {item.claim: item for item in standard.items}
    findings = {finding.item: finding for finding in check.preview.result.claims}
    shares = {one.item: one.points for one in check.preview.improvements}
    results = [
        result
        for severity in (Severity.ERROR, Severity.WARN, Severity.NOTE)
        for result in check.findings(severity)
    ]
    return tuple(
        _entry(
            claim,
            by_claim[claim.name],
            findings,
            shares,
            [result.message for result in results if claim.name in result.claims[:1]],
        )
        for section in inputs
        for claim in section.parts
        if claim.name in by_claim
    )


def _entry(
    claim: Input,
    item: Item,
    findings: Mapping[str, Finding],
    shares: Mapping[str, Fraction],
    told: Sequence[str],
) -> ClaimEntry:
    finding = findings[item.id]
    return ClaimEntry(
        item=Link(item.id, reverse("standard:item", args=[item.id])),
        title=item.title,
        question=item.question,
        full=item.full,
        why=finding.applicability,
        applies=finding.applicable,
        points=f"up to +{score_text(shares[item.id])} points" if item.id in shares else "",
        grade=GRADES[finding.grade],
        reason=finding.reason if finding.grade else "",
        claim=claim,
        findings=tuple(told),
    )


def _headline(name: str, check: DraftCheck) -> tuple[str, ...]:
    """The section's headline fact as readers will see it, with its scope."""
    if name not in HEADLINES:
        return ()
    known = relatives_of(check.sound)
    fact = HEADLINES[name](check.sound, known.lookup, known.implied)
    return tuple(text for text in (fact.value, fact.scope) if text) if fact.claims else ()


def _all(inputs: Iterable[Input]) -> Iterable[Input]:
    for one in inputs:
        yield one
        yield from _all((*one.parts, *one.rows))


def _nearest(anchors: Mapping[str, str], name: str) -> str:
    """The anchor of the input at a name, or of the nearest that holds it."""
    while name:
        if name in anchors:
            return anchors[name]
        name = name.rpartition(".")[0]
    return ""
