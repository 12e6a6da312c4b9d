"""The checks as a table, for people: what each computes, from what, and where its limits lie.

Limits come from the rules themselves where these have numbers, so the table cannot say another one.
Ids are stable and numbers are never used again; PC16, on the inflation of estimates, is not a check
of a card. Run as a program, this writes the table into ``docs/plausibility.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from registry.rules.plausibility.dates import EARLY_ACCESS
from registry.rules.plausibility.energy import CARBON, ENERGY_SHARE
from registry.rules.plausibility.evidence import ATTEMPTS_TO_BELIEVE
from registry.rules.plausibility.hours import CHIP_HOURS
from registry.rules.plausibility.money import (
    COST_RATE,
    INDUSTRIAL_USD_PER_KWH,
    MARKET,
    PRICE_CEILING,
    PRICE_FLOOR,
)
from registry.rules.plausibility.money import ENERGY_SHARE as ENERGY_SHARE_OF_COST
from registry.rules.plausibility.numbers import Bands
from registry.rules.plausibility.operations import REPORTED, UTILIZATION
from registry.rules.plausibility.shares import TOLERANCE as SHARES_TOLERANCE
from registry.rules.plausibility.six_nd import SIX_ND
from registry.rules.plausibility.size import TOKENS_PER_PARAMETER
from registry.rules.plausibility.sums import PARTS
from registry.rules.plausibility.texts import digits
from registry.rules.plausibility.unit_slips import COMPARED_CHECKS, FACTORS, TOLERANCE


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: its stable id, a name, the arithmetic, the claims it reads, its limits, and an
    example of what it says.
    """

    id: str
    name: str
    formula: str
    inputs: str
    limits: str
    example: str


def _text(value: Fraction) -> str:
    return digits(value).replace(",", "")


def _limits(limits: Bands) -> str:
    """The bands of a ratio in words: "pass 0.95 to 1.05, note 0.85 to 1.15, else error"."""
    steps = [f"{severity} {_text(low)} to {_text(high)}" for severity, low, high in limits.steps]
    return f"{', '.join(steps)}, else {limits.otherwise}"


_MARKET = ", ".join(f"{severity} {low} × min to {high} × max" for severity, low, high in MARKET)
_FACTORS = ", ".join(_text(factor) for factor in FACTORS)

