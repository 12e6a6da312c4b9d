"""Where an unknown key may belong: the right name, the right unit, the right place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache

from registry.rules.card_fields import Field, card_fields
from registry.rules.checking.number_text import is_number, json_number
from registry.rules.names import slugify


@dataclass(frozen=True, slots=True)
class KeyHint:
    """Advice for an unknown key; ``meant`` is the key of the same object it stands for, if any."""

    text: str
    meant: str | None = None


# Other names that people use for a field.
_SYNONYMS = {
    "accelerator": ("chip", "chip_type", "gpu", "gpu_model", "gpu_type"),
    "accelerator_hours": ("chip_hours", "core_hours", "gpu_hours", "tpu_hours"),
    "amount": ("cost", "price", "total", "usd", "value"),
    "count": ("gpu_count", "n_gpus", "num_gpus", "number", "quantity"),
    "developer": ("company", "lab", "organization", "vendor"),
    "emissions_tco2e_location_based": ("co2", "co2e", "emissions", "emissions_tco2e", "tco2e"),
    "energy_mwh": ("energy", "electricity"),
    "excerpt": ("quotation", "quote"),
    "flop": ("compute", "flops", "training_compute", "training_flop", "training_flops"),
    "hardware_flop_utilization": ("hfu",),
    "locator": ("page", "pages", "section", "table"),
    "model_flop_utilization": ("mfu", "utilization"),
    "parameters_active": ("active_parameters", "active_params"),
    "parameters_total": ("n_parameters", "num_parameters", "parameters", "params"),
    "power_usage_effectiveness": ("pue",),
    "tokens_seen": ("num_tokens", "tokens", "training_tokens"),
    "value": ("amount",),
    "url": ("address", "href", "link", "uri"),
    "withheld_reason": ("reason",),
}
_MEANT = {synonym: key for key, synonyms in _SYNONYMS.items() for synonym in synonyms}

# Names that carry another unit than the field: the field, the rule, and what to multiply by.
_OTHER_UNITS = {
    name: (key, rule, Decimal(factor))
    for names, key, rule, factor in (
        ("energy_wh", "energy_mwh", "1,000,000 Wh = 1 MWh", "1e-6"),
        ("energy_kwh kwh", "energy_mwh", "1,000 kWh = 1 MWh", "1e-3"),
        ("energy_gwh gwh", "energy_mwh", "1 GWh = 1,000 MWh", "1e3"),
        ("emissions_kg co2_kg", "emissions_tco2e_location_based", "1,000 kg = 1 t", "1e-3"),
        ("accelerator_days gpu_days tpu_days", "accelerator_hours", "1 day = 24 hours", "24"),
        ("wall_clock_days", "wall_clock_hours", "1 day = 24 hours", "24"),
        (
            "pf_days pfs_days petaflop_days petaflop_s_days",
            "flop",
            "1 petaflop/s-day = 8.64e19 FLOP",
            "8.64e19",
        ),
    )
    for name in names.split()
}

# A key that half the card uses, such as name or url, tells nothing about where it belongs.
_MOST_PLACES = 3


def key_hint(key: str, value: object, field: Field) -> KeyHint | None:
    """Return where ``key``, which ``field`` does not have, may belong; None without an idea."""
    word = slugify(key).replace("-", "_")
    if value is None and key.isdecimal():  # YAML reads {value: 147,000} as two members
        return KeyHint("Write numbers without separators: 147000.")
    if word in _OTHER_UNITS:
        meant, rule, factor = _OTHER_UNITS[word]
        if meant in field.properties:
            return KeyHint(f"Use {meant}: {rule}{_converted(value, factor)}.", meant)
    for meant in (word, _MEANT.get(word, "")):
        if meant in field.properties:
            return KeyHint(f"Use {meant}.", meant)
    if holders := [name for name, part in field.properties.items() if _has(part, key)]:
        return KeyHint(f"It belongs inside {_either(holders)}.")
    if close := get_close_matches(word, field.properties, n=1, cutoff=0.7):
        return KeyHint(f"Did you mean {close[0]}?", close[0])
    places = _places().get(key, ())
    return KeyHint(f"It belongs to {_either(places)}.") if 0 < len(places) <= _MOST_PLACES else None


def _converted(value: object, factor: Decimal) -> str:
    number = value.get("value") if isinstance(value, dict) else value
    if not is_number(number):
        return ""
    return f", so the number is {json_number(Decimal(str(number)) * factor)}"


def _has(field: Field, key: str) -> bool:
    return key in field.properties or (
        field.entries is not None and key in field.entries.properties
    )


def _either(names: Sequence[str]) -> str:
    return " or ".join(names)


@cache
def _places() -> Mapping[str, tuple[str, ...]]:
    """Return, for every key of the card, the titles of the objects that have it."""
    places: dict[str, list[str]] = {}
    _collect_places(card_fields(), "", places)
    return {key: tuple(titles) for key, titles in places.items()}


def _collect_places(field: Field, title: str, places: dict[str, list[str]]) -> None:
    if field.entries:
        _collect_places(field.entries, title, places)
    for key, part in field.properties.items():
        if title and title not in places.setdefault(key, []):
            places[key].append(title)
        is_value_of_claim = field.is_claim and key == "value"
        below = title if is_value_of_claim else f"{title} › {part.title}".removeprefix(" › ")
        _collect_places(part, below, places)
