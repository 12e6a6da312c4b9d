"""One package opens connections, and only two commands get at it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

VISITING = "registry/visiting/"
# What may import that package: the evidence checker with its run, and the worker of the outbox.
ALLOWED = {
    "registry/management/commands/check_evidence.py",
    "registry/management/delivery.py",
    "registry/management/evidence_run.py",
}
# Django sends the mails; these know the errors by name that they may meet.
KNOWS_ERRORS = {"registry/management/delivery.py", "registry/web/accounts/adapters.py"}
NETWORK = frozenset(
    {
        *("asyncio", "ftplib", "http.client", "http.server", "httpx", "imaplib", "poplib"),
        *("requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib.request"),
        *("urllib3", "webbrowser", "xmlrpc.client"),
    }
)


def imported(source: str) -> Iterator[str]:
    """The modules that a source imports, anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_one_package_knows_the_network(sources: dict[str, str]) -> None:
    knowing = {name for name, text in sources.items() if NETWORK & set(imported(text))}
    elsewhere = {name for name in knowing if not name.startswith(VISITING)}
    assert knowing - elsewhere
    assert elsewhere == KNOWS_ERRORS
    for name in KNOWS_ERRORS:
        assert NETWORK & set(imported(sources[name])) == {"smtplib"}
        assert "from smtplib import SMTPException" in sources[name]


def test_only_the_commands_get_at_that_package(sources: dict[str, str]) -> None:
    users = {
        name
        for name, text in sources.items()
        if not name.startswith(VISITING)
        if any(module.startswith("registry.visiting") for module in imported(text))
    }
    assert users == ALLOWED


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "import urllib.request as r",
        "from http import client",
        "from urllib import request",
        "def f():\n    from ssl import create_default_context",
    ],
)
def test_a_way_out_would_be_seen(source: str) -> None:
    assert NETWORK & set(imported(source))


def test_addresses_and_statuses_are_no_way_out() -> None:
    assert not NETWORK & set(
        imported("from http import HTTPStatus\nfrom urllib.parse import quote")
    )
