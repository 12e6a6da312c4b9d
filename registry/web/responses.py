"""Responses for other sites and programs: validators, lifetimes, open to every origin."""

from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

FIVE_MINUTES = "public, max-age=300"


def for_others(
    request: HttpRequest,
    body: str | bytes,
    media_type: str,
    *,
    modified: datetime | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """``body``, or 304 where the reader has it; it may be kept for five minutes."""
    data = body.encode() if isinstance(body, str) else body
    etag = f'"{sha256(data).hexdigest()}"'
    response = HttpResponse(data, content_type=media_type, status=status)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FIVE_MINUTES
    seconds = int(modified.timestamp()) if modified else None
    if seconds is not None:
        response.headers["Last-Modified"] = http_date(seconds)
    answer = get_conditional_response(request, etag, seconds, response) or response
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
