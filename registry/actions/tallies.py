"""Keeping count of how the live cards answer each item."""

from collections import Counter
from collections.abc import Iterable

from registry.models import ClaimGrade, Grading, ItemTally

COLUMNS = ("silent", "stated", "evidenced", "verified", "not_applicable")


def column_of(*, applicable: bool, grade: int) -> str:
    return COLUMNS[grade] if applicable else "not_applicable"


def move(old: Grading | None, new: Grading | None) -> None:
    """Take the claims of ``old`` out of the tallies and add those of ``new``."""
    changes: Counter[tuple[str, str]] = Counter()
    for grading, step in ((old, -1), (new, 1)):
        if grading is not None:
            for cell in _cells(ClaimGrade.objects.filter(grading=grading)):
                changes[cell] += step
    items = {item for (item, _), change in changes.items() if change}
    if not items:
        return
    stored = ItemTally.objects.in_bulk(items)
    tallies = [stored.get(item) or ItemTally(item=item) for item in sorted(items)]
    for tally in tallies:
        for column in COLUMNS:
            setattr(tally, column, getattr(tally, column) + changes[tally.item, column])
    ItemTally.objects.bulk_create(
        tallies, update_conflicts=True, unique_fields=["item"], update_fields=COLUMNS
    )


def count_all() -> Counter[tuple[str, str]]:
    """Count anew, by item and column: what the stored tallies must say."""
    return Counter(_cells(ClaimGrade.objects.filter(grading__current_on__isnull=False)))


def _cells(claims: Iterable[ClaimGrade]) -> Iterable[tuple[str, str]]:
    for claim in claims:
        yield claim.item, column_of(applicable=claim.applicable, grade=claim.grade)
