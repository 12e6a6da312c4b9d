"""Figures that the sentences of a README state, each a suggestion beside its sentence.

Nothing here is certain: a sentence may speak of another model, of serving, of a plan. So nothing is
ever offered without its sentence, and a person decides.
"""

from __future__ import annotations

import re
from itertools import islice

from registry.importers.chips import COUNTS, SEGMENTS, segment_of
from registry.importers.collecting import Collector
from registry.importers.emissions import LOCATION_BASED
from registry.importers.figures import StatedFigure, figures_in, known_chip
from registry.importers.markdown import Plain, Sentence, tidy
from registry.importers.money import Amount, amounts_in
from registry.importers.sources import suggest_sources

ACCELERATOR_HOURS = "compute.duration.value.accelerator_hours"
FLOP = "compute.final_run.value.flop"
ENERGY = "compute.energy_and_emissions.value.energy_mwh"
MARKET_BASED = "compute.energy_and_emissions.value.emissions_tco2e_market_based"
DATA_SIZE = "data.size.value.entries"
PARAMETERS = "method.architecture.value.parameters_total"
ACTIVE_PARAMETERS = "method.architecture.value.parameters_active"
COST = "cost.final_run.value.amount"
PRICE = "cost.price_basis.value.price_per_accelerator_hour"

_PATHS = {"accelerator-hours": ACCELERATOR_HOURS, "FLOP": FLOP, "MWh": ENERGY}
# Words without one of which no sentence holds a figure that is looked for.
_TRACES = re.compile(
    r"hour|hrs|days?\b|flop|operations|wh\b|watt|co2|co₂|carbon|emission|token|param|activ|gpu|tpu"
    r"|npu|accelerator|chip|[ahv][0-9]{2,3}\b|mi[0-9]{3}|[$€£¥]|usd|dollar|cost|時間|トークン|パラメータ",
    re.IGNORECASE,
)
_ABOUT_EMISSIONS = re.compile(r"co2|co₂|carbon|emission|greenhouse|排出", re.IGNORECASE)
_ABOUT_USE = re.compile(
    r"\b(?:inference|deploy\w*|serv(?:e|ed|ing)|to run|vram|quantiz\w*)\b", re.I
)
_KIND_OF_EMISSIONS = re.compile(r"\b(market|location)\b", re.IGNORECASE)
# A text with more numbers is a log or a list of results.
_MOST_NUMBERS = 3_000


class ProseReader:
    """Reads sentences one by one, up to so many numbers in all."""

    def __init__(self, body: Plain, collector: Collector) -> None:
        self._body = body
        self._collector = collector
        self._numbers = 0

    def read(self, sentence: Sentence) -> None:
        if not _TRACES.search(sentence.text):
            return
        claims = set()
        for figure in islice(figures_in(sentence.text), self._left):
            self._numbers += 1
            if figure and (path := self._path_of(figure, sentence.text)):
                claims.add(self._offer(path, figure, sentence))
        for amount in islice(amounts_in(sentence.text), self._left):
            self._numbers += 1
            path = PRICE if amount.is_per_hour else COST
            claims.add(self._suggest(path, amount.money, amount, sentence))
        suggest_sources(sentence, sorted(claims), self._body, self._collector)

    def tell_what_was_left_out(self) -> None:
        if not self._left:
            reason = f"Figures are looked for among the first {_MOST_NUMBERS:,} numbers of a text."
            self._collector.drop("the rest of the text", "more numbers", reason)

    @property
    def _left(self) -> int:
        return _MOST_NUMBERS - self._numbers

    def _path_of(self, figure: StatedFigure, text: str) -> str | None:
        match figure.unit:
            case "tCO2e":
                return _emissions_path(text, figure) if _ABOUT_EMISSIONS.search(text) else None
            case "tokens":
                return DATA_SIZE
            case "parameters":
                return ACTIVE_PARAMETERS if figure.is_active else PARAMETERS
            case "accelerators":
                return None if _ABOUT_USE.search(text) else COUNTS
        return _PATHS[figure.unit]

    def _offer(self, path: str, figure: StatedFigure, sentence: Sentence) -> str:
        value: object = figure.quantity
        if path == DATA_SIZE:
            value = [{"amount": figure.quantity, "unit": "tokens"}]
        elif path == COUNTS:
            value = [{"count": figure.quantity, "count_unit": "accelerator"}]
        if figure.chip and (found := known_chip(figure.chip)):
            self._suggest(SEGMENTS, [segment_of(found, figure.chip)], figure, sentence)
        return self._suggest(path, value, figure, sentence)

    def _suggest(
        self, path: str, value: object, at: StatedFigure | Amount, sentence: Sentence
    ) -> str:
        """Offer a value; the claim it belongs to."""
        self._collector.add(
            path,
            value,
            place=f"line {self._body.line(sentence.offset + at.start)}",
            as_stated=tidy(sentence.text[at.start : at.end]),
            certainty="suggested",
            sentence=sentence.around(at.start, at.end),
        )
        return ".".join(path.split(".")[:2])


def _emissions_path(text: str, figure: StatedFigure) -> str:
    """Market-based where that word stands nearest before the figure; else location-based."""
    kinds = _KIND_OF_EMISSIONS.findall(text[: figure.start]) or _KIND_OF_EMISSIONS.findall(text)
    return MARKET_BASED if kinds and kinds[-1].lower() == "market" else LOCATION_BASED
