"""``If-None-Match: *`` is about any state of a thing, and there must be such a thing."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ANY = {"If-None-Match": "*"}


def test_what_exists_is_not_sent(client: Client) -> None:
    assert client.get("/api/v1/rankings", headers=ANY).status_code == 304


@pytest.mark.parametrize("name", ["labs", "models", "rankings"])
def test_a_page_that_does_not_exist_is_refused(client: Client, name: str) -> None:
    assert client.get(f"/api/v1/{name}?cursor=made-up", headers=ANY).status_code == 400
