"""The stub server, new for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.visiting.stub import Stub, running_stub


@pytest.fixture
def stub() -> Iterator[Stub]:
    with running_stub() as running:
        yield running
