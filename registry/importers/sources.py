"""Papers that a README links: a source beside a figure, and the publication of the model.

Where in a paper a figure stands is for a person to find, so no source gets a locator here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from registry.importers.collecting import Collector
from registry.importers.markdown import Plain, Sentence

PREPRINT = "peer_review.publication.value.preprint_id"
DOI = "peer_review.publication.value.doi"

_LINK = re.compile(r"\[([^\[\]\n]{1,400})\]\((https?://[^\s()<>]{4,500})\)")
_ARXIV = re.compile(
    r"\barxiv(?:\.org/(?:abs|pdf|html)/|:\s?)([0-9]{4}\.[0-9]{4,5})\b", re.IGNORECASE
)
_DOI = re.compile(
    r"\bdoi(?:\.org/|:\s?)(10\.[0-9]{4,9}/[^\s<>()\[\]\"'{},;]{1,150})", re.IGNORECASE
)
# A README that links more papers cites the work of others.
_MOST_PAPERS = 3


def suggest_sources(
    sentence: Sentence, claims: Sequence[str], body: Plain, collector: Collector
) -> None:
    """Offer the papers that a sentence links as sources of the claims it has figures for."""
    if not claims:
        return
    source = body.source[sentence.offset : sentence.offset + len(sentence.text)]
    for match in _LINK.finditer(source):
        title, address = " ".join(match[1].split()), match[2]
        if not (_ARXIV.search(address) or _DOI.search(address)):
            continue
        for claim in claims:
            collector.add(
                f"{claim}.evidence",
                [{"title": title, "url": address}],
                place=f"line {body.line(sentence.offset + match.start())}",
                as_stated=match[0],
                certainty="suggested",
                sentence=sentence.around(match.start(), match.end()),
            )


def suggest_publication(body: Plain, tags: Any, collector: Collector) -> None:
    """Offer the preprint and the DOI that tags or text name, unless there are too many."""
    tag_text = "\n".join(tag for tag in tags if isinstance(tag, str)) if _is_list(tags) else ""
    for path, pattern, prefix in ((PREPRINT, _ARXIV, "arXiv:"), (DOI, _DOI, "")):
        found = {name.rstrip("."): "front matter, tags" for name in pattern.findall(tag_text)}
        for match in pattern.finditer(body.source):
            found.setdefault(match[1].rstrip("."), f"line {body.line(match.start())}")
        if len(found) > _MOST_PAPERS:
            names = ", ".join(f"{prefix}{name}" for name in found)
            reason = "So many papers are linked that none is taken for the model's own."
            collector.drop("the text", names, reason)
            continue
        for name, place in found.items():
            collector.add(
                path,
                f"{prefix}{name}",
                place=place,
                as_stated=f"{prefix}{name}",
                certainty="suggested",
                sentence="The file links this paper; whether it describes the model is not said.",
            )


def _is_list(value: Any) -> bool:
    return isinstance(value, list)
