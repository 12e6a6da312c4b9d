"""Training method: architecture, stages, settings, rationale and code."""

from __future__ import annotations

from typing import Annotated, Literal

from registry.rules.card.base import DescribedStage, Quantity, Text, Url
from registry.rules.card.claim import Claim, Section, Value, claim
from registry.rules.card.shape import Many, Maybe, Shape, Whole, optional, required


class Architecture(Value):
    type: Maybe[
        Literal[
            "dense_transformer", "mixture_of_experts", "state_space", "hybrid", "diffusion", "other"
        ]
    ] = optional("Architecture type.", example="mixture_of_experts")
    parameters_total: Maybe[Quantity] = optional(
        "All parameters.",
        unit="parameters",
        example={"value": 671e9, "significant_figures": 3},
    )
    parameters_active: Maybe[Quantity] = optional(
        "Parameters active per token. Required for mixture of experts.",
        unit="parameters",
        example={"value": 37e9, "significant_figures": 2},
    )
    context_length: Maybe[Annotated[int, Whole(1, 1_000_000_000)]] = optional(
        "Longest supported input.", unit="tokens", example=131072
    )
    layers: Maybe[Annotated[int, Whole(1, 100_000)]] = optional(
        "Number of layers.", unit="layers", example=61
    )
    vocabulary_size: Maybe[Annotated[int, Whole(1, 100_000_000)]] = optional(
        "Tokenizer vocabulary.", unit="tokens", example=129280
    )
    description: Maybe[Text] = optional(
        "Further structure.",
        max_length=1000,
        example="Multi-head latent attention, multi-token prediction.",
    )


class TrainingStage(Shape):
    stage: DescribedStage
    label: Maybe[Text] = optional(
        "Developer's name for it.", max_length=150, example="cold-start SFT"
    )
    objective: Maybe[Text] = optional(
        "Training objective.", max_length=300, example="next-token cross entropy"
    )
    data: Maybe[Text] = optional(
        "Data used.", max_length=500, example="thousands of long chain-of-thought samples"
    )
    starting_checkpoint: Maybe[Text] = optional(
        "Checkpoint it starts from.", max_length=200, example="DeepSeek-V3-Base"
    )


class TrainingStages(Value):
    stages: Many[TrainingStage] = required("Stages in order.", max_length=50)


class StageHyperparameters(Shape):
    stage: DescribedStage
    label: Maybe[Text] = optional(
        "Developer's name for it.", max_length=150, example="first RL stage"
    )
    optimizer: Maybe[Text] = optional("Optimizer.", max_length=100, example="AdamW")
    learning_rate: Maybe[Text] = optional(
        "Learning rate and schedule.", max_length=200, example="cosine, 5e-5 to 5e-6"
    )
    batch_size: Maybe[Text] = optional(
        "Batch size with unit.", max_length=100, example="512 sequences"
    )
    length: Maybe[Text] = optional(
        "Steps, epochs or tokens.", max_length=150, example="10,400 steps"
    )
    other: Maybe[Text] = optional(
        "Other settings.", max_length=1000, example="KL coefficient 0.001, 16 samples per question"
    )


class Hyperparameters(Value):
    stages: Many[StageHyperparameters] = required("One entry per main stage.", max_length=50)


class ReinforcementLearning(Value):
    algorithm: Maybe[Text] = optional("Algorithm.", max_length=150, example="GRPO")
    rewards: Maybe[Text] = optional(
        "Reward signals and their type (rule, model, human).",
        max_length=1000,
        example=(
            "rule-based accuracy and format rewards; model-based helpfulness and safety rewards"
        ),
    )
    prompts: Maybe[Text] = optional(
        "Prompts by domain and number.",
        max_length=1000,
        example="mathematics 26k; code 25k; STEM 22k; logic 15k; general 78k",
    )
    reward_hacking_safeguards: Maybe[Text] = optional(
        "What prevents reward hacking.",
        max_length=1000,
        example="Model-based rewards only in the last 400 steps.",
    )


class DesignRationale(Value):
    rationale: Maybe[Text] = optional(
        "Reasons for main decisions.",
        max_length=2000,
        example="Supervised fine-tuning may limit exploration.",
    )
    ablations: Maybe[Text] = optional(
        "Ablations and results, or where they are.",
        max_length=2000,
        example="Language-consistency reward ablation.",
    )
    negative_results: Maybe[Text] = optional(
        "What did not work.",
        max_length=2000,
        example="7B dense and 16B MoE bases showed no gain on AIME.",
    )


class CodeRelease(Shape):
    """Published code, pinned to a revision."""

    url: Url = required(
        "Repository or archive.",
        example="https://github.com/bigscience-workshop/Megatron-DeepSpeed",
    )
    license: Maybe[Text] = optional("SPDX license id.", max_length=100, example="Apache-2.0")
    revision: Maybe[Text] = optional(
        "Commit id, tag or DOI that pins the version used.", max_length=100, example="v1.0.0"
    )


class CodeReleases(Value):
    training: Maybe[CodeRelease] = optional("The training code.")
    data_processing: Maybe[CodeRelease] = optional("The data-processing code.")
    evaluation: Maybe[CodeRelease] = optional("The evaluation code.")


class Method(Section):
    architecture: Maybe[Claim[Architecture]] = claim("METH-1", "Architecture and size.")
    training_stages: Maybe[Claim[TrainingStages]] = claim("METH-2", "Ordered training stages.")
    hyperparameters: Maybe[Claim[Hyperparameters]] = claim(
        "METH-3", "Settings needed to run each main stage again."
    )
    reinforcement_learning: Maybe[Claim[ReinforcementLearning]] = claim(
        "METH-4",
        "Reinforcement learning: algorithm, rewards, prompts, safeguards against reward hacking.",
    )
    design_rationale: Maybe[Claim[DesignRationale]] = claim(
        "METH-5", "Why the design was chosen, what ablations showed, and what failed."
    )
    code: Maybe[Claim[CodeReleases]] = claim(
        "METH-6", "Code for training, data processing and evaluation."
    )
