"""Training compute: operations, hours, energy, and what the figures leave out."""

from __future__ import annotations

from typing import Annotated, Literal

from registry.rules.card.base import (
    CoveredStages,
    Date,
    DescribedStage,
    DottedPath,
    ExcludedStages,
    Quantity,
    Ratio,
    Stages,
    Text,
    Url,
)
from registry.rules.card.claim import Claim, Section, Value, claim
from registry.rules.card.shape import Many, Maybe, Shape, entry, optional, required

ComputeMethod = Literal[
    "measured", "operation_counting", "hardware_time", "mixed", "reported_without_method"
]
EmissionsPart = Annotated[Literal["dynamic", "idle", "embodied"], entry("dynamic", "One part.")]


class FinalRunCompute(Value):
    flop: Maybe[Quantity] = optional(
        "Floating-point operations. Never PF-days; 1 PF-day = 8.64e19 FLOP.",
        unit="FLOP",
        example={"value": 3.8e25, "significant_figures": 2},
    )
    flop_kind: Maybe[Literal["model_flop", "hardware_flop"]] = optional(
        "model_flop = operations the model needs (6ND type); hardware_flop = operations executed, "
        "including recomputation.",
        example="model_flop",
    )
    number_format: Maybe[Literal["fp32", "tf32", "fp16", "bf16", "fp8", "fp4", "int8", "mixed"]] = (
        optional("Number format of the matrix multiplications.", example="bf16")
    )
    method: Maybe[ComputeMethod] = optional(
        "How the figure was obtained.", example="operation_counting"
    )
    accelerator_hours: Maybe[Quantity] = optional(
        "Accelerator-hours of the same stages.",
        unit="accelerator-hours",
        example={"value": 30_840_000, "significant_figures": 4},
    )
    accelerator: Maybe[Text] = optional(
        "Accelerator these hours refer to.", max_length=120, example="NVIDIA H100 SXM5 80GB"
    )
    stages: CoveredStages
    excluded: Maybe[ExcludedStages] = None


class StageCompute(Shape):
    stage: DescribedStage
    label: Maybe[Text] = optional(
        "Name the developer gives this run.",
        max_length=150,
        example="R1-Zero reinforcement learning",
    )
    also_covers: Maybe[Stages] = optional(
        "Further stages inside the same figure.", example=["reinforcement_learning"]
    )
    flop: Maybe[Quantity] = optional(
        "Floating-point operations of this stage.",
        unit="FLOP",
        example={"value": 3.3e24, "significant_figures": 2},
    )
    accelerator_hours: Maybe[Quantity] = optional(
        "Accelerator-hours of this stage.",
        unit="accelerator-hours",
        example={"value": 2_664_000, "significant_figures": 4},
    )
    tokens_seen: Maybe[Quantity] = optional(
        "Training tokens processed (unique tokens x epochs).",
        unit="tokens",
        example={"value": 14.8e12, "significant_figures": 3},
    )
    included_via: Maybe[Literal["weights", "data"]] = optional(
        "weights = this model or an ancestor of its weights; data = run of another model that "
        "only produced data.",
        example="weights",
    )


class StageBreakdown(Value):
    stages: Many[StageCompute] = required(
        "One entry per stage (a stage may occur more than once).", max_length=50
    )


class RunDuration(Value):
    accelerator_hours: Maybe[Quantity] = optional(
        "Accelerators x hours in use.",
        unit="accelerator-hours",
        example={"value": 147_000, "significant_figures": 3},
    )
    wall_clock_hours: Maybe[Quantity] = optional(
        "Elapsed hours of the run.",
        unit="hours",
        example={"value": 198, "precision": "approximate"},
    )
    started: Maybe[Date] = optional("Start of the run (month is enough).", example="2022-03-11")
    ended: Maybe[Date] = optional("End of the run (month is enough).", example="2022-07")
    stages: CoveredStages
    excluded: Maybe[ExcludedStages] = None


class ComputeScope(Value):
    stages_included: Maybe[Stages] = optional(
        "Stages inside the published compute figures.", example=["reinforcement_learning"]
    )
    stages_excluded: Maybe[Stages] = optional(
        "Stages outside the published compute figures.", example=["ablations_and_scaling"]
    )
    inherited_compute: Maybe[
        Literal["included", "reported_separately", "not_included", "no_base_model"]
    ] = optional("Treatment of compute spent on base models.", example="reported_separately")
    inherited_source: Maybe[Url] = optional(
        "Where the compute of the base model is disclosed.",
        example="https://arxiv.org/abs/2412.19437",
    )
    statement: Maybe[Text] = optional(
        "Scope in the developer's own words.",
        max_length=1000,
        example="Excludes prior research and ablation experiments.",
    )


class ResearchCompute(Value):
    flop: Maybe[Quantity] = optional(
        "Floating-point operations.", unit="FLOP", example={"low": 1e24, "high": 5e24}
    )
    accelerator_hours: Maybe[Quantity] = optional(
        "Accelerator-hours.",
        unit="accelerator-hours",
        example={"value": 500_000, "precision": "approximate"},
    )
    multiple_of_final_run: Maybe[Quantity] = optional(
        "Research compute divided by final-run compute.",
        unit="ratio",
        example={"low": 2, "high": 5},
    )
    method: Maybe[Text] = optional(
        "How the number was obtained.",
        max_length=500,
        example="Sum of scheduler logs, January to June 2025.",
    )
    description: Maybe[Text] = optional(
        "Qualitative description.",
        max_length=1000,
        example="Scaling experiments up to 7B parameters.",
    )


