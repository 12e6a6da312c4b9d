"""Estimates: figures by somebody other than the developer, shown beside a claim, never scored."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from registry.rules.card.base import Money, Quantity, Stages, Text
from registry.rules.card.claim import EvidenceList
from registry.rules.card.sections import CLAIM_PATHS
from registry.rules.card.shape import Maybe, Shape, optional, required


class _AnyClaimPath:
    """One of ``CLAIM_PATHS``; a ``Literal`` cannot be written from them."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.literal_schema(list(CLAIM_PATHS))


class Estimate(Shape):
    """One estimate."""

    claim: Annotated[str, _AnyClaimPath()] = required(
        "Claim the estimate is about.", example="compute.final_run"
    )
    claimant: Literal["third_party", "registry"] = required("Who estimates.", example="third_party")
    author: Text = required("Name of the estimator.", max_length=200, example="Epoch AI")
    field: Maybe[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]] = optional(
        "Field of the claim's value that is estimated.",
        min_length=1,
        max_length=60,
        example="flop",
    )
    quantity: Maybe[Quantity] = None
    money: Maybe[Money] = None
    unit: Maybe[Text] = optional("Unit of the quantity.", max_length=40, example="FLOP")
    text: Maybe[Text] = optional(
        "Estimate in words, if not a number.",
        max_length=500,
        example="25,000 A100, utilization 0.32-0.36",
    )
    method: Maybe[Text] = optional(
        "How it was estimated.", max_length=300, example="6 x active parameters x tokens"
    )
    confidence: Maybe[Literal["confident", "likely", "speculative", "unknown"]] = optional(
        "Confidence stated by the estimator.", example="speculative"
    )
    stages: Maybe[Stages] = None
    evidence: EvidenceList
