"""The review file of a version as a page: made from its published bytes.

Of rows only what those bytes cannot say: the notices, and which referees left since.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from django.urls import reverse

from registry.models import CardVersion, Decision, ReviewFile
from registry.models.review.counted import referees_who_left
from registry.rules.numerals import date_text
from registry.rules.review.conflicts import OUTCOME_LABELS, Outcome
from registry.rules.review.verdicts import VERDICT_LABELS, Verdict
from registry.rules.words import listed
from registry.rules.workflow.public_steps import Side
from registry.rules.workflow.vocabulary import Action
from registry.web.presenters.notices import version_notices
from registry.web.presenters.review_file_reports import Names, comment_view, report_view
from registry.web.presenters.review_words import STEPS, text_generator
from registry.web.presenters.versions import last_event, page_address
from registry.web.view_models.review_file import (
    Adjudicated,
    EditorLine,
    EventLine,
    IssueView,
    LetterView,
    RefereeLine,
    ReviewPage,
    SnapshotLine,
    VerdictCell,
    VerdictRow,
)
from registry.web.view_models.shared import Link

Data = Mapping[str, Any]

SIDES: Mapping[Side, str] = {
    Side.LAB: "the lab",
    Side.AUTHOR: "the author of the listing",
    Side.EDITORS: "the editors",
    Side.REGISTRY: "the registry",
    Side.CLOCK: "by itself",
}


def review_link(version: CardVersion) -> Link | None:
    """Where the review of a version is; None where it was published without one."""
    if not version.pk or not ReviewFile.objects.filter(version=version).exists():
        return None
    return Link("The review of this version", reverse("model:review", args=_parts(version)))


def review_page(version: CardVersion, file: ReviewFile) -> ReviewPage:
    """``version`` comes with its status events, card, release and lab."""
    data = file.document()
    release, lab = version.card.release, version.card.release.lab.standing
    page = page_address(version.card, version.number)
    names, left = Names(data, page), referees_who_left(version)
    rows = [_row(item, names) for item in data["items"] if item["verdicts"] or item["carried"]]
    return ReviewPage(
        name=release.name,
        lab=Link(lab.name, lab.get_absolute_url()),
        card=Link(release.name, release.get_absolute_url()),
        version=Link(f"version {version.number}", page),
        number=version.number,
        notices=version_notices(version, last_event(version).status, is_here=False),
        lede=_lede(data),
        agreement=_agreement(data["agreement"]),
        editors=tuple(_editors(data)),
        referees=tuple(_referee(one, names, left) for one in data["referees"]),
        columns=tuple(names.referees[number] for number in names.reporting),
        # Disputed claims first, else in the order of the standard.
        rows=tuple(sorted(rows, key=lambda row: not row.is_disputed)),
        unjudged=len(data["items"]) - len(rows),
        adjudications=tuple(
            Adjudicated(
                names.claim(item["item"]),
                VERDICT_LABELS[Verdict(ruling["ruling"])],
                ruling["editor"],
                ruling["reason"],
            )
            for item in data["items"]
            if (ruling := item["adjudication"])
        ),
        comments=tuple(comment_view(one, names) for one in data["comments"]),
        reports=tuple(report_view(one, data["items"], names) for one in data["reports"]),
        letters=tuple(_letter(one) for one in data["decisions"]),
        issues=tuple(_issue(one, names) for one in data["issues"]),
        snapshots=tuple(
            SnapshotLine(
                one["number"],
                date_text(one["submitted_on"]),
                one["standard"],
                one["content_hash"].removeprefix("sha256:"),
                one["content_hash"] == data["content_hash"],
                text_generator(one.get("ai_statement", ""), used=one.get("ai_used")),
            )
            for one in data["snapshots"]
        ),
        events=tuple(_events(data, version)),
        json_url=reverse("model:review_json", args=_parts(version)),
        digest=file.content_hash.removeprefix("sha256:"),
        schema=f"review-file/{data['schema_version']}.schema.json",
    )


def _parts(version: CardVersion) -> list[str | int]:
    return [*version.card.release.public_id.split("/"), version.number]


def _lede(data: Data) -> str:
    reporting = len({report["referee"] for report in data["reports"]})
    if not reporting:
        return (
            "No referee was asked: an editor checked this version before it was published, which "
            "verifies none of its claims."
        )
    said = f"{_count(reporting, 'referee')} reported in {_count(len(data['rounds']), 'round')}."
    disputed = [item for item in data["items"] if item["disputed"]]
    if not disputed:
        return f"{said} No verdict is disputed."
    settled = sum(1 for item in disputed if item["adjudication"])
    return (
        f"{said} On {_count(len(disputed), 'claim')} the verdicts are far apart or one says "
        f"contradicted; an editor ruled on {settled} of them."
    )


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s'[: number != 1]}"


def _agreement(found: Data) -> str:
    if not found["compared"]:
        return "No claim was judged by two referees, so how far they agree cannot be said."
    return (
        f"Of {_count(found['compared'], 'claim')} that two or more referees judged, all of them "
        f"gave the same verdict on {found['identical']}."
    )


def _interests(conflicts: Data | None) -> str:
    if conflicts is None:
        return "No declaration on file"
    declared = [name.replace("_", " ") for name in conflicts["declared"]]
    if declared:
        return f"Declared: {listed(declared)}"
    return OUTCOME_LABELS[Outcome(conflicts["outcome"])]


def _editors(data: Data) -> Iterator[EditorLine]:
    """Files published before it was recorded name the handling editor alone, without a waiver."""
    parts = [
        (data["editor"], "handling editor"),
        *((one, "editor") for one in data.get("further_editors", ())),
    ]
    for one, part in parts:
        waiver = one.get("waiver") or ""
        yield EditorLine(one["name"], part, _interests(one["conflicts"]), waiver)


def _referee(one: Data, names: Names, left: Container[int]) -> RefereeLine:
    """``left`` are the numbers of those who left, also since the file was published."""
    notes = []
    if one["name"]:
        notes.append(f"signed; Referee {one['number']} in the reports")
    if one["recused"]:
        notes.append("recused: the verdicts count no more")
    elif one["number"] in left:
        notes.append("recused after the publication: the verdicts count no more")
    return RefereeLine(
        name=names.referees[one["number"]],
        interests=_interests(one["conflicts"]),
        waiver=one["waiver"] or "",
        note="; ".join(notes),
    )


def _row(item: Data, names: Names) -> VerdictRow:
    ruling = item["adjudication"]
    return VerdictRow(
        claim=names.claim(item["item"]),
        item=item["item"],
        cells=tuple(
            tuple(
                VerdictCell(
                    VERDICT_LABELS[Verdict(one["verdict"])], one["round"], is_stale=one["stale"]
                )
                for one in item["verdicts"]
                if one["referee"] == number
            )
            for number in names.reporting
        ),
        carried=tuple(
            f"{VERDICT_LABELS[Verdict(one['verdict'])]}, carried from version {one['from_version']}"
            for one in item["carried"]
        ),
        is_disputed=item["disputed"],
        ruling=VERDICT_LABELS[Verdict(ruling["ruling"])] if ruling else "",
    )


def _events(data: Data, version: CardVersion) -> Iterator[EventLine]:
    """What happened, and at last the publication; a file of the first schema has none of it."""
    for one in data.get("events", ()):
        yield EventLine(date_text(one["on"]), STEPS[one["event"]], SIDES[Side(one["by"])])
    if "events" in data:
        yield EventLine(
            date_text(version.published_at.date().isoformat()), STEPS[Action.PUBLISH], ""
        )


def _issue(one: Data, names: Names) -> IssueView:
    return IssueView(
        number=one["number"],
        claim=names.claim(one["item"]),
        weight="must be solved" if one["major"] else "advice",
        text=one["text"],
        answers=tuple(one["answers"]),
    )


def _letter(one: Data) -> LetterView:
    return LetterView(
        outcome=Decision.Kind(one["outcome"]).label,
        day=date_text(one["decided_on"]),
        editor=one["editor"],
        snapshot=one["snapshot"],
        text=one["letter"],
        is_void=one["void"],
    )
