"""A referee's report as it is kept: plain data with canonical bytes, complete or not yet.

The confidential note to the editor and the choice to sign are no part of it: what is here is
published with the card.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.rules.canonical import canonical_bytes
from registry.rules.review.fields import FieldProblem, Fields, raise_if_any
from registry.rules.review.verdicts import (
    HIGHEST_CONFIDENCE,
    LOWEST_CONFIDENCE,
    CommentClass,
    Recommendation,
    Verdict,
)

LONGEST_ITEM = 40
LONGEST_TEXT = 10_000
LONGEST_SUMMARY = 50_000
LONGEST_STATEMENT = 2_000
LONGEST_LINK = 2_000
LONGEST_AREA = 200
MOST_VERDICTS = 300
MOST_COMMENTS = 200
MOST_LINKS = 20
MOST_AREAS = 20


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What a referee says of one claim; ``verdict`` None while undecided.

    ``links`` are web addresses of the public evidence that speaks against the claim,
    ``for_full`` what would make it fully supported.
    """

    verdict: Verdict | None = None
    confidence: int | None = None
    comment: str = ""
    links: tuple[str, ...] = ()
    for_full: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """One numbered remark to the lab; its number is its place in the report, from 1."""

    text: str = ""
    comment_class: CommentClass | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report. ``verdicts`` by item id; ``ai_used`` None while the question is unanswered.

    ``competence`` are the areas the referee can judge, ``consulted`` the colleagues who were asked
    with the editor's consent.
    """

    verdicts: Mapping[str, ItemVerdict] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    summary: str = ""
    recommendation: Recommendation | None = None
    competence: tuple[str, ...] = ()
    ai_used: bool | None = None
    ai_statement: str = ""
    consulted: str = ""

    @classmethod
    def from_data(cls, raw: object) -> ReportContent:
        """Read what ``to_data`` writes, any member left out; raises ``FieldsInvalid``."""
        problems: list[FieldProblem] = []
        fields = Fields(raw, problems)
        content = cls(
            verdicts=dict(_verdicts(fields)),
            comments=tuple(_comments(fields)),
            summary=fields.text("summary", LONGEST_SUMMARY),
            recommendation=fields.choice("recommendation", Recommendation),
            competence=fields.texts("competence", MOST_AREAS, LONGEST_AREA),
            ai_used=fields.flag("ai_used"),
            ai_statement=fields.text("ai_statement", LONGEST_STATEMENT),
            consulted=fields.text("consulted", LONGEST_STATEMENT),
        )
        fields.finish()
        raise_if_any(problems)
        return content

    def to_data(self) -> dict[str, Any]:
        """The report as JSON data, with every member."""
        data: dict[str, Any] = plain(self._members())
        return data

    def _members(self) -> dict[str, Any]:
        return {
            "verdicts": {item: _verdict_data(one) for item, one in self.verdicts.items()},
            "comments": [
                {"class": one.comment_class, "item": one.item, "text": one.text}
                for one in self.comments
            ],
            "summary": self.summary,
            "recommendation": self.recommendation,
            "competence": list(self.competence),
            "ai_used": self.ai_used,
            "ai_statement": self.ai_statement,
            "consulted": self.consulted,
        }

    def to_bytes(self) -> bytes:
        """The canonical bytes of the report: what is stored and hashed."""
        return canonical_bytes(self.to_data())


def plain(data: Any) -> Any:
    """``data`` with texts of closed lists as texts, which is how JSON data writes them."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain(value) for value in data]
    return str(data) if isinstance(data, str) else data


def _verdicts(fields: Fields) -> Iterable[tuple[str, ItemVerdict]]:
    for item, one in fields.members("verdicts", MOST_VERDICTS, LONGEST_ITEM):
        yield (
            item,
            ItemVerdict(
                verdict=one.choice("verdict", Verdict),
                confidence=one.integer("confidence", LOWEST_CONFIDENCE, HIGHEST_CONFIDENCE),
                comment=one.text("comment", LONGEST_TEXT),
                links=one.texts("links", MOST_LINKS, LONGEST_LINK),
                for_full=one.text("for_full", LONGEST_TEXT),
            ),
        )
        one.finish()


def _comments(fields: Fields) -> Iterable[Comment]:
    for one in fields.objects("comments", MOST_COMMENTS):
        yield Comment(
            text=one.text("text", LONGEST_TEXT),
            comment_class=one.choice("class", CommentClass),
            item=one.optional_text("item", LONGEST_ITEM),
        )
        one.finish()


def _verdict_data(one: ItemVerdict) -> dict[str, Any]:
    return {
        "verdict": one.verdict,
        "confidence": one.confidence,
        "comment": one.comment,
        "links": list(one.links),
        "for_full": one.for_full,
    }
