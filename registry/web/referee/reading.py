"""A report from the inputs of its page, to the shape that ``rules.review.reports`` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.rules.review.reports import MOST_COMMENTS

FLAGS = {"yes": True, "no": False}


def typed(posted: Mapping[str, str], items: Sequence[str]) -> dict[str, Any]:
    """What was typed, complete or not. An empty remark is none; whatever else is there is kept."""
    return {
        "verdicts": {item: one for item in items if (one := _verdict(posted, item))},
        "comments": list(_comments(posted)),
        "summary": _text(posted, "summary"),
        "recommendation": posted.get("recommendation") or None,
        "competence": _lines(posted, "competence"),
        "ai_used": FLAGS.get(posted.get("ai_used", "")),
        "ai_statement": _text(posted, "ai_statement"),
        "consulted": _text(posted, "consulted"),
    }


def _verdict(posted: Mapping[str, str], item: str) -> dict[str, Any]:
    confidence = posted.get(f"confidence.{item}", "")
    found = {
        "verdict": posted.get(f"verdict.{item}") or None,
        "confidence": int(confidence) if confidence in ("1", "2", "3") else confidence or None,
        "comment": _text(posted, f"comment.{item}"),
        "links": _lines(posted, f"links.{item}"),
        "for_full": _text(posted, f"for_full.{item}"),
    }
    return found if any(found.values()) else {}


def _comments(posted: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for place in range(MOST_COMMENTS + 1):
        one = {
            "class": posted.get(f"class.{place}") or None,
            "item": posted.get(f"item.{place}") or None,
            "text": _text(posted, f"text.{place}"),
        }
        if any(one.values()):
            yield one


def _text(posted: Mapping[str, str], name: str) -> str:
    return posted.get(name, "").replace("\r\n", "\n").strip()


def _lines(posted: Mapping[str, str], name: str) -> list[str]:
    return [line.strip() for line in posted.get(name, "").splitlines() if line.strip()]
