"""The site of the starter registry, crawled once for all tests that only read it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.web.site import Site


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Site:
    with django_db_blocker.unblock():
        return Site.crawl(Client())
