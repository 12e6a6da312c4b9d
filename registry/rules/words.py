"""The words for what a card says: names of values and units, and the phrases around figures.

Whoever writes a card out for readers finds its words here, so that a page, a list and a summary
never call one thing by two names. What the registry itself has to say stands where it is found: a
problem in ``checking``, a lost point in ``grading.reasons``, a missing level in ``grading.level``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# Values of closed lists whose words differ from the value with its underscores opened.
_VALUES: Mapping[str, str] = {
    # stages
    "ablations_and_scaling": "ablations and scaling runs",
    "mid_training": "mid-training",
    "pretraining": "pre-training",
    "supervised_fine_tuning": "supervised fine-tuning",
    # number formats
    "bf16": "BF16",
    "fp16": "FP16",
    "fp32": "FP32",
    "fp4": "FP4",
    "fp8": "FP8",
    "int4": "INT4",
    "int8": "INT8",
    "tf32": "TF32",
    # compute and energy
    "hardware_flop": "hardware FLOP",
    "model_flop": "model FLOP",
    "provider_estimate": "estimate of the provider",
    "tdp_times_hours": "rated power × hours",
    # money
    "grant_allocation": "allocated by a grant",
    "owned_amortized": "own hardware, amortized",
    "owned_upfront": "own hardware, purchase price",
    "rental_assumed": "rental price assumed",
    "rental_paid": "rental price paid",
    # access, lineage, data
    "api_snapshot_id": "API snapshot id",
    "continued_pretraining": "continued pre-training",
    "doi": "DOI",
    "fine_tuning": "fine-tuning",
    "human_created": "human-created data",
    "licensed": "licensed data",
    "open_gated": "open after accepting terms",
    "robots_txt": "robots.txt",
    "synthetic": "synthetic data",
    "tdm_reservation": "text and data mining reservation",
    "weights_sha256": "SHA-256 of the weights",
    # who speaks
    "artefact": "public artefact",
    "independent": "independent source",
    "lab": "the developer",
    "peer_reviewed": "peer-reviewed publication",
    "registry": "the registry",
    "third_party": "a third party",
}

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
CURRENCY_SIGNS: Mapping[str, str] = {"USD": "US$"}

# Units whose written form differs from the schema's; an empty form means that none is written.
_UNITS: Mapping[str, str] = {
    "accelerator": "accelerators",
    "core": "cores",
    "kg CO2e/kWh": "kg CO₂e/kWh",
    "node": "nodes",
    "ratio": "",
    "see unit": "",
    "superchip": "superchips",
    "tCO2e": "t CO₂e",
}
_SINGULAR_UNITS: Mapping[str, str] = {
    plural: plural.removesuffix("s")
    for plural in (
        "accelerator-hours",
        "accelerators",
        "bytes",
        "cores",
        "days",
        "documents",
        "hours",
        "images",
        "layers",
        "nodes",
        "parameters",
        "referees",
        "samples",
        "superchips",
        "tokens",
        "years",
    )
}

ONE_NUMBER: Mapping[str, str] = {
    "approximate": "about {}",
    "at_least": "at least {}",
    "order_of_magnitude": "of the order of {}",
    "up_to": "up to {}",
}
TWO_NUMBERS: Mapping[str, str] = {
    "": "between {} and {}",
    "approximate": "about {} to {}",
    "at_least": "between at least {} and {}",
    "order_of_magnitude": "of the order of {} to {}",
    "up_to": "between {} and up to {}",
}

YES, NO = "yes", "no"
NOT_GIVEN = "not given"
MORE = "and {} more"
STATED_AS = "stated as “{}”"
IN_PRICES_OF = "{} in {} prices"
PERIOD = "{} to {}"
FOR_STAGES = "for {}"
STAGES_NOT_STATED = "for stages not stated"
EXCLUDING = "excluding {}"
BASE_MODEL, BASE_MODELS = "base model {}", "base models {}"
UNNAMED_BASE_MODEL = "a base model that is not named"
BASE_MODEL_INCLUDED = "base model included"
WITH = "with {}"
CUMULATIVE = "cumulative {}"
CUMULATIVE_UNKNOWN = "cumulative not known"

STATUSES: Mapping[str, str] = {
    "none": "None, the developer says",
    "not_applicable": "Not applicable, the developer says",
    "silent": "Not answered",
    "unknown": "Not known to the developer",
    "withheld": "Withheld ({})",
}
# Nobody asked the lab where others compiled the card from public sources.
NOT_FOUND = "Not found in the sources read"

HEADLINE_TOPICS: Mapping[str, str] = {
    "access": "Access",
    "chips": "Chips",
    "compute": "Training compute",
    "cost": "Cost",
    "data": "Data",
    "method": "Method",
    "peer_review": "Peer review",
}
PARTS_OF = "{} of {}"
ELAPSED = "{} elapsed"
FOR_WHOLE_PROGRAM = "for the whole program"
PROGRAM_STAGES_NOT_STATED = "its stages are not stated"
PUBLICATION_STATES: Mapping[str, str] = {
    "accepted": "accepted by {}",
    "in_review": "in review at {}",
    "preprint": "preprint, {}",
    "published": "published in {}",
    "retracted": "retracted from {}",
    "submitted": "submitted to {}",
}
REFEREES, ONE_REFEREE = "{} referees", "one referee"
REVIEW_STATES: Mapping[str, str] = {
    "completed": "independent review completed",
    "in_progress": "independent review in progress",
}
PUBLIC_RECORDS: Mapping[str, str] = {"reports_public": "reports", "replies_public": "replies"}
PUBLIC = "public {}"
REVIEWED_VERSION = "reviewed version {}"
INDEPENDENT_REVIEW = "independent review"
CUTOFF = "cutoff {}"
RELEASED_WEIGHTS: Mapping[str, str] = {
    "none": "weights not released",
    "open": "open weights",
    "open_gated": "open weights",
    "restricted": "restricted weights",
}
UNDER_LICENSE = "{} under {}"
UNDER_OWN_LICENSE = "{} under a license of its own, {}"
AFTER_ACCEPTING_TERMS = "after accepting terms"
API, NO_API = "available through an API", "no API"

ROLLUP_LABELS: Mapping[str, str] = {
    "cumulative": "With base models",
    "note": "Note",
    "scope": "Covers",
    "split": "Of this",
}
MADE_DATA = "{} made training data"
CHANGED_WEIGHTS = "{} changed the weights"

LINEAGE_NOTES: Mapping[str, str] = {
    "covers_base": "The figure covers pre-training, so it already contains work on {model}; "
    "what else went into that model is not known.",
    "figure_missing": "No figure for {model} is known.",
    "mixed_accelerators": "Hours on different accelerators are added as they are.",
    "other_currency": "{figure} for {model} is in another currency and is not added.",
    "other_price_basis": "{figure} for {model} rests on another price basis and is not added.",
    "other_price_year": "{figure} for {model} is in prices of another year and is not added.",
    "stage_missing": "No figure for {stages} of {model} is known.",
    "unnamed_base": "The base model of {model} is not named.",
    "unreached": "No part of the sum is known to cover pre-training.",
    "wider": "The figure taken for {model} covers {stages}, which may be more than was inherited.",
}

_SMALL_NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)


def value_words(value: str) -> str:
    """The words for a value of a closed list: ``"fp8"`` is "FP8", ``"web_crawl"`` "web crawl"."""
    return _VALUES.get(value, value.replace("_", " "))


def unit_words(unit: str, *, one: bool = False) -> str:
    """The written form of a unit of the schema, in the singular where ``one`` says so."""
    written = _UNITS.get(unit, unit)
    return _SINGULAR_UNITS.get(written, written) if one else written


def small_number(number: int) -> str:
    """A count as prose writes it: in letters up to ten."""
    return _SMALL_NUMBERS[number] if 0 <= number < len(_SMALL_NUMBERS) else f"{number:,}"


def listed(words: Sequence[str], conjunction: str = "and") -> str:
    """Words as a sentence lists them: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def listed_values(values: Sequence[str]) -> str:
    return listed([value_words(value) for value in values])


def fact_words(answer: Any) -> str:
    """The answer to a fact, true or false, a choice or a list of choices, in words."""
    if isinstance(answer, bool):
        return YES if answer else NO
    return value_words(answer) if isinstance(answer, str) else listed_values(answer)


def capitalized(text: str) -> str:
    """``text`` with its first letter raised and nothing else changed."""
    return text[:1].upper() + text[1:]


def uncapitalized(title: str) -> str:
    """A field title as part of a longer label: "Legal name" is lowered, "API" and "URL" are not."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
