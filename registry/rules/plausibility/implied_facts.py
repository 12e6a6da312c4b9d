"""What the claims of a card imply about its facts, with the words for why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.rules.lineage.edges import data_edges, weight_edges
from registry.rules.plausibility.inputs import (
    COST,
    DURATION,
    FINAL_RUN,
    INHERITED,
    LINEAGE,
    SIZE,
    TOPOLOGY,
    Inputs,
)
from registry.rules.words import value_words

METHODS = "data.acquisition_methods"
ACCESS = "identity.access_and_license"
SCOPE = "compute.scope"

_METHOD_FACTS = {
    "public_datasets": "data.uses_public_datasets",
    "web_crawl": "data.uses_web_crawl",
    "licensed": "data.uses_licensed_data",
    "user_data": "data.uses_user_data",
    "human_created": "data.uses_human_created_data",
    "synthetic": "data.uses_synthetic_data",
}
# A claim with such a member tells of data of that kind.
_SOURCE_CLAIMS = (
    ("data.public_datasets", "datasets", "data.uses_public_datasets", "public datasets are listed"),
    ("data.web_crawl", "crawlers", "data.uses_web_crawl", "crawlers are listed"),
    ("data.web_crawl", "period", "data.uses_web_crawl", "a period of crawling is given"),
    ("data.licensed_data", "sources", "data.uses_licensed_data", "licensed sources are listed"),
    ("data.user_data", "products", "data.uses_user_data", "products with user data are listed"),
    (
        "data.human_created_data",
        "sources",
        "data.uses_human_created_data",
        "sources of human work are listed",
    ),
    (
        "data.synthetic_data",
        "sources",
        "data.uses_synthetic_data",
        "sources of synthetic data are listed",
    ),
)
_STAGE_FACTS = {
    "reinforcement_learning": "training.has_rl",
    "distillation": "training.has_distillation",
}
_NOT_AS_DATA = frozenset({"reward_or_judgment", "test_cases", "other", ""})


@dataclass(frozen=True, slots=True)
class ImpliedFact:
    """A fact that follows from a claim; for a list fact, one member of the list."""

    fact: str
    value: bool | str
    claim: str
    words: str


def implied_facts(inputs: Inputs) -> Iterator[ImpliedFact]:
    """Every fact that a claim of the card settles, in the order of the card."""
    yield from _lineage(inputs)
    yield from _release(inputs)
    yield from _stages(inputs)
    yield from _data(inputs)
    nodes = inputs.value(TOPOLOGY).get("nodes")
    if nodes is not None:
        counted = f"{nodes:,} node{'s'[: nodes != 1]} are given"
        yield ImpliedFact("hardware.multi_node", nodes > 1, TOPOLOGY, counted)
    if inputs.value("evaluation.results"):
        words = "evaluation results are given"
        yield ImpliedFact("evaluation.makes_capability_claims", True, "evaluation.results", words)  # noqa: FBT003


def _lineage(inputs: Inputs) -> Iterator[ImpliedFact]:
    fact = "lineage.has_base_model"
    for edge in weight_edges(inputs.document):
        yield _true(fact, LINEAGE, f"{edge.model} is listed as a parent")
    for row in inputs.value(INHERITED).get("parents", ()):
        yield _true(fact, INHERITED, f"a cost is inherited from {row['model']}")
    if inputs.value(LINEAGE).get("trained_from_scratch") is True:
        words = "the model is trained from scratch"
        yield ImpliedFact(fact, value=False, claim=LINEAGE, words=words)
    inherited = inputs.value(SCOPE).get("inherited_compute")
    if inherited == "no_base_model":
        words = "the scope of compute says there is no base model"
        yield ImpliedFact(fact, value=False, claim=SCOPE, words=words)
    elif inherited:
        yield _true(fact, SCOPE, f"the compute of a base model is {value_words(inherited)}")
    for edge in inputs.value(LINEAGE).get("derived_from", ()):
        if edge.get("relation") == "distillation":
            words = f"the model is distilled from {edge['model']}"
            yield _true("training.has_distillation", LINEAGE, words)


def _release(inputs: Inputs) -> Iterator[ImpliedFact]:
    value = inputs.value(ACCESS)
    access = value.get("weights", {}).get("access")
    if access:
        words = f"the claim on access gives the weights as {value_words(access)}"
        yield ImpliedFact("release.weights", access, ACCESS, words)
    if "api" in value:
        available = value["api"]["available"]
        words = f"the claim on access says a public API is {'' if available else 'not '}available"
        yield ImpliedFact("release.api", available, ACCESS, words)
        if available:
            yield _true("release.publicly_available", ACCESS, words)
    if access in ("open", "open_gated"):
        yield _true("release.publicly_available", ACCESS, "anyone can have the weights")


def _stages(inputs: Inputs) -> Iterator[ImpliedFact]:
    """Stages inside a figure. Those of the list of stages are for PC25."""
    for claim in (FINAL_RUN, DURATION, COST):
        for stage in inputs.value(claim).get("stages", ()):
            if stage in _STAGE_FACTS:
                words = f"a figure covers {value_words(stage)}"
                yield _true(_STAGE_FACTS[stage], claim, words)
    for row in inputs.value("compute.per_stage").get("stages", ()):
        # A line that only made data may be the run of another model.
        if row.get("included_via") != "data":
            for stage in (row["stage"], *row.get("also_covers", ())):
                if stage in _STAGE_FACTS:
                    words = f"a line of compute is {value_words(stage)}"
                    yield _true(_STAGE_FACTS[stage], "compute.per_stage", words)
    if inputs.value("method.reinforcement_learning"):
        claim = "method.reinforcement_learning"
        yield _true("training.has_rl", claim, "reinforcement learning is described")


def _data(inputs: Inputs) -> Iterator[ImpliedFact]:
    for row in inputs.value(METHODS).get("methods", ()):
        if row["method"] in _METHOD_FACTS:
            used = "was used" if row["used"] else "was not used"
            words = f"the list of methods says that {value_words(row['method'])} {used}"
            yield ImpliedFact(_METHOD_FACTS[row["method"]], row["used"], METHODS, words)
    for claim, member, fact, words in _SOURCE_CLAIMS:
        if inputs.value(claim).get(member):
            yield _true(fact, claim, words)
    for edge in data_edges(inputs.document):
        if edge.purpose not in _NOT_AS_DATA:
            words = f"{edge.model} is listed as a source of training data"
            yield _true("data.uses_synthetic_data", LINEAGE, words)
    for row in inputs.value(SIZE).get("entries", ()):
        if "modality" in row:
            words = f"the size of {value_words(row['modality'])} data is given"
            yield ImpliedFact("data.modalities", row["modality"], SIZE, words)


def _true(fact: str, claim: str, words: str) -> ImpliedFact:
    return ImpliedFact(fact, value=True, claim=claim, words=words)
