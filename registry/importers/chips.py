"""Which accelerators a text names, and how many: "2,048 NVIDIA H800 GPUs", "8x A100 80GB"."""

from __future__ import annotations

import re
from typing import Any

from registry.importers.collecting import Collector
from registry.rules.accelerators.matching import Match, find
from registry.rules.accelerators.table import load_accelerators
from registry.rules.quantity_text import parse_quantity

SEGMENTS = "hardware.accelerators.value.segments"
COUNTS = "hardware.accelerator_count.value.segments"

_COUNT = re.compile(r"(?P<count>[0-9][0-9,.]{0,11}\s?[kK]?)\s*[x×*]?\s*(?P<chip>[A-Za-z].*)")
_GENERIC = re.compile(r"\b(?:gpu|tpu|npu|accelerator|chip|card|device)s?\b", re.IGNORECASE)
_MEMORY = re.compile(r"\b([0-9]{1,4})\s?gi?b\b", re.IGNORECASE)
_LONGEST = 120


def read_chips(text: str, place: str, sentence: str, collector: Collector) -> None:
    """Suggest the accelerator that ``text`` names and its count; tell where it names none."""
    match = _COUNT.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    chip = (match["chip"] if match else text).strip()
    found = find(load_accelerators(), chip) if len(chip) <= _LONGEST else None
    if found is None and not (match and _GENERIC.search(chip)):
        collector.drop(place, text, "No accelerator of the registry's table is named.")
        return
    suggested: list[tuple[str, dict[str, Any]]] = []
    if found:
        suggested.append((SEGMENTS, segment_of(found, chip)))
    if match and (count := parse_quantity(match["count"], None).figure):
        suggested.append((COUNTS, {"count": count, "count_unit": "accelerator"}))
    for path, row in suggested:
        collector.add(
            path, [row], place=place, as_stated=text, certainty="suggested", sentence=sentence
        )


def segment_of(found: Match, text: str) -> dict[str, Any]:
    """The entry of a card for a row of the table, with the memory that ``text`` names."""
    segment: dict[str, Any] = {"vendor": found.row.vendor, "model": found.row.model}
    if memory := _MEMORY.search(text):
        segment["memory_gb"] = int(memory[1])
    return segment
