"""How many examples the randomized tests try: few in every run, many in the battery."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.factories.battery import BATTERY

# How fast examples are made says how busy the machine is, not whether a rule holds.
BUSY = (HealthCheck.too_slow,)
settings.register_profile("short", max_examples=40, deadline=None, suppress_health_check=BUSY)
settings.register_profile("battery", max_examples=1_000, deadline=None, suppress_health_check=BUSY)
settings.load_profile("battery" if BATTERY else "short")
