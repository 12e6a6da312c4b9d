"""The decision page: claims × referees with disagreements first, comments with their replies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from registry.models import AuditEvent, CommentRuling, ReportComment, Submission
from registry.models.review import queries, visible
from registry.rules.permissions import Person
from registry.rules.review.reports import ReportContent
from registry.rules.review.verdicts import (
    JUDGING,
    RECOMMENDATION_LABELS,
    VERDICT_LABELS,
    Verdict,
)
from registry.rules.standard import load_standard
from registry.rules.visibility import Audience, Viewer
from registry.web.presenters.editor_mails import unsent_mails
from registry.web.presenters.review_words import generator_of
from registry.web.view_models.editorial import MailLine
from registry.web.view_models.shared import Link

EDITORS = Viewer(Audience.EDITORS)


@dataclass(frozen=True, slots=True)
class VerdictCell:
    """One referee on one claim; ``stale``: claim or evidence changed since, so it says nothing."""

    label: str
    comment: str
    stale: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """``is_open``: a dispute without an adjudication on the claim as it stands."""

    item: str
    title: str
    cells: Sequence[VerdictCell | None]
    is_disputed: bool
    is_open: bool
    adjudication: str


@dataclass(frozen=True, slots=True)
class CommentLine:
    key: str
    label: str
    text: str
    item: str
    weight: str
    weight_value: str
    ruling: str
    is_open: bool
    replies: Sequence[tuple[str, str, Sequence[str], str]]  # the last on text generators


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One report: by pseudonym and name, for editors; ``note`` is the confidential one.

    ``is_new``: it came in after the last step of the editor who looks. When they last read the
    page is on no record.
    """

    pseudonym: str
    name: str
    round: str
    recommendation: str
    summary: str
    note: str
    competence: str
    ai: str
    is_late: bool
    is_recused: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class DecisionPage:
    title: str
    back: Link
    referees: Sequence[str]
    rows: Sequence[MatrixRow]
    comments: Sequence[CommentLine]
    reports: Sequence[ReportCard]
    letters: Sequence[tuple[str, str, str, bool]]
    mails: Sequence[MailLine]
    rulings: Sequence[tuple[str, str]]
    can_rule: bool
    url: str
    redaction_url: str  # empty for whoever cannot propose one

    @property
    def new(self) -> int:
        """How many reports came in after the editor's last step."""
        return sum(one.is_new for one in self.reports)


def decision_page(
    submission: Submission, person: Person, *, can_rule: bool, can_redact: bool
) -> DecisionPage:
    reports = list(visible.reports(submission, EDITORS))
    shown = {one.pk: one.shown() for one in reports}
    referees = list(submission.referees.order_by("number"))
    last_step = _last_step(submission, person)
    return DecisionPage(
        title=submission.model_name,
        back=Link(submission.model_name, reverse("editor:submission", args=[submission.public_id])),
        referees=[one.pseudonym for one in referees],
        rows=_matrix(submission, [one.pk for one in referees], shown),
        comments=tuple(_comments(submission, shown)),
        reports=tuple(
            ReportCard(
                pseudonym=str(one.assignment.referee),
                name=one.assignment.person.name,
                round=str(one.assignment.round.number) if one.assignment.round else "",
                recommendation=RECOMMENDATION_LABELS[recommendation]
                if (recommendation := shown[one.pk].recommendation)
                else "",
                summary=shown[one.pk].summary,
                note=one.confidential_note.text if hasattr(one, "confidential_note") else "",
                competence=", ".join(shown[one.pk].competence),
                ai=shown[one.pk].ai_statement if shown[one.pk].ai_used else "none used",
                is_late=one.is_late,
                is_recused=one.assignment.state == "recused",
                is_new=last_step is not None and one.at > last_step,
            )
            for one in reports
        ),
        letters=tuple(
            (one.get_kind_display(), f"{one.at:%-d %B %Y}", one.letter, one.voided_at is not None)
            for one in submission.decisions.order_by("id")
        ),
        mails=unsent_mails(submission),
        rulings=tuple((verdict.value, VERDICT_LABELS[verdict]) for verdict in JUDGING),
        can_rule=can_rule,
        url=reverse("editor:decision", args=[submission.public_id]),
        redaction_url=reverse("editor:redaction", args=[submission.public_id])
        if can_redact
        else "",
    )


