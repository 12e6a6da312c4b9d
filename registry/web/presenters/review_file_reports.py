"""What referees wrote in a published review, and what was answered to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.rules.numerals import date_text
from registry.rules.pointer import split_pointer
from registry.rules.review.file_parts import CommentRuling
from registry.rules.review.redaction import REASON_LABELS, Reason
from registry.rules.review.verdicts import (
    COMMENT_CLASS_LABELS,
    DISPOSITION_LABELS,
    RECOMMENDATION_LABELS,
    VERDICT_LABELS,
    CommentClass,
    Disposition,
    Recommendation,
    Verdict,
)
from registry.rules.words import listed
from registry.web.view_models.review_file import CommentView, Remark, ReplyView, ReportView
from registry.web.view_models.shared import Link

Data = Mapping[str, Any]

RULING_LABELS: Mapping[CommentRuling, str] = {
    CommentRuling.RECLASSED: "gave it another weight",
    CommentRuling.SETTLED: "finds it settled",
    CommentRuling.OVERRULED: "overruled it",
}
# Who ruled is in the file from version 1.1 of its schema on.
UNNAMED = "The editor"


class Names:
    """Names of the referees and of the claims of one review file; ``page`` is the version's."""

    def __init__(self, data: Data, page: str) -> None:
        self.referees: dict[int, str] = {
            one["number"]: one["name"] or f"Referee {one['number']}" for one in data["referees"]
        }
        given = {verdict["referee"] for item in data["items"] for verdict in item["verdicts"]}
        self.reporting: list[int] = sorted(given)
        self._titles = {item["item"]: item["title"] for item in data["items"]}
        self._page = page

    def claim(self, item: str) -> Link:
        """Where the claim stands on the page of the version."""
        return Link(self._titles.get(item, item), f"{self._page}#{item}")


def report_view(report: Data, items: Sequence[Data], names: Names) -> ReportView:
    number, round_number = report["referee"], report["round"]
    return ReportView(
        anchor=f"report-{number}-{round_number}",
        referee=names.referees[number],
        round=round_number,
        submitted=date_text(report["submitted_on"]),
        recommendation=RECOMMENDATION_LABELS[Recommendation(report["recommendation"])].lower()
        if report["recommendation"]
        else "nothing",
        summary=report["summary"],
        facts=tuple(_facts(report)),
        remarks=tuple(_remarks(items, number, round_number, names)),
        redactions=tuple(
            f"{_place(one['place'])}: {REASON_LABELS[Reason(one['reason'])].lower()}"
            for one in report["redactions"]
        ),
    )


def comment_view(one: Data, names: Names) -> CommentView:
    ruling = one["ruling"]
    return CommentView(
        label=one["id"],
        referee=names.referees[one["referee"]],
        weight=COMMENT_CLASS_LABELS[CommentClass(one["class"])],
        claim=names.claim(one["item"]) if one["item"] else None,
        text=one["text"],
        replies=tuple(
            ReplyView(
                DISPOSITION_LABELS[Disposition(reply["disposition"])],
                reply["text"],
                tuple(reply["changes"]),
            )
            for reply in one["replies"]
        ),
        ruling=_ruling(ruling, one["class"]) if ruling else "",
        ruling_reason=ruling["reason"] if ruling else "",
    )


def _ruling(ruling: Data, before: str) -> str:
    """Who ruled what: “Edda Editor gave it another weight: note, was must be answered”."""
    said = RULING_LABELS[CommentRuling(ruling["ruling"])]
    found = f"{ruling.get('editor', UNNAMED)} {said}"
    if ruling["ruling"] != CommentRuling.RECLASSED:
        return found
    now, was = (COMMENT_CLASS_LABELS[CommentClass(one)] for one in (ruling["class"], before))
    return f"{found}: {now.lower()}, was {was.lower()}"


def _facts(report: Data) -> Iterator[str]:
    if report["late"]:
        yield "Filed after the round was closed."
    if report["competence"]:
        yield f"Judges as competent in {listed(report['competence'])}."
    if report["consulted"]:
        yield f"Consulted, with the editor’s consent: {report['consulted']}."
    if report["ai_used"]:
        yield f"Used a text generator: {report['ai_statement']}"
    elif report["ai_used"] is False:
        yield "Used no text generator."


def _remarks(
    items: Sequence[Data], referee: int, round_number: int, names: Names
) -> Iterator[Remark]:
    for item in items:
        for one in item["verdicts"]:
            is_own = (one["referee"], one["round"]) == (referee, round_number)
            if is_own and (one["comment"] or one["for_full"] or one["links"]):
                yield Remark(
                    claim=names.claim(item["item"]),
                    verdict=VERDICT_LABELS[Verdict(one["verdict"])],
                    text=one["comment"],
                    for_full=one["for_full"],
                    links=tuple(_evidence_link(link) for link in one["links"]),
                )


def _evidence_link(text: str) -> Link:
    """A redaction may stand in the place of an address."""
    return Link(text, text if text.startswith(("https://", "http://")) else "")


def _place(pointer: str) -> str:
    """Where words were taken out: "verdicts, COST-1, comment"."""
    return ", ".join(token.replace("_", " ") for token in split_pointer(pointer))
