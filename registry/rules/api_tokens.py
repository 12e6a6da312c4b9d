"""The text of an API token: recognisable, and checkable without asking anybody.

``mdr_``, 43 digits of base 62 that stand for 256 random bits, and 6 that stand for their CRC-32: so
that a scanner of published code can tell a token from any other text, and a mistyped one is told
from one that was revoked. Only the SHA-256 of the whole text is ever stored; of 256 random bits a
slow hash would protect no more.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from registry.rules.errors import Refused
from registry.rules.workflow.submissions import TRANSITIONS
from registry.rules.workflow.vocabulary import Action, Transition

PREFIX = "mdr_"
SECRET_BYTES = 32
# What a list of tokens shows of one: enough to know it again, too little to guess the rest.
SHOWN_LENGTH = len(PREFIX) + 6
LONGEST_LIFE = timedelta(days=365)
USUAL_LIFE = timedelta(days=90)
# The rows of the workflow's table that a token may make; every token also reads.
GRANTABLE: tuple[Transition, ...] = tuple(row for row in TRANSITIONS if row.by_token)

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SECRET_DIGITS, _CHECK_DIGITS = 43, 6
_FORM = re.compile(f"{PREFIX}[{_DIGITS}]{{{_SECRET_DIGITS + _CHECK_DIGITS}}}")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token is given: moves of the workflow, for so long."""

    actions: frozenset[Action]
    life: timedelta = USUAL_LIFE


def token_text(secret: bytes) -> str:
    """The token that stands for ``SECRET_BYTES`` random bytes."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"expected {SECRET_BYTES} bytes, found {len(secret)}")
    told = PREFIX + _base62(int.from_bytes(secret), _SECRET_DIGITS)
    return told + _check_digits(told)


def is_token(text: str) -> bool:
    """Whether ``text`` has the form of a token and its last digits fit the others."""
    if not _FORM.fullmatch(text):
        return False
    told, check = text[:-_CHECK_DIGITS], text[-_CHECK_DIGITS:]
    return check == _check_digits(told)


def token_digest(text: str) -> str:
    """What is stored of a token: its SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_grant(grant: Grant) -> None:
    """Raise ``Refused`` for what no token may be given."""
    forbidden = sorted(grant.actions - {row.action for row in GRANTABLE})
    if forbidden:
        raise Refused(f"A token can never do this: {_listed(forbidden)}.")
    if not timedelta(days=1) <= grant.life <= LONGEST_LIFE:
        raise Refused(f"A token lives from 1 to {LONGEST_LIFE.days} days; found {grant.life.days}.")


def _listed(actions: Iterable[Action]) -> str:
    return ", ".join(action.value.replace("_", " ") for action in actions)


def _check_digits(told: str) -> str:
    return _base62(zlib.crc32(told.encode()), _CHECK_DIGITS)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
