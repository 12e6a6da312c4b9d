"""Visits of the evidence checker put on record, as its command does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from registry.actions.audit import command_actor
from registry.actions.visits import record_visits
from registry.models import ModelCard
from registry.rules.visits.links import Link, LinkKind, doi_record_link, excerpt_key, page_link
from registry.rules.visits.visit import Outcome, Visit

R1, V3 = "deepseek/deepseek-r1", "deepseek/deepseek-v3"
FIRST_DAY = datetime(2026, 12, 1, 9, tzinfo=UTC)
# Sources of DeepSeek-R1: one of many claims, its code and the article.
ARXIV = "https://arxiv.org/abs/2412.19437"
CODE = "https://github.com/deepseek-ai/DeepSeek-R1"
DOI = "10.1038/s41586-025-09422-z"
NATURE = {"type": "journal-article", "venues": ["Nature"], "retracted": False}
LICENSE = Link(LinkKind.LICENSE, "https://huggingface.co/api/models/deepseek-ai/DeepSeek-R1")


def visit(
    link: Link | str, outcome: Outcome = Outcome.REACHED, *, day: int = 0, **more: Any
) -> Visit:
    """A visit of an address; ``day`` counts from the first, ``excerpts`` are by their text."""
    found = page_link(link) if isinstance(link, str) else link
    excerpts = {excerpt_key(text): is_found for text, is_found in more.pop("excerpts", {}).items()}
    status = {Outcome.REACHED: 200, Outcome.UNREACHABLE: 404, Outcome.REFUSED: 403}.get(outcome)
    given = {"http_status": status, "content_type": "text/html", "bytes_read": 1234, **more}
    at = FIRST_DAY + timedelta(days=day)
    return Visit(found, at, outcome, excerpts=excerpts, final_url=found.url, **given)


def article(outcome: Outcome = Outcome.REACHED, *, day: int = 0, **more: Any) -> Visit:
    """A look-up of the DOI of the article about DeepSeek-R1."""
    return visit(doi_record_link(DOI), outcome, day=day, **more)


def put_on_record(*visits: Visit, cards: tuple[str, ...] = (R1,)) -> None:
    """Record the visits, and grade ``cards`` again."""
    record_visits(
        by=command_actor("the checker of the tests"),
        visits=visits,
        cards=ModelCard.objects.filter(release__public_id__in=cards),
    )
