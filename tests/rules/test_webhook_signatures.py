"""Signatures of webhooks, and the receiver's code that docs/webhooks.md prints."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from registry.rules.webhook_signatures import secret_text, signed_headers

SECRET = secret_text(bytes(range(32)))
BODY = '{"subject": "größe"}'


@pytest.fixture
def is_from_the_registry() -> Callable[..., bool]:
    document = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", document, re.S)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own document
    found: Callable[..., bool] = names["is_from_the_registry"]
    return found


def signed(**changes: Any) -> Mapping[str, str]:
    given = {"delivery": "m3xk7q2ahd9w", "timestamp": int(time.time()), "body": BODY}
    return signed_headers(SECRET, **(given | changes))


def test_the_signature_is_that_of_the_standard() -> None:
    """The example of the specification of Standard Webhooks."""
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        delivery="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body='{"test": 2432232314}',
    )
    assert headers == {
        "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "Webhook-Timestamp": "1614265330",
        "Webhook-Signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_documented_receiver_takes_what_is_sent(is_from_the_registry: Any) -> None:
    assert is_from_the_registry(SECRET, signed(), BODY.encode())


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (signed(), BODY + " "),
        (signed(body="{}"), BODY),
        ({**signed(), "Webhook-Id": "another"}, BODY),
        ({**signed(), "Webhook-Timestamp": str(int(time.time()) - 1)}, BODY),
        (signed(timestamp=int(time.time()) - 3600), BODY),
    ],
    ids=["body", "signature", "id", "time", "old"],
)
def test_it_takes_nothing_else(
    headers: Mapping[str, str], body: str, is_from_the_registry: Any
) -> None:
    assert not is_from_the_registry(SECRET, headers, body.encode())


def test_a_secret_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 32 bytes, found 31"):
        secret_text(bytes(31))
