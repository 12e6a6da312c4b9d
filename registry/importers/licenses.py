"""Licenses as model hubs name them: SPDX ids, or LicenseRef names for terms of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from registry.rules.checking.code_lists import SPDX_LICENSES

_SPDX_ID = {license_id.casefold(): license_id for license_id in sorted(SPDX_LICENSES)}
# Names in wide use that are no SPDX id but mean one.
_MEANT: Mapping[str, str] = MappingProxyType(
    {
        "apache 2.0": "Apache-2.0",
        "apache license 2.0": "Apache-2.0",
        "apache license, version 2.0": "Apache-2.0",
        "apache-2": "Apache-2.0",
        "apache2.0": "Apache-2.0",
        "c-uda": "C-UDA-1.0",
        "cc-by-4": "CC-BY-4.0",
        "cc by 4.0": "CC-BY-4.0",
        "cc-0": "CC0-1.0",
        "cc0": "CC0-1.0",
        "mit license": "MIT",
        "pddl": "PDDL-1.0",
        "the mit license": "MIT",
    }
)
# Families without a version: which of them is meant cannot be known.
_FAMILIES = frozenset(
    {"afl", "agpl", "bsd", "cc", "cc-by", "epl", "gfdl", "gpl", "lgpl", "openrail"}
)
# The hub's words for terms that have another name.
_UNNAMED = frozenset({"other", "custom"})
_LONGEST_NAME = 100


def license_term(text: str) -> str | None:
    """The SPDX id that ``text`` means, else a LicenseRef; None where it names no one license."""
    if known := spdx_id(text):
        return known
    if text.strip().casefold() in _UNNAMED | _FAMILIES:
        return None
    name = re.sub(r"[^A-Za-z0-9.]+", "-", text.removeprefix("LicenseRef-")).strip("-.")
    return f"LicenseRef-{name[:_LONGEST_NAME].strip('-.')}" if name else None


def spdx_id(text: str) -> str | None:
    """The id of the SPDX list that ``text`` is, or is in wide use for."""
    word = " ".join(text.split()).casefold()
    return _SPDX_ID.get(word) or _MEANT.get(word)
