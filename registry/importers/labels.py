"""Lines such as "Cloud Provider: …", which the template of the model hub has people fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from registry.importers.chips import read_chips
from registry.importers.collecting import Collector
from registry.importers.emissions import LOCATION_BASED
from registry.importers.front_matter import LICENSE, PARENTS
from registry.importers.hub_terms import repository_url, says_nothing
from registry.importers.licenses import spdx_id
from registry.importers.markdown import Plain, Sentence
from registry.importers.prose import ACCELERATOR_HOURS
from registry.rules.checking.date_text import date_in
from registry.rules.names import slugify
from registry.rules.quantity_text import parse_quantity
from registry.rules.quantity_units import factor_of

OWNER = "identity.responsible_party.value.legal_name"
OPERATOR = "hardware.operator_and_location.value.operator"
REGION = "hardware.operator_and_location.value.region"
RELEASE_DATE = "identity.model_version.value.release_date"
CUTOFF = "data.time_span.value.cutoff"

_LINE = re.compile(
    r"\s{0,40}(?:[-*+•]\s{1,8})?(?P<label>[A-Za-z][A-Za-z ()/-]{1,50}?)\s{0,8}[:：](?P<value>.*)",
    re.DOTALL,
)
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()]{0,500}\)")
_AMOUNT_AND_UNIT = re.compile(r"\D*[0-9][0-9.,]*\s?[A-Za-z万億]*")
_LONGEST = 300


class LabelReader:
    """Reads one labelled line; ``read`` says whether it was one that is known."""

    def __init__(self, body: Plain, collector: Collector) -> None:
        self._body = body
        self._collector = collector

    def read(self, sentence: Sentence) -> bool:
        match = _LINE.fullmatch(sentence.text)
        kind = _LABELS.get(slugify(match["label"])) if match else None
        if match is None or kind is None:
            return False
        text = _LINK.sub(r"\1", " ".join(match["value"].split())).strip(" []()")
        place = f"line {self._body.line(sentence.offset + match.start('value'))}"
        if says_nothing(text):
            self._collector.drop(place, sentence.around(0, 0), "It says nothing.")
        elif len(text) <= _LONGEST:
            kind(text, place, sentence.around(0, 0), self._collector)
        else:
            return False
        return True


_Kind = Callable[[str, str, str, Collector], None]


def _text(path: str) -> _Kind:
    def offer(text: str, place: str, sentence: str, collector: Collector) -> None:
        _suggest(path, text, text, place, sentence, collector)

    return offer


def _date(path: str) -> _Kind:
    def offer(text: str, place: str, sentence: str, collector: Collector) -> None:
        date = date_in(text.rstrip("."))
        if date:
            _suggest(path, date, text, place, sentence, collector)
        else:
            collector.drop(place, text, "Expected a date, such as 2025-01-20 or January 2025.")

    return offer


def _hours(text: str, place: str, sentence: str, collector: Collector) -> None:
    unit = _AMOUNT_AND_UNIT.sub("", text, count=1)
    understood = parse_quantity(text, "accelerator-hours")
    if understood.figure is None or factor_of(understood.unit or unit, "hours") is not None:
        reason = "It does not say whether these are hours of the clock or of all accelerators."
        collector.drop(place, text, understood.error or reason)
    else:
        _suggest(ACCELERATOR_HOURS, understood.figure, text, place, sentence, collector)


def _emissions(text: str, place: str, sentence: str, collector: Collector) -> None:
    understood = parse_quantity(text, "tCO2e")
    if understood.figure is None or not understood.unit:
        reason = "Emissions without a unit: expected grams, kilograms or tonnes of CO2e."
        collector.drop(place, text, understood.error or reason)
    else:
        _suggest(LOCATION_BASED, understood.figure, text, place, sentence, collector)


def _license(text: str, place: str, sentence: str, collector: Collector) -> None:
    term = spdx_id(text)
    if term:
        _suggest(LICENSE, term, text, place, sentence, collector)
    else:
        collector.drop(place, text, "No license of the SPDX list by that name: choose it yourself.")


def _parent(text: str, place: str, sentence: str, collector: Collector) -> None:
    url = repository_url(text)
    edge = {"model": text.rpartition("/")[2] if url else text, **({"url": url} if url else {})}
    _suggest(PARENTS, [edge], text, place, sentence, collector)


def _suggest(
    path: str, value: object, text: str, place: str, sentence: str, collector: Collector
) -> None:
    collector.add(
        path, value, place=place, as_stated=text, certainty="suggested", sentence=sentence
    )


_LABELS: Mapping[str, _Kind] = MappingProxyType(
    {
        "carbon-emitted": _emissions,
        "cloud-provider": _text(OPERATOR),
        "compute-region": _text(REGION),
        "developed-by": _text(OWNER),
        "finetuned-from": _parent,
        "finetuned-from-model": _parent,
        "finetuned-from-model-optional": _parent,
        "hardware-type": read_chips,
        "hours-used": _hours,
        "knowledge-cutoff": _date(CUTOFF),
        "license": _license,
        "model-developer": _text(OWNER),
        "model-developers": _text(OWNER),
        "model-release-date": _date(RELEASE_DATE),
        "release-date": _date(RELEASE_DATE),
    }
)
LABELS = tuple(_LABELS)
