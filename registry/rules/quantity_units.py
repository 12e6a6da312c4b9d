"""Units and currencies as people write them, and what each is in the one unit of a field.

The factors are exact. A unit or currency that is not listed, or that two readers would take for two
things, is not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

_ONE, _DAY, _WEEK = Decimal(1), Decimal(24), Decimal(168)
# A petaflop/s for one day.
_PETAFLOP_DAY = Decimal("8.64e19")

_GAP = r"[-–·\s]*"
# What names a chip in front of "hours": maker, model, memory, form. A TPU core is no chip.
_CHIP = (
    r"(?:(?:nvidia|amd|intel|google|aws|huawei|gpu|tpu|npu|accelerator|chip|device|card"
    r"|[abghlmtpv][0-9]{1,3}s?|gh200|gb[23]00|mi[0-9]{3}[ax]?|rtx|tpuv[2-7][a-z]?|v[2-7][a-z]?"
    r"|ascend|9[01]0[abc]|trainium[0-9]?|gaudi[0-9]?|sxm[0-9]?|pcie|oam|[0-9]{2,3}\s?gi?b)s?"
    rf"{_GAP}){{1,6}}"
)
_HOURS, _DAYS = r"(?:hours?|hrs?|h|時間)", r"(?:days?|日)"
_CO2 = r"\s*(?:of )?(?:co2?)?(?:[-\s]?eq?(?:uivalents?)?)?"

# By the unit of a field: what may stand behind the number, and how many of the unit it is.
_UNITS: Mapping[str, tuple[tuple[re.Pattern[str], Decimal], ...]] = MappingProxyType(
    {
        unit: tuple((re.compile(pattern), factor) for pattern, factor in rows)
        for unit, rows in {
            "FLOP": (
                (rf"(?:pflops?|petaflops?|pf)(?:/s|ps)?{_GAP}days?", _PETAFLOP_DAY),
                (r"flops?|floating[- ]point operations|operations", _ONE),
                (r"tflops?|teraflops?", Decimal(10**12)),
                (r"pflops?|petaflops?", Decimal(10**15)),
                (r"eflops?|exaflops?", Decimal(10**18)),
                (r"zflops?|zettaflops?", Decimal(10**21)),
                (r"yflops?|yottaflops?", Decimal(10**24)),
            ),
            "accelerator-hours": (
                (rf"(?:{_CHIP})?{_HOURS}", _ONE),
                (rf"{_CHIP}{_DAYS}", _DAY),
                (rf"{_CHIP}weeks?", _WEEK),
            ),
            "hours": ((_HOURS, _ONE), (rf"{_DAYS}|d", _DAY), (r"weeks?|週間", _WEEK)),
            "MWh": (
                (r"mwh|megawatt[- ]hours?", _ONE),
                (r"kwh|kilowatt[- ]hours?", Decimal("0.001")),
                (r"gwh|gigawatt[- ]hours?", Decimal(1000)),
                (r"twh|terawatt[- ]hours?", Decimal(10**6)),
                (r"wh|watt[- ]hours?", Decimal("1e-6")),
            ),
            "tCO2e": (
                (rf"(?:t|tons?|tonnes?|metric tons?|metric tonnes?|トン){_CO2}", _ONE),
                (rf"(?:kg|kgs|kilograms?){_CO2}", Decimal("0.001")),
                (rf"(?:g|grams?){_CO2}", Decimal("1e-6")),
                (rf"(?:kt|kilotonnes?|kilotons?){_CO2}", Decimal(1000)),
            ),
            "kg CO2e/kWh": (
                (rf"(?:kg|kilograms?){_CO2}\s*(?:/|per)\s*kwh", _ONE),
                (rf"(?:g|grams?){_CO2}\s*(?:/|per)\s*kwh", Decimal("0.001")),
            ),
            "m³": (
                (r"m3|m\^3|cubic met(?:re|er)s?", _ONE),
                (r"l|lit(?:re|er)s?", Decimal("0.001")),
            ),
            "ratio": ((r"%|percent|per cent", Decimal("0.01")),),
            "accelerators": ((_CHIP, _ONE),),
            "tokens": ((r"tokens?|トークン", _ONE),),
            "parameters": ((r"param(?:eter)?s?|weights|パラメーター?", _ONE),),
            "percent": ((r"%|percent|per cent", _ONE),),
            "GB": ((r"gb|gib|gigabytes?", _ONE), (r"tb|terabytes?", Decimal(1000))),
            "days": ((rf"{_DAYS}|d", _ONE), (r"weeks?|週間", Decimal(7))),
            "FLOP/s": (
                (r"flops?(?:/s)?", _ONE),
                (r"tflops?(?:/s)?|teraflops?", Decimal(10**12)),
                (r"pflops?(?:/s)?|petaflops?", Decimal(10**15)),
                (r"eflops?(?:/s)?|exaflops?", Decimal(10**18)),
            ),
            "tokens/s": ((r"tokens?\s*(?:/|per)\s*s(?:econd)?", _ONE),),
        }.items()
    }
)

# In this order: HK$ before $, 美元 before 元. A bare $ is a US dollar; ¥ is yen or yuan.
_CURRENCIES = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"\b(?:us|u\.s\.)\s?\$|\b(?:us|u\.s\.) dollars?\b|\busd\b|米ドル|美元", "USD"),
        (r"\bhk\s?\$", "HKD"),
        (r"\bnt\s?\$", "TWD"),
        (r"\bau?\s?\$", "AUD"),
        (r"\bca?\s?\$", "CAD"),
        (r"\bsg?\s?\$", "SGD"),
        (r"\br\s?\$", "BRL"),
        (r"\bcn\s?¥|\b(?:cny|rmb|renminbi|yuan)\b|人民[币元]|元", "CNY"),
        (r"\bjp\s?¥|\b(?:jpy|yen)\b|円", "JPY"),
        (r"\$|ドル", "USD"),
        (r"€|\b(?:eur|euros?)\b", "EUR"),
        (r"£|\bgbp\b", "GBP"),
        (r"₩", "KRW"),
        (r"₹", "INR"),
    )
)
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_NAMELESS = re.compile(r"¥|\bdollars?\b|\bpounds?\b", re.IGNORECASE)


def factor_of(written: str, unit: str | None) -> Decimal | None:
    """How many of the field's ``unit`` one of the written unit is; None where it is another one.

    Nothing written is the field's own unit.
    """
    plain = unicodedata.normalize("NFKC", written).strip(" .").lower()
    if not plain:
        return _ONE
    for pattern, factor in _UNITS.get(unit or "", ()):
        if pattern.fullmatch(plain):
            return factor
    is_same = unit is not None and plain.rstrip("s") == unit.lower().rstrip("s")
    return _ONE if is_same else None


def without_currency(text: str, known: frozenset[str]) -> tuple[str | None, str]:
    """The ISO 4217 code that ``text`` names, if any, and the text without it.

    ``known`` are the codes that count when they are written out.
    """
    found: str | None = None
    for match in _CODE.finditer(text):
        if match[1] in known:
            found = match[1]
            text = f"{text[: match.start()]} {text[match.end() :]}"
            break
    for pattern, code in _CURRENCIES:
        if pattern.search(text):
            found = found or code
            text = pattern.sub(" ", text)
    return found, _NAMELESS.sub(" ", text).strip()
