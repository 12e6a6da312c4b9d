"""What editors and referees recorded about a card, outside the card's own bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.rules.grading.verdicts import ABSTENTIONS
from registry.rules.standard import Standard

RECORD_MEMBERS = frozenset(
    # The last two are words for people; they decide nothing.
    {"peer_review_confirmed", "verdicts", "applicable", "adjudicated", "basis", "reason"}
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an editor decided in a dispute of the referees: a verdict, signed, with its reason."""

    verdict: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Editors' facts by dotted path; by item id: confirmations, verdicts, applicability, rulings.

    ``confirmed``: an editor confirmed the claim's peer-reviewed source. ``applicable``: an editor
    ruled that the item does or does not apply. ``adjudicated``: an editor settled the referees'
    dispute; where ``rulings`` has the item, by a verdict that takes the place of theirs.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    verdicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    applicable: Mapping[str, bool] = field(default_factory=dict)
    adjudicated: frozenset[str] = frozenset()
    rulings: Mapping[str, Ruling] = field(default_factory=dict)

    def settles(self, item: str) -> bool:
        """Whether a dispute on the item is over."""
        return item in self.adjudicated or item in self.rulings


NO_ASSESSMENT = Assessment()


def parse_assessment(raw: Mapping[str, Any], standard: Standard) -> Assessment:
    """Read ``{item id: record, "facts": {dotted fact: answer}}`` as the exports write it.

    A record may hold ``peer_review_confirmed``, ``adjudicated`` (true, or an object with
    ``verdict``, ``by`` and ``reason``), ``applicable`` (null for no ruling), ``verdicts`` (a list
    of objects with a ``verdict``), ``basis`` and ``reason``. Raises ``ValueError`` that names what
    is not understood.
    """
    records = {item: _record(item, raw[item], standard) for item in raw if item != "facts"}
    rulings = {
        item: _ruling(item, row["adjudicated"], standard)
        for item, row in records.items()
        if isinstance(row.get("adjudicated"), Mapping)
    }
    settled = {item: row for item, row in records.items() if item not in rulings}
    return Assessment(
        facts=_facts(raw.get("facts", {}), standard),
        confirmed=frozenset(_items_with(records, "peer_review_confirmed")),
        verdicts={
            item: verdicts
            for item, row in records.items()
            if (verdicts := _verdicts(item, row, standard))
        },
        applicable={
            item: row["applicable"]
            for item, row in records.items()
            if _flag(item, row, "applicable") is not None
        },
        adjudicated=frozenset(_items_with(settled, "adjudicated")),
        rulings=rulings,
    )


def _facts(raw: Any, standard: Standard) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise ValueError(f"facts: expected an object, found {raw!r}")
    for path, answer in raw.items():
        fact = standard.facts.get(path)
        if fact is None:
            raise ValueError(f"facts: the standard asks for no fact {path!r}")
        if answer is not None and not fact.accepts(answer):
            raise ValueError(f"facts: {path} cannot be {answer!r}")
    return dict(raw)


def _record(item: str, raw: Any, standard: Standard) -> Mapping[str, Any]:
    if item not in standard.item_by_id:
        raise ValueError(f"the standard has no item {item!r}")
    if not isinstance(raw, Mapping):
        raise ValueError(f"{item}: expected an object, found {raw!r}")
    unknown = sorted(set(raw) - RECORD_MEMBERS)
    if unknown:
        raise ValueError(f"{item}: unknown member {unknown[0]!r}")
    return raw


def _items_with(records: Mapping[str, Mapping[str, Any]], name: str) -> list[str]:
    return [item for item, record in records.items() if _flag(item, record, name)]


def _flag(item: str, record: Mapping[str, Any], name: str) -> bool | None:
    flag = record.get(name)
    if flag is None or isinstance(flag, bool):
        return flag
    raise ValueError(f"{item}: {name} must be true or false, found {flag!r}")


def _ruling(item: str, raw: Mapping[str, Any], standard: Standard) -> Ruling:
    if set(raw) != {"verdict", "by", "reason"} or not all(
        isinstance(value, str) and value.strip() for value in raw.values()
    ):
        raise ValueError(
            f"{item}: adjudicated must be true, or an object with verdict, by and reason as texts, "
            f"found {raw!r}"
        )
    if raw["verdict"] not in standard.verdict_substance:
        raise ValueError(f"{item}: not a verdict that settles a dispute: {raw['verdict']!r}")
    return Ruling(raw["verdict"], raw["by"], raw["reason"])


def _verdicts(item: str, record: Mapping[str, Any], standard: Standard) -> tuple[str, ...]:
    rows = record.get("verdicts", [])
    known = (*standard.verdict_substance, *ABSTENTIONS)
    if not isinstance(rows, list):
        raise ValueError(f"{item}: verdicts must be a list, found {rows!r}")
    for row in rows:
        if not isinstance(row, Mapping) or row.get("verdict") not in known:
            raise ValueError(f"{item}: not a verdict: {row!r}")
    return tuple(row["verdict"] for row in rows)
