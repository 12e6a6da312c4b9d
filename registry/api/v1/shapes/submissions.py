"""Cards in the making, as their own people's programs see them."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import Address, Count, LabName, ModelId, Moment, Slug
from registry.api.v1.shapes.validation import CardProblem, PlausibilityResult, Preview

_CLOSED = ConfigDict(extra="forbid")

SubmissionId = Annotated[str, Field(description="Of this draft.", examples=["k7m2p9qr4stu"])]
Kind = Annotated[
    Literal["lab", "third_party", "self_assessment"],
    Field(description="A card of the lab, a listing from public sources, or a private assessment."),
]
State = Annotated[
    Literal[
        "draft",
        "awaiting_attestation",
        "submitted",
        "triage",
        "returned",
        "in_review",
        "decision_pending",
        "revision_requested",
        "revision_received",
        "accepted",
        "published",
        "desk_rejected",
        "rejected",
        "appeal_open",
        "withdrawn",
        "discarded",
    ],
    Field(description="Where it stands in the workflow."),
]
Etag = Annotated[
    str,
    Field(
        description="Names this state; send it in If-Match as it is, with its quotation marks.",
        examples=['"Xc3vQ1b7Tn9kYw2e"'],
    ),
]
ModelName = Annotated[str, Field(min_length=1, max_length=200, examples=["DeepSeek-R2"])]
WarningId = Annotated[
    str,
    Field(
        description="The same as long as the warning says the same.",
        min_length=64,
        max_length=64,
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]


class NewSubmission(TypedDict):
    """Either model, for a registered one, or model_name and its lab, for one that is not.

    Only a self-assessment may be of no lab. Without a card the draft is empty.
    """

    __pydantic_config__ = _CLOSED  # type: ignore[misc]  # so pydantic reads it
    kind: Kind
    model: NotRequired[ModelId]
    lab: NotRequired[Slug]
    model_name: NotRequired[ModelName]
    card: NotRequired[Annotated[dict[str, Any], Field(description="May lack anything.")]]


class Reason(TypedDict):
    """Why a warning stands; reviewers read it."""

    __pydantic_config__ = _CLOSED  # type: ignore[misc]  # so pydantic reads it
    warning: WarningId
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class Completion(TypedDict):
    """Reasons for warnings that have none yet, given in the same step."""

    __pydantic_config__ = _CLOSED  # type: ignore[misc]  # so pydantic reads it
    reasons: NotRequired[Annotated[list[Reason], Field(max_length=200)]]


class DraftLinks(TypedDict):
    """card is read and replaced there, page is for people."""

    self: Address
    card: Address
    page: Address


class DraftSummary(TypedDict):
    """A card in the making, without its content."""

    id: SubmissionId
    kind: Kind
    state: State
    etag: Etag
    card_id: Annotated[str, Field(description="The id the card will have.")]
    model_name: str
    lab: NotRequired[LabName]
    created: Moment
    changed: Moment
    links: DraftLinks


class AllowedAction(TypedDict):
    """A move that this token may make now, as the workflow's table lists it."""

    action: Annotated[Literal["save", "complete", "discard"], Field(description="Never renamed.")]
    label: Annotated[str, Field(description="The words on the button.", examples=["Save"])]


class SectionLinks(TypedDict):
    """Where the section is read and replaced."""

    self: Address


class DraftSection(TypedDict):
    """One section, which is saved apart from the others."""

    name: Annotated[str, Field(examples=["cost"])]
    etag: Etag
    saved: NotRequired[Moment]
    unparsed: Annotated[
        dict[str, str],
        Field(
            description="What people typed in the form and the registry could not read, by field. "
            "It blocks completing, and is gone when the section is replaced."
        ),
    ]
    links: SectionLinks


class DraftWarning(TypedDict):
    """What reviewers will ask; it needs a reason before the card can be marked as complete."""

    id: WarningId
    message: str
    pointer: Annotated[str, Field(description="The place in the card (RFC 6901), or a claim.")]
    reason: NotRequired[str]


class TakeOver(TypedDict):
    """A card of others that the lab takes over: each statement is to be decided, on its page."""

    source: Annotated[str, Field(description="Which card it is.")]
    statements: Count
    undecided: Count


class DraftCheck(TypedDict):
    """What the registry thinks of the card as it stands; worked out anew for each answer.

    is_ready says that nothing stands in the way of marking it as complete. plausibility and
    preview are of the sound part of the card.
    """

    is_ready: bool
    problems: Annotated[list[CardProblem], Field(description="What blocks.")]
    warnings: list[DraftWarning]
    take_overs: Annotated[list[TakeOver], Field(description="Those that were not decided yet.")]
    missing: Annotated[list[str], Field(description="What the level Stated still asks for.")]
    plausibility: list[PlausibilityResult]
    preview: Preview


class Draft(DraftSummary):
    """A card in the making with all that is known of it; no check once it is discarded."""

    allowed_actions: list[AllowedAction]
    sections: list[DraftSection]
    card: Annotated[dict[str, Any], Field(description="As its sections make it together.")]
    check: NotRequired[DraftCheck]
