"""The model-index of a front matter: one row of results for each metric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.importers.collecting import Collector, stated
from registry.importers.hub_terms import says_nothing
from registry.rules.checking.number_text import is_number, number_in
from registry.rules.names import slugify

PATH = "evaluation.results.value.results"
PLACE = "front matter, model-index"


def read_model_index(value: Any, names: frozenset[str], collector: Collector) -> None:
    """Offer the results of this model, whose slugs ``names`` are; tell of those of others."""
    entries = [entry for entry in _list(value) if isinstance(entry, dict)]
    if not entries:
        collector.drop(PLACE, stated(value), "Expected a list of models with their results.")
        return
    named = [entry for entry in entries if slugify(str(entry.get("name"))) in names]
    mine = named if len(entries) > 1 and len(named) == 1 else entries
    for entry in entries:
        if entry not in mine:
            collector.drop(PLACE, str(entry.get("name")), "Results of another model.")
    for entry in mine:
        for row, text in _rows(entry, collector):
            collector.add(PATH, [row], place=PLACE, as_stated=text)


def _rows(entry: Mapping[str, Any], collector: Collector) -> Iterator[tuple[dict[str, Any], str]]:
    for result in _list(entry.get("results")):
        if not isinstance(result, dict):
            collector.drop(PLACE, stated(result), "Expected a result with metrics.")
            continue
        about = _about(result)
        for metric in _list(result.get("metrics")):
            if row := _row(metric, about):
                yield row, stated(metric)
            else:
                collector.drop(PLACE, stated(metric), "Expected a metric with one number.")


def _about(result: Mapping[str, Any]) -> dict[str, str]:
    """What a result says of its benchmark; files that leave it out leave it to the person."""
    dataset = _mapping(result.get("dataset"))
    benchmark = _text(dataset, "name", "type")
    version = ", ".join(filter(None, (_text(dataset, key) for key in ("config", "split"))))
    shots = _mapping(dataset.get("args")).get("num_few_shot")
    return {
        **({"benchmark": benchmark} if benchmark else {}),
        **({"benchmark_version": version} if version else {}),
        **({"settings": f"{shots}-shot"} if is_number(shots) else {}),
    }


def _row(metric: Any, about: Mapping[str, str]) -> dict[str, Any] | None:
    said = _mapping(metric)
    value, name = said.get("value"), _text(said, "name", "type")
    if isinstance(value, str) and (number := number_in(value)) and number.rest in ("", "%"):
        value = float(number.number)
    if not is_number(value):
        return None
    return {**about, **({"metric": name} if name else {}), "value": value}


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(said: Mapping[str, Any], *keys: str) -> str:
    """The first of ``keys`` that says something; codes such as 2024 may be numbers."""
    values = (said.get(key) for key in keys)
    return next((str(value) for value in values if _is_text(value)), "")


def _is_text(value: Any) -> bool:
    return (isinstance(value, str) or is_number(value)) and not says_nothing(value)
