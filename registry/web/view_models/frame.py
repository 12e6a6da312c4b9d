"""Header and footer around every page."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import RankingStamp


@dataclass(frozen=True, slots=True)
class Frame:
    """Header and footer. ``contact`` is the address that takes over cards and corrections.

    ``is_demo`` says that everything but the starter cards is invented here.
    """

    standard_version: str
    method_version: str
    ranking: RankingStamp | None = None
    contact: str = ""
    is_demo: bool = False
