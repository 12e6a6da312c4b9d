"""Two versions of a card, claim by claim, with what surrounds the claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from registry.rules.card_fields import Field, card_fields
from registry.rules.catalogue.claim_states import status_of
from registry.rules.diff.alignment import align
from registry.rules.diff.fields import FieldChange, Node, field_changes
from registry.rules.diff.texts import estimate_text
from registry.rules.documents import Document, claim_at
from registry.rules.showing.leaves import claim_field
from registry.rules.showing.summaries import status_text, summary
from registry.rules.standard import Item, Standard


class ClaimState(StrEnum):
    """How a claim of the newer document stands to that of the older."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SILENT = "silent"  # in neither document


@dataclass(frozen=True, slots=True)
class Graded:
    """What a grading gave a claim; ``answer`` is its one line, with the scope of any figure."""

    grade: int
    credit: Fraction
    applicable: bool
    reason: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One version of a card. ``grades`` are its claims' grades by item id, empty if not graded."""

    document: Document
    grades: Mapping[str, Graded]


@dataclass(frozen=True, slots=True)
class ClaimDifference:
    """One claim in both documents; a side that was not graded has None for its grade.

    A status is that of lists: "silent" without a claim, "not_applicable" where the question does
    not apply.
    """

    item: Item
    state: ClaimState
    old_status: str
    new_status: str
    old_answer: str
    new_answer: str
    old_grade: Graded | None
    new_grade: Graded | None
    fields: tuple[FieldChange, ...]

    @property
    def is_edited(self) -> bool:
        return self.state not in (ClaimState.UNCHANGED, ClaimState.SILENT)

    @property
    def is_regraded(self) -> bool:
        """Whether grade, credit or applicability moved, with or without an edit."""
        if self.old_grade is None or self.new_grade is None:
            return False
        return _standing(self.old_grade) != _standing(self.new_grade)


@dataclass(frozen=True, slots=True)
class EstimateDifference:
    """An estimate by others that was added, removed or changed, each side in one line.

    ``claim`` is the path of the claim that it is about.
    """

    claim: str
    old_text: str
    new_text: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class CardDifference:
    """All that differs between two documents.

    ``claims`` are those of the standard in its order, changed or not. ``model`` is how the model is
    identified, ``preparation`` who prepared the card and from what sources, ``document`` what is
    left: schema version and language.
    """

    claims: tuple[ClaimDifference, ...]
    estimates: tuple[EstimateDifference, ...]
    facts: tuple[FieldChange, ...]
    model: tuple[FieldChange, ...]
    preparation: tuple[FieldChange, ...]
    document: tuple[FieldChange, ...]

    @property
    def field_changes(self) -> Iterator[FieldChange]:
        for claim in self.claims:
            yield from claim.fields
        for estimate in self.estimates:
            yield from estimate.fields
        yield from (*self.facts, *self.model, *self.preparation, *self.document)

    @property
    def is_empty(self) -> bool:
        """Whether both documents say the same, however they are graded."""
        return next(self.field_changes, None) is None


def diff_cards(old: Side, new: Side, standard: Standard) -> CardDifference:
    """Compare two documents that passed the card schema."""
    documents = (old.document, new.document)
    return CardDifference(
        claims=tuple(_claim_difference(item, old, new) for item in standard.items),
        estimates=tuple(_estimate_differences(*documents)),
        facts=tuple(_fact_changes(*documents, standard)),
        model=_member_changes("model", *documents),
        preparation=_member_changes("prepared_by", *documents),
        document=tuple(
            change
            for key in ("schema_version", "card_id", "language")
            for change in _member_changes(key, *documents)
        ),
    )


