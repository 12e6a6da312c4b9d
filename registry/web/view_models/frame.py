"""Header and footer around every page."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import RankingStamp


@dataclass(frozen=True, slots=True)
class Frame:
    """Header and footer. ``contact`` is the address that takes over cards and corrections."""

    standard_version: str
    method_version: str
    ranking: RankingStamp | None = None
    contact: str = ""
