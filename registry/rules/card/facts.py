"""Facts: answers that decide which items of the standard apply. They are not scored."""

from __future__ import annotations

from typing import Any, Literal

from registry.rules.card.base import Access, DottedPath, Modality, Text
from registry.rules.card.claim import EvidenceList
from registry.rules.card.shape import Many, Maybe, Shape, optional, required


def yes_or_no(description: str) -> Any:
    return optional(description, example=True)


class ReleaseFacts(Shape):
    """Release facts."""

    publicly_available: Maybe[bool] = yes_or_no("Anyone outside the developer can use the model.")
    weights: Maybe[Access] = optional("Access to the weights.", example="open")
    api: Maybe[bool] = yes_or_no("A public API exists.")


class LineageFacts(Shape):
    """Lineage facts."""

    has_base_model: Maybe[bool] = yes_or_no("Training started from the weights of another model.")


class TrainingFacts(Shape):
    """Training facts."""

    multi_stage: Maybe[bool] = yes_or_no("More than one training stage.")
    has_rl: Maybe[bool] = yes_or_no("At least one reinforcement-learning stage.")
    has_distillation: Maybe[bool] = yes_or_no(
        "At least one stage trains on outputs of a teacher model."
    )


class HardwareFacts(Shape):
    """Hardware facts."""

    multi_node: Maybe[bool] = yes_or_no("Training used more than one node.")
    export_controlled_accelerator: Maybe[bool] = yes_or_no(
        "An accelerator used is on the registry's dated list of export-controlled parts. Set by "
        "editors."
    )


class DataFacts(Shape):
    """Data facts."""

    modalities: Maybe[Many[Modality]] = optional("Modalities of training data.", max_length=8)
    uses_public_datasets: Maybe[bool] = yes_or_no("Public datasets were used.")
    uses_web_crawl: Maybe[bool] = yes_or_no("Crawled web data was used.")
    uses_licensed_data: Maybe[bool] = yes_or_no("Licensed or bought data was used.")
    uses_user_data: Maybe[bool] = yes_or_no("Data of product users was used.")
    uses_human_created_data: Maybe[bool] = yes_or_no("People were engaged to write or label data.")
    uses_synthetic_data: Maybe[bool] = yes_or_no("Model-generated data was used.")


class EvaluationFacts(Shape):
    """Evaluation facts."""

    makes_capability_claims: Maybe[bool] = yes_or_no("The developer publishes capability results.")
    makes_comparative_claims: Maybe[bool] = yes_or_no(
        "The developer compares the model with others."
    )


class Facts(Shape):
    """Facts about the model that decide which items apply. Leave a fact out if it is not known: its
    items then stay applicable.
    """

    release: Maybe[ReleaseFacts] = None
    lineage: Maybe[LineageFacts] = None
    training: Maybe[TrainingFacts] = None
    hardware: Maybe[HardwareFacts] = None
    data: Maybe[DataFacts] = None
    evaluation: Maybe[EvaluationFacts] = None


class FactEvidence(Shape):
    """Source of one fact."""

    fact: DottedPath = required("Path below facts.", max_length=80, example="training.has_rl")
    set_by: Literal["developer", "editor"] = required("Who set it.", example="editor")
    evidence: Maybe[EvidenceList] = None
    note: Maybe[Text] = optional("Reason.", max_length=500, example="Stated in the main text.")
