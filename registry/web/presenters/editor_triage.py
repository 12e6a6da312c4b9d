"""The triage page: each claim with its grade, its evidence and what the editor found of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from registry.models import Issue, ItemCheck, Submission
from registry.models.editorial import in_force
from registry.models.review import queries
from registry.rules.plausibility.results import Severity
from registry.rules.standard import load_standard
from registry.web.presenters.cards import model_page
from registry.web.presenters.unpublished import shown_draft
from registry.web.view_models.claims import ClaimBlock
from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class IssueLine:
    """``key`` names it in the form that takes it back; empty once the lab has it."""

    number: int
    text: str
    severity: str
    is_sent: bool
    answers: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class TriageClaim:
    """A claim, what the editor found of it, and the issues tied to it."""

    block: ClaimBlock
    is_core: bool
    finding: str
    note: str
    issues: Sequence[IssueLine]


@dataclass(frozen=True, slots=True)
class TriageSection:
    title: str
    claims: Sequence[TriageClaim]
    silent: int


@dataclass(frozen=True, slots=True)
class Triage:
    """``can_check``: the page has its buttons; ``checks`` are the warnings and their sums."""

    title: str
    back: Link
    sections: Sequence[TriageSection]
    checks: Sequence[str]
    errors: Sequence[str]
    issues: Sequence[IssueLine]
    core_open: int
    score: str
    snapshot: str
    can_check: bool
    url: str
    register_url: str


def triage_page(submission: Submission, *, can_check: bool) -> Triage:
    """The card as it was submitted last, section by section."""
    shown, check = shown_draft(submission)
    page = model_page(shown)
    snapshot = queries.current_snapshot(submission)
    newest = in_force(snapshot.item_checks.all(), "item")
    lines = _issue_lines(submission)
    core = {item.id for item in load_standard().items if item.core}
    sections: list[TriageSection] = []
    for section in page.sections:
        claims = tuple(
            _claim(block, newest.get(block.item_id), lines, is_core=block.item_id in core)
            for block in section.answered
        )
        sections.append(TriageSection(section.title, claims, len(section.silent)))
    return Triage(
        title=submission.model_name,
        back=Link(submission.model_name, reverse("editor:submission", args=[submission.public_id])),
        sections=tuple(sections),
        checks=tuple(one.message for one in check.findings(Severity.WARN)),
        errors=(
            *(problem.message for problem in check.errors),
            *(one.message for one in check.findings(Severity.ERROR)),
        ),
        issues=tuple(line for group in lines.values() for line in group),
        core_open=sum(
            one.is_core and not one.finding for section in sections for one in section.claims
        ),
        score=page.score,
        snapshot=f"Snapshot {snapshot.number}, {snapshot.content_hash}",
        can_check=can_check,
        url=reverse("editor:triage", args=[submission.public_id]),
        register_url=reverse("editor:register", args=[submission.public_id]),
    )


def _claim(
    block: ClaimBlock,
    check: ItemCheck | None,
    lines: Mapping[str, Sequence[IssueLine]],
    *,
    is_core: bool,
) -> TriageClaim:
    return TriageClaim(
        block=block,
        is_core=is_core,
        finding=check.finding if check else "",
        note=check.note if check else "",
        issues=lines.get(block.item_id, ()),
    )


def _issue_lines(submission: Submission) -> Mapping[str, list[IssueLine]]:
    found: dict[str, list[IssueLine]] = defaultdict(list)
    rows = Issue.objects.filter(submission=submission, taken_back_at__isnull=True)
    for one in rows.prefetch_related("answers"):
        found[one.item].append(
            IssueLine(
                number=one.number,
                text=one.text,
                severity=one.get_severity_display(),
                is_sent=one.sent_at is not None,
                answers=tuple(answer.text for answer in one.answers.all()),
                key="" if one.sent_at else str(one.number),
            )
        )
    return found
