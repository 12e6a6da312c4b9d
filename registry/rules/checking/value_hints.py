"""What to write instead: hints for values that the schema refuses.

A hint is an offer to a person, drawn from slips people make; nothing is ever corrected silently.
Where a repaired value can be tested against the field's own rules, only one that passes is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from difflib import get_close_matches
from urllib.parse import quote

from registry.rules.card_fields import Field
from registry.rules.checking.code_lists import CURRENCIES
from registry.rules.checking.date_text import date_in
from registry.rules.checking.number_text import is_number, json_number, number_in, range_in
from registry.rules.names import slugify
from registry.rules.problems import shown
from registry.rules.standard import load_standard

_PLACEHOLDER_HINT = (
    "A placeholder counts as absent: leave the field out, or give the claim the status"
    ' "withheld" (with a withheld_reason) or "unknown".'
)

# Words for members of closed lists; case, spaces and hyphens are handled apart.
_CHOICE_WORDS = {
    "arxiv": "preprint", "bfloat16": "bf16", "closed": "none", "cloud": "cloud_list_price",
    "company": "developer", "dense": "dense_transformer", "dpo": "preference_optimization",
    "float16": "fp16", "float32": "fp32", "gated": "open_gated", "gpu": "accelerator",
    "grpo": "reinforcement_learning", "journal": "peer_reviewed", "lab": "developer",
    "moe": "mixture_of_experts", "official": "lab",
    "open_source": "open", "open_weights": "open", "ppo": "reinforcement_learning",
    "proprietary": "none", "public": "open", "rental": "rental_assumed", "repository": "artefact",
    "rl": "reinforcement_learning", "rlhf": "preference_optimization",
    "sft": "supervised_fine_tuning", "sparse": "mixture_of_experts", "ssm": "state_space",
    "transformer": "dense_transformer",
}  # fmt: skip
_CODES = {
    "$": "USD", "america": "US", "china": "CN", "dollar": "USD", "dollars": "USD", "english": "en",
    "euro": "EUR", "france": "FR", "germany": "DE", "japan": "JP", "rmb": "CNY", "uk": "GB",
    "united kingdom": "GB", "united states": "US", "us$": "USD", "usa": "US", "yuan": "CNY",
    "£": "GBP", "€": "EUR",
}  # fmt: skip
# For each unit of a field, others that a text may give, and what to multiply by.
_UNIT_FACTORS: dict[str, dict[str, str]] = {
    "MWh": {"wh": "1e-6", "kwh": "1e-3", "mwh": "1", "gwh": "1e3", "twh": "1e6"},
    "tCO2e": {"kg": "1e-3", "kgco2e": "1e-3", "kg co2e": "1e-3", "kilotonnes": "1e3"},
    "hours": {"days": "24", "day": "24", "weeks": "168"},
    "accelerator-hours": {"gpu days": "24", "gpu-days": "24", "tpu days": "24"},
    "FLOP": {"exaflop": "1e18", "pf-days": "8.64e19", "pflop/s-days": "8.64e19",
             "petaflop/s-days": "8.64e19", "zettaflop": "1e21", "yottaflop": "1e24"},
    "ratio": {"%": "0.01", "percent": "0.01"},
}  # fmt: skip

_DOI = re.compile(r"(?:https?://)?(?:dx\.)?doi(?:\.org/|:\s*)(10\.\S+)", re.IGNORECASE)
_URI_CHARACTERS = "/:?#[]@!$&'()*+,;=%-._~"


def value_hint(value: object, field: Field) -> str | None:
    """Return advice for ``value``, which the schema refuses at ``field``; None without an idea."""
    if value is None:
        return "A card has no null: fill the field in, or leave it out."
    if value in ("", [], {}):
        return "Fill it in, or leave the field out if it is not required."
    if isinstance(value, str) and is_placeholder(value):
        return _PLACEHOLDER_HINT
    if "const" in field.keywords:
        return f"Write {shown(field.keywords['const'])}."
    if "enum" in field.keywords:
        return _choice_hint(value, field)
    hint = _HINTS.get(field.keywords.get("type", ""))
    return hint(value, field) if hint else None


def is_placeholder(text: str) -> bool:
    """Whether ``text`` says nothing, by the standard's list."""
    return text.strip().casefold() in load_standard().placeholders


def _choice_hint(value: object, field: Field) -> str | None:
    if not isinstance(value, str):
        return None
    choices = [choice for choice in field.keywords["enum"] if isinstance(choice, str)]
    word = slugify(value).replace("-", "_")
    by_letters = {choice.replace("_", ""): choice for choice in choices}
    choice = by_letters.get(word.replace("_", "")) or _CHOICE_WORDS.get(word)
    if choice not in choices:
        choice = next(iter(get_close_matches(word, choices, n=1, cutoff=0.75)), None)
    return f"Write {shown(choice)}." if choice else None