RULES: tuple[Rule, ...] = (
    Rule(
        "PC01",
        "Chip hours",
        "count × elapsed hours ÷ accelerator-hours",
        "each segment of hardware.accelerator_count; the segments of a run with compute.duration",
        f"{_limits(CHIP_HOURS)}; a count “up to”: note if the product reaches the hours, else "
        "error",
        "R1-Zero reinforcement learning: 648 accelerators × 198 hours = 128,304 "
        "accelerator-hours, but 101,000 are stated (21 % less). Check whether 198 are "
        "hours of the whole project, or give the average number in use.",
    ),
    Rule(
        "PC02",
        "Parts and total",
        "sum of the parts ÷ total",
        "compute.per_stage with compute.final_run, if their stages are the same; cost.inherited "
        "and cost.final_run inside cost.program",
        _limits(PARTS),
        "101,000 + 5,000 + 41,000 = 147,000 accelerator-hours, but 184,000 "
        "accelerator-hours are stated (25 % more). Check the parts and the total, or say "
        "in a note what else the total holds.",
    ),
    Rule(
        "PC03",
        "Cost and rate",
        "accelerator-hours × price ÷ amount",
        "cost.final_run, on a rental or cloud basis",
        _limits(COST_RATE),
        "147,000 accelerator-hours × 2.00 USD = 294,000 USD, but 29,400,000 USD are "
        "stated (100 times more). Check amount, hours and price, or say in a note what "
        "else the amount holds.",
    ),
    Rule(
        "PC04",
        "Rate and market",
        "price against the rental range of the accelerator",
        "cost.final_run, cost.price_basis; the accelerator of the same stages",
        f"{_MARKET}, else warn; outside {_text(PRICE_FLOOR)} to {_text(PRICE_CEILING)} USD: error",
        "2.00 USD per hour of NVIDIA H800 SXM5; it was offered at 3.42 USD (2 quotes, "
        "2024-08 to 2025-03): 58.5 % of the lowest. Give the source of the price.",
    ),
    Rule(
        "PC05",
        "6 × N × D",
        "operations ÷ (6 × active parameters × tokens seen)",
        "compute.final_run of language pre-training; method.architecture; compute.per_stage or "
        "data.size",
        f"{_limits(SIX_ND)}; hardware FLOP above 1.25: at most a note",
        "6 × 405 billion parameters × 2.5 trillion tokens = 6.075e24 FLOP, but 3.8e25 "
        "FLOP are stated (6.26 times more). Check parameters per token (active, not "
        "total), tokens seen and the operations.",
    ),
    Rule(
        "PC06",
        "Utilization",
        "operations ÷ (accelerator-hours × 3600 × dense peak of the number format)",
        "compute.final_run or hours of the same stages; the accelerator of the same stages",
        _limits(UTILIZATION),
        "3.8e25 FLOP in 3,084,000 accelerator-hours would need 3.46 times the peak of an "
        "H100. Do the operations include stages that the hours leave out?",
    ),
    Rule(
        "PC07",
        "Reported utilization",
        "reported ÷ implied utilization",
        "compute.estimation_method; the outcome of PC06",
        _limits(REPORTED),
        "A model FLOP utilization of 38 % is reported, and the figures imply 19.1 % (1.99"
        " times): they differ. Check operations, hours and utilization.",
    ),
    Rule(
        "PC08",
        "Energy",
        "stated MWh ÷ (accelerator-hours × rated power × PUE ÷ 10⁶)",
        "compute.energy_and_emissions; hours and accelerator of the same stages",
        _limits(ENERGY_SHARE),
        "832,102 accelerator-hours × 700 W × PUE 1.3 = 757.21 MWh, but 75.7 MWh are "
        "stated (10 times less). Check energy, hours and power, and what the energy "
        "figure includes.",
    ),
    Rule(
        "PC09",
        "Carbon intensity",
        "location-based t CO₂e ÷ MWh",
        "compute.energy_and_emissions",
        _limits(CARBON),
        "24,700 t CO₂e ÷ 433.2 MWh = 57.02 kg per kWh: outside what grids have. Check both "
        "units: tonnes of CO₂e and MWh.",
    ),
    Rule(
        "PC10",
        "Dates",
        "accelerator released ≤ run started ≤ run ended ≤ model released; data cutoff ≤ run ended; "
        "received ≤ accepted ≤ published; nothing in the future",
        "compute.duration, data.time_span, identity.model_version, peer_review.publication; the "
        "accelerators",
        "compared at the coarser precision; any inversion: error; an accelerator released up to "
        f"{EARLY_ACCESS.days} days after the start: note",
        "“Run ended”, 5 July 2022, comes after “Model released”, June 2022. Check both dates.",
    ),
    Rule(
        "PC11",
        "Slip of units",
        "the two compared numbers, the larger ÷ the smaller",
        f"{', '.join(sorted(COMPARED_CHECKS))} where they warn or err; two claims about one thing",
        f"within {_text(TOLERANCE * 100)} % of 10ⁿ, {_FACTORS}: error; another difference between "
        "two claims about one thing: note",
        "147,000 accelerator-hours × 2.00 USD = 294,000 USD, but 29,400,000 USD are "
        "stated: exactly 100 times more. Two digits too many?",
    ),
    Rule(
        "PC12",
        "Tokens per parameter",
        "unique tokens ÷ all parameters",
        "data.size, method.architecture of models of text",
        _limits(TOKENS_PER_PARAMETER),
        "3.5 billion tokens ÷ 176,247,271,424 parameters = 0.0199 tokens per parameter: "
        "far from usual. Check both numbers.",
    ),
    Rule(
        "PC13",
        "Scope of the cost",
        "own amount, and own amount + that of the base models",
        "identity.lineage, cost.final_run, cost.inherited, cost.scope; the cards of ancestors",
        "note, with both numbers and the base model's name; “excluded” missing: warn",
        "294,000 USD cover reinforcement learning and synthetic data generation only, "
        "excluding base model DeepSeek-V3-Base. With it: 5,860,000 USD (19.9 times).",
    ),
    Rule(
        "PC14",
        "Stages of operations and hours",
        "stages of operations, or energy, = stages of hours",
        "compute.final_run, compute.energy_and_emissions, compute.duration, "
        "hardware.accelerator_count",
        "note; PC06 or PC08 do not run",
        "The energy covers evaluation, the accelerator-hours pre-training. Give both for "
        "the same stages; until then PC08 does not run.",
    ),
    Rule(
        "PC15",
        "Parameters",
        "active ≤ total; a mixture of experts gives active",
        "method.architecture",
        "error; warn",
        "671 billion active of 37 billion parameters: more than there are. Are the two exchanged?",
    ),
    Rule(
        "PC17",
        "Lineage",
        "weight edges have no cycle, data edges may",
        "identity.lineage; the cards of ancestors",
        "error",
        "The weights come back to their start after 2 steps: deepseek/deepseek-r1 → "
        "deepseek/deepseek-v3 → deepseek/deepseek-r1. A model's weights cannot derive "
        "from themselves: check derived_from.",
    ),
    Rule(
        "PC18",
        "Calendar",
        "elapsed hours ≤ (end − start + 1 day) × 24, from the first to the last day that the dates "
        "can mean",
        "compute.duration",
        "error",
        "2022-03-11 to 2022-07-05: 117 days × 24 = 2,808 hours; 1,078,272 elapsed hours "
        "do not fit. Check the dates, or whether these are accelerator-hours.",
    ),
    Rule(
        "PC19",
        "Energy within the cost",
        f"MWh × {_text(INDUSTRIAL_USD_PER_KWH * 1000)} USD ÷ amount",
        "compute.energy_and_emissions, cost.final_run of the same stages",
        f"above {_text(ENERGY_SHARE_OF_COST * 100)} %: note",
        "17,600 MWh × 80 USD = 1,408,000 USD at an industrial price, 70.4 % of the "
        "2,000,000 USD stated. Check energy and amount, or whether energy was paid for.",
    ),
    Rule(
        "PC20",
        "License",
        "license of the card = license of repository and hub",
        "identity.access_and_license; visits of the evidence checker",
        "warn",
        "https://huggingface.co/deepseek-ai/DeepSeek-R1 gives another license "
        "(Apache-2.0), at every visit since 2026-11-01. Check which license holds.",
    ),
    Rule(
        "PC21",
        "Topology",
        "nodes × accelerators per node = count",
        "hardware.topology, hardware.accelerator_count",
        "error; segments that differ in count: note",
        "64 nodes × 8 accelerators = 512, but the count is 648. Check the number of "
        "nodes, the accelerators per node and the count.",
    ),
    Rule(
        "PC22",
        "Shares",
        "sum of the shares of one list",
        "data.acquisition_methods, data.public_datasets, data.composition",
        f"above {100 + SHARES_TOLERANCE} %: error; a complete list below "
        f"{100 - SHARES_TOLERANCE} %: warn",
        "Shares of domains: 80 + 30 = 110 %, more than 100 %. Check the shares, or that "
        "they are of one whole.",
    ),
    Rule(
        "PC23",
        "DOI",
        "the DOI resolves, is not retracted, and is of the stated venue",
        "peer_review.publication; visits of the evidence checker",
        "retracted, unless the card says so: error; not resolving on "
        f"{ATTEMPTS_TO_BELIEVE} days in a row, or of another journal: warn",
        "10.1038/s41586-025-09422-z does not resolve, at every visit since 2026-11-01. Check the "
        "DOI.",
    ),
    Rule(
        "PC24",
        "Evidence",
        "each source can be reached and still holds its excerpt",
        "all evidence; visits of the evidence checker",
        f"not reached on {ATTEMPTS_TO_BELIEVE} days in a row, or retracted: warn; changed, without "
        "its excerpt, or kept only as an archived copy: note",
        "https://arxiv.org/abs/2412.19437 cannot be reached, at every visit since 2026-11-01. Name "
        "another address or an archived copy.",
    ),
    Rule(
        "PC25",
        "Facts about stages",
        "a stage is listed ⇔ the fact says so",
        "method.training_stages; facts training.has_rl, training.has_distillation, "
        "training.multi_stage",
        "error",
        "The list of 4 stages lists reinforcement learning, and the fact training.has_rl "
        "says no: one of them is wrong. Correct the list of stages or the fact.",
    ),
    Rule(
        "PC26",
        "Applicability",
        "no claim contradicts a fact, or a “not applicable”",
        "facts; identity.lineage, identity.access_and_license, compute, hardware.topology, data, "
        "method, evaluation.results",
        "error",
        "The fact lineage.has_base_model says no, but DeepSeek-V3-Base is listed as a "
        "parent. Correct the fact or the claim.",
    ),
    Rule(
        "PC27",
        "Numbers in texts",
        "every number with a unit in a note or excerpt is in a field of its claim",
        "all claims",
        "note",
        "“5K GPU hours” in a note or excerpt is in no field of this claim. Put it into a "
        "field of the claim, or leave it out.",
    ),
    Rule(
        "PC28",
        "Stages without compute",
        "every training stage has a line of compute",
        "method.training_stages, compute.per_stage",
        "warn, with the missing stages",
        "4 of 5 training stages have a line of compute; missing: distillation. List them,"
        " also without a figure, or in “also covers”.",
    ),
)

DOCUMENT = Path(__file__).parents[3] / "docs" / "plausibility.md"
_BEGIN, _END = "<!-- checks -->\n", "<!-- end of checks -->\n"


def written(text: str) -> str:
    """``text``, the document, with the table of checks put between its marks."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n{''.join(map(_entry, RULES))}{_END}{after}"


def _entry(rule: Rule) -> str:
    return (
        f"### {rule.id} {rule.name}\n\n"
        f"{rule.formula}\n\n"
        f"- Reads: {rule.inputs}.\n"
        f"- Limits: {rule.limits}.\n"
        f"- Says, for example: “{rule.example}”\n\n"
    )


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text()))
