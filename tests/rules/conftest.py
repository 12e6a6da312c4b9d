"""How many examples the randomized tests try: few in every run, many in the battery."""

from __future__ import annotations

from hypothesis import settings

from tests.factories.battery import BATTERY

settings.register_profile("short", max_examples=40, deadline=None)
settings.register_profile("battery", max_examples=1_000, deadline=None)
settings.load_profile("battery" if BATTERY else "short")
