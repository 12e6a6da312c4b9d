"""What changed between two versions of a card."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.claims import Status
from registry.api.v1.shapes.common import Address, Grade, ItemId, ModelId, Moment, Points, SectionId
from registry.api.v1.shapes.models import PublishedVersion, Unit

Text = Annotated[str, Field(description="The same in words.")]
Answer = Annotated[str, Field(description="The whole answer on one line, with its scope.")]
State = Annotated[
    Literal["added", "removed", "changed", "unchanged", "silent"],
    Field(description="How the claim of `to` stands to that of `from`; silent in neither."),
]


class ComparedVersionLinks(TypedDict):
    """Where the bytes of the version are; page is for people."""

    card: Address
    page: Address


class ComparedVersion(PublishedVersion):
    """One of the two versions, with its newest grading."""

    graded_at: Moment
    links: ComparedVersionLinks


class ItemsByState(TypedDict):
    """The items of the standard by what became of their claims; all but regraded name each once."""

    added: list[ItemId]
    removed: list[ItemId]
    changed: list[ItemId]
    unchanged: list[ItemId]
    silent: Annotated[list[ItemId], Field(description="Neither version makes a claim.")]
    regraded: Annotated[
        list[ItemId],
        Field(description="Grade, credit or applicability moved, with or without an edit."),
    ]


class FieldSide(TypedDict):
    """A field in one of the two versions. A figure has its unit or currency, and what belongs to
    compute, cost or an estimate the whole answer of its claim, which has the scope.
    """

    pointer: Annotated[
        str,
        Field(
            description="The place in that version (RFC 6901).",
            examples=["/cost/final_run/value/amount"],
        ),
    ]
    value: Annotated[Any, Field(description="As that version has it.")]
    text: Text
    unit: NotRequired[Unit]
    answer: NotRequired[Answer]


_FieldSides = TypedDict(
    "_FieldSides", {"from": NotRequired[FieldSide], "to": NotRequired[FieldSide]}
)


class FieldDifference(_FieldSides):
    """A field that differs; the side on which it does not exist is left out. Taking out what was
    removed, from the last pointer to the first, replacing what changed, and putting in what was
    added, from the first pointer to the last, makes the one version out of the other.
    """

    change: Literal["added", "removed", "changed"]
    title: Annotated[str, Field(examples=["Segments 1 › Count"])]


class ClaimSide(TypedDict):
    """One claim in one of the two versions, and what it earned there."""

    status: Status
    answer: Answer
    applicable: NotRequired[bool]
    grade: NotRequired[Grade]
    credit: NotRequired[Annotated[float, Field(description="What the claim earns.", ge=0, le=1)]]
    reason: NotRequired[
        Annotated[str, Field(description="Why it does not earn more, or does not apply.")]
    ]


_ClaimSides = TypedDict("_ClaimSides", {"from": ClaimSide, "to": ClaimSide})


class ClaimDifference(_ClaimSides):
    """A claim that was edited or graded anew. What it earned is left out where the item was not in
    the edition of the standard that the version was graded by.
    """

    item: ItemId
    claim: Annotated[str, Field(description="Path in the card.", examples=["cost.final_run"])]
    title: str
    state: State
    regraded: Annotated[bool, Field(description="Grade, credit or applicability moved.")]
    fields: list[FieldDifference]


class EstimateSide(TypedDict):
    """An estimate in one of the two versions."""

    answer: Annotated[str, Field(description="The estimate on one line, with its scope.")]


_EstimateSides = TypedDict(
    "_EstimateSides", {"from": NotRequired[EstimateSide], "to": NotRequired[EstimateSide]}
)


class EstimateDifference(_EstimateSides):
    """An estimate by others that differs; it is never graded."""

    claim: Annotated[str, Field(description="The claim that it is about.")]
    fields: list[FieldDifference]


class Surroundings(TypedDict):
    """What differs outside the claims."""

    facts: Annotated[
        list[FieldDifference], Field(description="Facts that decide which questions apply.")
    ]
    model: Annotated[list[FieldDifference], Field(description="How the model is identified.")]
    preparation: Annotated[
        list[FieldDifference],
        Field(description="Who prepared the card, and from what sources."),
    ]
    document: Annotated[list[FieldDifference], Field(description="Language, schema version.")]


_SectionSides = TypedDict("_SectionSides", {"from": NotRequired[Points], "to": NotRequired[Points]})


class SectionDifference(_SectionSides):
    """A section whose score moved; without a score where none of its items applied."""

    section: SectionId


class CardDiffLinks(TypedDict):
    """The address of this difference by its numbers; page is for people, and there is none for a
    version against itself.
    """

    self: Address
    versions: Address
    page: NotRequired[Address]


_Versions = TypedDict("_Versions", {"from": ComparedVersion, "to": ComparedVersion})


class CardDiff(_Versions):
    """What changed from one version of a card to another, claim by claim and field by field."""

    model: ModelId
    sections: list[SectionDifference]
    items: ItemsByState
    claims: list[ClaimDifference]
    estimates: list[EstimateDifference]
    surroundings: Surroundings
    links: CardDiffLinks
