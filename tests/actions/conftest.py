"""A lab of the tests with one release, beside those of the starter registry."""

from __future__ import annotations

import pytest

from registry.models import Actor, Release
from tests.factories.registry import add_lab, add_release


@pytest.fixture
def release(editor: Actor) -> Release:
    return add_release(editor, add_lab(editor, "example-lab", "Example Lab"), "model-1")
