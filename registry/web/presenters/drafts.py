"""A card in the making: the list of tasks, the meter, and one section with its questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from django.urls import reverse

from registry.actions.attestations import check_submission
from registry.actions.people import subject_of
from registry.models import DraftImport, DraftSection, Submission
from registry.models.relatives import relatives_of
from registry.rules.draft_check import DraftCheck
from registry.rules.drafts import SECTION_MEMBERS, SectionDraft, sections_of
from registry.rules.entry.inputs import section_inputs
from registry.rules.entry.names import name_of
from registry.rules.entry.reading import read_section
from registry.rules.entry.sending import sent
from registry.rules.entry.shapes import Filled, Input
from registry.rules.grading.claims import Finding
from registry.rules.permissions import Person, allowed_actions
from registry.rules.plausibility.results import Severity
from registry.rules.problems import Problem
from registry.rules.showing import headline
from registry.rules.standard import Item, Standard, load_standard
from registry.rules.workflow.submissions import Action, Kind, State
from registry.web.presenters.draft_links import section_title, section_url
from registry.web.presenters.draft_meter import meter, section_points
from registry.web.presenters.shared import GRADES, score_text
from registry.web.view_models.drafts import (
    Button,
    ClaimEntry,
    ErrorLine,
    SectionPage,
    Task,
    TaskList,
)
from registry.web.view_models.shared import Link

Origin = DraftImport.Origin

# Minutes that an answer takes somebody who has the paper at hand; the page says "about".
MINUTES_PER_ITEM = 3
KIND_WORDS = {
    Kind.LAB: "Card prepared by the lab",
    Kind.THIRD_PARTY: "Listing by a third party, from public sources",
    Kind.SELF_ASSESSMENT: "Private self-assessment, never submitted",
}
STATE_TEXTS = {
    State.DRAFT: "Draft",
    State.AWAITING_ATTESTATION: "Waits for the attestation of a representative",
    State.SUBMITTED: "Submitted",
    State.DISCARDED: "Discarded",
}
LEADS = {
    "about": "Which model this is and who prepares the card. Nothing here is scored.",
    "facts": "Answers that decide which questions apply. A fact left open keeps its questions "
    "open, so nothing is gained by leaving one out.",
    "estimates": "Figures by others, shown beside the claim they are about and never scored.",
}
IMPORT_TITLES = {
    Origin.TAKE_OVER: "Take over the published card",
    Origin.VERSION: "From the published card",
    Origin.BASE: "From the card of the base model",
    Origin.FILE: "From a file",
    Origin.PASTE: "From a pasted text",
}
HEADLINES = {"compute": headline.compute, "cost": headline.cost}
MOVE_PAGES = {
    Action.COMPLETE: "submission:check",
    Action.LIST: "submission:check",
    Action.RETURN_TO_DRAFT: "submission:return",
    Action.SUBMIT: "submission:attest",
    Action.DISCARD: "submission:discard",
}


def buttons(person: Person, submission: Submission) -> tuple[Button, ...]:
    """The moves open to the person, as the workflow's table lists them."""
    return tuple(
        Button(row.label, reverse(MOVE_PAGES[row.action], args=[submission.public_id]))
        for row in allowed_actions(person, subject_of(submission))
        if row.action in MOVE_PAGES
    )


def task_list(person: Person, submission: Submission) -> TaskList:
    standard, check = load_standard(), check_submission(submission)
    stored = {section.name: section for section in submission.sections.all()}
    kind, state = Kind(submission.kind), State(submission.state)
    by_section = _findings_by_section(check, standard)
    return TaskList(
        title=submission.model_name,
        kind=KIND_WORDS[kind],
        state=STATE_TEXTS[state],
        lab=Link(submission.lab.name, submission.lab.get_absolute_url())
        if submission.lab
        else Link("no lab"),
        tasks=tuple(
            _task(submission, name, stored.get(name), by_section.get(name, ()), check)
            for name in sections_of(kind)
        ),
        meter=meter(submission, check),
        buttons=buttons(person, submission),
        check_url=reverse("submission:check", args=[submission.public_id]),
        history_url=reverse("submission:history", args=[submission.public_id]),
        preview_url=reverse("submission:preview", args=[submission.public_id]),
        imports=tuple(
            Link(f"{IMPORT_TITLES[Origin(one.origin)]}: {one.name}", one.get_absolute_url())
            for one in submission.imports.filter(is_closed=False).defer("raw")
        ),
        bring_url=reverse("submission:bring", args=[submission.public_id]),
        reply_url=reverse("submission:reply", args=[submission.public_id])
        if kind is Kind.THIRD_PARTY and state is State.SUBMITTED
        else "",
        is_draft=state is State.DRAFT,
    )


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
        is_locked=submission.state != State.DRAFT,
    )


def _task(
    submission: Submission,
    name: str,
    stored: DraftSection | None,
    findings: Sequence[Finding],
    check: DraftCheck,
) -> Task:
    problems = [
        problem
        for problem in check.errors
        if name_of(problem.pointer).partition(".")[0] in SECTION_MEMBERS[name]
    ]
    count = len(problems) + (len(stored.unparsed) if stored else 0)
    link = Link(section_title(name), section_url(submission, name))
    if not findings:
        begun = stored is not None and bool(stored.draft().content)
        return Task(link, "begun" if begun else "not begun", "about 5 minutes", count)
    applicable = [finding for finding in findings if finding.applicable]
    answered = [finding for finding in applicable if finding.grade]
    left = MINUTES_PER_ITEM * (len(applicable) - len(answered))
    return Task(
        link,
        f"{len(answered)} of {len(applicable)} answered",
        f"about {left} minutes" if left else "done",
        count,
        points=section_points(check, name),
    )


def _findings_by_section(check: DraftCheck, standard: Standard) -> Mapping[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in check.preview.result.claims:
        section = standard.item_by_id[finding.item].claim.partition(".")[0]
        found.setdefault(section, []).append(finding)
    return found


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
