"""The cards that the registry starts with, and what editors recorded about them, as parsed data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

STARTER = Path(__file__).parents[2] / "registry" / "starter"
CARD_FILES = tuple(sorted((STARTER / "cards").glob("*/*.json")))


@cache
def starter_cards() -> dict[str, dict[str, Any]]:
    """All starter cards by card id; shared between tests, so copy before changing one."""
    cards = [json.loads(path.read_bytes()) for path in CARD_FILES]
    return {card["card_id"]: card for card in cards}


@cache
def starter_assessments() -> dict[str, dict[str, Any]]:
    """The records of editors by card id, in the form of the exports."""
    records: dict[str, dict[str, Any]] = json.loads((STARTER / "assessments.json").read_bytes())
    return records
