"""The claim: one answer to one item of the standard, with its status, value and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import ConfigDict, Field
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from registry.rules.card.base import Date, Doi, Text, Url
from registry.rules.card.rule import AnyOf, JsonSchema, NotEmpty, RuledShape
from registry.rules.card.shape import Maybe, Shape, optional, required

Status = TypeAliasType(
    "Status",
    Annotated[
        Literal["disclosed", "none", "withheld", "unknown", "not_applicable"],
        Field(
            title="Status",
            description=(
                "disclosed = a value is given; none = explicit negative (there is none); withheld "
                "= exists but is not given, with a reason; unknown = the developer does not know; "
                "not_applicable = accepted only where the standard computes it or an editor "
                "approved it. A claim that is absent is silent."
            ),
            examples=["disclosed"],
        ),
    ],
)

WithheldReason = TypeAliasType(
    "WithheldReason",
    Annotated[
        Literal[
            "competition",
            "security",
            "safety",
            "contract",
            "law",
            "privacy",
            "no_reason_given",
        ],
        Field(
            title="Reason for withholding",
            description="Required when status is withheld; published and counted per lab.",
            examples=["competition"],
        ),
    ],
)

AsOf = TypeAliasType(
    "AsOf",
    Annotated[
        Date,
        Field(
            title="As of",
            description="Date at which the statement is true.",
            examples=["2025-09-17"],
        ),
    ],
)

Note = TypeAliasType(
    "Note",
    Annotated[
        Text,
        Field(
            title="Note",
            description=(
                "Short remark shown beside the claim. Not a place for figures that have a field."
            ),
            max_length=2000,
            examples=["Two sentences of the source differ: about 4 days, roughly 80 hours."],
        ),
    ],
)


class Evidence(RuledShape):
    """One source: title, kind, and a url, doi or deposited file. Without a locator the claim stays
    at level 1.
    """

    model_config = ConfigDict(title="Evidence entry")
    rules = (AnyOf(("url", "doi", "file")),)

    title: Text = required(
        "Title of the source.", max_length=400, example="DeepSeek-V3 Technical Report"
    )
    url: Maybe[Url] = optional("Public address.", example="https://arxiv.org/abs/2412.19437")
    doi: Maybe[Doi] = optional(
        "DOI, without resolver prefix.", example="10.1038/s41586-025-09422-z"
    )
    file: Maybe[Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]] = optional(
        "Name of a file deposited with the card.",
        min_length=1,
        max_length=200,
        example="training-cost.pdf",
    )
    version: Maybe[Text] = optional(
        "Version, date or commit of the source.", max_length=100, example="v2"
    )
    venue: Maybe[Text] = optional(
        "Journal or proceedings, for peer-reviewed sources; needed where there is no DOI.",
        max_length=200,
        example="Journal of Machine Learning Research",
    )
    locator: Maybe[Text] = optional(
        "Where in the source: page, table, section. Needed for level 2.",
        max_length=300,
        example="Supplementary Information, section B.4.4",
    )
    excerpt: Maybe[Text] = optional(
        "Short quotation.", max_length=300, example="we employed 64*8 H800 GPUs"
    )
    accessed_on: Maybe[Date] = optional(
        "Day the source was last read; left out if it was not read directly.",
        example="2026-11-23",
    )
    archived_url: Maybe[Url] = optional(
        "Archived copy.",
        example=(
            "https://web.archive.org/web/20230906044201/"
            "https://platform.openai.com/docs/models/gpt-4"
        ),
    )
    archived_sha256: Maybe[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = optional(
        "SHA-256 of the archived copy.", min_length=1, max_length=64, example="0" * 64
    )
    kind: Literal["lab", "independent", "peer_reviewed", "artefact"] = required(
        "Who stands behind the source: lab = the developer; independent = somebody else; "
        "peer_reviewed = editorially peer-reviewed article or its reviewed supplement, venue not "
        "owned by the developer; artefact = a public object such as a repository, weights or "
        "dataset.",
        example="lab",
    )


EvidenceList = TypeAliasType(
    "EvidenceList",
    Annotated[
        list[Evidence],
        Field(
            title="Evidence",
            description=(
                "Public places that support the claim. At least one located entry is needed for "
                "level 2."
            ),
            max_length=20,
        ),
    ],
)


@dataclass(frozen=True, slots=True)
class ExactlyWith:
    """The key ``name`` is given exactly when the status is ``status``."""

    status: str
    name: str

    def holds(self, given: Mapping[str, object]) -> bool:
        return (given.get("status") == self.status) == (self.name in given)

    def error(self) -> PydanticCustomError:
        return PydanticCustomError(
            "exactly_with", f"Give {self.name} exactly when the status is {self.status}"
        )

    def keywords(self) -> JsonSchema:
        return {
            "if": {"properties": {"status": {"const": self.status}}, "required": ["status"]},
            "then": {"required": [self.name]},
            "else": {"not": {"required": [self.name]}},
        }


class Value(RuledShape):
    """What a claim discloses; every item of the standard has a shape of its own."""

    rules = (NotEmpty(),)


V = TypeVar("V", bound=Value)


class Claim(RuledShape, Generic[V]):
    """The developer's answer to one item; a claim that is absent is silent."""

    rules = (ExactlyWith("disclosed", "value"), ExactlyWith("withheld", "withheld_reason"))

    status: Status
    value: Maybe[V] = optional("Present exactly when status is disclosed.")
    withheld_reason: Maybe[WithheldReason] = None
    evidence: Maybe[EvidenceList] = None
    as_of: Maybe[AsOf] = None
    note: Maybe[Note] = None


class Section(Shape):
    """A group of claims; every field of a section is a claim."""


def claim(item: str, description: str) -> Any:
    """The field of a section that answers ``item`` of the standard."""
    return Field(default=None, description=description, json_schema_extra={"x-item": item})
