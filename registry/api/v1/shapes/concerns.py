"""What a reader reports by program, and the receipt for it."""

from typing import Annotated, NotRequired

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import Address, Moment
from registry.rules.concerns import (
    LONGEST_CONTACT,
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_STATEMENT,
    MOST_LINKS,
    SHORTEST_STATEMENT,
)


class NewConcern(TypedDict):
    """A concern about one published version; of a single claim, with its item."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]  # so pydantic reads it
    model: Annotated[str, Field(max_length=200, examples=["deepseek/deepseek-r1"])]
    version: Annotated[int, Field(ge=1, le=999_999_999)]
    statement: Annotated[
        str,
        Field(
            description="What the card states, what is true instead, and how everybody can check "
            f"it, in {SHORTEST_STATEMENT} to {LONGEST_STATEMENT:,} characters. Read by editors "
            "alone."
        ),
    ]
    links: Annotated[
        list[str],
        Field(
            description=f"Where everybody can check it: 1 to {MOST_LINKS} public addresses of at "
            f"most {LONGEST_LINK:,} characters."
        ),
    ]
    item: NotRequired[
        Annotated[
            str,
            Field(
                description="The item of the claim; left out for the card as a whole.",
                examples=["COMP-1"],
            ),
        ]
    ]
    name: NotRequired[
        Annotated[str, Field(max_length=LONGEST_NAME, description="For editors alone.")]
    ]
    contact: NotRequired[
        Annotated[
            str,
            Field(
                max_length=LONGEST_CONTACT,
                description="An e-mail address, for editors alone: there it is told what becomes "
                "of the concern.",
            ),
        ]
    ]


class ReceiptLinks(TypedDict):
    """``page`` tells where the concern stands and, once it is answered, the outcome."""

    page: Address


class Receipt(TypedDict):
    """That the concern was received. Whoever knows the id can read what becomes of it."""

    id: str
    received_at: Moment
    links: ReceiptLinks