def _claim_difference(item: Item, old: Side, new: Side) -> ClaimDifference:
    before, after = _claim_node(item, old), _claim_node(item, new)
    fields = tuple(field_changes(claim_field(item.claim), before, after))
    return ClaimDifference(
        item=item,
        state=_state(before, after, fields),
        old_status=_status(item, old),
        new_status=_status(item, new),
        old_answer=_answer(item, old),
        new_answer=_answer(item, new),
        old_grade=old.grades.get(item.id),
        new_grade=new.grades.get(item.id),
        fields=fields,
    )


def _claim_node(item: Item, side: Side) -> Node | None:
    claim = claim_at(side.document, item.claim)
    return None if claim is None else Node(tuple(item.claim.split(".")), claim, {})


def _state(old: Node | None, new: Node | None, fields: tuple[FieldChange, ...]) -> ClaimState:
    if old is None and new is None:
        return ClaimState.SILENT
    if old is None:
        return ClaimState.ADDED
    if new is None:
        return ClaimState.REMOVED
    return ClaimState.CHANGED if fields else ClaimState.UNCHANGED


def _status(item: Item, side: Side) -> str:
    claim, graded = claim_at(side.document, item.claim), side.grades.get(item.id)
    status = "silent" if claim is None else claim["status"]
    return status_of(status, applicable=graded is None or graded.applicable)


def _answer(item: Item, side: Side) -> str:
    """The line stored with the grade, which knows the lineage, or what the document alone says."""
    graded = side.grades.get(item.id)
    if graded is not None and graded.answer:
        return graded.answer
    claim = claim_at(side.document, item.claim)
    if claim is not None and "value" in claim:
        return summary(item.claim, claim["value"])
    return status_text(side.document, item.claim)


def _standing(graded: Graded) -> tuple[int, Fraction, bool]:
    return graded.grade, graded.credit, graded.applicable


def _member_changes(key: str, old: Document, new: Document) -> tuple[FieldChange, ...]:
    nodes = (Node((), document, {}).member(key) for document in (old, new))
    return tuple(field_changes(card_fields().properties[key], *nodes))


def _fact_changes(old: Document, new: Document, standard: Standard) -> Iterator[FieldChange]:
    """Changed facts under their questions, then what is said about where they come from."""
    facts = card_fields().properties["facts"]
    for path, fact in standard.facts.items():
        group, _, name = path.partition(".")
        nodes = (_fact_node(document, group, name) for document in (old, new))
        for change in field_changes(facts.properties[group].properties[name], *nodes):
            yield replace(change, title=fact.question)
    for left, right, entry in _entry_pairs("fact_evidence", old, new):
        question = standard.facts[entry["fact"]].question
        for change in field_changes(_entry_field("fact_evidence"), left, right):
            yield replace(change, title=f"{question} › {change.title}")


def _fact_node(document: Document, group: str, name: str) -> Node | None:
    facts = document.get("facts", {}).get(group, {})
    return Node(("facts", group, name), facts[name], facts) if name in facts else None


def _estimate_differences(old: Document, new: Document) -> Iterator[EstimateDifference]:
    for left, right, entry in _entry_pairs("estimates", old, new):
        fields = tuple(field_changes(_entry_field("estimates"), left, right))
        if fields:
            yield EstimateDifference(
                claim=entry["claim"],
                old_text=estimate_text(left.value) if left else "",
                new_text=estimate_text(right.value) if right else "",
                fields=fields,
            )


def _entry_pairs(
    key: str, old: Document, new: Document
) -> Iterator[tuple[Node | None, Node | None, Mapping[str, Any]]]:
    """The entries of a list at the top of both documents, paired, with the newer of each pair."""
    before, after = (Node((key,), document.get(key, []), {}) for document in (old, new))
    for left, right in align(before.value, after.value):
        nodes = before.entry(left), after.entry(right)
        yield *nodes, next(node.value for node in reversed(nodes) if node)


def _entry_field(key: str) -> Field:
    entry = card_fields().properties[key].entries
    if entry is None:
        raise LookupError(f"{key} of the card schema is not a list.")
    return entry
