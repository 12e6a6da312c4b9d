"""The key under which a program may send a request again, so that it is done once."""

from __future__ import annotations

import re

from django.http import HttpRequest

from registry.api.errors import RequestRefused

REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def idempotency_key(request: HttpRequest) -> str | None:
    """The Idempotency-Key that the request brings, if any; refuses what can be none."""
    key: str | None = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is not None and not _KEY.fullmatch(key):
        raise RequestRefused(
            "malformed-request",
            "Idempotency-Key: expected 1 to 255 visible ASCII characters, such as a UUID.",
        )
    return key
