"""``co2_eq_emissions`` of a front matter: grams, alone or with where, how and on what."""

from __future__ import annotations

from typing import Any

from registry.importers.chips import read_chips
from registry.importers.collecting import Collector, stated
from registry.importers.hub_terms import says_nothing
from registry.rules.checking.number_text import is_number, json_number, number_in
from registry.rules.quantity_text import parse_quantity

KEY = "co2_eq_emissions"
LOCATION_BASED = "compute.energy_and_emissions.value.emissions_tco2e_location_based"
_REGION = "compute.energy_and_emissions.value.region"
_NO_FIELD = {
    "source": "How emissions were computed has no field; it may go into the note of the claim.",
    "training_type": "Choose the stages that the figure covers.",
}


def read_emissions(value: Any, collector: Collector) -> None:
    """Offer the emissions in tonnes, the region, and the hardware as a suggestion."""
    place = f"front matter, {KEY}"
    if not isinstance(value, dict):
        _read_amount(value, place, collector)
        return
    for key, part in value.items():
        where = f"{place}.{key}"
        if says_nothing(part):
            collector.drop(where, stated(part), "It says nothing.")
        elif key == "emissions":
            _read_amount(part, where, collector)
        elif key == "geographical_location":
            collector.add(_REGION, stated(part), place=where, as_stated=stated(part))
        elif key == "hardware_used":
            read_chips(stated(part), where, stated(part), collector)
        else:
            reason = _NO_FIELD.get(key, "A card has no field for it.")
            collector.drop(where, stated(part), reason)


def _read_amount(value: Any, place: str, collector: Collector) -> None:
    # The format has grams where no unit is written.
    text = f"{json_number(value)} g" if is_number(value) else stated(value)
    if isinstance(value, str) and (number := number_in(text)) and not number.rest:
        text = f"{text.strip()} g"
    understood = parse_quantity(text, "tCO2e")
    if understood.figure is None:
        collector.drop(place, stated(value), understood.error or "Expected grams of CO2e.")
    elif understood.figure.get("value") == 0:
        reason = "Zero is what tools write where nothing was measured; it is not taken as a figure."
        collector.drop(place, stated(value), reason)
    else:
        collector.add(LOCATION_BASED, understood.figure, place=place, as_stated=stated(value))
