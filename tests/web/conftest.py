"""The site of the starter registry, crawled once for all tests that only read it."""

from __future__ import annotations

from unittest import mock

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from registry.web import chart_files
from tests.web.site import Site


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Site:
    # Forty pictures in pixels take longer than all the rest; they have tests of their own.
    with django_db_blocker.unblock(), mock.patch.object(chart_files, "png", return_value=b"PNG"):
        return Site.crawl(Client())


@pytest.fixture(autouse=True)
def _empty_shelf() -> None:
    """No test is spared queries by the one before."""
    chart_files.shelf.clear()
