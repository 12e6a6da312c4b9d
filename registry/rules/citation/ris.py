"""RIS, which reference managers import."""

from __future__ import annotations

from registry.rules.citation.work import PUBLISHER, Work, one_line


def ris(work: Work) -> str:
    """One record of the type DATA; its lines end with CR LF, the last is ER."""
    fields = [
        ("TY", "DATA"),
        ("ID", work.key),
        ("AU", work.author),
        ("TI", work.full_title),
        ("PY", str(work.published.year)),
        ("DA", f"{work.published:%Y/%m/%d}/"),
        ("ET", work.version),
        ("PB", PUBLISHER),
        ("UR", work.address),
        ("N1", work.digest),
        ("N1", work.warning.upper()),
    ]
    lines = [f"{tag}  - {one_line(text)}" for tag, text in fields if text]
    return "\r\n".join([*lines, "ER  - ", ""])
