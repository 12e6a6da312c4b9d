"""Small card documents with a lineage, a cost and compute; only what the rules of lineage read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

PRETRAINED = ("pretraining",)
TUNED = ("supervised_fine_tuning",)


def usd(amount: float, **more: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD", **more}


def document(
    name: str,
    *,
    parents: Sequence[str | Mapping[str, Any]] = (),
    cost: Mapping[str, Any] | None = None,
    hours: float | None = None,
    stages: Sequence[str] = TUNED,
    **claims: Mapping[str, Any],
) -> dict[str, Any]:
    """A card ``lab/<name>`` of the model ``name``.

    A parent given as text is a model whose card is ``lab/<that text>``. ``cost`` is the money and
    ``hours`` the accelerator-hours of a final run over ``stages``. Further claims are given as
    ``section__claim={…value…}``, facts as ``facts={…}``.
    """
    values = {path.replace("__", "."): value for path, value in claims.items() if path != "facts"}
    if parents:
        edges = [
            {"model": parent, "card_id": f"lab/{parent}"} if isinstance(parent, str) else parent
            for parent in parents
        ]
        values.setdefault("identity.lineage", {"derived_from": edges})
    if cost is not None:
        values.setdefault("cost.final_run", {"amount": cost, "stages": [*stages]})
    if hours is not None:
        run = {"accelerator_hours": {"value": hours}, "stages": [*stages]}
        values.setdefault("compute.final_run", run)
    card: dict[str, Any] = {
        "card_id": f"lab/{name}",
        "model": {"name": name, "developer": "Lab"},
        "prepared_by": {"role": "developer"},
        "facts": claims.get("facts", {}),
    }
    for path, value in values.items():
        section, _, claim = path.partition(".")
        card.setdefault(section, {})[claim] = {"status": "disclosed", "value": value}
    return card


def no_cards(card_id: str) -> None:
    """The lookup of a registry that has published nothing."""


def by_id(*cards: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {card["card_id"]: card for card in cards}
