"""The accelerators that a card names, for finding all models trained on one."""

from __future__ import annotations

from registry.rules.documents import Document, value_at
from registry.rules.names import slugify


def chips(document: Document) -> dict[str, str]:
    """Names of accelerators by slug; memory and form factor do not tell two apart."""
    segments = value_at(document, "hardware.accelerators").get("segments", ())
    names = [_name(segment.get("vendor", ""), segment["model"]) for segment in segments]
    if not names:
        named = value_at(document, "compute.final_run").get("accelerator")
        names = [named] if named else []
    return {slug: name for name in names if (slug := slugify(name)[:120].strip("-"))}


def _name(vendor: str, model: str) -> str:
    return model if model.casefold().startswith(vendor.casefold()) else f"{vendor} {model}"
