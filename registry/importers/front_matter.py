"""The keys of a README's front matter, each with what it becomes in a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from registry.importers.collecting import Collector, stated
from registry.importers.emissions import KEY as EMISSIONS
from registry.importers.emissions import read_emissions
from registry.importers.hub_terms import MODALITIES, RELATIONS, repository_url, says_nothing
from registry.importers.licenses import license_term
from registry.importers.model_index import read_model_index

NAME = "model.name"
WEIGHTS = "identity.access_and_license.value.weights"
LICENSE = f"{WEIGHTS}.license"
PARENTS = "identity.lineage.value.derived_from"
LANGUAGES = "data.composition.value.languages"
DOMAINS = "data.composition.value.domains"
DATASETS = "data.public_datasets.value.datasets"

_NO_FIELD = "A card has no field for it."
_GATE = "extra_gated_"
_NO_DATASETS = frozenset({"custom", "internal", "private"})
# Values that stand in the list of languages and are none.
_NO_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"multilingual": "It names no language.", "code": ""}
)


def read_keys(values: Mapping[str, Any], names: frozenset[str], collector: Collector) -> None:
    """Offer what each key says. ``names`` are the slugs by which the file calls the model."""
    for key, value in values.items():
        if says_nothing(value):
            collector.drop(place_of(key), stated(value), "It says nothing.")
        elif key == "model-index":
            read_model_index(value, names, collector)
        elif key == "license":
            _read_license(value, values.get("license_name"), collector)
        elif key == "base_model":
            _read_parents(value, values.get("base_model_relation"), collector)
        elif key in _READERS:
            _READERS[key](value, collector)
        elif key in _READ_WITH_ANOTHER:
            if _READ_WITH_ANOTHER[key] not in values:
                reason = f"It says something only beside {_READ_WITH_ANOTHER[key]}."
                collector.drop(place_of(key), stated(value), reason)
        elif not key.startswith(_GATE):
            collector.drop(place_of(key), stated(value), _no_field(key))
    if any(key.startswith(_GATE) for key in values):
        _suggest_gate(values, collector)


def place_of(key: str) -> str:
    return f"front matter, {key}"


def _read_license(value: Any, name: Any, collector: Collector) -> None:
    for text in _entries(value, place_of("license"), collector):
        term = license_term(text)
        if term is None and isinstance(name, str) and not says_nothing(name):
            term = license_term(name)
            text = f"{text}, license_name: {name}"
        if term is None:
            reason = "It names no one license: choose its SPDX id, or the name of the terms."
            collector.drop(place_of("license"), text, reason)
        else:
            collector.add(LICENSE, term, place=place_of("license"), as_stated=text)


def _read_license_link(value: Any, collector: Collector) -> None:
    for text in _entries(value, place_of("license_link"), collector):
        place = place_of("license_link")
        collector.add(f"{WEIGHTS}.url", text, place=place, as_stated=text)


def _read_parents(value: Any, relation: Any, collector: Collector) -> None:
    known = RELATIONS.get(relation) if isinstance(relation, str) else None
    if relation is not None and known is None:
        place = place_of("base_model_relation")
        expected = f"Expected one of {', '.join(RELATIONS)}."
        collector.drop(place, stated(relation), expected)
    for text in _entries(value, place_of("base_model"), collector):
        url = repository_url(text)
        edge = {"model": text.rpartition("/")[2] if url else text}
        edge |= {"relation": known} if known else {}
        edge |= {"url": url} if url else {}
        collector.add(PARENTS, [edge], place=place_of("base_model"), as_stated=text)


def _read_datasets(value: Any, collector: Collector) -> None:
    for text in _entries(value, place_of("datasets"), collector):
        if text.casefold() in _NO_DATASETS:
            collector.drop(place_of("datasets"), text, "It names no dataset.")
            continue
        url = repository_url(text, "datasets/")
        dataset = {"name": text, **({"url": url} if url else {})}
        collector.add(DATASETS, [dataset], place=place_of("datasets"), as_stated=text)


def _read_languages(value: Any, collector: Collector) -> None:
    place = place_of("language")
    languages = list(dict.fromkeys(_entries(value, place, collector)))
    for text in languages:
        if reason := _NO_LANGUAGES.get(text.casefold()):
            collector.drop(place, text, reason)
    if rows := [{"name": text} for text in languages if text.casefold() not in _NO_LANGUAGES]:
        _suggest_composition(LANGUAGES, rows, ", ".join(languages), collector)
    if any(text.casefold() == "code" for text in languages):
        _suggest_composition(DOMAINS, [{"name": "code"}], "code", collector)


def _suggest_composition(path: str, rows: Any, as_stated: str, collector: Collector) -> None:
    collector.add(
        path,
        rows,
        place=place_of("language"),
        as_stated=as_stated,
        certainty="suggested",
        sentence="The hub asks for a model's languages; those of its training data are implied.",
    )


def _read_task(value: Any, collector: Collector) -> None:
    place = place_of("pipeline_tag")
    incoming, outgoing = MODALITIES.get(stated(value), ((), ()))
    if not (incoming or outgoing):
        collector.drop(place, stated(value), "It does not say what goes in and what comes out.")
    for member, modalities in (("input", incoming), ("output", outgoing)):
        if modalities:
            path = f"model.{member}_modalities"
            collector.add(path, list(modalities), place=place, as_stated=stated(value))


def _read_name(value: Any, collector: Collector) -> None:
    collector.add(NAME, stated(value), place=place_of("model_name"), as_stated=stated(value))


def _suggest_gate(values: Mapping[str, Any], collector: Collector) -> None:
    keys = [key for key in values if key.startswith(_GATE)]
    collector.add(
        f"{WEIGHTS}.access",
        "open_gated",
        place=place_of(keys[0]),
        as_stated=", ".join(keys),
        certainty="suggested",
        sentence="The hub asks for consent before it hands out the files.",
    )


def _entries(value: Any, place: str, collector: Collector) -> list[str]:
    """The texts of a value that is one, or a list of them; the rest is told.

    An entry that is an object is called by its name.
    """
    texts = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            entry = next((entry[key] for key in ("name", "id", "path") if key in entry), entry)
        if says_nothing(entry):
            collector.drop(place, stated(entry), "It says nothing.")
        elif isinstance(entry, str):
            texts.append(entry.strip())
        else:
            collector.drop(place, stated(entry), "Expected a name.")
    return texts


def _no_field(key: str) -> str:
    if key == "tags":
        return "Of the tags only papers (arxiv:…) are read."
    near = get_close_matches(key, KEYS, n=1, cutoff=0.8)
    return f"{_NO_FIELD} Did you mean {near[0]}?" if near else _NO_FIELD


_READERS: Mapping[str, Callable[[Any, Collector], None]] = MappingProxyType(
    {
        "license_link": _read_license_link,
        "model_name": _read_name,
        "language": _read_languages,
        "datasets": _read_datasets,
        "pipeline_tag": _read_task,
        EMISSIONS: read_emissions,
    }
)
# Read together with the key on the right, which gives them their meaning.
_READ_WITH_ANOTHER: Mapping[str, str] = MappingProxyType(
    {"license_name": "license", "base_model_relation": "base_model"}
)
# All keys that are read; docs/importing.md says what each becomes.
KEYS: tuple[str, ...] = ("license", "base_model", "model-index", *_READERS, *_READ_WITH_ANOTHER)
