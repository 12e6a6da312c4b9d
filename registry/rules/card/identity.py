"""Identity and accountability: who answers for which model, and on what terms it is had."""

from __future__ import annotations

from typing import Literal

from registry.rules.card.base import Access, CardId, Country, Date, Text, Url
from registry.rules.card.claim import Claim, Section, Value, claim
from registry.rules.card.shape import Many, Maybe, Shape, optional, required


class ResponsibleParty(Value):
    legal_name: Maybe[Text] = optional(
        "Registered name of the responsible organization.",
        max_length=200,
        example="Example AI Research Ltd",
    )
    country: Maybe[Country] = optional("Country of registration, ISO 3166-1 alpha-2.", example="CN")
    contact: Maybe[Text] = optional(
        "A monitored public address (e-mail or form URL).",
        max_length=300,
        example="service@deepseek.com",
    )
    website: Maybe[Url] = optional("Official site.", example="https://www.deepseek.com/")


class Authenticity(Shape):
    """Mark by which a copy or an endpoint can be recognized."""

    kind: Literal["weights_sha256", "repository_commit", "api_snapshot_id", "doi"] = required(
        "What the mark is.", example="weights_sha256"
    )
    mark: Text = required(
        "The hash, commit, dated snapshot id or DOI.", max_length=200, example="gpt-4-0314"
    )


class ModelVersion(Value):
    version: Maybe[Text] = optional(
        "Version string used by the developer.",
        max_length=200,
        example="DeepSeek-R1 (January 2025 release)",
    )
    release_date: Maybe[Date] = optional(
        "First public release of this version.", example="2025-01-20"
    )
    authenticity: Maybe[Authenticity] = None


class WeightEdge(Shape):
    model: Text = required("Name of the parent model.", max_length=200, example="DeepSeek-V3-Base")
    version: Maybe[Text] = optional("Version of the parent.", max_length=100, example="2024-12")
    relation: Maybe[
        Literal[
            "continued_pretraining",
            "fine_tuning",
            "reinforcement_learning",
            "distillation",
            "merge",
            "quantization",
            "adapter",
            "other",
        ]
    ] = optional("Operation that turned the parent into this model.", example="fine_tuning")
    branch_point: Maybe[Text] = optional(
        "Which stage of the parent was inherited.",
        max_length=200,
        example="after context extension, before post-training",
    )
    card_id: Maybe[CardId] = optional(
        "Registry id of the parent card, if any.", example="deepseek/deepseek-v3"
    )
    url: Maybe[Url] = optional(
        "Public page of the parent.", example="https://huggingface.co/deepseek-ai/DeepSeek-V3-Base"
    )


class DataEdge(Shape):
    model: Text = required(
        "Name of the generating model.", max_length=200, example="DeepSeek-R1-Zero"
    )
    purpose: Maybe[
        Literal["training_samples", "reward_or_judgment", "rewriting", "test_cases", "other"]
    ] = optional("What the outputs were used for.", example="training_samples")
    card_id: Maybe[CardId] = optional(
        "Registry id of that model, if any.", example="deepseek/deepseek-r1-zero"
    )
    url: Maybe[Url] = optional(
        "Public page of that model.", example="https://huggingface.co/deepseek-ai/DeepSeek-R1-Zero"
    )


class Lineage(Value):
    trained_from_scratch: Maybe[bool] = optional(
        "Weights were initialized randomly: there is no parent model.", example=False
    )
    derived_from: Maybe[Many[WeightEdge]] = optional(
        "Weight edges: models whose weights were the starting point. Must not form a cycle.",
        max_length=50,
    )
    data_generated_by: Maybe[Many[DataEdge]] = optional(
        "Data edges: models whose outputs were used as training data, rewards or judgments. "
        "Cycles are allowed.",
        max_length=50,
    )


class Offer(Shape):
    """How outsiders can get something, and on what terms."""

    access: Access = required(
        "Who can obtain it: open = anyone; open_gated = after accepting terms; restricted = "
        "selected parties; none = nobody outside.",
        example="open",
    )
    license: Maybe[Text] = optional(
        "SPDX license id, LicenseRef-…, or the name of the terms.", max_length=200, example="MIT"
    )
    url: Maybe[Url] = optional(
        "Where it is, or where the terms are.",
        example="https://huggingface.co/deepseek-ai/DeepSeek-R1",
    )


class ApiAccess(Shape):
    """Hosted access."""

    available: bool = required("Whether a public API exists.", example=True)
    terms_url: Maybe[Url] = optional("Terms of use.", example="https://openai.com/policies/")


class AccessAndLicense(Value):
    weights: Maybe[Offer] = optional("How outsiders can get the weights, and on what terms.")
    code: Maybe[Offer] = optional("How outsiders can get the code, and on what terms.")
    data: Maybe[Offer] = optional("How outsiders can get the training data, and on what terms.")
    api: Maybe[ApiAccess] = None


class CompetingInterests(Value):
    preparer: Maybe[Text] = optional(
        "Person or team that prepared the disclosure.",
        max_length=200,
        example="Model documentation team",
    )
    employer: Maybe[Text] = optional("Their employer.", max_length=200, example="DeepSeek")
    evaluation_funding: Maybe[Text] = optional(
        "Who funded each cited evaluation.",
        max_length=1000,
        example="All cited evaluations were run and paid for by the developer.",
    )
    statement: Maybe[Text] = optional(
        "General competing-interests statement.",
        max_length=1000,
        example="The authors declare no competing interests.",
    )


class Identity(Section):
    responsible_party: Maybe[Claim[ResponsibleParty]] = claim(
        "ID-1", "Who answers for the model and how to reach them."
    )
    model_version: Maybe[Claim[ModelVersion]] = claim(
        "ID-2", "Exactly which model this card describes and how a copy can be recognized."
    )
    lineage: Maybe[Claim[Lineage]] = claim(
        "ID-3",
        "Which models this one was built from (weight edges) and which models produced its "
        "training data (data edges). Use status none for a model trained from scratch without "
        "model-generated data.",
    )
    access_and_license: Maybe[Claim[AccessAndLicense]] = claim(
        "ID-4",
        "What outsiders can get, and on what terms: weights, code, data (and the API, if any).",
    )
    competing_interests: Maybe[Claim[CompetingInterests]] = claim(
        "ID-5",
        "Who prepared the disclosure, for whom they work, and who paid for the evaluations it "
        "cites.",
    )
