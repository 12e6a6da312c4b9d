"""The links of a card, and what the evidence checker found there."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import Address, Count, Day, ModelId, Moment, Number


class ExcerptCounts(TypedDict):
    """How many of the quotations that cards give the page held when it was read; those that could
    not be looked for are in neither.
    """

    found: Count
    missing: Count


class LinkVisit(TypedDict):
    """The newest visit that told anything. ``unreachable`` on one day alone says little: a check
    warns from the second day in a row.
    """

    at: Moment
    outcome: Annotated[
        Literal["reached", "unreachable", "refused", "blocked"],
        Field(
            description="refused: the host lets no programs in; blocked: the checker does not go "
            "to such an address."
        ),
    ]
    since: Annotated[Day, Field(description="Every visit since this day told the same.")]
    days: Annotated[Number, Field(description="On how many days it was visited since then.")]
    http_status: NotRequired[Annotated[int, Field(examples=[200])]]
    detail: NotRequired[Annotated[str, Field(description="What was in the way.")]]
    content_type: NotRequired[str]
    bytes_read: Annotated[Count, Field(description="At most 1 MiB is read.")]
    final_url: NotRequired[Annotated[str, Field(description="Behind all redirects.")]]
    changed_on: NotRequired[Annotated[Day, Field(description="Its bytes changed on this day.")]]
    excerpts: NotRequired[ExcerptCounts]
    license: NotRequired[Annotated[str, Field(description="As a repository or hub names it.")]]
    venues: NotRequired[Annotated[list[str], Field(description="As the DOI's record has them.")]]
    retracted: NotRequired[Annotated[bool, Field(description="What the DOI's record says.")]]


class VisitedLink(TypedDict):
    """One link; without a visit where the checker has not been there."""

    kind: Annotated[
        Literal["page", "doi", "license"],
        Field(description="doi: its record is asked for; license: where a repository tells it."),
    ]
    url: Address
    claims: Annotated[
        list[str],
        Field(
            description="Claims that rest on it; none for a source of a fact or an estimate.",
            examples=[["cost.final_run"]],
        ),
    ]
    visit: NotRequired[LinkVisit]


class SourcesLinks(TypedDict):
    """Where the list is, and what it is about."""

    self: Address
    card: Address
    grading: Address


class CardSources(TypedDict):
    """The links of a card's live version, in the order of the card."""

    model: ModelId
    version: Number
    sources: list[VisitedLink]
    links: SourcesLinks
