"""A small download, built from the rulebook alone: three labs, three real cards."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

from registry.rules.canonical import canonical_bytes
from registry.rules.grading.assessment import parse_assessment
from registry.rules.grading.completeness import CardResult, assess, grades_to_data
from registry.rules.ranking.draws import method_seed
from registry.rules.ranking.lab_inputs import METHOD_VERSION, KnownRelease, LabInputs
from registry.rules.standard import load_standard, standard_path
from registry.rules.verification import manifest_entry, recompute_table
from tests.factories.starter import starter_cards

AS_OF = date(2026, 11, 24)
CONFIRMED = {"peer_review_confirmed": True, "verdicts": [], "applicable": None, "basis": "Checked"}
# Invited long ago, invited too late for anything to be due, and without a card.
LABS = (
    ("deepseek", "2025-01-01", ("deepseek-r1", "deepseek-v3", "coder")),
    ("openai", "2026-11-01", ("gpt-4", "gpt-5")),
    ("example", None, ("model-1",)),
)
TIERS = {"deepseek-v3": "1/2", "coder": "0"}


def small_dataset() -> dict[str, bytes]:
    """The files of the download by name, free to be tampered with."""
    labs = [
        {
            "name": slug.title(),
            "slug": slug,
            "invited_on": invited_on,
            "releases": [_release(f"{slug}/{model}") for model in models],
        }
        for slug, invited_on, models in LABS
    ]
    cards = {r["id"] for lab in labs for r in lab["releases"] if r["card"] is not None}  # type: ignore[index]
    results = {card_id: _result(card_id) for card_id in cards}
    files = {f"cards/{id_}.json": canonical_bytes(starter_cards()[id_]) for id_ in cards}
    files["standard.json"] = standard_path().read_bytes()
    files["releases.json"] = dump({"as_of": AS_OF.isoformat(), "seed": method_seed(), "labs": labs})
    files["grades.json"] = dump({id_: grades_to_data(r.claims) for id_, r in results.items()})
    files["ranking.json"] = dump(
        recompute_table([_inputs(lab, results) for lab in labs], load_standard(), AS_OF)
    )
    return listed(files)


def listed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same files under a manifest that lists them as they are now."""
    manifest = {
        "ranking": 1,
        "as_of": AS_OF.isoformat(),
        "standard": load_standard().version,
        "method": METHOD_VERSION,
        "files": {n: manifest_entry(data) for n, data in files.items() if n != "manifest.json"},
    }
    return files | {"manifest.json": dump(manifest)}


def dump(value: Any) -> bytes:
    return json.dumps(value).encode()


def _assessment(card_id: str) -> dict[str, Any]:
    return {"COST-1": CONFIRMED} if card_id == "deepseek/deepseek-r1" else {}


def _release(release_id: str) -> dict[str, Any]:
    has_card = release_id in starter_cards()
    return {
        "id": release_id,
        "released_on": "2025-01-20",
        "tier": TIERS.get(release_id.partition("/")[2], "1"),
        "card": f"cards/{release_id}.json" if has_card else None,
        "designated_flagship": False,
        "assessment": _assessment(release_id) if has_card else {},
        "facts": {},
    }


def _result(card_id: str) -> CardResult:
    assessment = parse_assessment({**_assessment(card_id), "facts": {}}, load_standard())
    return assess(starter_cards()[card_id], load_standard(), assessment)


def _inputs(lab: dict[str, Any], results: dict[str, CardResult]) -> LabInputs:
    return LabInputs(
        slug=lab["slug"],
        name=lab["name"],
        invited_on=date.fromisoformat(lab["invited_on"]) if lab["invited_on"] else None,
        releases=tuple(
            KnownRelease(
                id=release["id"],
                released_on=date.fromisoformat(release["released_on"]),
                tier=Fraction(release["tier"]),
                profile=results[release["id"]].counted_profile if release["card"] else None,
                preparer="registry" if release["card"] else "",
            )
            for release in lab["releases"]
        ),
    )
