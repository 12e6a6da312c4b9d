"""A citation as a sentence of a reference list."""

from __future__ import annotations

from registry.rules.citation.work import PUBLISHER, Work, one_line
from registry.rules.numerals import date_text


def plain_text(work: Work) -> str:
    """Author, year, title, version and date, publisher, address, digest."""
    day = date_text(work.published.isoformat())
    parts = [
        f"{work.author} ({work.published.year}). {work.full_title}",
        f"Version {work.version}, {day}" if work.version else day,
        *([PUBLISHER] if work.author != PUBLISHER else []),
        work.address,
        *([work.digest] if work.digest else []),
    ]
    return one_line(". ".join(parts))
