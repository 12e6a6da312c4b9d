"""The commonest slips, and word for word what the registry says about each."""

# ruff: noqa: E501 - messages are quoted word for word

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from registry.rules.checking.date_text import date_in
from registry.rules.checking.number_text import json_number, number_in, range_in
from registry.rules.checking.schema import validate
from tests.factories.small_card import small_card


class _Removed:
    """Stands for the value of a member that is taken out; its name is the same in every process."""

    def __repr__(self) -> str:
        return "removed"


REMOVED = _Removed()


@dataclass(frozen=True, slots=True)
class Slip:
    """A value put at (or removed from) a place of a valid card, and the one problem it makes.

    The problem stands at the place itself, ``at`` a part of it, or ``up`` so many steps.
    """

    place: str
    value: Any
    code: str
    message: str
    hint: str | None
    at: str = ""
    up: int = 0

    def card(self) -> dict[str, Any]:
        card = small_card()
        holder: Any = card
        *path, last = (int(key) if key.isdigit() else key for key in self.place.split("."))
        for key in path:
            holder = holder[key]
        if self.value is REMOVED:
            del holder[last]
        else:
            holder[last] = self.value
        return card

    def pointer(self) -> str:
        keys = self.place.split(".")
        return "".join(f"/{key}" for key in keys[: len(keys) - self.up]) + self.at


