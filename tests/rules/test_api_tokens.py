"""The text of tokens: recognised by scanners, and never one that stands for too little."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from registry.rules.api_tokens import (
    GRANTABLE,
    LONGEST_LIFE,
    Grant,
    check_grant,
    is_token,
    token_digest,
    token_text,
)
from registry.rules.errors import Refused
from registry.rules.workflow.vocabulary import Action

TEXT = token_text(bytes(range(32)))


def test_the_form_is_a_promise() -> None:
    assert TEXT == "mdr_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf3O8GN7"
    assert is_token(TEXT)
    assert len(TEXT) == 53


@pytest.mark.parametrize("secret", [bytes(32), b"\xff" * 32, b"\x00" * 31 + b"\x01"])
def test_every_secret_has_a_token_of_one_length(secret: bytes) -> None:
    assert len(token_text(secret)) == 53
    assert is_token(token_text(secret))


@pytest.mark.parametrize("secret", [b"", bytes(31), bytes(33)])
def test_a_secret_of_another_length_is_no_secret(secret: bytes) -> None:
    with pytest.raises(ValueError, match="expected 32 bytes"):
        token_text(secret)


def test_a_slip_in_any_place_is_noticed() -> None:
    for place in range(len(TEXT)):
        slipped = TEXT[:place] + ("b" if TEXT[place] == "a" else "a") + TEXT[place + 1 :]
        assert not is_token(slipped)
    for other in ("", "mdr_", TEXT[:-1], TEXT + "0", f" {TEXT}", f"{TEXT}\n", TEXT.upper(), "日本"):
        assert not is_token(other)


def test_the_digest_says_nothing_of_the_token() -> None:
    assert re.fullmatch("[0-9a-f]{64}", token_digest(TEXT))
    assert token_digest(TEXT) != token_digest(token_text(bytes(32)))


def test_no_token_is_given_what_binds() -> None:
    assert {row.action for row in GRANTABLE} == {
        Action.CREATE,
        Action.SAVE,
        Action.COMPLETE,
        Action.DISCARD,
    }
    for action in (Action.SUBMIT, Action.LIST, Action.RETURN_TO_DRAFT):
        with pytest.raises(Refused, match="never"):
            check_grant(Grant(frozenset({Action.SAVE, action})))


@pytest.mark.parametrize("life", [timedelta(), timedelta(days=-1), LONGEST_LIFE + timedelta(1)])
def test_no_token_lives_for_ever(life: timedelta) -> None:
    with pytest.raises(Refused, match="1 to 365 days"):
        check_grant(Grant(frozenset(), life))
