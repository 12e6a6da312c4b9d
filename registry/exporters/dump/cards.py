"""Every published version that still has its content, one line each (JSON Lines).

The card stands last in its line and is the stored text, byte for byte, so what follows ``"card":``
up to the closing brace has the hash that stands beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from registry.exporters.csv_text import cell_text
from registry.exporters.dump.columns import Column, Kind
from registry.exporters.live_cards import batches, contents
from registry.exporters.notices import notices_data, upheld_data
from registry.models import CardVersion
from registry.models.one_state import by_bytes
from registry.models.standing import version_status

MEANING = (
    "Every published version whose content is still there, one JSON object a line, "
    "by model and version."
)
MEMBERS = (
    Column("id", Kind.TEXT, "The model, as in all files: <lab>/<model>."),
    Column("version", Kind.INTEGER, "The number of the version, from 1."),
    Column("live", Kind.BOOLEAN, "Whether this is the version that counts now."),
    Column("published_at", Kind.TIME, "When it was published."),
    Column(
        "status",
        Kind.TEXT,
        "Where it stands: published, superseded, under_concern or retracted.",
    ),
    Column("content_hash", Kind.TEXT, "sha256: and the SHA-256 of the bytes of the card."),
    Column(
        "notices",
        Kind.TEXT,
        "What the registry said of it after its publication, the newest first: a list of objects, "
        "as in the API.",
    ),
    Column(
        "upheld_concerns",
        Kind.TEXT,
        "What editors found where a reader's concern about it was upheld, the newest first: a list "
        "of objects with kind, at, text and items.",
    ),
    Column(
        "card",
        Kind.TEXT,
        "The model card, an object of the card schema, as canonical bytes (RFC 8785): exactly what "
        'was hashed, from behind "card": to before the last brace of the line.',
    ),
)


def lines() -> Iterator[str]:
    """Yield the lines, each with its end."""
    versions = CardVersion.objects.filter(content__isnull=False).order_by(
        by_bytes("card__release__public_id"), "number"
    )
    rows = versions.values_list(
        "pk",
        "card__release__public_id",
        "number",
        "card__live_version_id",
        "published_at",
        version_status("pk"),
        "content_hash",
    )
    for batch in batches(rows.iterator()):
        keys = [row[0] for row in batch]
        stored, notices, upheld = contents(keys), notices_data(keys), upheld_data(keys)
        for key, public_id, number, live, published_at, status, content_hash in batch:
            about = {
                "id": public_id,
                "version": number,
                "live": key == live,
                "published_at": cell_text(published_at),
                "status": status,
                "content_hash": content_hash,
                "notices": notices.get(key, []),
                "upheld_concerns": upheld.get(key, []),
            }
            start = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
            yield f'{start[:-1]},"card":{stored[key]}}}\n'
