"""Money: PC03 hours × price, PC04 price against the rental market, PC19 energy within the cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import (
    COST,
    ENERGY,
    PRICE_BASIS,
    Hardware,
    Inputs,
    hardware_of,
)
from registry.rules.plausibility.numbers import Bands, Number, compare, number, read, within
from registry.rules.plausibility.results import Compared, Result, Severity, capped, not_run
from registry.rules.plausibility.wording import compared

RENTED = frozenset({"rental_assumed", "rental_paid", "cloud_list_price"})
COST_RATE = within((Severity.PASS, "0.03"), (Severity.WARN, "0.2"), otherwise=Severity.ERROR)
# US dollars per accelerator-hour that no market has seen.
PRICE_FLOOR, PRICE_CEILING = Fraction("0.02"), Fraction(100)
MARKET = ((Severity.PASS, "0.8", "1.2"), (Severity.NOTE, "0.33", "3"))
# Average of US industrial customers in 2023, about 8 cents (US Energy Information Administration,
# Electric Power Monthly, table 5.3).
INDUSTRIAL_USD_PER_KWH = Fraction("0.08")
ENERGY_SHARE = Fraction(60, 100)
KWH_PER_MWH = 1000

CHECK_PRICE = "Check the price, its currency, and that it is per accelerator and hour."


def check_cost_rate(inputs: Inputs) -> Iterator[Compared | Result]:
    """PC03: accelerator-hours × price is the amount, where compute was rented."""
    value = inputs.value(COST)
    hours, rate = inputs.figure(COST, "accelerator_hours"), read(_price(value))
    amount = inputs.figure(COST, "amount")
    if hours is None or rate is None or amount is None:
        reason = "Amount, accelerator-hours and price per hour are not all given."
        yield not_run("PC03", (COST,), reason)
        return
    currency = value["amount"]["currency"]
    if value["price_per_accelerator_hour"]["currency"] != currency:
        yield not_run("PC03", (COST,), "Price and amount are in different currencies.")
        return
    if value.get("basis") not in RENTED:
        yield not_run("PC03", (COST,), "The amount does not rest on a rental or cloud price.")
        return
    product = hours * rate
    comparison = compare(product, amount, COST_RATE)
    rate_text = texts.price(rate, currency)
    yield compared(
        "PC03",
        (COST,),
        comparison,
        sum_text=f"{texts.figure(hours)} accelerator-hours × {rate_text} = "
        f"{texts.money(product, currency)}",
        short=f"{texts.figure(hours)} × {rate_text} = {texts.money(product, currency)}",
        stated=texts.money(amount, currency),
        advice="Check amount, hours and price, or say in a note what else the amount holds.",
        is_money=True,
    )


def _price(value: Mapping[str, Any]) -> Mapping[str, Any] | None:
    price: Mapping[str, Any] | None = value.get("price_per_accelerator_hour")
    return price


def check_rate_market(inputs: Inputs) -> Iterator[Result]:
    """PC04: a price per hour lies where the accelerator was offered."""
    prices: dict[tuple[Any, ...], tuple[Number, list[str]]] = {}
    for claim in (COST, PRICE_BASIS):
        raw = _price(inputs.value(claim))
        price = read(raw)
        if raw and price and raw["currency"] == "USD":
            prices.setdefault((price.low, price.high), (price, []))[1].append(claim)
    if not prices:
        yield not_run("PC04", (COST, PRICE_BASIS), "No price per hour in US dollars is given.")
    for price, claims in prices.values():
        yield _rate_market(inputs, price, tuple(claims))


def _rate_market(inputs: Inputs, price: Number, claims: tuple[str, ...]) -> Result:
    stated = texts.price(price, "USD")
    beyond = (price.high < PRICE_FLOOR and not price.open_above) or (
        price.low > PRICE_CEILING and not price.open_below
    )
    if beyond:
        return Result(
            "PC04",
            Severity.ERROR,
            claims,
            computed=PRICE_CEILING if price.low > PRICE_CEILING else PRICE_FLOOR,
            stated=price.low,
            ratio=None,
            message=f"{_exact_price(price)} per accelerator-hour lies outside 0.02 to 100 USD, the "
            f"widest range of any market. {CHECK_PRICE}",
            formula=f"0.02 to 100 USD, stated {_exact_price(price)}",
            advice=CHECK_PRICE,
        )
    hardware = _priced_hardware(inputs)
    if hardware.match is None:
        return not_run("PC04", claims, hardware.reason)
    rentals = [row.rental for row in hardware.match.variants if row.rental]
    if not rentals:
        name = hardware.match.row.name
        return not_run("PC04", claims, f"The table has no rental price of {name}.")
    low, high = min(r.low for r in rentals), max(r.high for r in rentals)
    steps = tuple(
        (severity, Fraction(least) * low, Fraction(most) * high) for severity, least, most in MARKET
    )
    severity = Bands(steps, otherwise=Severity.WARN).verdict(price)
    ratio = price.low / (low if price.low <= high else high)
    market = " to ".join(dict.fromkeys(f"{float(end):,.2f}" for end in (low, high))) + " USD"
    quotes = sum(r.quotes for r in rentals)
    counted = f"{quotes} quote{'s'[: quotes != 1]}"
    since, until = min(r.first for r in rentals), max(r.last for r in rentals)
    span = since if since == until else f"{since} to {until}"
    advice = "" if severity is Severity.PASS else "Give the source of the price."
    result = Result(
        "PC04",
        severity,
        (*claims, hardware.claim),
        computed=low if price.low <= high else high,
        stated=price.low,
        ratio=ratio,
        message=f"{stated} per hour of {hardware.match.row.name}; it was offered at {market} "
        f"({counted}, {span}): {_placed(ratio, price, low, high)}. {advice}".rstrip(),
        formula=f"{market}, stated {stated}",
        advice=advice,
    )
    doubtful = any(row.is_doubtful for row in hardware.match.variants)
    return capped(result, Severity.WARN) if doubtful else result


def _exact_price(price: Number) -> str:
    return f"{texts.figure(price)} USD"


def _placed(ratio: Fraction, price: Number, low: Fraction, high: Fraction) -> str:
    if price.low > high:
        return f"{texts.times(ratio)} times the highest"
    if price.high < low:
        return f"{texts.percent(ratio)} of the lowest"
    return "in that range"


def _priced_hardware(inputs: Inputs) -> Hardware:
    """The accelerator of the priced stages, or that of the whole card where no stages are given."""
    stages = inputs.stages(COST)
    if stages:
        return hardware_of(inputs, stages)
    everywhere = frozenset().union(
        *(
            row.get("stages", ())
            for row in inputs.value("hardware.accelerators").get("segments", ())
        ),
        inputs.stages("compute.final_run"),
    )
    return hardware_of(inputs, everywhere)


def check_energy_cost(inputs: Inputs) -> Iterator[Result]:
    """PC19: at an industrial price, energy is not most of what the run cost."""
    energy, amount = inputs.figure(ENERGY, "energy_mwh"), inputs.figure(COST, "amount")
    reason = ""
    if energy is None or amount is None:
        reason = "Energy and the cost of the run are not both given."
    elif inputs.stages(ENERGY) != inputs.stages(COST):
        reason = "Energy and cost cover different stages."
    elif inputs.value(COST)["amount"]["currency"] != "USD":
        reason = "The amount is not in US dollars."
    elif not amount.low:
        reason = "The amount is zero."
    if reason or energy is None or amount is None:
        yield not_run("PC19", (ENERGY, COST), reason)
        return
    price = energy * number(KWH_PER_MWH) * number(INDUSTRIAL_USD_PER_KWH)
    share = price / amount
    within_limit = share.low <= ENERGY_SHARE or share.open_below
    left = f"{texts.figure(energy)} MWh × 80 USD"
    cost = f"{left} = {texts.money(price, 'USD')}"
    advice = "" if within_limit else "Check energy and amount, or whether energy was paid for."
    yield Result(
        "PC19",
        Severity.PASS if within_limit else Severity.NOTE,
        (ENERGY, COST),
        computed=price.low,
        stated=amount.high,
        ratio=share.low,
        message=f"{cost} at an industrial price, {texts.percent(share.low)} of the "
        f"{texts.money(amount, 'USD')} stated. {advice}".rstrip(),
        formula=f"{cost}, {texts.percent(share.low)} of the {texts.money(amount, 'USD')} stated",
        advice=advice,
    )