def _last_step(submission: Submission, person: Person) -> datetime | None:
    """When the person last did or wrote something about the submission."""
    steps = AuditEvent.objects.filter(subject=f"submission {submission.public_id}")
    written: list[QuerySet[Any]] = [
        CommentRuling.objects.filter(comment__report__assignment__submission=submission),
        submission.adjudications.all(),
        submission.internal_notes.all(),
    ]
    found = [rows.filter(actor_key=person.key).order_by().values_list("at") for rows in written]
    own = steps.filter(actor_key=person.key).order_by().values_list("at").union(*found)
    newest = own.order_by("-at").first()
    return newest[0] if newest else None


def _matrix(
    submission: Submission, referees: Sequence[int], shown: Mapping[int, ReportContent]
) -> Sequence[MatrixRow]:
    """Disputes without a ruling first, then other disputes, then what is not fully supported."""
    standard = load_standard()
    current = queries.verdicts_by_item(submission)
    disputed = set(queries.disputed_items(submission))
    settled = queries.adjudications_of(submission)
    given: dict[str, dict[int, VerdictCell]] = {}
    document_holds = {item: set(words) for item, words in current.items()}
    for row in queries.verdicts_in_force(queries.reports_in_force(submission)):
        content = shown[row.report_id].verdicts.get(row.item)
        referee = row.report.assignment.referee_id
        if referee is None:
            continue
        given.setdefault(row.item, {})[referee] = VerdictCell(
            VERDICT_LABELS[Verdict(row.verdict)],
            content.comment if content else "",
            stale=row.item not in document_holds,
        )
    rows = [
        MatrixRow(
            item=item.id,
            title=item.title,
            cells=[given[item.id].get(referee) for referee in referees],
            is_disputed=item.id in disputed,
            is_open=item.id in disputed and item.id not in settled,
            adjudication=_ruling(settled[item.id].verdict, settled[item.id].name)
            if item.id in settled
            else "",
        )
        for item in standard.items
        if item.id in given
    ]
    full = VERDICT_LABELS[Verdict.SUPPORTED_FULL]
    return sorted(
        rows,
        key=lambda row: (
            not row.is_open,
            not row.is_disputed,
            all(cell is None or cell.label == full for cell in row.cells),
        ),
    )


def _ruling(verdict: str, name: str) -> str:
    return f"{VERDICT_LABELS[Verdict(verdict)]}, by {name}"


def _comments(submission: Submission, shown: Mapping[int, ReportContent]) -> Iterator[CommentLine]:
    comments = list(visible.comments(submission, EDITORS))
    rulings = queries.rulings_on(comments)
    open_keys = {one.pk for one in queries.open_musts(comments)}
    replies: dict[int, list[tuple[str, str, Sequence[str], str]]] = {}
    for one in visible.rebuttals(submission, EDITORS):
        words = (one.get_disposition_display(), one.text, tuple(one.pointers))
        replies.setdefault(one.comment_id, []).append((*words, generator_of(one.snapshot)))
    for comment in sorted(comments, key=lambda one: (one.pk not in open_keys, one.pk)):
        ruling = rulings.get(comment.pk)
        weight = ruling.weight if ruling else comment.weight
        yield CommentLine(
            key=str(comment.pk),
            label=comment.label,
            text=_text(comment, shown),
            item=comment.item,
            weight=ReportComment.Weight(weight).label,
            weight_value=weight,
            ruling=f"{ruling.get_ruling_display()}: {ruling.reason}" if ruling else "",
            is_open=comment.pk in open_keys,
            replies=tuple(replies.get(comment.pk, ())),
        )


def _text(comment: ReportComment, shown: Mapping[int, ReportContent]) -> str:
    return shown[comment.report_id].comments[comment.place].text
