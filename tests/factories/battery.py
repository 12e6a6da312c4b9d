"""Whether the long versions of the randomized tests were asked for, as ``make battery`` does."""

from __future__ import annotations

import os

BATTERY = os.environ.get("BATTERY") == "1"
