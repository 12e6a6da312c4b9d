"""Where a model comes from: the models its weights derive from, and those that made its data.

Weight edges (``derived_from``) carry cost and compute and must not form a cycle. Data edges
(``data_generated_by``) may form one and carry nothing: what was spent on data counts only where a
developer's own total includes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.rules.documents import Document, Lookup, value_at

_FINAL_RUNS = ("compute.final_run", "cost.final_run")


@dataclass(frozen=True, slots=True)
class WeightEdge:
    """A model that training started from; ``card_id`` only where the card gives it."""

    model: str
    card_id: str | None = None
    relation: str = ""
    branch_point: str = ""


@dataclass(frozen=True, slots=True)
class DataEdge:
    """A model that made training data."""

    model: str
    card_id: str | None
    purpose: str


def weight_edges(document: Document) -> tuple[WeightEdge, ...]:
    """The models that passed on their weights; a student trained from scratch only has teachers."""
    lineage = value_at(document, "identity.lineage")
    from_scratch = lineage.get("trained_from_scratch") is True
    return tuple(
        WeightEdge(
            row["model"], row.get("card_id"), row.get("relation", ""), row.get("branch_point", "")
        )
        for row in lineage.get("derived_from", ())
        if not (from_scratch and row.get("relation") == "distillation")
    )


def data_edges(document: Document) -> tuple[DataEdge, ...]:
    return tuple(
        DataEdge(row["model"], row.get("card_id"), row.get("purpose", ""))
        for row in value_at(document, "identity.lineage").get("data_generated_by", ())
    )


def says_no_base_model(document: Document) -> bool:
    """Whether the card denies a base model; a card that is silent on its lineage does not."""
    return (
        value_at(document, "identity.lineage").get("trained_from_scratch") is True
        or value_at(document, "compute.scope").get("inherited_compute") == "no_base_model"
        or has_base_model_fact(document) is False
    )


def has_base_model_fact(document: Document) -> bool | None:
    fact: bool | None = document.get("facts", {}).get("lineage", {}).get("has_base_model")
    return fact


def model_key(name: str) -> str:
    """What two spellings of one model name share: "Llama 2 70B" and "llama-2-70b" are alike."""
    return "".join(filter(str.isalnum, name.casefold()))


def answers_for_base(document: Document) -> bool:
    """Whether the card itself says which base models there are, or that there is none."""
    return bool(weight_edges(document)) or says_no_base_model(document)


def implied_bases(document: Document, others: Iterable[Document]) -> tuple[WeightEdge, ...]:
    """Base models of this card that only other published cards name.

    Another card names one if it is about the same model and gives parents, or if it derives from
    this card under a different model name ("X-Base" for the card of X) and this card's figures do
    not reach back to pre-training. Nothing is implied where the card answers for itself.
    """
    if answers_for_base(document):
        return ()
    implied = {
        model_key(edge.model): edge for other in others for edge in _bases_named_by(other, document)
    }
    return tuple(implied.values())


def _bases_named_by(other: Document, document: Document) -> Iterator[WeightEdge]:
    model, other_model = document["model"], other["model"]
    if other["card_id"] != document["card_id"] and (
        model_key(other_model["name"]) == model_key(model["name"])
        and model_key(other_model["developer"]) == model_key(model["developer"])
    ):
        yield from weight_edges(other)
    covers_pretraining = any(
        "pretraining" in value_at(document, path).get("stages", ()) for path in _FINAL_RUNS
    )
    if covers_pretraining:
        return
    for edge in weight_edges(other):
        if edge.card_id == document["card_id"] and model_key(edge.model) != model_key(
            model["name"]
        ):
            yield WeightEdge(edge.model)


def find_cycle(document: Document, lookup: Lookup) -> tuple[str, ...] | None:
    """A cycle of weight edges that can be reached from ``document``, as card ids.

    The first id is repeated as the last; None where there is no cycle. ``document`` stands for its
    own id, whatever ``lookup`` holds under it.
    """
    # A dict keeps the path in order and answers quickly what is on it.
    path: dict[str, Iterator[str]] = {document["card_id"]: _parent_ids(document)}
    finished: set[str] = set()
    while path:
        card_id = next(path[next(reversed(path))], None)
        if card_id is None:
            finished.add(path.popitem()[0])
        elif card_id in path:
            on_path = list(path)
            return (*on_path[on_path.index(card_id) :], card_id)
        elif card_id not in finished:
            parent = lookup(card_id)
            path[card_id] = _parent_ids(parent) if parent else iter(())
    return None


def _parent_ids(document: Document) -> Iterator[str]:
    return (edge.card_id for edge in weight_edges(document) if edge.card_id)
