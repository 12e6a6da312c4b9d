"""Who acts."""

from __future__ import annotations

import getpass
import os

import pytest

from registry.actions.audit import command_actor, operator
from registry.models import Actor


@pytest.mark.django_db
def test_a_program_is_one_actor_under_an_opaque_key() -> None:
    actor = command_actor("refresh_ranking")
    assert command_actor("refresh_ranking") == actor
    assert "refresh" not in actor.key
    assert len(actor.key) == 32


@pytest.mark.django_db
@pytest.mark.parametrize("error", [KeyError, OSError])
def test_an_account_without_a_name_acts_under_its_number(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nameless() -> str:
        raise error

    assert operator().name == f"command line, account {getpass.getuser()}"
    monkeypatch.setattr(getpass, "getuser", nameless)
    assert operator().name == f"command line, account {os.getuid()}"
    assert Actor.objects.filter(name__startswith="command line").count() == 2
