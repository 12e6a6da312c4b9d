"""CSL-JSON, which Zotero, Pandoc and other citation processors read."""

from __future__ import annotations

import json
from typing import Any

from registry.rules.citation.work import PUBLISHER, Work, one_line


def csl_json(work: Work) -> str:
    """A list with the one item, as files of this format are; a line for each member."""
    item: dict[str, Any] = {
        "id": work.key,
        "type": "dataset",
        "title": one_line(work.full_title),
        "author": [{"literal": one_line(work.author)}],
        "issued": {"date-parts": [[work.published.year, work.published.month, work.published.day]]},
        "publisher": PUBLISHER,
        "URL": work.address,
    }
    if work.version:
        item["version"] = work.version
    if work.warning:
        item["status"] = work.warning
    if work.digest:
        item["note"] = work.digest
    lines = [
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in item.items()
    ]
    return "[{\n" + ",\n".join(lines) + "\n}]\n"
