"""The numbers of comments: R2.5 is the fifth comment of referee 2, counted through all rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from registry.rules.review.reports import Comment, ReportContent


@dataclass(frozen=True, slots=True)
class NumberedComment:
    """A comment under its number; ``place`` is its index in the report of that round."""

    id: str
    referee: int
    round: int
    place: int
    comment: Comment


def comment_id(referee: int, number: int) -> str:
    """The name of a comment; both count from 1."""
    return f"R{referee}.{number}"


def numbered_comments(
    reports: Iterable[tuple[int, int, ReportContent]],
) -> tuple[NumberedComment, ...]:
    """The comments of reports given as (referee, round, content), by referee, then round.

    Raises ``ValueError`` where a referee has two reports in a round.
    """
    found: list[NumberedComment] = []
    so_far: Counter[int] = Counter()
    by_key = list(reports)
    keys = {(referee, in_round) for referee, in_round, _ in by_key}
    if len(keys) < len(by_key):
        raise ValueError("a referee has two reports in one round")
    for referee, in_round, content in sorted(by_key, key=lambda report: report[:2]):
        for place, comment in enumerate(content.comments):
            so_far[referee] += 1
            name = comment_id(referee, so_far[referee])
            found.append(NumberedComment(name, referee, in_round, place, comment))
    return tuple(found)