def _boolean_hint(value: object, field: Field) -> str | None:
    if value in ("yes", "Yes", "true", "True", 1):
        return "Write true, without quotes."
    return "Write false, without quotes." if value in ("no", "No", "false", "False", 0) else None


def _number_hint(value: object, field: Field) -> str | None:
    if isinstance(value, dict) and is_number(value.get("value")):
        return f"Write the number itself: {json_number(value['value'])}."
    if is_number(value):
        is_percentage = field.unit == "ratio" and 1 < value <= 100
        share = json_number(Decimal(str(value)) / 100)
        return f"A ratio lies between 0 and 1: write {share}." if is_percentage else None
    if not isinstance(value, str):
        return None
    if ends := range_in(value):
        low, high = map(json_number, ends)
        return f'Give the range instead: "low": {low}, "high": {high}.'
    number = _in_unit_of(field, value)
    return None if number is None else f"Write {json_number(number)}, without quotes."


def _object_hint(value: object, field: Field) -> str | None:
    if isinstance(value, list):
        return "Write one object, without square brackets." if len(value) == 1 else None
    if field.is_claim:
        return _claim_hint(value)
    figure = next((key for key in ("value", "amount") if key in field.properties), None)
    if figure is None or "low" not in field.properties:
        return None
    parts = _figure_parts(value, figure, field)
    if parts and figure == "amount":
        parts += f', "currency": {shown(_currency_in(str(value)))}'
    if parts and isinstance(value, str):
        parts += f', "as_stated": {shown(value)}'
    return f"Write {{{parts}}}." if parts else None


def _currency_in(text: str) -> str:
    signs_and_codes = re.findall(r"[$€£]|\b[A-Z]{3}\b", text)
    known = (
        mark if mark in CURRENCIES else _CODES.get(mark.casefold()) for mark in signs_and_codes
    )
    return next(filter(None, known), "…")


def _claim_hint(value: object) -> str:
    if value in ("none", "unknown", "not_applicable"):
        return f'Write {{"status": {shown(value)}}}.'
    if value == "withheld":
        return 'Write {"status": "withheld", "withheld_reason": "no_reason_given"}.'
    return 'Write {"status": "disclosed", "value": {…}, "evidence": […]}.'


def _figure_parts(value: object, figure: str, field: Field) -> str | None:
    if is_number(value):
        return f'"{figure}": {json_number(value)}'
    if not isinstance(value, str):
        return None
    if ends := range_in(value):
        low, high = map(json_number, ends)
        return f'"low": {low}, "high": {high}'
    number = _in_unit_of(field, value)
    return None if number is None else f'"{figure}": {json_number(number)}'


def _in_unit_of(field: Field, text: str) -> Decimal | None:
    stated = number_in(text)
    if stated is None:
        return None
    factor = _UNIT_FACTORS.get(field.unit or "", {}).get(stated.rest.lower(), "1")
    return stated.number * Decimal(factor)


def _list_hint(value: object, field: Field) -> str | None:
    if isinstance(value, dict):
        return "Put the object in square brackets: [{…}]."
    if isinstance(value, list) or (field.entries and field.entries.properties):
        return None
    if isinstance(value, str) and re.match(r"-\w", value):
        return "Put a space after each dash."
    return f"Put it in square brackets: [{shown(value)}]."


def _text_hint(value: object, field: Field) -> str | None:
    if is_number(value):
        return f'Put it in quotes: "{json_number(value)}".'
    if not isinstance(value, str) or "pattern" not in field.keywords:
        return None
    pattern = re.compile(field.keywords["pattern"])
    longest = field.keywords.get("maxLength", len(value))
    for candidate in _repairs(value.strip()):
        if candidate != value and len(candidate) <= longest and pattern.search(candidate):
            return f"Write {shown(candidate, 200)}."
    return None


def _repairs(text: str) -> Iterator[str]:
    """Yield what ``text`` may have been meant to be, the likeliest first."""
    if date := date_in(text):
        yield date
    if doi := _DOI.match(text):
        yield doi[1]
    if code := _CODES.get(text.casefold()):
        yield code
    if re.match(r"https?://", text, re.IGNORECASE):
        yield quote(text, safe=_URI_CHARACTERS)
    elif re.match(r"(?:www\.|[\w-]+\.[a-z]{2,}/)", text):
        yield f"https://{text}"
    yield from (text, text.upper(), text.lower(), text.replace("_", "-"), text.replace("/", "."))
    yield "/".join(slugify(part) for part in text.split("/"))
    yield re.sub(r"\s+", "-", text)
    yield re.sub(r"[\x00-\x1f\x7f]+", " ", text)


_HINTS: dict[str, Callable[[object, Field], str | None]] = {
    "array": _list_hint,
    "boolean": _boolean_hint,
    "integer": _number_hint,
    "number": _number_hint,
    "object": _object_hint,
    "string": _text_hint,
}