SLIPS = (
    Slip(
        "modell", {}, "schema.unknown_key", "modell: there is no such field.", "Did you mean model?"
    ),
    Slip(
        "model.nme",
        "x",
        "schema.unknown_key",
        "Model › nme: there is no such field.",
        "Did you mean name?",
    ),
    Slip(
        "model.organization",
        "x",
        "schema.unknown_key",
        "Model › organization: there is no such field.",
        "Use developer.",
    ),
    Slip(
        "model.name",
        REMOVED,
        "schema.missing_key",
        "Model › Name: this field is required.",
        'For example: "name": "DeepSeek-R1"',
    ),
    Slip(
        "model.name",
        4,
        "schema.type",
        "Model › Name: found 4, expected text.",
        'Put it in quotes: "4".',
    ),
    Slip(
        "model.name",
        None,
        "schema.type",
        "Model › Name: found null, expected text.",
        "A card has no null: fill the field in, or leave it out.",
    ),
    Slip(
        "model.name",
        "",
        "schema.length",
        "Model › Name: the text is empty.",
        "Fill it in, or leave the field out if it is not required.",
    ),
    Slip(
        "model.name",
        "x" * 201,
        "schema.length",
        "Model › Name: found 201 characters, at most 200 are accepted.",
        None,
    ),
    Slip(
        "model.name",
        "bell\x07",
        "schema.pattern",
        'Model › Name: found "bell\\u0007", expected: text without the control character U+0007.',
        'Write "bell".',
    ),
    Slip(
        "model.name",
        ["A", "B"],
        "schema.type",
        "Model › Name: found a list of 2, expected text.",
        'For example: "DeepSeek-R1"',
    ),
    Slip(
        "card_id",
        "DeepSeek/DeepSeek-R1.5",
        "schema.pattern",
        'Card ID: found "DeepSeek/DeepSeek-R1.5", expected: Registry id: lab slug / model slug; lower-case letters and digits, parts joined by single hyphens, no dots.',
        'Write "deepseek/deepseek-r1-5".',
    ),
    Slip(
        "card_id",
        "r1",
        "schema.pattern",
        'Card ID: found "r1", expected: Registry id: lab slug / model slug; lower-case letters and digits, parts joined by single hyphens, no dots.',
        'For example: "deepseek/deepseek-r1"',
    ),
    Slip(
        "language",
        "en_US",
        "schema.pattern",
        'Language: found "en_US", expected: Language of the text fields, BCP 47.',
        'Write "en-US".',
    ),
    Slip(
        "language",
        "English",
        "schema.pattern",
        'Language: found "English", expected: Language of the text fields, BCP 47.',
        'Write "en".',
    ),
    Slip(
        "schema_version",
        "1.3",
        "schema.version",
        "The card was made for schema version 1.3, this registry knows 1.0.",
        'Rewrite the card for version 1.0 and set schema_version to "1.0".',
    ),
    Slip(
        "schema_version",
        1.0,
        "schema.type",
        "Schema version: found 1.0, expected text.",
        'Write "1.0".',
    ),
    Slip(
        "schema_version",
        REMOVED,
        "schema.missing_key",
        "Schema version: this field is required.",
        'For example: "schema_version": "1.0"',
    ),
    Slip(
        "compute.final_run.value.flop",
        3.8e25,
        "schema.type",
        "Training compute › Final run › FLOP: found 3.8e25, expected an object.",
        'Write {"value": 3.8e25}.',
    ),
    Slip(
        "compute.final_run.value.flop",
        "3.8 × 10^25",
        "schema.type",
        'Training compute › Final run › FLOP: found "3.8 × 10^25", expected an object.',
        'Write {"value": 3.8e25, "as_stated": "3.8 × 10^25"}.',
    ),
    Slip(
        "compute.final_run.value.flop",
        "proprietary",
        "schema.type",
        'Training compute › Final run › FLOP: found "proprietary", expected an object.',
        'A placeholder counts as absent: leave the field out, or give the claim the status "withheld" (with a withheld_reason) or "unknown".',
    ),
    Slip(
        "compute.final_run.value.flop",
        "7-15 million",
        "schema.type",
        'Training compute › Final run › FLOP: found "7-15 million", expected an object.',
        'Write {"low": 7000000, "high": 15000000, "as_stated": "7-15 million"}.',
    ),
    Slip(
        "compute.final_run.value.flop",
        "large",
        "schema.type",
        'Training compute › Final run › FLOP: found "large", expected an object.',
        'For example: {"significant_figures": 2, "value": 3.8e25}',
    ),
    Slip(
        "compute.final_run.value.flop.value",
        "2.788M",
        "schema.type",
        'Training compute › Final run › FLOP › Value: found "2.788M", expected a number (FLOP).',
        "Write 2788000, without quotes.",
    ),
    Slip(
        "compute.final_run.value.flop.value",
        -1,
        "schema.range",
        "Training compute › Final run › FLOP › Value: found -1, expected at least 0.",
        None,
    ),
    Slip(
        "compute.final_run.value.flop.value",
        True,
        "schema.type",
        "Training compute › Final run › FLOP › Value: found true, expected a number (FLOP).",
        "For example: 3.8e25",
    ),
    Slip(
        "compute.final_run.value.flop.value",
        "TBD",
        "schema.type",
        'Training compute › Final run › FLOP › Value: found "TBD", expected a number (FLOP).',
        'A placeholder counts as absent: leave the field out, or give the claim the status "withheld" (with a withheld_reason) or "unknown".',
    ),
    Slip(
        "compute.final_run.value.flop.value",
        "10-20",
        "schema.type",
        'Training compute › Final run › FLOP › Value: found "10-20", expected a number (FLOP).',
        'Give the range instead: "low": 10, "high": 20.',
    ),
    Slip(
        "compute.final_run.value.flop",
        {},
        "schema.alternatives",
        "Training compute › Final run › FLOP: give value, or low and high, not both; none is given.",
        'For example: "value": 3.8e25',
    ),
    Slip(
        "compute.final_run.value.flop",
        {"value": 1, "low": 2},
        "schema.alternatives",
        "Training compute › Final run › FLOP: give value, or low and high, not both; found value and low.",
        "Keep value, or keep low and high.",
    ),
    Slip(
        "compute.final_run.value.flop",
        {"low": 3e25},
        "schema.alternatives",
        "Training compute › Final run › FLOP: give value, or low and high, not both; found low.",
        'Add high, or write "value": 3e25, "precision": "at_least".',
    ),
    Slip(
        "cost.final_run.value.amount",
        {"high": 300000, "currency": "USD"},
        "schema.alternatives",
        "Cost › Final run › Amount: give amount, or low and high, not both; found high.",
        'Add low, or write "amount": 300000, "precision": "up_to".',
    ),
    Slip(
        "compute.final_run.value.flop",
        {"vlaue": 2},
        "schema.unknown_key",
        "Training compute › Final run › FLOP › vlaue: there is no such field.",
        "Did you mean value?",
        at="/vlaue",
    ),
    Slip(
        "compute.final_run.value.flop",
        {"amount": 2},
        "schema.unknown_key",
        "Training compute › Final run › FLOP › amount: there is no such field.",
        "Use value.",
        at="/amount",
    ),
    Slip(
        "compute.final_run.value.pf_days",
        {"value": 2.5},
        "schema.unknown_key",
        "Training compute › Final run › pf_days: there is no such field.",
        "Use flop: 1 petaflop/s-day = 8.64e19 FLOP, so the number is 2.16e20.",
    ),
    Slip(
        "compute.final_run.value.gpu_hours",
        {"value": 147000},
        "schema.unknown_key",
        "Training compute › Final run › gpu_hours: there is no such field.",
        "Use accelerator_hours.",
    ),
    Slip(
        "compute.final_run.value.stages",
        REMOVED,
        "schema.missing_stages",
        "Training compute › Final run › Stages: a figure without its stages does not validate: say which training stages it covers.",
        'For example: "stages": ["reinforcement_learning"]',
    ),
    Slip(
        "compute.final_run.value.stages",
        "pretraining",
        "schema.type",
        'Training compute › Final run › Stages: found "pretraining", expected a list.',
        'Put it in square brackets: ["pretraining"].',
    ),
    Slip(
        "compute.final_run.value.stages",
        [],
        "schema.length",
        "Training compute › Final run › Stages: the list is empty.",
        "Fill it in, or leave the field out if it is not required.",
    ),
    Slip(
        "compute.final_run.value.stages",
        ["pretraining", "pretraining"],
        "schema.repeated_entry",
        'Training compute › Final run › Stages: "pretraining" stands more than once.',
        "Keep one of them.",
    ),
    Slip(
        "compute.final_run.value.stages.0",
        "Pre-training",
        "schema.choice",
        'Training compute › Final run › Stages 1: found "Pre-training", expected one of: data_processing, ablations_and_scaling, failed_runs, pretraining, mid_training, context_extension, supervised_fine_tuning, preference_optimization, reinforcement_learning, reward_model_training, synthetic_data_generation, distillation, evaluation, safety_work, inference_serving.',
        'Write "pretraining".',
    ),
    Slip(
        "compute.final_run.value.stages.0",
        "SFT",
        "schema.choice",
        'Training compute › Final run › Stages 1: found "SFT", expected one of: data_processing, ablations_and_scaling, failed_runs, pretraining, mid_training, context_extension, supervised_fine_tuning, preference_optimization, reinforcement_learning, reward_model_training, synthetic_data_generation, distillation, evaluation, safety_work, inference_serving.',
        'Write "supervised_fine_tuning".',
    ),
    Slip(
        "compute.final_run",
        "withheld",
        "schema.type",
        'Training compute › Final run: found "withheld", expected an object.',
        'Write {"status": "withheld", "withheld_reason": "no_reason_given"}.',
    ),
    Slip(
        "compute.final_run",
        3.8e25,
        "schema.type",
        "Training compute › Final run: found 3.8e25, expected an object.",
        'Write {"status": "disclosed", "value": {…}, "evidence": […]}.',
    ),
    Slip(
        "compute.final_run.status",
        REMOVED,
        "schema.missing_key",
        "Training compute › Final run › Status: this field is required.",
        'For example: "status": "disclosed"',
    ),
    Slip(
        "compute.final_run.status",
        "Disclosed",
        "schema.choice",
        'Training compute › Final run › Status: found "Disclosed", expected one of: disclosed, none, withheld, unknown, not_applicable.',
        'Write "disclosed".',
    ),
    Slip(
        "compute.final_run.value",
        REMOVED,
        "schema.missing_value",
        'Training compute › Final run: the status is "disclosed", but there is no value.',
        'For example: "value": {"flop": {"significant_figures": 2, "value": 3.8e25}, "stages": ["reinforcement_learning"]}',
    ),
    Slip(
        "compute.final_run.value",
        "512 GPUs",
        "schema.type",
        'Training compute › Final run: found "512 GPUs", expected an object.',
        'For example: {"flop": {"significant_figures": 2, "value": 3.8e25}, "stages": ["reinforcement_learning"]}',
    ),
    Slip(
        "compute.final_run.withheld_reason",
        "competition",
        "schema.conflicting_key",
        'Training compute › Final run › Reason for withholding: withheld_reason is given, but the status is "disclosed".',
        'Remove it, or set the status to "withheld".',
    ),
    Slip(
        "compute.final_run.url",
        "https://example.org/",
        "schema.unknown_key",
        "Training compute › Final run › url: there is no such field.",
        "It belongs inside evidence.",
    ),
    Slip(
        "compute.final_run.flop",
        {"value": 1},
        "schema.unknown_key",
        "Training compute › Final run › flop: there is no such field.",
        "It belongs inside value.",
    ),
    Slip(
        "safety.limitations.withheld_reason",
        REMOVED,
        "schema.missing_reason",
        'Safety and limits › Limitations › Reason for withholding: the status is "withheld", but no reason is given.',
        'For example: "withheld_reason": "competition"',
    ),
    Slip(
        "safety.limitations.reason",
        "competition",
        "schema.unknown_key",
        "Safety and limits › Limitations › reason: there is no such field.",
        "Use withheld_reason.",
    ),
    Slip(
        "compute.architecture",
        {},
        "schema.unknown_key",
        "Training compute › architecture: there is no such field.",
        "It belongs to Training method.",
    ),
    Slip(
        "final_run",
        {},
        "schema.unknown_key",
        "final_run: there is no such field.",
        "It belongs inside compute or cost.",
    ),
    Slip(
        "compute.energy_and_emissions.value.energy_kwh",
        {"value": 5200},
        "schema.unknown_key",
        "Training compute › Energy and emissions › energy_kwh: there is no such field.",
        "Use energy_mwh: 1,000 kWh = 1 MWh, so the number is 5.2.",
    ),
    Slip(
        "compute.energy_and_emissions.value.energy_mwh",
        "1.5 GWh",
        "schema.type",
        'Training compute › Energy and emissions › Energy MWh: found "1.5 GWh", expected an object.',
        'Write {"value": 1500, "as_stated": "1.5 GWh"}.',
    ),
    Slip(
        "compute.estimation_method.value.model_flop_utilization",
        41,
        "schema.range",
        "Training compute › Estimation method › Model FLOP utilization: found 41, expected at most 1.",
        "A ratio lies between 0 and 1: write 0.41.",
    ),
    Slip(
        "compute.estimation_method.value.model_flop_utilization",
        "41%",
        "schema.type",
        'Training compute › Estimation method › Model FLOP utilization: found "41%", expected a number (ratio).',
        "Write 0.41, without quotes.",
    ),
    Slip(
        "compute.estimation_method.value.mfu",
        0.41,
        "schema.unknown_key",
        "Training compute › Estimation method › mfu: there is no such field.",
        "Use model_flop_utilization.",
    ),
    Slip(
        "hardware.topology.value.nodes",
        "64*8",
        "schema.type",
        'Chips and hardware › Topology › Nodes: found "64*8", expected a whole number (nodes).',
        "Write 512, without quotes.",
    ),
    Slip(
        "hardware.topology.value.nodes",
        64.5,
        "schema.type",
        "Chips and hardware › Topology › Nodes: found 64.5, expected a whole number (nodes).",
        "For example: 64",
    ),
    Slip(
        "hardware.topology.value",
        {},
        "schema.length",
        "Chips and hardware › Topology: the object is empty.",
        "Fields here: nodes, accelerators_per_node, interconnect.",
    ),
    Slip(
        "hardware.accelerator_count.value.segments.0.count",
        "512 GPUs",
        "schema.type",
        'Chips and hardware › Accelerator count › Segments 1 › Count: found "512 GPUs", expected an object.',
        'Write {"value": 512, "as_stated": "512 GPUs"}.',
    ),
    Slip(
        "hardware.accelerator_count.value.segments",
        {"count": {"value": 512}, "stages": ["pretraining"]},
        "schema.type",
        "Chips and hardware › Accelerator count › Segments: found an object, expected a list.",
        "Put the object in square brackets: [{…}].",
    ),
    Slip(
        "cost.final_run.value.amount",
        "$294K",
        "schema.type",
        'Cost › Final run › Amount: found "$294K", expected an object.',
        'Write {"amount": 294000, "currency": "USD", "as_stated": "$294K"}.',
    ),
    Slip(
        "cost.final_run.value.amount",
        294000,
        "schema.type",
        "Cost › Final run › Amount: found 294000, expected an object.",
        'Write {"amount": 294000, "currency": "…"}.',
    ),
    Slip(
        "cost.final_run.value.amount.amount",
        "147,000",
        "schema.type",
        'Cost › Final run › Amount › Amount: found "147,000", expected a number.',
        "Write 147000, without quotes.",
    ),
    Slip(
        "cost.final_run.value.amount.currency",
        "usd",
        "schema.pattern",
        'Cost › Final run › Amount › Currency: found "usd", expected: ISO 4217 code.',
        'Write "USD".',
    ),
    Slip(
        "cost.final_run.value.amount.currency",
        "$",
        "schema.pattern",
        'Cost › Final run › Amount › Currency: found "$", expected: ISO 4217 code.',
        'Write "USD".',
    ),
    Slip(
        "cost.final_run.value.amount.currency",
        REMOVED,
        "schema.missing_key",
        "Cost › Final run › Amount › Currency: this field is required.",
        'For example: "currency": "USD"',
    ),
    Slip(
        "method.architecture.value.type",
        "MoE",
        "schema.choice",
        'Training method › Architecture › Type: found "MoE", expected one of: dense_transformer, mixture_of_experts, state_space, hybrid, diffusion, other.',
        'Write "mixture_of_experts".',
    ),
    Slip(
        "facts.release.weights",
        "Open",
        "schema.choice",
        'Facts › Release › Weights: found "Open", expected one of: open, open_gated, restricted, none.',
        'Write "open".',
    ),
    Slip(
        "facts.release.api",
        "yes",
        "schema.type",
        'Facts › Release › API: found "yes", expected true or false.',
        "Write true, without quotes.",
    ),
    Slip(
        "facts.release.api",
        0,
        "schema.type",
        "Facts › Release › API: found 0, expected true or false.",
        "Write false, without quotes.",
    ),
    Slip(
        "identity.model_version.value.release_date",
        "20 January 2025",
        "schema.pattern",
        'Identity and accountability › Model version › Release date: found "20 January 2025", expected: ISO 8601 date; its length gives the precision: 2025, 2025-01 or 2025-01-20.',
        'Write "2025-01-20".',
    ),
    Slip(
        "identity.model_version.value.release_date",
        "2025/01/20",
        "schema.pattern",
        'Identity and accountability › Model version › Release date: found "2025/01/20", expected: ISO 8601 date; its length gives the precision: 2025, 2025-01 or 2025-01-20.',
        'Write "2025-01-20".',
    ),
    Slip(
        "identity.model_version.value.release_date",
        2025,
        "schema.type",
        "Identity and accountability › Model version › Release date: found 2025, expected text.",
        'Put it in quotes: "2025".',
    ),
    Slip(
        "identity.model_version.value.release_date",
        "soon",
        "schema.pattern",
        'Identity and accountability › Model version › Release date: found "soon", expected: ISO 8601 date; its length gives the precision: 2025, 2025-01 or 2025-01-20.',
        'For example: "2025-01-20"',
    ),
    Slip(
        "identity.model_version.value.release_date",
        "2025\n",
        "schema.pattern",
        'Identity and accountability › Model version › Release date: found "2025\\n", expected: ISO 8601 date; its length gives the precision: 2025, 2025-01 or 2025-01-20.',
        'Write "2025".',
    ),
    Slip(
        "identity.responsible_party.value.country",
        "China",
        "schema.pattern",
        'Identity and accountability › Responsible party › Country: found "China", expected: ISO 3166-1 alpha-2 code.',
        'Write "CN".',
    ),
    Slip(
        "identity.responsible_party.value.country",
        "fr",
        "schema.pattern",
        'Identity and accountability › Responsible party › Country: found "fr", expected: ISO 3166-1 alpha-2 code.',
        'Write "FR".',
    ),
    Slip(
        "identity.responsible_party.value.website",
        "www.example.org",
        "schema.pattern",
        'Identity and accountability › Responsible party › Website: found "www.example.org", expected: Absolute http(s) address.',
        'Write "https://www.example.org".',
    ),
    Slip(
        "identity.responsible_party.value.website",
        "javascript:alert(1)",
        "schema.pattern",
        'Identity and accountability › Responsible party › Website: found "javascript:alert(1)", expected: Absolute http(s) address.',
        'For example: "https://www.deepseek.com/"',
    ),
    Slip(
        "identity.responsible_party.value.website",
        "https://example.org/ü",
        "schema.format",
        'Identity and accountability › Responsible party › Website: "https://example.org/ü" is not a valid address (uri, RFC 3986).',
        'Write "https://example.org/%C3%BC".',
    ),
    Slip(
        "peer_review.publication.value.doi",
        "https://doi.org/10.1038/s41586-025-09422-z",
        "schema.pattern",
        'Peer-review status › Publication › DOI: found "https://doi.org/10.1038/s41586-025-09422-z", expected: Digital Object Identifier without resolver prefix.',
        'Write "10.1038/s41586-025-09422-z".',
    ),
    Slip(
        "peer_review.publication.value.doi",
        "doi:10.1038/s41586-025-09422-z",
        "schema.pattern",
        'Peer-review status › Publication › DOI: found "doi:10.1038/s41586-025-09422-z", expected: Digital Object Identifier without resolver prefix.',
        'Write "10.1038/s41586-025-09422-z".',
    ),
    Slip(
        "identity.responsible_party.evidence.0.url",
        REMOVED,
        "schema.alternatives",
        "Identity and accountability › Responsible party › Evidence 1: give url, or doi, or file; none is given.",
        'For example: "url": "https://arxiv.org/abs/2412.19437"',
        up=1,
    ),
    Slip(
        "identity.responsible_party.evidence.0",
        "https://example.org/",
        "schema.type",
        'Identity and accountability › Responsible party › Evidence 1: found "https://example.org/", expected an object.',
        'For example: {"title": "DeepSeek-V3 Technical Report", "kind": "lab", "url": "https://arxiv.org/abs/2412.19437"}',
    ),
    Slip(
        "identity.responsible_party.evidence",
        "https://example.org/",
        "schema.type",
        'Identity and accountability › Responsible party › Evidence: found "https://example.org/", expected a list.',
        'For example: [{"title": "DeepSeek-V3 Technical Report", "kind": "lab", "url": "https://arxiv.org/abs/2412.19437"}]',
    ),
    Slip(
        "identity.responsible_party.evidence.0.page",
        "4",
        "schema.unknown_key",
        "Identity and accountability › Responsible party › Evidence 1 › page: there is no such field.",
        "Use locator.",
    ),
    Slip(
        "identity.responsible_party.evidence.0.kind",
        "paper",
        "schema.choice",
        'Identity and accountability › Responsible party › Evidence 1 › Kind: found "paper", expected one of: lab, independent, peer_reviewed, artefact.',
        "Who stands behind the source: lab = the developer; independent = somebody else; peer_reviewed = editorially peer-reviewed article or its reviewed supplement, venue not owned by the developer; artefact = a public object such as a repository, weights or dataset.",
    ),
    Slip(
        "identity.responsible_party.evidence.0.excerpt",
        "x" * 301,
        "schema.length",
        "Identity and accountability › Responsible party › Evidence 1 › Excerpt: found 301 characters, at most 300 are accepted.",
        None,
    ),
    Slip(
        "prepared_by.role",
        "lab",
        "schema.choice",
        'Prepared by › Role: found "lab", expected one of: developer, third_party, registry.',
        'Write "developer".',
    ),
    Slip(
        "compute.final_run.value.stages",
        "-pretraining -evaluation",
        "schema.type",
        'Training compute › Final run › Stages: found "-pretraining -evaluation", expected a list.',
        "Put a space after each dash.",
    ),
    Slip(
        "compute.final_run.value.flop",
        {"value": 147, "000": None},
        "schema.unknown_key",
        "Training compute › Final run › FLOP › 000: there is no such field.",
        "Write numbers without separators: 147000.",
        at="/000",
    ),
    Slip(
        "cost.final_run.value.amount",
        "7-15 million EUR",
        "schema.type",
        'Cost › Final run › Amount: found "7-15 million EUR", expected an object.',
        'Write {"low": 7000000, "high": 15000000, "currency": "EUR", "as_stated": "7-15 million EUR"}.',
    ),
    Slip(
        "estimates.0.claim",
        "compute.finalrun",
        "schema.choice",
        'Estimates 1 › Claim: found "compute.finalrun", expected one of: identity.responsible_party, identity.model_version, identity.lineage, identity.access_and_license, identity.competing_interests, compute.final_run, compute.per_stage, compute.duration, compute.scope, compute.research_and_development, compute.estimation_method, compute.generation, compute.energy_and_emissions, hardware.accelerators, hardware.accelerator_count, hardware.topology, hardware.operator_and_location, hardware.other_hardware, hardware.export_control, hardware.inference, ….',
        'Write "compute.final_run".',
    ),
)


