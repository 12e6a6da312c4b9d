"""The date that a text such as "20 January 2025" stands for, as a card writes it.

Only for hints, like ``checking.number_text``.
"""

from __future__ import annotations

import re

from registry.rules.words import MONTHS

_MONTHS = [month[:3].lower() for month in MONTHS]
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_NUMBER = r"(?P<month>0?[1-9]|1[0-2])"
_NAME = rf"(?P<name>(?:{'|'.join(_MONTHS)})[a-z]*\.?)"
_DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}[-/.\s]{_NUMBER}(?:[-/.\s]{_DAY})?(?:[T\s][0-9:.]+(?:Z|[+-][0-9:]+)?)?",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])",
        rf"(?:{_DAY}[\s-])?{_NAME},?[\s-]{_YEAR}",
        rf"{_NAME}\s{_DAY},?\s{_YEAR}",
        rf"{_YEAR}[\s-]{_NAME}(?:[\s-]{_DAY})?",
        # Day first: 20.01.2025 and 20/01/2025; 01/02/2025 could be either, so it is not guessed.
        rf"{_DAY}\.{_NUMBER}\.{_YEAR}",
        rf"(?P<day>1[3-9]|2[0-9]|3[01])/{_NUMBER}/{_YEAR}",
        rf"{_NUMBER}/(?P<day>1[3-9]|2[0-9]|3[01])/{_YEAR}",
    )
)


def date_in(text: str) -> str | None:
    """Return ``text`` as 2025, 2025-01 or 2025-01-20; None if it states no such date clearly."""
    match = next((match for form in _FORMS if (match := form.fullmatch(text.strip()))), None)
    if match is None:
        return None
    parts = match.groupdict()
    name = parts.get("name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["month"])
    day = f"-{int(parts['day']):02}" if parts["day"] else ""
    return f"{parts['year']}-{month:02}{day}"
