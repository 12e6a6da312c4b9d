"""The download from which anyone can recompute the ranking.

``releases.json``, ``ranking.json`` and ``grades.json`` are described in ``docs/dataset.md``; the
cards are the canonical bytes as stored.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from registry.models import CardContent, ClaimGrade, Lab, Ranking, Release
from registry.rules.ranking.draws import method_seed
from registry.rules.standard import load_standard, standard_path
from registry.rules.verification import (
    GRADES,
    MANIFEST,
    RANKING,
    RELEASES,
    STANDARD,
    manifest_entry,
    ranking_row,
)

# What a record of an assessment says of that on which editors and referees are silent.
UNSAID = {"peer_review_confirmed": False, "verdicts": [], "applicable": None}

LICENSE = "CC-BY-4.0"
ATTRIBUTION = (
    "Model Disclosure Registry, CC BY 4.0. Known releases rest largely on Epoch AI, "
    "Data on AI Models (epoch.ai/data, CC BY 4.0); every entry names its source."
)


def dataset_files(ranking: Ranking) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file, the manifest last.

    Run it under the lock on the registry's state, so that no publication comes in between.
    """
    manifest: dict[str, dict[str, Any]] = {}
    for name, data in _content_files(ranking):
        manifest[name] = manifest_entry(data)
        yield name, data
    yield (
        MANIFEST,
        _json(
            {
                "ranking": ranking.number,
                "as_of": ranking.as_of.isoformat(),
                "digest": ranking.digest,
                "card_schema": load_standard(ranking.standard_version).card_schema,
                "standard": ranking.standard_version,
                "method": ranking.method_version,
                "license": LICENSE,
                "attribution": ATTRIBUTION,
                "files": manifest,
            }
        ),
    )


def _content_files(ranking: Ranking) -> Iterator[tuple[str, bytes]]:
    contents = CardContent.objects.filter(version__live_on__isnull=False).order_by(
        "version__card__release__public_id"
    )
    for public_id, canonical in contents.values_list(
        "version__card__release__public_id", "canonical"
    ).iterator():
        yield card_path(public_id), canonical.encode()
    yield STANDARD, standard_path(ranking.standard_version).read_bytes()
    yield RELEASES, _json(_releases(ranking))
    yield RANKING, _json(_ranking(ranking))
    yield GRADES, _json(_grades())


def card_path(public_id: str) -> str:
    return f"cards/{public_id}.json"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _releases(ranking: Ranking) -> dict[str, Any]:
    by_lab: dict[int, list[Release]] = defaultdict(list)
    for release in Release.objects.select_related("lab", "card__current_grading").order_by(
        "public_id"
    ):
        by_lab[release.lab.merged_into_id or release.lab_id].append(release)
    return {
        "as_of": ranking.as_of.isoformat(),
        "seed": method_seed(),
        "labs": [
            {
                "name": lab.name,
                "slug": lab.slug,
                "invited_on": lab.invited_on.isoformat() if lab.invited_on else None,
                "releases": [_release(release, lab) for release in by_lab[lab.pk]],
            }
            for lab in Lab.objects.independent()
        ],
    }


def _release(release: Release, lab: Lab) -> dict[str, Any]:
    card = getattr(release, "card", None)
    grading = card.current_grading if card is not None else None
    assessment = dict(grading.assessment) if grading else {}
    facts = assessment.pop("facts", {})
    return {
        "id": release.public_id,
        "released_on": release.released_on.isoformat(),
        "tier": release.tier,
        "card": card_path(release.public_id) if grading else None,
        "designated_flagship": lab.designated_flagship_id == release.pk,
        # Sorted: PostgreSQL gives the members of a JSON column back in an order of its own.
        "assessment": {
            item: UNSAID | dict(sorted(record.items()))
            for item, record in sorted(assessment.items())
        },
        "facts": dict(sorted(facts.items())),
    }


def _ranking(ranking: Ranking) -> list[dict[str, Any]]:
    return [
        ranking_row(
            entry.rank,
            entry.lab_score(ranking.as_of),
            None
            if entry.rank_low is None or entry.rank_high is None
            else (entry.rank_low, entry.rank_high),
        )
        for entry in ranking.entries.select_related("score", "lab").defer("score__draws")
    ]


def _grades() -> dict[str, dict[str, Any]]:
    grades: dict[str, dict[str, Any]] = defaultdict(dict)
    rows = ClaimGrade.objects.filter(grading__current_on__isnull=False).order_by(
        "grading__current_on__release__public_id", "id"
    )
    for row in rows.values(
        "grading__current_on__release__public_id",
        "item",
        "status",
        "applicable",
        "grade",
        "substance",
        "credit",
        "reason",
    ).iterator():
        grades[row["grading__current_on__release__public_id"]][row["item"]] = {
            "status": row["status"],
            "applicable": row["applicable"],
            "level": row["grade"],
            "substance": row["substance"],
            "credit": row["credit"],
            "reason": row["reason"],
        }
    return grades
