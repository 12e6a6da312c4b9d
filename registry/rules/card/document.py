"""The model card as a whole, and the way to its claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from registry.rules.card.base import CardId, Date, Modality, Text
from registry.rules.card.claim import Claim
from registry.rules.card.compute import Compute
from registry.rules.card.cost import Cost
from registry.rules.card.data import Data
from registry.rules.card.estimates import Estimate
from registry.rules.card.evaluation import Evaluation
from registry.rules.card.facts import FactEvidence, Facts
from registry.rules.card.hardware import Hardware
from registry.rules.card.identity import Identity
from registry.rules.card.method import Method
from registry.rules.card.peer_review import PeerReview
from registry.rules.card.safety import Safety
from registry.rules.card.sections import CLAIM_PATHS
from registry.rules.card.shape import Many, Maybe, Shape, entry, optional, required


class Identification(Shape):
    """What this card is about. Identification only; not scored."""

    name: Text = required("Model name.", max_length=200, example="DeepSeek-R1")
    version: Maybe[Text] = optional(
        "Version described.", max_length=200, example="January 2025 release"
    )
    developer: Text = required("Developer as registered here.", max_length=200, example="DeepSeek")
    family: Maybe[Text] = optional("Model family.", max_length=200, example="DeepSeek-R1")
    type: Maybe[
        Literal[
            "base",
            "instruct",
            "reasoning",
            "embedding",
            "reward",
            "image_generation",
            "protein_structure",
            "other",
        ]
    ] = optional("Kind of model.", example="reasoning")
    input_modalities: Maybe[Many[Modality]] = optional("What goes in.", max_length=8)
    output_modalities: Maybe[Many[Modality]] = optional("What comes out.", max_length=8)


class Preparation(Shape):
    """Who prepared this card. A card prepared by others still reports the developer's
    disclosures.
    """

    role: Literal["developer", "third_party", "registry"] = required(
        "developer = attested by the lab; third_party = from public sources; registry = by the "
        "editors.",
        example="third_party",
    )
    name: Text = required("Name of the person or team.", max_length=200, example="Registry editors")
    prepared_on: Date = required("Day of preparation.", example="2026-11-23")
    sources_read: Maybe[
        Many[Annotated[Text, entry("DeepSeek-V3 Technical Report", "One title.", max_length=400)]]
    ] = optional(
        "Titles of all sources that were read; a silent claim means: not found in these.",
        max_length=200,
    )
    text_generator_used: Maybe[bool] = optional(
        "Whether a text generator helped to write the answers.", example=False
    )
    note: Maybe[Text] = optional(
        "How the card was prepared.",
        max_length=1000,
        example="Compiled from public copies of the sources.",
    )


def _section(title: str) -> Any:
    return Field(
        default=None,
        title=title,
        description=f"Claims of section “{title}”. Leave a claim out to stay silent.",
    )


class Card(Shape):
    """A structured AI model card. Facts decide which disclosure items apply; every other statement
    is a claim with a status, a typed value and located evidence. One claim answers one item of the
    Disclosure Review Standard (x-item).
    """

    model_config = ConfigDict(title="Model card 1.0")

    schema_version: Literal["1.0"] = required("Version of this schema.", example="1.0")
    card_id: CardId = required(
        "Registry id: lab slug / model slug; lower-case letters and digits, parts joined by single "
        "hyphens, no dots.",
        example="deepseek/deepseek-r1",
    )
    language: Maybe[Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]] = (
        optional("Language of the text fields, BCP 47.", min_length=1, max_length=35, example="en")
    )
    model: Identification
    prepared_by: Preparation
    facts: Maybe[Facts] = None
    fact_evidence: Maybe[list[FactEvidence]] = optional(
        "Where facts come from; an editor may set a fact from public sources.", max_length=50
    )
    identity: Maybe[Identity] = _section("Identity and accountability")
    compute: Maybe[Compute] = _section("Training compute")
    hardware: Maybe[Hardware] = _section("Chips and hardware")
    cost: Maybe[Cost] = _section("Cost")
    peer_review: Maybe[PeerReview] = _section("Peer-review status")
    data: Maybe[Data] = _section("Data methods")
    method: Maybe[Method] = _section("Training method")
    evaluation: Maybe[Evaluation] = _section("Evaluation validity")
    safety: Maybe[Safety] = _section("Safety and limits")
    estimates: Maybe[list[Estimate]] = optional(
        "Estimates by somebody other than the developer. Shown beside the claim, never scored.",
        max_length=100,
    )


def claim_at(card: Card, path: str) -> Claim[Any] | None:
    """The claim at ``compute.final_run`` or the like; None if it is silent.

    Raises ``KeyError`` for a path that is not in ``CLAIM_PATHS``.
    """
    if path not in CLAIM_PATHS:
        raise KeyError(path)
    section_name, claim_name = path.split(".")
    section = getattr(card, section_name)
    claim: Claim[Any] | None = None if section is None else getattr(section, claim_name)
    return claim


def iter_claims(card: Card) -> Iterator[tuple[str, Claim[Any]]]:
    """The claims the card makes, with their paths, in the order of ``CLAIM_PATHS``."""
    for path in CLAIM_PATHS:
        claim = claim_at(card, path)
        if claim is not None:
            yield path, claim
