"""The examples of the API: which calls there are, and what was answered when they were recorded.

``docs/api/examples.json`` is written by hand. ``docs/api/answers/`` is recorded by
``RECORD=1 pytest tests/api/test_examples.py``; without RECORD the same test compares.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

EXAMPLES_DIR = Path(__file__).resolve().parents[2] / "docs" / "api"
ANSWERS_DIR = EXAMPLES_DIR / "answers"
# The host that is recorded; a page shows that of its own installation.
RECORDED_HOST = "http://localhost:8000"
# What stands for a token in what is sent.
TOKEN = "$TOKEN"  # noqa: S105 - the name of a variable of the shell


@dataclass(frozen=True, slots=True)
class Example:
    """One call. ``operation`` is the OpenAPI operation that answers it, ``says`` a sentence on it.

    Where ``TOKEN`` is sent, a token is, and the call is made on a draft of ``card.json``.

    ``body`` names a file beside the list. ``shown`` are the members of a long answer that are
    recorded, by JSON Pointer, and ``headers`` the header fields; ``changes_daily`` marks an answer
    that holds figures of the day, of which only the shape is compared. ``given`` says what else had
    been published when it was recorded; elsewhere the call finds other things or nothing.
    """

    name: str
    operation: str
    says: str
    address: str
    method: str = "GET"
    sent: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    shown: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    changes_daily: bool = False
    given: str = ""

    @property
    def body_path(self) -> Path:
        return EXAMPLES_DIR / self.body

    @property
    def answer_path(self) -> Path:
        return ANSWERS_DIR / f"{self.name}.http"

    def answer(self, host: str) -> str:
        """What was answered, as HTTP writes it, from the installation called ``host``."""
        return (
            self.answer_path.read_text(encoding="utf-8").replace(RECORDED_HOST, host).rstrip("\n")
        )

    def command(self, host: str) -> str:
        """The call as a command for a shell."""
        parts = ["curl", "-s"]
        parts += ["-i"] if self.headers else []
        parts += ["-X", self.method] if self.method not in self._implied else []
        for name, value in self.sent.items():
            parts += ["-H", f"{name}: {value}"]
        parts += ["--data-binary", f"@{self.body}"] if self.body else []
        return " ".join(map(_quoted, [*parts, f"{host}{self.address}"]))

    @property
    def _implied(self) -> str:
        """The method that curl takes when it is told none."""
        return "POST" if self.body else "GET"


def _quoted(part: str) -> str:
    """As the shell needs it; the variable that holds the token is to be replaced by it."""
    return f'"{part}"' if TOKEN in part else shlex.quote(part)


@cache
def examples() -> tuple[Example, ...]:
    """All examples, in the order in which pages show them."""
    rows = json.loads((EXAMPLES_DIR / "examples.json").read_bytes())
    return tuple(map(_example, rows))


def _example(row: dict[str, Any]) -> Example:
    members: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    return Example(**members)


@cache
def answered_data(name: str) -> Any:
    """What the recorded JSON answer of an example has under ``data``."""
    example = next(one for one in examples() if one.name == name)
    return json.loads(example.answer(RECORDED_HOST).partition("\n\n")[2])["data"]
