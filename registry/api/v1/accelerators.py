"""The registry's table of accelerators, one variant a row."""

from fractions import Fraction
from functools import cache
from typing import Any, cast

from registry.api.addresses import address_of
from registry.api.answers import Answer, known
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.fields import fields_of
from registry.api.fixed import fixed_list, fixed_object
from registry.api.operations import Many, One, Operation
from registry.api.parameters import Asked, choices
from registry.api.v1.shapes import references as shapes
from registry.rules.accelerators.table import Accelerator, Rental, Source, load_accelerators
from registry.rules.catalogue.parameters import nearest

VENDORS = sorted({row.vendor for row in load_accelerators().accelerators}, key=str.casefold)


class Accelerators(Endpoint):
    """All accelerators of the table, with the source of each row. The table grows."""

    operation = Operation(
        "listAccelerators",
        "Reference",
        "The table of accelerators",
        Many(shapes.Accelerator, is_paged=False),
    )
    parameters = (
        choices("vendor", "Only accelerators of this vendor.", VENDORS),
        fields_of(shapes.Accelerator),
    )

    def get(self, asked: Asked) -> Answer:
        wanted = asked.values.get("vendor", ())
        rows = [row for row in _rows() if all(row["vendor"] in vendors for vendors in wanted)]
        return fixed_list(rows, asked)


class OneAccelerator(Endpoint):
    """One variant of an accelerator: memory, dense peaks, power, prices and export rules, as far as
    they are known.
    """

    operation = Operation("getAccelerator", "Reference", "One accelerator", One(shapes.Accelerator))
    parameters = (fields_of(shapes.Accelerator),)

    def get(self, asked: Asked, slug: str) -> Answer:
        row = load_accelerators().by_id.get(slug)
        if row is None:
            hint = nearest(slug, load_accelerators().by_id) or ""
            raise RequestRefused(
                "not-found", f"The table has no accelerator {slug}. {hint}".strip()
            )
        return fixed_object(_accelerator(row), asked)


@cache
def _rows() -> list[shapes.Accelerator]:
    return [_accelerator(row) for row in load_accelerators().accelerators]


def _accelerator(row: Accelerator) -> shapes.Accelerator:
    data = {
        "slug": row.id,
        "name": row.name,
        "vendor": row.vendor,
        "model": row.model,
        **known(form_factor=row.form_factor),
        "is_usual_variant": row.usual_variant,
        "released_on": row.released_on,
        **known(
            memory=[_measure(size, "GB") for size in row.memory_gb] or None,
            memory_bandwidth=_maybe(row.memory_bandwidth_gb_per_second, "GB/s"),
            power=_maybe(row.tdp_watts, "W"),
        ),
        "peaks": [
            {"number_format": name, "value": float(peak), "unit": "FLOP/s"}
            for name, peak in row.peaks.items()
        ],
        **known(rental=_rental(row.rental), purchase=_purchase(row.purchase_usd)),
        "export_controls": [
            {"since": control.since, "rule": control.rule, "source": _source(control.source)}
            for control in load_accelerators().controls_of(row)
        ],
        "doubt": row.doubt,
        **known(note=row.note),
        "source": _source(row.source),
        "links": {"self": address_of("accelerator", row.id)},
    }
    return cast(shapes.Accelerator, data)


def _measure(value: Fraction, unit: str) -> shapes.Measure:
    return {"value": float(value), "unit": unit}


def _maybe(value: Fraction | None, unit: str) -> shapes.Measure | None:
    return None if value is None else _measure(value, unit)


def _rental(rental: Rental | None) -> dict[str, Any] | None:
    if rental is None:
        return None
    return {
        "low": float(rental.low),
        "median": float(rental.median),
        "high": float(rental.high),
        "currency": "USD",
        "scope": "one accelerator for one hour",
        "quotes": rental.quotes,
        "first": rental.first,
        "last": rental.last,
    }


def _purchase(prices: tuple[Fraction, Fraction] | None) -> shapes.Price | None:
    if prices is None:
        return None
    low, high = map(float, prices)
    return {"low": low, "high": high, "currency": "USD", "scope": "one accelerator"}


def _source(source: Source) -> dict[str, str]:
    return {"title": source.title, "url": source.url}
