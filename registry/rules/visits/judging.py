"""From what came back to what is recorded: the one place that says what an answer means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from registry.rules.visits.fetched import Failure, Fetched
from registry.rules.visits.links import Link, LinkKind, excerpt_key
from registry.rules.visits.page_text import holds, is_html, page_text
from registry.rules.visits.records import read_record, storable
from registry.rules.visits.visit import Outcome, Visit

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_TOO_MANY, _UNAVAILABLE = HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE
# How long a busy host is left alone where it does not say, and at most.
USUAL_REST = timedelta(days=1)
LONGEST_REST = timedelta(days=7)
LONGEST_DETAIL = 300


def judge(link: Link, fetched: Fetched, excerpts: Iterable[str], *, at: datetime) -> Visit:
    """The visit of ``link`` at ``at``, for which ``fetched`` came back.

    ``excerpts`` are the quotations that cards say the page holds.
    """
    outcome = _outcome(link, fetched)
    is_read = outcome is Outcome.REACHED and _is_success(fetched.status)
    return Visit(
        link,
        at,
        outcome,
        http_status=fetched.status,
        content_type=storable(fetched.content_type, 100),
        bytes_read=len(fetched.body),
        final_url=storable(fetched.final_url, 4_000),
        detail="" if outcome is Outcome.REACHED else _detail(fetched),
        digest=_digest(fetched) if is_read and link.kind is LinkKind.PAGE else "",
        is_whole=is_read and fetched.is_whole,
        excerpts=_excerpts(fetched, excerpts) if is_read else {},
        record=_record(link, fetched) if is_read else {},
        not_before=_not_before(fetched, at) if outcome is Outcome.BUSY else None,
    )


def _outcome(link: Link, fetched: Fetched) -> Outcome:
    status = fetched.status
    if status == _TOO_MANY or (status == _UNAVAILABLE and fetched.retry_after):
        return Outcome.BUSY
    if link.kind is LinkKind.DOI and fetched.was_redirected:
        # The resolver knows it, which is what is asked; how the registrar is today is not.
        return Outcome.REACHED
    if fetched.failure is Failure.REFUSED_ADDRESS:
        return Outcome.BLOCKED
    if fetched.failure is not None or status is None:
        return Outcome.UNREACHABLE
    if _is_success(status):
        return Outcome.REACHED
    is_fault = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT
    leads_nowhere = status < HTTPStatus.BAD_REQUEST
    return Outcome.UNREACHABLE if status in GONE or is_fault or leads_nowhere else Outcome.REFUSED


def _is_success(status: int | None) -> bool:
    return status is not None and HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def _detail(fetched: Fetched) -> str:
    if fetched.detail or fetched.status is None:
        return storable(fetched.detail, LONGEST_DETAIL)
    try:
        return f"{fetched.status} {HTTPStatus(fetched.status).phrase}"
    except ValueError:
        return str(fetched.status)


def _digest(fetched: Fetched) -> str:
    """Pages of HTML differ at every look, by a date or a token; of other files a change tells."""
    is_comparable = (fetched.is_whole or fetched.is_cut) and not fetched.encoding
    if not is_comparable or is_html(fetched.content_type):
        return ""
    return sha256(fetched.body).hexdigest()


def _excerpts(fetched: Fetched, excerpts: Iterable[str]) -> dict[str, bool | None]:
    text = None if fetched.encoding else page_text(fetched.body, fetched.content_type)
    return {excerpt_key(excerpt): _holds(text, excerpt, fetched) for excerpt in sorted(excerpts)}


def _holds(text: str | None, excerpt: str, fetched: Fetched) -> bool | None:
    """What is not in the part that was read may be in the rest."""
    if text is None:
        return None
    return holds(text, excerpt) or (False if fetched.is_whole else None)


def _record(link: Link, fetched: Fetched) -> Mapping[str, Any]:
    if link.kind is LinkKind.PAGE or not fetched.is_whole or fetched.encoding:
        return {}
    return read_record(link.kind, fetched.body)


def _not_before(fetched: Fetched, at: datetime) -> datetime:
    rest = _asked_rest(fetched.retry_after, at)
    return at + max(timedelta(), min(USUAL_REST if rest is None else rest, LONGEST_REST))


def _asked_rest(retry_after: str, at: datetime) -> timedelta | None:
    """How long the host asked to be left alone, in seconds or until a date; None if unreadable."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text[:9]))
    try:
        until = parsedate_to_datetime(text)
        return until - at
    except (TypeError, ValueError):  # no date, or one without a time zone
        return None
