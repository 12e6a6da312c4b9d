"""The conditions of a question in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Min

from registry.models import CatalogueChip, Lab
from registry.rules.numerals import date_text, number_text
from registry.rules.standard import load_standard

ANSWERS: Mapping[str, str] = {"yes": "yes", "no": "no", "unsaid": "not said"}
CARD: Mapping[str, str] = {"yes": "with a card", "no": "without a card"}
# How a card can answer an item, as the form asks for it and as a condition says it.
WAYS: Mapping[str, str] = {
    "has": "discloses",
    "status:withheld": "withholds",
    "status:none": "says “none” of",
    "status:unknown": "does not know",
    "lacks": "is silent on",
    "status:not_applicable": "need not answer",
}
# The fields of the form, for what is wrong with one of them.
LABELS: Mapping[str, str] = {
    "q": "Words",
    "card": "Model card",
    "lab": "Lab",
    "chip": "Accelerator",
    "open_weights": "Open weights",
    "reinforcement_learning": "Reinforcement learning",
    "peer_reviewed": "Peer-reviewed",
    "released_after": "Released, from",
    "released_before": "Released, to",
    "flop_min": "Compute, from",
    "flop_max": "Compute, to",
    "hours_min": "Accelerator-hours, from",
    "hours_max": "Accelerator-hours, to",
    "cost_min": "Cost, from",
    "cost_max": "Cost, to",
    "level_min": "Level of the card",
    "has": "The card discloses",
    "lacks": "The card is silent on",
    "status": "The card answers",
    "sort": "Order",
}
_STATUS_WAYS = {"disclosed": "has", "silent": "lacks"}
Names = Mapping[tuple[str, str], str]


def names_of(*, labs: set[str], chips: set[str]) -> dict[tuple[str, str], str]:
    """The names of labs and accelerators by parameter and slug; two queries at most."""
    names: dict[tuple[str, str], str] = {}
    if labs:
        of_labs = Lab.objects.filter(slug__in=labs).values_list("slug", "name")
        names |= {("lab", slug): name for slug, name in of_labs}
    if chips:
        # Of several spellings of one slug the first: one row per slug, however many models have it.
        named = CatalogueChip.objects.filter(slug__in=chips).order_by("slug")
        of_chips = named.values_list("slug").annotate(name=Min("name"))
        names |= {("chip", slug): name for slug, name in of_chips}
    return names


def condition_words(parameter: str, value: str, names: Names) -> str:
    """One condition: "Lab: OpenAI", "At least 3.8 × 10²⁵ FLOP", "Discloses: Final-run cost"."""
    kind, _, end = parameter.rpartition("_")
    if end in ("min", "max") and kind != "level":
        return f"{'At least' if end == 'min' else 'At most'} {_amount(kind, value)}"
    match parameter:
        case "q":
            return f"“{value}”"
        case "lab" | "chip":
            return f"{LABELS[parameter]}: {names.get((parameter, value), value)}"
        case "released_after":
            return f"Released {date_text(value)} or later"
        case "released_before":
            return f"Released {date_text(value)} or earlier"
        case "level_min":
            return f"Level {value.title()} or above"
        case "card":
            return CARD[value].capitalize()
        case "has" | "lacks":
            return _claim_words(parameter, value)
        case "status":
            claim, _, status = value.partition(":")
            return _claim_words(_STATUS_WAYS.get(status, f"status:{status}"), claim)
        case _:
            return f"{LABELS[parameter]}: {ANSWERS[value]}"


def _claim_words(way: str, claim: str) -> str:
    title = load_standard().item_by_claim[claim].title
    return f"{WAYS[way].capitalize()}: {title}"


def _amount(kind: str, value: str) -> str:
    number = number_text(Decimal(value), powers=kind == "flop")
    forms = {"flop": "{} FLOP", "hours": "{} accelerator-hours", "cost": "US${}"}
    return forms[kind].format(number)