class EstimationMethod(Value):
    method: Maybe[ComputeMethod] = optional(
        "How the compute figure was obtained.", example="operation_counting"
    )
    parameters_active: Maybe[Quantity] = optional(
        "Parameters active per token used in the count.",
        unit="parameters",
        example={"value": 37e9},
    )
    tokens_seen: Maybe[Quantity] = optional(
        "Training tokens processed (unique tokens x epochs).",
        unit="tokens",
        example={"value": 14.8e12},
    )
    peak_flop_per_second: Maybe[Quantity] = optional(
        "Dense peak of one accelerator in the stated number format.",
        unit="FLOP/s",
        example={"value": 989e12},
    )
    achieved_flop_per_second: Maybe[Quantity] = optional(
        "Measured throughput of one accelerator.",
        unit="FLOP/s",
        example={"value": 150e12, "precision": "approximate"},
    )
    model_flop_utilization: Maybe[Ratio] = optional("Model FLOP utilization (MFU).", example=0.38)
    hardware_flop_utilization: Maybe[Ratio] = optional(
        "Hardware FLOP utilization (HFU), counting recomputation.", example=0.5
    )
    formula: Maybe[Text] = optional(
        "Formula used.", max_length=300, example="6 x active parameters x tokens"
    )


class GenerationUse(Shape):
    purpose: Literal[
        "rollouts", "synthetic_data", "reward_inference", "teacher_inference", "other"
    ] = required("What was generated.", example="synthetic_data")
    model: Maybe[Text] = optional("Generating model.", max_length=200, example="DeepSeek-R1-Zero")
    accelerator_hours: Maybe[Quantity] = optional(
        "Accelerator-hours.",
        unit="accelerator-hours",
        example={"value": 5000, "significant_figures": 1},
    )
    flop: Maybe[Quantity] = optional(
        "Floating-point operations.", unit="FLOP", example={"value": 1e22}
    )
    included_in: Maybe[DottedPath] = optional(
        "Path of the claim whose figure already contains this use.",
        max_length=60,
        example="compute.final_run",
    )


class GenerationCompute(Value):
    uses: Many[GenerationUse] = required("One entry per use.", max_length=50)


class EnergyAndEmissions(Value):
    energy_mwh: Maybe[Quantity] = optional(
        "Electricity used.", unit="MWh", example={"value": 433.2, "significant_figures": 4}
    )
    method: Maybe[Literal["metered", "tdp_times_hours", "provider_estimate"]] = optional(
        "How energy was determined.", example="metered"
    )
    power_usage_effectiveness: Maybe[float] = optional(
        "PUE of the facility.", unit="ratio", ge=1, le=5, example=1.2
    )
    region: Maybe[Text] = optional(
        "Grid region or country of the facility.", max_length=120, example="Ile-de-France, France"
    )
    emissions_tco2e_location_based: Maybe[Quantity] = optional(
        "Location-based emissions.", unit="tCO2e", example={"value": 24.7, "significant_figures": 3}
    )
    emissions_tco2e_market_based: Maybe[Quantity] = optional(
        "Market-based emissions.", unit="tCO2e", example={"value": 0}
    )
    emissions_scope: Maybe[Many[EmissionsPart]] = optional("Parts counted.", max_length=3)
    carbon_intensity_kg_per_kwh: Maybe[float] = optional(
        "Grid carbon intensity used.", unit="kg CO2e/kWh", ge=0, le=3, example=0.057
    )
    water_m3: Maybe[Quantity] = optional("Water consumed.", unit="m³", example={"value": 1000})
    stages: CoveredStages


class Compute(Section):
    final_run: Maybe[Claim[FinalRunCompute]] = claim(
        "COMP-1", "Total operations of the final training run, over the named stages."
    )
    per_stage: Maybe[Claim[StageBreakdown]] = claim(
        "COMP-2", "Compute of every training stage. List every stage, also those without a figure."
    )
    duration: Maybe[Claim[RunDuration]] = claim(
        "COMP-3", "How long the final run took, in accelerator-hours and on the calendar."
    )
    scope: Maybe[Claim[ComputeScope]] = claim(
        "COMP-4",
        "What the compute figures include and leave out, and how compute inherited from base "
        "models is treated.",
    )
    research_and_development: Maybe[Claim[ResearchCompute]] = claim(
        "COMP-5", "Compute spent on experiments, ablations and failed runs before the final run."
    )
    estimation_method: Maybe[Claim[EstimationMethod]] = claim(
        "COMP-6", "Enough inputs to recompute the figure of the final run."
    )
    generation: Maybe[Claim[GenerationCompute]] = claim(
        "COMP-7", "Compute for rollouts, synthetic data, reward models and teachers."
    )
    energy_and_emissions: Maybe[Claim[EnergyAndEmissions]] = claim(
        "COMP-8", "Electricity and greenhouse-gas emissions of the final run."
    )