def test_the_card_without_slips_is_valid() -> None:
    assert validate(small_card()) == ()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.place}={slip.value!r:.30}")
def test_slip(slip: Slip) -> None:
    problems = validate(slip.card())
    assert [problem.pointer for problem in problems] == [slip.pointer()]
    problem = problems[0]
    assert (problem.code, problem.message, problem.hint) == (slip.code, slip.message, slip.hint)


def test_a_status_that_rules_out_the_value_asks_for_the_reason_too() -> None:
    card = small_card()
    card["compute"]["final_run"]["status"] = "withheld"
    assert [(problem.pointer, problem.code) for problem in validate(card)] == [
        ("/compute/final_run/value", "schema.conflicting_key"),
        ("/compute/final_run/withheld_reason", "schema.missing_reason"),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2.788M", "2788000"),
        ("2788K GPU hours", "2788000"),
        ("3.8 × 10^25", "3.8e25"),
        ("3.8 × 10²⁵ FLOP", "3.8e25"),
        ("3.8*10^25", "3.8e25"),
        ("10^25", "1e25"),
        ("$294K", "294000"),
        ("US$ 5.576 million", "5576000"),
        ("USD 294,000", "294000"),
        ("about 80 hours", "80"),
        ("64 × 8", "512"),
        ("64*8", "512"),
        ("14.8T tokens", "14800000000000"),
        (".5", "0.5"),
        ("147_000", "147000"),
        ("147 000 hours", "147000"),
        ("７", "7"),
    ],
)
def test_a_number_is_found_in_text(text: str, number: str) -> None:
    found = number_in(text)
    assert found is not None
    assert json_number(found.number) == number


