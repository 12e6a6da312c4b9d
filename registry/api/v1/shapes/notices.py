"""Notices and upheld concerns: what is said of a version after its publication."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import ItemId, Moment, Number

VersionStatus = Annotated[
    Literal["published", "superseded", "under_concern", "retracted", "removed"],
    Field(
        description="Where the version stands. One under concern still counts, without what "
        "referees gave the claims in doubt; one retracted or removed counts nowhere."
    ),
]


class Signature(TypedDict):
    """Somebody who answers for a notice, and in which role."""

    name: str
    role: NotRequired[str]


class Notice(TypedDict):
    """What the registry says of a version after its publication; it never changes."""

    number: Number
    kind: Literal[
        "correction",
        "concern",
        "concern_lifted",
        "retraction",
        "reinstatement",
        "removal",
        "restoration",
        "recusal",
    ]
    at: Moment
    text: Annotated[str, Field(description="What was wrong, or what was found, and why.")]
    items: Annotated[list[ItemId], Field(description="The items concerned; none where all are.")]
    signed: Annotated[list[Signature], Field(description="Who answers for it.")]
    found_by: NotRequired[Annotated[str, Field(description="Who found the error.")]]
    reason_class: NotRequired[Annotated[str, Field(description="Why content was removed.")]]
    other_version: NotRequired[
        Annotated[Number, Field(description="The version that corrects this one, or is corrected.")]
    ]


class UpheldConcern(TypedDict):
    """What an editor found where a reader was right. Who reported it is never told, and nothing of
    a concern that was not upheld.
    """

    kind: Literal["concern_upheld"]
    at: Annotated[Moment, Field(description="When it was upheld.")]
    text: Annotated[str, Field(description="What was found, and what follows.")]
    items: Annotated[
        list[ItemId], Field(description="The item concerned; none where it is the whole card.")
    ]
