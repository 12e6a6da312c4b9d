"""The cards that the registry starts with, as parsed documents."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

_CARDS = Path(__file__).parents[2] / "registry" / "starter" / "cards"


@lru_cache(maxsize=1)
def starter_cards() -> dict[str, dict[str, Any]]:
    """All starter cards by card id; shared between tests, so copy before changing one."""
    cards = [json.loads(path.read_bytes()) for path in sorted(_CARDS.rglob("*.json"))]
    return {card["card_id"]: card for card in cards}
