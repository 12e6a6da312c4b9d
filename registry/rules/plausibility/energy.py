"""Energy and emissions: PC08 rated power × hours, PC09 carbon per kilowatt-hour."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.plausibility import texts
from registry.rules.plausibility.inputs import DURATION, ENERGY, Inputs, hardware_of, hours_of
from registry.rules.plausibility.numbers import Number, bands, number, read
from registry.rules.plausibility.results import Compared, Result, Severity, capped, not_run

ENERGY_SHARE = bands(
    (Severity.PASS, "0.5", "1.3"), (Severity.WARN, "0.1", "3"), otherwise=Severity.ERROR
)
CARBON = bands(
    (Severity.PASS, "0.02", "0.9"), (Severity.NOTE, "0.005", "1.5"), otherwise=Severity.ERROR
)
WATTS_PER_MEGAWATT = 10**6

CHECK_ENERGY = "Check energy, hours and power, and what the energy figure includes."
CHECK_CARBON = "Check both units: tonnes of CO₂e and MWh."


def energy(hours: Number, watts: Number, effectiveness: Number) -> Number:
    """MWh that accelerators draw at their rated power, with the overhead of the facility."""
    return hours * watts * effectiveness / number(WATTS_PER_MEGAWATT)


def energy_verdict(stated: Number, computed: Number) -> Severity:
    """The verdict on stated MWh. Raises ``ZeroDivisionError`` where nothing is computed."""
    if computed.may_be(stated):
        return Severity.NOTE if computed.is_bound or stated.is_bound else Severity.PASS
    return ENERGY_SHARE.verdict(stated / computed)


def check_energy(inputs: Inputs) -> Iterator[Compared | Result]:
    """PC08: stated energy against hours × rated power × PUE."""
    value, stages = inputs.value(ENERGY), inputs.stages(ENERGY)
    stated, hours = inputs.figure(ENERGY, "energy_mwh"), hours_of(inputs, stages, prefer=DURATION)
    hardware = hardware_of(inputs, stages)
    row = hardware.match.row if hardware.match else None
    reason = ""
    if stated is None:
        reason = "The energy is not given."
    elif hours is None:
        reason = "No accelerator-hours are given for the stages of the energy."
    elif row is None:
        reason = hardware.reason
    elif not row.tdp_watts:
        reason = f"The table gives no power of {row.name}."
    elif not hours.number.low:
        reason = "The accelerator-hours are zero."
    if reason or stated is None or hours is None or row is None or not row.tdp_watts:
        yield not_run("PC08", (ENERGY, DURATION), reason)
        return
    effectiveness = read(value.get("power_usage_effectiveness"))
    watts = number(row.tdp_watts)
    computed = energy(hours.number, watts, effectiveness or number(1))
    severity = energy_verdict(stated, computed)
    ratio = stated.low / computed.high
    terms = f"{texts.figure(hours.number)} accelerator-hours × {texts.figure(watts)} W"
    short = f"{texts.figure(hours.number)} h × {texts.figure(watts)} W"
    if effectiveness:
        terms += f" × PUE {texts.figure(effectiveness)}"
        short += f" × {texts.figure(effectiveness)}"
    outcome, figure = f"{texts.figure(computed)} MWh", f"{texts.figure(stated)} MWh"
    opening = f"{terms} = {outcome}, but {figure} are stated"
    advice = CHECK_ENERGY if severity.rank >= Severity.WARN.rank else ""
    message = f"{terms} = {outcome}; {figure} are stated: agrees."
    if severity is Severity.NOTE:
        message = f"{terms} = {outcome}; {figure} are stated: possible, one of them is a bound."
    elif severity is not Severity.PASS:
        apart = texts.difference(1 / ratio if ratio else None)
        message = f"{opening}{f' ({apart})' if apart else ''}. {advice}"
    result = Result(
        "PC08",
        severity,
        tuple(dict.fromkeys((ENERGY, *hours.claims, hardware.claim))),
        computed=computed.low,
        stated=stated.low,
        ratio=ratio,
        message=message,
        formula=f"{short} = {outcome}, stated {figure}",
        advice=advice,
    )
    yield Compared(
        capped(result, Severity.WARN) if row.is_doubtful else result,
        opening,
        is_doubtful=row.is_doubtful,
    )


def check_carbon(inputs: Inputs) -> Iterator[Result]:
    """PC09: location-based tonnes ÷ MWh, which is kilograms per kilowatt-hour."""
    emitted = inputs.figure(ENERGY, "emissions_tco2e_location_based")
    energy_mwh = inputs.figure(ENERGY, "energy_mwh")
    if emitted is None or energy_mwh is None or not energy_mwh.low:
        reason = "Location-based emissions and energy are not both given."
        yield not_run("PC09", (ENERGY,), reason)
        return
    intensity = emitted / energy_mwh
    severity = CARBON.verdict(intensity)
    left = f"{texts.figure(emitted)} t CO₂e ÷ {texts.figure(energy_mwh)} MWh"
    outcome = f"{texts.figure(intensity)} kg per kWh"
    advice = CHECK_CARBON if severity is Severity.ERROR else ""
    told = {
        Severity.PASS: "as grids have",
        Severity.NOTE: "possible, one of them is a bound"
        if intensity.is_bound
        else "rare, but there are such grids",
        Severity.ERROR: "outside what grids have",
    }[severity]
    yield Result(
        "PC09",
        severity,
        (ENERGY,),
        computed=intensity.low,
        stated=emitted.low,
        ratio=intensity.low,
        message=f"{left} = {outcome}: {told}. {advice}".rstrip(),
        formula=f"{left} = {outcome}",
        advice=advice,
    )
