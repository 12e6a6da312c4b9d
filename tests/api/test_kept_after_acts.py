"""After every act of an editor, what is sent from memory is what would be written anew."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client

from registry.models import Actor
from tests.api.addresses import ADDRESSES
from tests.factories.acts import ACTS

pytestmark = pytest.mark.django_db

PATHS = ("/", *(address.path for address in ADDRESSES))


@pytest.mark.parametrize("name", ACTS)
def test_nothing_kept_outlives_what_it_says(name: str, client: Client, editor: Actor) -> None:
    for path in PATHS:
        client.get(path)
    ACTS[name].run(editor, "For the test")
    from_memory = {path: client.get(path).content for path in PATHS}
    for path in PATHS:
        caches["bodies"].clear()
        assert client.get(path).content == from_memory[path], path
