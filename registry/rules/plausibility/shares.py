"""PC22: shares of one list make at most the whole, and all of it in a complete list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from registry.rules.numerals import exact
from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import Inputs
from registry.rules.plausibility.results import Result, Severity, not_run

METHODS, DATASETS = "data.acquisition_methods", "data.public_datasets"
COMPOSITION = "data.composition"
ALL_METHODS = 7
WHOLE, TOLERANCE = 100, 2
# Addends that a sentence can hold.
_SHOWN = 8
# A line for all that is not named makes a list complete.
_REST = frozenset({"misc", "miscellaneous", "other", "others", "remainder", "remaining", "rest"})

TOO_MUCH = "Check the shares, or that they are of one whole."
TOO_LITTLE = "Check the shares, or say what is missing."


@dataclass(frozen=True, slots=True)
class _List:
    claim: str
    name: str
    rows: Sequence[Mapping[str, Any]]
    is_complete: bool


def check_shares(inputs: Inputs) -> Iterator[Result]:
    """PC22 for acquisition methods, public datasets, languages and domains."""
    lists = [one for one in _lists(inputs) if any("share_percent" in row for row in one.rows)]
    if not lists:
        yield not_run("PC22", (METHODS, DATASETS, COMPOSITION), "No shares are given.")
    for one in lists:
        yield _judged(one)


def _lists(inputs: Inputs) -> Iterator[_List]:
    methods = inputs.value(METHODS).get("methods", ())
    used = [row for row in methods if row["used"]]
    every_method = len({row["method"] for row in methods}) == ALL_METHODS
    yield _List(METHODS, "acquisition methods", used, every_method and _all_shared(used))
    datasets = inputs.value(DATASETS)
    rows = datasets.get("datasets", ())
    # Public datasets are all of the data only where nothing else was used.
    others = [row for row in used if row["method"] != "public_datasets"]
    whole = datasets.get("coverage") == "all" and _all_shared(rows) and not others
    yield _List(DATASETS, "public datasets", rows, whole)
    for name in ("languages", "domains"):
        rows = inputs.value(COMPOSITION).get(name, ())
        has_rest = any(row["name"].strip().casefold() in _REST for row in rows)
        yield _List(COMPOSITION, name, rows, has_rest and _all_shared(rows))


def _all_shared(rows: Sequence[Mapping[str, Any]]) -> bool:
    return bool(rows) and all("share_percent" in row for row in rows)


def _judged(one: _List) -> Result:
    shares = [Fraction(exact(row["share_percent"])) for row in one.rows if "share_percent" in row]
    total = sum(shares, Fraction(0))
    severity, advice, told = Severity.PASS, "", "no more than the whole"
    if total > WHOLE + TOLERANCE:
        severity, advice, told = Severity.ERROR, TOO_MUCH, "more than 100 %"
    elif one.is_complete and total < WHOLE - TOLERANCE:
        severity, advice, told = Severity.WARN, TOO_LITTLE, "less than 100 %, in a complete list"
    elif one.is_complete:
        told = "the whole"
    terms = " + ".join(texts.digits(share) for share in shares)
    if len(shares) > _SHOWN:
        terms = f"{len(shares)} shares"
    sum_text = f"{terms} = {texts.digits(total)} %"
    return Result(
        "PC22",
        severity,
        (one.claim,),
        computed=total,
        stated=Fraction(WHOLE),
        ratio=total / WHOLE,
        message=f"Shares of {one.name}: {sum_text}, {told}. {advice}".rstrip(),
        formula=sum_text,
        advice=advice,
    )
