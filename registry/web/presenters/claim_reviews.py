"""What referees said of each claim, for the card's page: how many judged, and what came of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from registry.models import CardVersion, Grading, VersionVerdict
from registry.rules.grading.verdicts import Consensus, combine
from registry.rules.review.verdicts import VERDICT_LABELS, Verdict
from registry.rules.standard import Standard
from registry.rules.words import listed

BY_REFEREES = "Supported by at least two independent referees, who judged this very claim."
REFEREED = "Supported by referees"


def is_refereed(record: Mapping[str, Any], standard: Standard) -> bool:
    """Whether the verdicts by themselves verify the claim.

    ``record`` is what the assessment of a grading keeps of one item.
    """
    found = _consensus(record, standard)
    is_settled = not found.disputed or "adjudicated" in record
    return is_settled and found.supporting >= standard.minimum_supporting_verdicts


def claim_reviews(version: CardVersion, grading: Grading, standard: Standard) -> dict[str, str]:
    """By item, in words: "Judged by 2 referees: 2 supported." Nothing for an unreviewed card."""
    records = {
        item: record for item, record in grading.assessment.items() if record.get("verdicts")
    }
    if not records:
        return {}
    carried = _carried(version)
    return {
        item: _words(record, standard, carried.get(item, ())) for item, record in records.items()
    }


def _consensus(record: Mapping[str, Any], standard: Standard) -> Consensus:
    return combine([one["verdict"] for one in record.get("verdicts", ())], standard)


def _carried(version: CardVersion) -> dict[str, list[int]]:
    """Numbers of the versions that verdicts came from, by item."""
    found: dict[str, list[int]] = defaultdict(list)
    rows = VersionVerdict.objects.filter(version=version, carried_from__isnull=False)
    for item, number in set(rows.values_list("verdict__item", "carried_from__number")):
        found[item].append(number)
    return found


def _words(record: Mapping[str, Any], standard: Standard, carried: Sequence[int]) -> str:
    found = _consensus(record, standard)
    counts = Counter(Verdict(one["verdict"]) for one in record["verdicts"])
    told = [
        f"{counts[verdict]} {label.lower()}"
        for verdict, label in VERDICT_LABELS.items()
        if counts[verdict]
    ]
    judges = f"{found.judging or 'no'} referee{'s'[: found.judging != 1]}"
    disputed = ", disputed" if found.disputed else ""
    sentences = [f"Judged by {judges}{disputed}: {listed(told)}."]
    ruling = record.get("adjudicated")
    if ruling:
        label = VERDICT_LABELS[Verdict(ruling["verdict"])].lower()
        sentences.append(f"Ruled by {ruling['by']}: {label}.")
    if carried:
        versions = listed([str(number) for number in sorted(carried)])
        sentences.append(f"Carried from version{'s'[: len(carried) != 1]} {versions}.")
    return " ".join(sentences)
