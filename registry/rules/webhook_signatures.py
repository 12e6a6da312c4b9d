"""The signature by which the receiver of a webhook knows that this registry sent it, and when.

It is that of Standard Webhooks (https://www.standardwebhooks.com), for which libraries exist: an
HMAC-SHA256 over delivery id, time and body, so that neither can be exchanged.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

PREFIX = "whsec_"
SECRET_BYTES = 32


def secret_text(secret: bytes) -> str:
    """The secret as it is shown and stored, from ``SECRET_BYTES`` random bytes."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"expected {SECRET_BYTES} bytes, found {len(secret)}")
    return PREFIX + base64.b64encode(secret).decode()


def signed_headers(secret: str, *, delivery: str, timestamp: int, body: str) -> Mapping[str, str]:
    """The headers that go with ``body``; ``timestamp`` is in seconds since 1970, UTC."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{delivery}.{timestamp}.{body}".encode()
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "Webhook-Id": delivery,
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": f"v1,{signature}",
    }
