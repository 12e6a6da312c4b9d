"""Running commands as the command line does, and looking at what they left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

Run = Callable[..., "Outcome"]
Stored = Callable[[], dict[str, Any]]

# Rows that may change in place; of the others, a count says whether anything was added.
CHANGEABLE = {"Lab", "LabAlias", "Release", "ModelCard", "RegistryState", "ItemTally"}


@dataclass(frozen=True)
class Outcome:
    """``code`` as the shell would see it; ``err`` ends with the message of a refusal."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(db: None) -> Run:
    def run_command(*arguments: object) -> Outcome:
        out, err = StringIO(), StringIO()
        try:
            call_command(*map(str, arguments), stdout=out, stderr=err)
        except CommandError as refusal:
            return Outcome(refusal.returncode, out.getvalue(), f"{err.getvalue()}{refusal}\n")
        return Outcome(0, out.getvalue(), err.getvalue())

    return run_command


@pytest.fixture
def stored(db: None) -> Stored:
    """A picture of every table, to be compared with one taken later."""

    def picture() -> dict[str, Any]:
        return {
            model.__name__: sorted(model.objects.values_list(), key=repr)
            if model.__name__ in CHANGEABLE
            else model.objects.count()
            for model in apps.get_app_config("registry").get_models()
        }

    return picture