@pytest.mark.parametrize(
    "text", ["", "many", "H800", "8 H100 GPUs", "v2", "2025-01-20", "7-15", "1e400", "9" * 81]
)
def test_no_number_is_made_up(text: str) -> None:
    assert number_in(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("7-15 million", 7_000_000, 15_000_000),
        ("7 million to 15 million", 7_000_000, 15_000_000),
        ("900K – 1.2M", 900_000, 1_200_000),
        ("between 5 and 7 MWh", 5, 7),
    ],
)
def test_a_range_is_found_in_text(text: str, low: int, high: int) -> None:
    assert range_in(text) == (low, high)


@pytest.mark.parametrize("text", ["7", "15-7", "2025-01-20", "to 7"])
def test_no_range_is_made_up(text: str) -> None:
    assert range_in(text) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("20 January 2025", "2025-01-20"),
        ("20th Jan 2025", "2025-01-20"),
        ("January 20, 2025", "2025-01-20"),
        ("Sept. 17, 2025", "2025-09-17"),
        ("January 2025", "2025-01"),
        ("2025/01/20", "2025-01-20"),
        ("2025-1-5", "2025-01-05"),
        ("20250120", "2025-01-20"),
        ("2025-01-20T12:00:00Z", "2025-01-20"),
        ("20.01.2025", "2025-01-20"),
        ("20/01/2025", "2025-01-20"),
        ("01/20/2025", "2025-01-20"),
        ("01/02/2025", None),
        ("spring 2025", None),
        ("2025-13-01", None),
    ],
)
def test_a_date_is_found_in_text(text: str, date: str | None) -> None:
    assert date_in(text) == date
