"""Taking words out of a report: the texts to copy them from, and a proposal as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from registry.actions.review import redacting
from registry.models import Motion, Report, Submission
from registry.rules.permissions import Person
from registry.rules.pointer import split_pointer
from registry.rules.review.redaction import REASON_LABELS, Reason, free_texts
from registry.web.view_models.editorial import Fact
from registry.web.view_models.shared import Link

# So many characters to each side tell where the words stand.
AROUND = 60


@dataclass(frozen=True, slots=True)
class ReportTexts:
    """A report that words can be taken out of: where each text stands, and the text as shown."""

    key: str
    name: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RedactionPage:
    title: str
    back: Link
    reports: tuple[ReportTexts, ...]


def redaction_page(submission: Submission, reports: list[Report]) -> RedactionPage:
    return RedactionPage(
        title=submission.model_name,
        back=Link("Reports and decision", reverse("editor:decision", args=[submission.public_id])),
        reports=tuple(
            ReportTexts(
                str(report.pk),
                report_name(report),
                tuple(
                    (place_words(pointer), text)
                    for pointer, text in free_texts(report.shown().to_data())
                    if text
                ),
            )
            for report in reports
        ),
    )


def open_reports(submission: Submission, person: Person) -> list[Report]:
    """The reports that the person could propose a redaction of now."""
    reports = Report.objects.filter(
        assignment__submission=submission, returned__isnull=True
    ).select_related("assignment__referee", "assignment__round", "assignment__submission")
    return [report for report in reports if redacting.open_to(person, report)]


def redacted_report(motion: Motion) -> Report:
    """The report that a proposal would take words out of."""
    return Report.objects.select_related(
        "assignment__referee", "assignment__round", "assignment__submission"
    ).get(pk=motion.payload["report"])


def redaction_facts(motion: Motion) -> Iterator[Fact]:
    """What goes, in its surroundings, and why."""
    payload, report = motion.payload, redacted_report(motion)
    yield Fact("Report", report_name(report))
    texts = dict(free_texts(report.content().to_data()))
    for pointer, start, end in payload["places"]:
        text = texts[pointer]
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        yield Fact(place_words(pointer).capitalize(), f"{before}⟦{text[start:end]}⟧{after}")
    yield Fact("Kind of reason", REASON_LABELS[Reason(payload["reason_class"])])
    yield Fact("Reason", payload["reason"])
    yield Fact("Leaves", "a mark in the place of the words between ⟦ and ⟧; the original is sealed")
    yield Fact("Public afterwards", "with the review file: that something was taken out, and why")


def report_name(report: Report) -> str:
    this = report.assignment.round
    return f"{report.assignment.referee}, round {this.number if this else 0}"


def place_words(pointer: str) -> str:
    """The place of a text in a report: "comment 2", "verdict on COST-1"."""
    match split_pointer(pointer):
        case ("comments", at, _):
            return f"comment {int(at) + 1}"
        case ("verdicts", item, "for_full"):
            return f"what would make {item} full"
        case ("verdicts", item, "links", _):
            return f"link to {item}"
        case ("verdicts", item, _):
            return f"verdict on {item}"
        case ("ai_statement",):
            return "use of text generators"
        case (name, *_):
            return name.replace("_", " ")
    return pointer
