"""Peer-review status: who reviewed which version, what they saw, and what is still open."""

from __future__ import annotations

from typing import Annotated, Literal

from registry.rules.card.base import Date, Doi, Text, Url
from registry.rules.card.claim import Claim, Section, Value, claim
from registry.rules.card.shape import Many, Maybe, Shape, Whole, entry, optional, required

ReviewedObject = Annotated[
    Literal["main_text", "supplement", "code", "weights", "data", "cost_table"],
    entry("main_text", "One object."),
]


class Publication(Value):
    status: Literal["preprint", "submitted", "in_review", "accepted", "published", "retracted"] = (
        required("Status at the as_of date.", example="published")
    )
    title: Maybe[Text] = optional(
        "Title of the document.",
        max_length=400,
        example="DeepSeek-R1 incentivizes reasoning in LLMs through reinforcement learning",
    )
    venue: Maybe[Text] = optional(
        "Journal, conference or preprint server.", max_length=200, example="Nature 645, 633-638"
    )
    venue_kind: Maybe[Literal["journal", "conference", "workshop", "preprint_server", "other"]] = (
        optional("Kind of venue.", example="journal")
    )
    doi: Maybe[Doi] = optional(
        "DOI of the version of record.", example="10.1038/s41586-025-09422-z"
    )
    preprint_id: Maybe[Text] = optional(
        "Preprint identifier.", max_length=100, example="arXiv:2501.12948"
    )
    received: Maybe[Date] = optional("Date received by the venue.", example="2025-02-14")
    accepted: Maybe[Date] = optional("Date accepted.", example="2025-07-17")
    published: Maybe[Date] = optional(
        "Date published (for a preprint: date posted).", example="2025-09-17"
    )


class IndependentReview(Value):
    status: Literal["completed", "in_progress"] = required(
        "State of the review.", example="completed"
    )
    body: Maybe[Text] = optional("Body that ran the review.", max_length=200, example="Nature")
    selected_by: Maybe[
        Literal["journal_editor", "conference_chairs", "independent_body", "developer"]
    ] = optional("Who chose the reviewers.", example="journal_editor")
    referee_count: Maybe[Annotated[int, Whole(1, 1_000)]] = optional(
        "Number of reviewers.", unit="referees", example=8
    )
    referees_named: Maybe[bool] = optional("Whether reviewer names are public.", example=True)
    paid_by: Maybe[Text] = optional(
        "Who paid the reviewers, if anybody.", max_length=200, example="unpaid"
    )


class ReviewRecord(Value):
    reports_public: Maybe[bool] = optional("Full referee reports are public.", example=True)
    replies_public: Maybe[bool] = optional("Author replies are public.", example=True)
    url: Maybe[Url] = optional(
        "Where the review file is.", example="https://doi.org/10.1038/s41586-025-09422-z"
    )
    summary_url: Maybe[Url] = optional(
        "Summary or decision letter, if only that is public.",
        example="https://example.org/decision.pdf",
    )


class VersionMatch(Value):
    reviewed_version: Maybe[Text] = optional(
        "Version the reviewers saw.", max_length=200, example="DeepSeek-R1, January 2025 weights"
    )
    relation: Maybe[Literal["identical", "changed"]] = optional(
        "Relation of the reviewed to the released version.", example="identical"
    )
    changes_since: Maybe[
        Many[
            Annotated[
                Text,
                entry("2025-05-28: DeepSeek-R1-0528 replaces the hosted model", max_length=300),
            ]
        ]
    ] = optional("Later changes to the released model.", max_length=50)
    objects_reviewed: Maybe[Many[ReviewedObject]] = optional("What was reviewed.", max_length=6)


class ReviewScope(Value):
    examined: Maybe[Many[Annotated[Text, entry("compute.final_run", max_length=300)]]] = optional(
        "Card sections or claims examined.", max_length=50
    )
    not_examined: Maybe[Many[Annotated[Text, entry("data.public_datasets", max_length=300)]]] = (
        optional("Card sections or claims not examined.", max_length=50)
    )
    remark: Maybe[Text] = optional(
        "General remark on scope.",
        max_length=1000,
        example="The reviewers asked for contamination and safety analyses.",
    )


class Concern(Shape):
    description: Text = required(
        "The concern.", max_length=500, example="Base-model data provenance is not documented."
    )
    url: Maybe[Url] = optional("Where it is raised.", example="https://example.org/critique")
    kind: Maybe[
        Literal[
            "correction", "retraction", "published_critique", "unanswered_review_point", "other"
        ]
    ] = optional("Kind of concern.", example="published_critique")
    resolved: Maybe[bool] = optional("Whether it is resolved.", example=False)


class OpenConcerns(Value):
    concerns: Many[Concern] = required("One entry per concern.", max_length=50)


class Tester(Shape):
    name: Text = required(
        "Organization or group.", max_length=200, example="Alignment Research Center"
    )
    access: Maybe[Text] = optional(
        "Access given.", max_length=300, example="early checkpoints, no fine-tuning"
    )
    duration_days: Maybe[Annotated[int, Whole(0, 5_000)]] = optional(
        "Length of access.", unit="days", example=30
    )
    may_publish: Maybe[bool] = optional(
        "Whether the tester may publish without approval.", example=True
    )
    subject: Maybe[Text] = optional(
        "What was tested.", max_length=200, example="autonomous replication"
    )


class ExternalTesting(Value):
    testers: Many[Tester] = required("One entry per tester or group.", max_length=50)


class PeerReview(Section):
    publication: Maybe[Claim[Publication]] = claim(
        "PEER-1", "Publication status of the document that describes the model."
    )
    independent_review: Maybe[Claim[IndependentReview]] = claim(
        "PEER-2",
        "Whether somebody independent reviewed the disclosure, and who chose the reviewers.",
    )
    review_record: Maybe[Claim[ReviewRecord]] = claim(
        "PEER-3", "Whether anyone can read the reports and the replies."
    )
    version_match: Maybe[Claim[VersionMatch]] = claim(
        "PEER-4", "Whether the reviewed thing is the released thing."
    )
    review_scope: Maybe[Claim[ReviewScope]] = claim(
        "PEER-5", "Which claims the review examined and which it did not."
    )
    open_concerns: Maybe[Claim[OpenConcerns]] = claim(
        "PEER-6", "Corrections, disputes and unanswered points. Status none = no known concern."
    )
    external_testing: Maybe[Claim[ExternalTesting]] = claim(
        "PEER-7", "Who outside the developer had access before release, and on what terms."
    )
