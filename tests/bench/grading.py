"""W5 and W7: checking a card and grading it, against validating its shape alone."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator

from registry.rules.card.document import Card
from registry.rules.card_fields import load_schema
from registry.rules.checking.check import check_card
from registry.rules.checking.reading import read_json
from registry.rules.grading.completeness import assess
from registry.rules.standard import load_standard
from registry.starter.loader import STARTER_DIR
from tests.bench.measuring import (
    Figure,
    at_least,
    at_most,
    exponent,
    medians,
    milliseconds,
    plain,
    seconds_of,
)
from tests.bench.registries import Registries

TITLE = "W5, W7  Checking and grading a card"
_R1 = STARTER_DIR / "cards" / "deepseek" / "deepseek-r1.json"
_MAXIMUM_RATIO = 5
_MAXIMUM_EXPONENT = 1.1
_OF_JSONSCHEMA = 20


@dataclass(frozen=True)
class Times:
    """Seconds for one card."""

    grading: float
    checking: float
    jsonschema: float
    jsonschema_rs: float
    pydantic: float


def measure(registries: Registries) -> list[Figure]:
    rounds = 5 if registries.is_quick else 20
    r1 = _times(_R1, rounds)
    starter = [_times(path, rounds) for path in sorted(STARTER_DIR.glob("cards/*/*.json"))]
    mean = Times(
        *(
            statistics.mean(getattr(times, name) for times in starter)
            for name in Times.__dataclass_fields__
        )
    )
    return [
        *_figures("DeepSeek-R1", r1),
        *_figures(f"mean of {len(starter)} starter cards", mean),
        _growth((31, 310) if registries.is_quick else (31, 310, 3100)),
    ]


def _times(path: Path, rounds: int) -> Times:
    data = path.read_bytes()
    document = _document(path)
    standard = load_standard()
    validator = jsonschema_rs.Draft202012Validator(load_schema(), validate_formats=True)
    stock = Draft202012Validator(load_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return Times(
        **medians(
            {
                "grading": lambda: assess(document, standard),
                "checking": lambda: check_card(data, "json"),
                "jsonschema": lambda: list(stock.iter_errors(json.loads(data))),
                "jsonschema_rs": lambda: validator.is_valid(document),
                "pydantic": lambda: Card.model_validate(document),
            },
            rounds,
        )
    )


def _figures(name: str, times: Times) -> list[Figure]:
    return [
        plain(f"{name}: grading", milliseconds(times.grading)),
        plain(f"{name}: checking (read, shape, meaning, hash)", milliseconds(times.checking)),
        at_least(
            f"{name}: jsonschema alone ÷ checking",
            times.jsonschema / times.checking,
            _OF_JSONSCHEMA,
        ),
        at_most(f"{name}: grading ÷ checking", times.grading / times.checking, _MAXIMUM_RATIO),
        plain(f"{name}: grading ÷ pydantic", f"{times.grading / times.pydantic:.2f} ×"),
        plain(f"{name}: grading ÷ jsonschema-rs", f"{times.grading / times.jsonschema_rs:.2f} ×"),
    ]


def _growth(sizes: Sequence[int]) -> Figure:
    standard = load_standard()
    documents = [_document(path) for path in sorted(STARTER_DIR.glob("cards/*/*.json"))]

    def grade(cards: int) -> None:
        for _ in range(cards // len(documents)):
            for document in documents:
                assess(document, standard)

    times = {size: seconds_of(lambda size=size: grade(size)) for size in sizes}  # type: ignore[misc]
    return at_most(
        f"grading {', '.join(f'{size:,}' for size in sizes)} cards: exponent",
        exponent(times),
        _MAXIMUM_EXPONENT,
        "",
    )


def _document(path: Path) -> dict[str, Any]:
    document = read_json(path.read_bytes()).document
    if document is None:
        raise ValueError(f"{path} cannot be read.")
    return document
