"""CSL-JSON, which Zotero, Pandoc and other citation processors read."""

from __future__ import annotations

import json
from typing import Any

from registry.rules.citation.work import PUBLISHER, Work, one_line


def csl_json(work: Work) -> str:
    """A list with the one item, as files of this format are."""
    item: dict[str, Any] = {
        "id": work.key,
        "type": "dataset",
        "title": one_line(work.title),
        "author": [{"literal": one_line(work.author)}],
        "issued": {"date-parts": [[work.published.year, work.published.month, work.published.day]]},
        "publisher": PUBLISHER,
        "URL": work.address,
    }
    if work.version:
        item["version"] = work.version
    if work.digest:
        item["note"] = work.digest
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
