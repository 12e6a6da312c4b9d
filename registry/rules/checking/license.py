"""License expressions: SPDX ids joined by AND, OR and WITH, or LicenseRef names of one's own."""

from __future__ import annotations

import re
from difflib import get_close_matches

from registry.rules.checking.code_lists import SPDX_LICENSES
from registry.rules.names import slugify

_JOINT = re.compile(r"\s+(?:AND|OR)\s+|[()]")
_TERM = re.compile(r"(?P<id>[A-Za-z0-9.-]+)\+?(?:\s+WITH\s+[A-Za-z0-9.-]+)?")
_OWN_NAME = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_ID_BY_SLUG = {slugify(license_id): license_id for license_id in sorted(SPDX_LICENSES)}
_FILLER = re.compile(r"\b(?:licen[cs]e|version|the)\b|\bv(?=[0-9])", re.IGNORECASE)
_LONGEST_NAME = 40


def unknown_license(expression: str) -> str | None:
    """Return the first term of ``expression`` that SPDX does not know; None if it knows all."""
    for term in filter(None, map(str.strip, _JOINT.split(expression))):
        match = _TERM.fullmatch(term)
        if not match or not (match["id"] in SPDX_LICENSES or _OWN_NAME.fullmatch(match["id"])):
            return term
    return None


def license_hint(term: str) -> str:
    """Return what to write instead of ``term``, which is no SPDX id."""
    if near := _nearest_id(term):
        return f"If it is that license, write {near}."
    own = re.sub(r"[^A-Za-z0-9.]+", "-", term).strip("-.")
    name = own if 0 < len(own) <= _LONGEST_NAME else "<name>"
    return f"For a license of its own, write LicenseRef-{name}."


def _nearest_id(term: str) -> str | None:
    slug = slugify(_FILLER.sub(" ", term))
    if slug in _ID_BY_SLUG:
        return _ID_BY_SLUG[slug]
    versions = [other for other in _ID_BY_SLUG if other.startswith(f"{slug}-")]
    near = versions if len(versions) == 1 else get_close_matches(slug, _ID_BY_SLUG, 1, cutoff=0.8)
    return _ID_BY_SLUG[near[0]] if near else None
