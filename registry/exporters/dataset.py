"""The download from which anyone can recompute the ranking.

``releases.json``, ``ranking.json`` and ``grades.json`` are described in ``docs/dataset.md``; the
cards are the canonical bytes as stored.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from django.db.models.functions import Coalesce

from registry.exporters.digests import sha256_of
from registry.exporters.live_cards import contents, live_cards
from registry.exporters.terms import ATTRIBUTION, LICENSE
from registry.models import ClaimGrade, Lab, Ranking, Release
from registry.models.one_state import by_bytes
from registry.rules.ranking.draws import method_seed
from registry.rules.standard import load_standard, standard_path
from registry.rules.verification import (
    GRADES,
    MANIFEST,
    RANKING,
    RELEASES,
    STANDARD,
    ranking_row,
)

# What a record of an assessment says of that on which editors and referees are silent.
UNSAID = {"peer_review_confirmed": False, "verdicts": [], "applicable": None}


def write_dataset(folder: Path, ranking: Ranking) -> int:
    """Write all files to ``folder``, the manifest last; return how many.

    Run it inside ``one_state``, so that no publication comes in between. No file is ever held as a
    whole, so memory does not grow with the registry.
    """
    listed: dict[str, Mapping[str, Any]] = {}
    for name, pieces in _files(ranking):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as target:
            target.writelines(pieces)
        listed[name] = {"sha256": sha256_of(path), "bytes": path.stat().st_size}
    manifest = {
        "ranking": ranking.number,
        "as_of": ranking.as_of.isoformat(),
        "digest": ranking.digest,
        "card_schema": load_standard(ranking.standard_version).card_schema,
        "standard": ranking.standard_version,
        "method": ranking.method_version,
        "license": LICENSE,
        "attribution": ATTRIBUTION,
        "files": listed,
    }
    (folder / MANIFEST).write_text(f"{_json(manifest)}\n", encoding="utf-8")
    return len(listed) + 1


def _files(ranking: Ranking) -> Iterator[tuple[str, Iterable[str]]]:
    """Name and pieces of every file but the manifest."""
    for batch in live_cards():
        stored = contents(card.version_pk for card in batch)
        for card in batch:
            yield card_path(card.id), (stored[card.version_pk],)
    yield STANDARD, (standard_path(ranking.standard_version).read_text(encoding="utf-8"),)
    yield RELEASES, _releases(ranking)
    yield RANKING, chain(_members("[", map(_json, _ranking(ranking)), "]"), "\n")
    yield GRADES, chain(_members("{", _grades(), "}"), "\n")


def card_path(public_id: str) -> str:
    return f"cards/{public_id}.json"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _members(opening: str, members: Iterable[str], closing: str, depth: int = 0) -> Iterator[str]:
    """An object or a list as ``_json`` writes it at ``depth``, but one member at a time."""
    margin = "\n" + " " * depth
    before = opening
    for member in members:
        yield f"{before}{margin} " + member.replace("\n", f"{margin} ")
        before = ","
    yield opening + closing if before == opening else margin + closing


def _releases(ranking: Ranking) -> Iterator[str]:
    yield f'{{\n "as_of": {_json(ranking.as_of.isoformat())},\n "seed": {_json(method_seed())},'
    yield '\n "labs": '
    yield from _members("[", map(_json, _labs()), "]", depth=1)
    yield "\n}\n"


def _labs() -> Iterator[dict[str, Any]]:
    """Every lab with the releases that it answers for, those of labs merged into it among them."""
    standing = Coalesce("lab__merged_into__slug", "lab__slug")
    releases = (
        Release.objects.annotate(standing=standing)
        .select_related("card__current_grading")
        .defer("card__current_grading__result")
        .order_by(by_bytes("standing"), by_bytes("public_id"))
    )
    groups = groupby(releases.iterator(), lambda release: release.standing)
    group = next(groups, None)
    for lab in (
        Lab.objects.independent().prefetch_related("invitation_answers").order_by(by_bytes("slug"))
    ):
        of_lab: Iterable[Release] = ()
        if group is not None and group[0] == lab.slug:
            of_lab = list(group[1])
            group = next(groups, None)
        yield {
            "name": lab.name,
            "slug": lab.slug,
            "invited_on": lab.invited_on.isoformat() if lab.invited_on else None,
            "invitation_answers": _answers(lab),
            "releases": [_release(release, lab) for release in of_lab],
        }


def _answers(lab: Lab) -> list[dict[str, Any]]:
    """What an invited lab answered in public, the earliest first."""
    return [
        {
            "answer": one.answer,
            "answered_at": one.at.astimezone(UTC).isoformat(timespec="seconds"),
            "disclose_by": one.disclose_by.isoformat() if one.disclose_by else None,
            "text": one.text,
            "name": one.name,
        }
        for one in lab.invitation_answers.all()
    ]


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


def _ranking(ranking: Ranking) -> Iterator[dict[str, Any]]:
    entries = ranking.entries.select_related("score", "lab").defer("score__draws")
    for entry in entries.iterator():
        yield ranking_row(
            entry.rank,
            entry.lab_score(ranking.as_of),
            None
            if entry.rank_low is None or entry.rank_high is None
            else (entry.rank_low, entry.rank_high),
        )


def _grades() -> Iterator[str]:
    """One member for each live card."""
    for batch in live_cards():
        claims = ClaimGrade.objects.filter(grading__in=[card.grading_pk for card in batch])
        rows: dict[int, dict[str, Any]] = {card.grading_pk: {} for card in batch}
        for row in claims.order_by("id").values():
            rows[row["grading_id"]][row["item"]] = {
                "status": row["status"],
                "applicable": row["applicable"],
                "level": row["grade"],
                "substance": row["substance"],
                "credit": row["credit"],
                "reason": row["reason"],
            }
        for card in batch:
            yield f"{_json(card.id)}: {_json(rows[card.grading_pk])}"
