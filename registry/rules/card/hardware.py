"""Chips and hardware: which accelerators, how many, whose, and where."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from registry.rules.card.base import Country, Date, Quantity, Stages, Text
from registry.rules.card.claim import Claim, Section, Value, claim
from registry.rules.card.shape import Many, Maybe, Shape, Whole, optional, required


class AcceleratorSegment(Shape):
    vendor: Maybe[Text] = optional("Manufacturer.", max_length=80, example="NVIDIA")
    model: Text = required("Model name as the vendor writes it.", max_length=120, example="H800")
    memory_gb: Maybe[float] = optional(
        "Memory per accelerator.", unit="GB", ge=0, le=10000, example=80
    )
    form_factor: Maybe[Text] = optional(
        "Form factor or board variant.", max_length=60, example="SXM5"
    )
    catalog_id: Maybe[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]] = optional(
        "Id of the row in the registry's accelerator table.",
        min_length=1,
        max_length=80,
        example="nvidia-h800-sxm5",
    )
    stages: Maybe[Stages] = optional(
        "Training stages that used this hardware.", example=["reinforcement_learning"]
    )


class Accelerators(Value):
    segments: Many[AcceleratorSegment] = required(
        "One entry per accelerator type and group of stages.", max_length=50
    )


class CountSegment(Shape):
    count: Maybe[Quantity] = optional(
        "Number of accelerators. Store nodes and accelerators per node separately in topology; "
        "never an expression such as 64*8.",
        unit="accelerators",
        example={"value": 512},
    )
    count_unit: Maybe[Literal["accelerator", "core", "node", "superchip"]] = optional(
        "What is counted.", example="accelerator"
    )
    wall_clock_hours: Maybe[Quantity] = optional(
        "Elapsed hours of this segment.",
        unit="hours",
        example={"value": 198, "precision": "approximate"},
    )
    accelerator_hours: Maybe[Quantity] = optional(
        "Accelerator-hours of this segment.",
        unit="accelerator-hours",
        example={"value": 101000, "significant_figures": 3},
    )
    label: Maybe[Text] = optional(
        "Name of the run.", max_length=150, example="R1-Zero reinforcement learning"
    )
    stages: Stages = required(
        "Training stages that used this hardware.", example=["reinforcement_learning"]
    )


class AcceleratorCount(Value):
    segments: Many[CountSegment] = required("One entry per group of stages.", max_length=50)


class Topology(Value):
    nodes: Maybe[Annotated[int, Whole(1, 10_000_000)]] = optional(
        "Number of nodes.", unit="nodes", example=64
    )
    accelerators_per_node: Maybe[Annotated[int, Whole(1, 100_000)]] = optional(
        "Accelerators in one node.", unit="accelerators", example=8
    )
    interconnect: Maybe[Text] = optional(
        "Interconnect inside and between nodes.",
        max_length=300,
        example="NVLink in the node, Omni-Path between nodes",
    )


class OperatorAndLocation(Value):
    operator: Maybe[Text] = optional(
        "Organization that operated the cluster.", max_length=200, example="Microsoft Azure"
    )
    ownership: Maybe[Literal["owned", "rented", "cloud", "grant", "partner"]] = optional(
        "Relation of the developer to the hardware.", example="owned"
    )
    cluster: Maybe[Text] = optional("Name of the cluster.", max_length=120, example="Jean Zay")
    country: Maybe[Country] = optional("Country of the facility, ISO 3166-1 alpha-2.", example="FR")
    region: Maybe[Text] = optional(
        "Region inside the country.", max_length=120, example="Ile-de-France"
    )


class HardwareUse(Shape):
    purpose: Text = required(
        "What it was used for.",
        max_length=300,
        example="Preparatory experiments with a 30B-parameter model",
    )
    accelerator: Maybe[Text] = optional("Accelerator model.", max_length=120, example="NVIDIA A100")
    count: Maybe[Quantity] = optional(
        "Number of accelerators.", unit="accelerators", example={"value": 64}
    )
    accelerator_hours: Maybe[Quantity] = optional(
        "Accelerator-hours.", unit="accelerator-hours", example={"value": 10000}
    )


class OtherHardware(Value):
    uses: Maybe[Many[HardwareUse]] = optional("One entry per use.", max_length=50)
    description: Maybe[Text] = optional(
        "General mention.", max_length=500, example="Smaller clusters were used for ablations."
    )


class ExportControl(Value):
    statement: Maybe[Text] = optional(
        "The statement.",
        max_length=1000,
        example="Accelerators were purchased before the rule of October 2023 took effect.",
    )
    basis: Maybe[Text] = optional(
        "Rule or license referred to.", max_length=300, example="15 CFR 744 (2023 rule)"
    )
    statement_date: Maybe[Date] = optional("Date of the statement.", example="2025-09-17")


class InferenceHardware(Value):
    minimum_hardware: Maybe[Text] = optional(
        "Smallest supported hardware.", max_length=300, example="8 x 80 GB accelerators"
    )
    number_format: Maybe[Literal["bf16", "fp16", "fp8", "fp4", "int8", "int4", "mixed"]] = optional(
        "Number format as served.", example="fp8"
    )
    throughput_tokens_per_second: Maybe[Quantity] = optional(
        "Measured throughput on that hardware.",
        unit="tokens/s",
        example={"value": 1900, "precision": "approximate"},
    )


class Hardware(Section):
    accelerators: Maybe[Claim[Accelerators]] = claim(
        "CHIP-1", "Exactly which accelerator was used in which stage."
    )
    accelerator_count: Maybe[Claim[AcceleratorCount]] = claim(
        "CHIP-2", "How many accelerators, per stage."
    )
    topology: Maybe[Claim[Topology]] = claim(
        "CHIP-3", "Nodes, accelerators per node and interconnect."
    )
    operator_and_location: Maybe[Claim[OperatorAndLocation]] = claim(
        "CHIP-4", "Who ran the hardware, who owned it, and where it stood."
    )
    other_hardware: Maybe[Claim[OtherHardware]] = claim(
        "CHIP-5", "Hardware used outside the final run: preparation, data generation, evaluation."
    )
    export_control: Maybe[Claim[ExportControl]] = claim(
        "CHIP-6",
        "What the developer itself states about export control of the accelerators. Presence "
        "only; nobody here judges legality.",
    )
    inference: Maybe[Claim[InferenceHardware]] = claim(
        "CHIP-7", "What is needed to run the model, and how it is served."
    )
