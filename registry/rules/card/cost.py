"""Cost: the amount, what it covers, how it was priced, and who paid."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from registry.rules.card.base import (
    CoveredStages,
    ExcludedStages,
    Money,
    Quantity,
    Stages,
    Text,
    Url,
)
from registry.rules.card.claim import Claim, Section, Value, claim
from registry.rules.card.shape import Many, Maybe, Shape, entry, optional, required

PricingBasis = Literal[
    "rental_assumed",
    "rental_paid",
    "cloud_list_price",
    "owned_amortized",
    "owned_upfront",
    "grant_allocation",
    "mixed",
]
Inclusion = Literal["included", "excluded", "unknown"]
CostComponent = Annotated[
    Literal[
        "base_model",
        "research_and_development_runs",
        "failed_runs",
        "data_acquisition",
        "annotation",
        "staff",
        "energy",
        "hardware_purchase",
        "final_run",
    ],
    entry("staff", "One component."),
]


class FinalRunCost(Value):
    amount: Maybe[Money] = optional(
        "Amount in the stated currency.", example={"amount": 294_000, "currency": "USD"}
    )
    basis: Maybe[PricingBasis] = optional(
        "How money was attached to the compute.", example="rental_assumed"
    )
    accelerator_hours: Maybe[Quantity] = optional(
        "Accelerator-hours behind the amount.",
        unit="accelerator-hours",
        example={"value": 147_000, "significant_figures": 3},
    )
    price_per_accelerator_hour: Maybe[Money] = optional(
        "Unit price used.", example={"amount": 2.0, "currency": "USD"}
    )
    stages: CoveredStages
    excluded: Maybe[ExcludedStages] = None


def component(name: str) -> Any:
    return optional(f"Whether the published figure includes {name}.", example="excluded")


class CostComponents(Shape):
    """Mark each component included, excluded or unknown."""

    base_model: Maybe[Inclusion] = component("the base model")
    research_and_development_runs: Maybe[Inclusion] = component("research and development runs")
    failed_runs: Maybe[Inclusion] = component("failed runs")
    data_acquisition: Maybe[Inclusion] = component("data acquisition")
    annotation: Maybe[Inclusion] = component("annotation")
    staff: Maybe[Inclusion] = component("staff")
    energy: Maybe[Inclusion] = component("energy")
    hardware_purchase: Maybe[Inclusion] = component("the purchase of hardware")


class CostScope(Value):
    components: Maybe[CostComponents] = None
    statement: Maybe[Text] = optional(
        "Scope in the developer's own words.",
        max_length=1000,
        example="Excludes costs of prior research and ablation experiments.",
    )


class PriceBasis(Value):
    basis: Maybe[PricingBasis] = optional("Pricing basis.", example="rental_assumed")
    price_per_accelerator_hour: Maybe[Money] = optional(
        "Unit price.", example={"amount": 2.25, "currency": "USD"}
    )
    price_source: Maybe[Text] = optional(
        "Source of the unit price.",
        max_length=300,
        example="Average market price of an H100-hour, October 2024",
    )
    hardware_price: Maybe[Money] = optional(
        "Purchase price of one accelerator with its server share.",
        example={"amount": 33_800, "currency": "USD"},
    )
    amortization_years: Maybe[float] = optional(
        "Years over which purchased hardware is written off.",
        unit="years",
        ge=0.1,
        le=30,
        example=4,
    )


class ParentCost(Shape):
    model: Text = required("Base model.", max_length=200, example="DeepSeek-V3-Base")
    amount: Maybe[Money] = optional(
        "Cost disclosed for it.", example={"amount": 5_566_000, "currency": "USD"}
    )
    basis: Maybe[PricingBasis] = optional("Pricing basis of that amount.", example="rental_assumed")
    stages: Maybe[Stages] = optional(
        "Stages of the base model inside the amount.", example=["reinforcement_learning"]
    )
    url: Maybe[Url] = optional(
        "Where its cost is disclosed.", example="https://arxiv.org/abs/2412.19437"
    )
    unknown_reason: Maybe[Text] = optional(
        "Why the cost is not known.", max_length=300, example="Parent developer never disclosed it."
    )


class InheritedCost(Value):
    parents: Many[ParentCost] = required("One entry per base model.", max_length=50)


class ProgramCost(Value):
    amount: Maybe[Money] = optional(
        "Amount or range.",
        example={"amount": 10_000_000, "currency": "USD", "significant_figures": 1},
    )
    components: Maybe[Many[CostComponent]] = optional("Components inside the amount.", max_length=9)
    stages: Maybe[CoveredStages] = None
    description: Maybe[Text] = optional(
        "Qualitative description.",
        max_length=1000,
        example="Compute for research was several times the final run.",
    )


class LaborSource(Shape):
    kind: Literal["licensed_data", "annotation", "human_writing", "red_teaming", "other"] = (
        required("Kind of expense.", example="annotation")
    )
    name: Maybe[Text] = optional(
        "Supplier or group.", max_length=200, example="Annotation vendor A"
    )
    amount: Maybe[Money] = optional("Total paid.", example={"amount": 500_000, "currency": "USD"})
    rate: Maybe[Text] = optional("Rate if no total.", max_length=150, example="18 USD per hour")


class DataAndLaborCost(Value):
    sources: Many[LaborSource] = required("One entry per source of data or labor.", max_length=50)


class Funder(Shape):
    name: Text = required(
        "Funder.", max_length=200, example="French government (Jean Zay allocation)"
    )
    kind: Maybe[Literal["cash", "grant", "compute_in_kind", "staff_in_kind", "other"]] = optional(
        "Kind of support.", example="compute_in_kind"
    )
    amount: Maybe[Money] = optional(
        "Amount, if public.", example={"amount": 3_000_000, "currency": "EUR"}
    )


class Funding(Value):
    funders: Maybe[Many[Funder]] = optional("One entry per funder.", max_length=50)
    statement: Maybe[Text] = optional(
        "Funding statement.", max_length=1000, example="Funded by the developer."
    )


class Cost(Section):
    final_run: Maybe[Claim[FinalRunCost]] = claim(
        "COST-1",
        "Money cost of the final run, over the named stages. Never show without its scope.",
    )
    scope: Maybe[Claim[CostScope]] = claim(
        "COST-2", "Which cost components are inside the published figure."
    )
    price_basis: Maybe[Claim[PriceBasis]] = claim(
        "COST-3",
        "Where the unit price comes from: rental rate, or amortization of purchased hardware.",
    )
    inherited: Maybe[Claim[InheritedCost]] = claim(
        "COST-4", "Cost of the base models this model builds on."
    )
    program: Maybe[Claim[ProgramCost]] = claim(
        "COST-5", "Cost of the whole program: research, failed runs, staff."
    )
    data_and_labor: Maybe[Claim[DataAndLaborCost]] = claim(
        "COST-6", "What was paid for licensed data and human work."
    )
    funding: Maybe[Claim[Funding]] = claim(
        "COST-7", "Who paid, including grants and in-kind compute. Status none = own funds only."
    )
