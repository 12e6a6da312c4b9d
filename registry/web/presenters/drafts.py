"""A card in the making: the list of tasks, and the moves that are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from registry.actions.people import subject_of
from registry.actions.readiness import check_submission
from registry.models import DraftImport, DraftSection, Submission
from registry.rules.draft_check import DraftCheck
from registry.rules.drafts import SECTION_MEMBERS, sections_of
from registry.rules.entry.names import name_of
from registry.rules.grading.claims import Finding
from registry.rules.permissions import Person, allowed_actions
from registry.rules.standard import Standard, load_standard
from registry.rules.workflow.vocabulary import EDITABLE, OPEN, UNSUBMITTED, Action, Kind, State
from registry.web.presenters.draft_links import section_title, section_url
from registry.web.presenters.draft_meter import meter, section_points
from registry.web.presenters.review_words import STATE_TEXTS
from registry.web.view_models.drafts import (
    Button,
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
IMPORT_TITLES = {
    Origin.TAKE_OVER: "Take over the published card",
    Origin.VERSION: "From the published card",
    Origin.BASE: "From the card of the base model",
    Origin.FILE: "From a file",
    Origin.PASTE: "From a pasted text",
}
MOVE_PAGES = {
    Action.COMPLETE: "submission:check",
    Action.LIST: "submission:check",
    Action.RETURN_TO_DRAFT: "submission:return",
    Action.SUBMIT: "submission:attest",
    Action.DISCARD: "submission:discard",
    Action.RESUBMIT: "submission:resubmit",
    Action.SUBMIT_REVISION: "submission:resubmit",
    Action.APPEAL: "submission:appeal",
    Action.RESUBMIT_AS_NEW: "submission:again",
    Action.WITHDRAW: "submission:withdraw",
}
ENDS = frozenset({Action.WITHDRAW, Action.DISCARD})


def buttons(person: Person, submission: Submission) -> tuple[Button, ...]:
    """The moves open to the person, as the workflow's table lists them."""
    return tuple(
        Button(
            row.label,
            reverse(MOVE_PAGES[row.action], args=[submission.public_id]),
            is_an_end=row.action in ENDS,
        )
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
        if kind is Kind.THIRD_PARTY and state in OPEN
        else "",
        review_url=""
        if state in UNSUBMITTED
        else reverse("submission:review", args=[submission.public_id]),
        can_edit=state in EDITABLE and not submission.is_held,
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
