"""Facts at the head of a card that need no other card: chips, review, data, access, method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.rules import words
from registry.rules.documents import Document, claim_at, status_at, value_at
from registry.rules.figures import Figure, figure_text, plain, quantity
from registry.rules.numerals import date_text, percent_text
from registry.rules.showing.summaries import first_rows, status_text, summary

# Each of these is one accelerator; cores and nodes are parts or groups of them.
_WHOLE_ACCELERATORS = frozenset({"accelerator", "superchip"})
# How SPDX marks a license outside its list.
_OWN_LICENSE = "LicenseRef-"


@dataclass(frozen=True, slots=True)
class HeadlineFact:
    """One fact: ``value`` for large type, ``scope`` for small; ``scope`` may be empty.

    ``claims`` are the paths that it rests on. ``status`` is "disclosed", or that of the one claim
    whose status ``value`` then says in words.
    """

    topic: str
    title: str
    value: str
    scope: str
    status: str
    claims: tuple[str, ...]


def fact(
    document: Document, topic: str, claims: Sequence[str], value: str, scope: str = ""
) -> HeadlineFact:
    """The fact with its ``value``; without one, the status of the first claim not silent."""
    title = words.HEADLINE_TOPICS[topic]
    answered = tuple(path for path in claims if status_at(document, path) != "silent")
    if value:
        disclosed = tuple(path for path in claims if value_at(document, path))
        return HeadlineFact(topic, title, words.capitalized(value), scope, "disclosed", disclosed)
    path = (*answered, *claims)[0]
    said = words.NOT_GIVEN if value_at(document, path) else status_text(document, path)
    value = words.capitalized(said)
    return HeadlineFact(topic, title, value, scope, status_at(document, path), (path,))


def chips(document: Document) -> HeadlineFact:
    """Number and model of the accelerators: "512 × NVIDIA H800"."""
    segments = value_at(document, "hardware.accelerators").get("segments", ())
    runs = value_at(document, "hardware.accelerator_count").get("segments", ())
    named = value_at(document, "compute.final_run").get("accelerator")
    models = _unique(map(_accelerator_name, segments)) or ([named] if named else [])
    stages = _unique(stage for row in (*segments, *runs) for stage in row.get("stages", ()))
    covered = words.FOR_STAGES.format(words.listed_values(stages)) if stages else ""
    value = _counted_models(models, runs)
    scope = [covered or words.STAGES_NOT_STATED, *_run_texts(runs)] if value else []
    claims = ["hardware.accelerators", "hardware.accelerator_count"]
    if models and not segments:
        claims.append("compute.final_run")
    return fact(document, "chips", claims, value, "; ".join(scope))


def _accelerator_name(segment: Mapping[str, Any]) -> str:
    vendor, model = segment.get("vendor", ""), segment["model"]
    name = model if model.casefold().startswith(vendor.casefold()) else f"{vendor} {model}"
    if "memory_gb" not in segment:
        return str(name)
    return f"{name} {figure_text(plain(segment['memory_gb'], 'GB'))}"


def _counted_models(models: Sequence[str], runs: Sequence[Mapping[str, Any]]) -> str:
    counts = [(_count(run), run.get("count_unit", "accelerator")) for run in runs if "count" in run]
    units = {unit for _, unit in counts}
    if len(models) == 1 and len(units) == 1:
        number = words.listed(_unique(figure_text(count, with_unit=False) for count, _ in counts))
        if units <= _WHOLE_ACCELERATORS:
            return f"{number} × {models[0]}"
    texts = words.listed(_unique(figure_text(count) for count, _ in counts))
    if len(models) == 1 and texts:
        return words.PARTS_OF.format(texts, models[0])
    return "; ".join(filter(None, (words.listed(models), texts)))


def _count(run: Mapping[str, Any]) -> Figure:
    return quantity(run["count"], words.unit_words(run.get("count_unit", "accelerator")))


def _run_texts(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    """How long each run took, where that is given: "R1 reinforcement learning: about 80 hours"."""
    texts = []
    for run in runs:
        if "wall_clock_hours" in run:
            hours = figure_text(quantity(run["wall_clock_hours"], "hours"))
            label = run.get("label")
            texts.append(f"{label}: {hours}" if label else hours)
    return texts


def peer_review(document: Document) -> HeadlineFact:
    """Where it is published, how many referees, which records are public."""
    publication = value_at(document, "peer_review.publication")
    review = value_at(document, "peer_review.independent_review")
    record = value_at(document, "peer_review.review_record")
    reviewed = value_at(document, "peer_review.version_match").get("reviewed_version")
    public = [noun for name, noun in words.PUBLIC_RECORDS.items() if record.get(name)]
    value = "; ".join(
        filter(
            None,
            (
                _publication(publication),
                _referees(review),
                words.PUBLIC.format(words.listed(public)) if public else "",
            ),
        )
    )
    steps = [
        f"{words.value_words(name)} {date_text(publication[name])}"
        for name in ("received", "accepted", "published")
        if name in publication
    ]
    scope = [words.REVIEWED_VERSION.format(reviewed)] if reviewed else []
    scope += [", ".join(steps)] if steps else []
    if publication and not review:
        status = status_text(document, "peer_review.independent_review")
        scope.append(f"{words.INDEPENDENT_REVIEW}: {words.uncapitalized(status)}")
    claims = ("publication", "independent_review", "review_record", "version_match")
    return fact(
        document,
        "peer_review",
        [f"peer_review.{name}" for name in claims],
        value=value,
        scope=words.capitalized("; ".join(scope)),
    )


def _publication(value: Mapping[str, Any]) -> str:
    if not value:
        return ""
    venue, preprint = value.get("venue", ""), value.get("preprint_id", "")
    place = (preprint or venue) if value["status"] == "preprint" else venue
    if not place:
        return words.value_words(value["status"])
    return words.PUBLICATION_STATES[value["status"]].format(place)


def _referees(value: Mapping[str, Any]) -> str:
    count = value.get("referee_count")
    if count == 1:
        return words.ONE_REFEREE
    if count:
        return words.REFEREES.format(words.small_number(count))
    return words.REVIEW_STATES.get(value.get("status", ""), "")


def data(document: Document) -> HeadlineFact:
    """How the data was acquired, or how much there is, or what else is said; with the cutoff."""
    methods = [
        _acquisition(row)
        for row in value_at(document, "data.acquisition_methods").get("methods", ())
        if row["used"]
    ]
    sizes = [_size(row) for row in value_at(document, "data.size").get("entries", ())]
    cutoff = value_at(document, "data.time_span").get("cutoff")
    claims = ["data.acquisition_methods", "data.size"]
    told = [text for text in (words.listed(methods), first_rows(sizes)) if text]
    if all(claim_at(document, path) is None for path in claims):
        claims, told = _any_data_claim(document) or (claims, told)
    value, *scope = told or [""]
    if cutoff:
        claims = [*claims, "data.time_span"] if value else claims
        scope.append(words.CUTOFF.format(date_text(cutoff)))
    return fact(document, "data", claims, value, words.capitalized("; ".join(scope)))


def _acquisition(row: Mapping[str, Any]) -> str:
    name = words.value_words(row["method"])
    if "share_percent" not in row:
        return name
    return f"{name} ({percent_text(row['share_percent'])})"


def _any_data_claim(document: Document) -> tuple[list[str], list[str]] | None:
    """The first other claim on data that gives a value, and that value in one line."""
    for name in document.get("data", {}):
        path = f"data.{name}"
        if name != "time_span" and value_at(document, path):
            return [path], [summary(path, value_at(document, path))]
    return None


def _size(row: Mapping[str, Any]) -> str:
    text = figure_text(quantity(row["amount"], row["unit"]))
    if "modality" in row:
        text = words.PARTS_OF.format(text, words.value_words(row["modality"]))
    if "stage" in row:
        text = f"{text} {words.FOR_STAGES.format(words.value_words(row['stage']))}"
    if "counting" in row:
        text = f"{text} ({words.value_words(row['counting'])})"
    return text


def access(document: Document) -> HeadlineFact:
    """Whether outsiders get the weights, and on what terms: "Open weights under MIT"."""
    terms = value_at(document, "identity.access_and_license")
    weights = terms.get("weights", {})
    told = [_weights(weights)] if weights else []
    if weights.get("access") == "open_gated":
        told.append(words.AFTER_ACCEPTING_TERMS)
    if "api" in terms:
        told.append(words.API if terms["api"]["available"] else words.NO_API)
    value, *scope = told or [""]
    claims = ["identity.access_and_license"]
    return fact(document, "access", claims, value, words.capitalized("; ".join(scope)))


def _weights(weights: Mapping[str, Any]) -> str:
    text, license_id = words.RELEASED_WEIGHTS[weights["access"]], weights.get("license")
    if not license_id:
        return text
    if license_id.startswith(_OWN_LICENSE):
        return words.UNDER_OWN_LICENSE.format(text, license_id.removeprefix(_OWN_LICENSE))
    return words.UNDER_LICENSE.format(text, license_id)


def method(document: Document) -> HeadlineFact:
    """The stages of training in their order; in small type the reinforcement algorithm."""
    rows = value_at(document, "method.training_stages").get("stages", ())
    algorithm = value_at(document, "method.reinforcement_learning").get("algorithm", "")
    stages = [row["stage"] for row in rows]
    if algorithm:
        stages.append("reinforcement_learning")
    claims = ["method.training_stages", "method.reinforcement_learning"]
    return fact(document, "method", claims, words.listed_values(_unique(stages)), algorithm)


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
