"""The environment is read strictly, and what the settings promise is in force."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings

from registry.environment import (
    database,
    read_environment,
    variables,
)

ROOT = Path(__file__).parents[1]
KEY = "k" * 40


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing but a key and a data directory is set."""
    for name in list(os.environ):
        if name.startswith("REGISTRY_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("REGISTRY_SECRET_KEY", KEY)
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(tmp_path / "data"))


def refusal() -> str:
    """What is said when settings are read from the environment as it is now."""
    with pytest.raises(ImproperlyConfigured) as refused:
        database(read_environment())
    return str(refused.value)


MALFORMED = [
    ("REGISTRY_SECRET_KEY", "short", "at least 32 characters"),
    ("REGISTRY_DEBUG", "maybe", "found 'maybe'"),
    ("REGISTRY_BASE_URL", "registry.example.org", "such as https://registry.example.org"),
    ("REGISTRY_BASE_URL", "https://example.org/", "nothing after it"),
    ("REGISTRY_BASE_URL", "https://example.org/registry", "found 'https://example.org/registry'"),
    ("REGISTRY_BASE_URL", "https://user@example.org", "found 'https://user@example.org'"),
    ("REGISTRY_BASE_URL", "https://example.org:0", "expected http:// or https://"),
    ("REGISTRY_BASE_URL", "https://Example.org", "in small letters"),
    ("REGISTRY_BASE_URL", "https://example.org\n", "expected http:// or https://"),
    ("REGISTRY_BASE_URL", "ftp://example.org", "expected http:// or https://"),
    ("REGISTRY_BEHIND_TLS", "2", "found '2'"),
    ("REGISTRY_BEHIND_TLS", "true", "needs REGISTRY_BASE_URL, the https address"),
    ("REGISTRY_TRUSTED_PROXIES", "-1", "greater than or equal to 0"),
    ("REGISTRY_RATE_LIMIT_FACTOR", "many", "found 'many'"),
    ("REGISTRY_EVIDENCE_CHECKER", "sometimes", "found 'sometimes'"),
    ("REGISTRY_PAUSES", "/nowhere", "found '/nowhere'"),
    ("REGISTRY_LOG_LEVEL", "debug", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    ("REGISTRY_CONTACT_EMAIL", "editors at example.org", "found 'editors at example.org'"),
    ("REGISTRY_MAIL_FROM", "the registry", "found 'the registry'"),
    ("REGISTRY_SMTP_URL", "mail.example.org", "expected smtp://user:password@host:587"),
    ("REGISTRY_SMTP_URL", "smtp://", "expected smtp://"),
    ("REGISTRY_SMTP_URL", "smtp://mail.example.org:port", "expected smtp://"),
    ("REGISTRY_SMTP_URL", "smtp://mail.example.org/inbox", "expected smtp://"),
    ("REGISTRY_SMTP_URL", "smtp://mail.example.org?tls=1", "expected smtp://"),
    ("REGISTRY_SMTP_URL", "imap://mail.example.org", "expected smtp://"),
    ("REGISTRY_SMTP_URL", "smtp://mail.example.org", "needs REGISTRY_MAIL_FROM"),
    ("REGISTRY_ALLOWED_HOSTS", "https://example.org", "found 'https://example.org'"),
    ("REGISTRY_ALLOWED_HOSTS", "example.org:8000", "found 'example.org:8000'"),
    ("REGISTRY_ALLOWED_HOSTS", "example.org,,other.org", "found ''"),
    ("REGISTRY_DATA_DIR", "/dev/null", "/dev/null: File exists"),
    ("DATABASE_URL", "registry.sqlite3", "expected sqlite:"),
    ("DATABASE_URL", "mysql://root@localhost/registry", "expected sqlite:"),
    ("DATABASE_URL", "postgis://root@localhost/registry", "expected sqlite:"),
    ("DATABASE_URL", "postgresql://localhost", "expected sqlite:"),
    ("DATABASE_URL", "postgresql://localhost:port/registry", "expected sqlite:"),
    ("DATABASE_URL", "postgresql://[::1/registry", "expected sqlite:"),
    ("DATABASE_URL", "sqlite://", "expected sqlite:"),
    ("DATABASE_URL", "sqlite://:memory:", "expected sqlite:"),
    ("DATABASE_URL", "sqlite:////srv/x.sqlite3?timeout=1", "takes no options"),
]


@pytest.mark.parametrize(("name", "value", "words"), MALFORMED)
def test_a_malformed_value_is_named(
    name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    said = refusal()
    assert f"{name}: " in said
    assert words in said


def test_every_variable_can_be_malformed() -> None:
    assert {name for name, _, _ in MALFORMED} == variables()


@pytest.mark.parametrize("value", [None, ""])
def test_a_key_is_required(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGISTRY_SECRET_KEY")
    if value is not None:
        monkeypatch.setenv("REGISTRY_SECRET_KEY", value)
    assert "REGISTRY_SECRET_KEY: is not set" in refusal()


def test_the_key_of_this_copy_stands_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("REGISTRY_SECRET_KEY")
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(tmp_path))
    assert "REGISTRY_SECRET_KEY: is not set" in refusal()
    (tmp_path / "secret_key").write_text("k" * 40 + "\n")
    assert read_environment().secret_key == "k" * 40


def test_a_key_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("REGISTRY_SECRET_KEY")
    key = tmp_path / "data" / "secret_key"
    key.parent.mkdir()
    key.write_text(KEY)

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", str(key))

    monkeypatch.setattr(Path, "read_text", refuse)
    assert f"REGISTRY_DATA_DIR: {key}: Permission denied" in refusal()


def test_every_bad_variable_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_DEBUG", "maybe")
    monkeypatch.setenv("REGISTRY_LOG_LEVEL", "LOUD")
    monkeypatch.setenv("REGISTRY_COLOUR", "red")
    assert re.findall(r"^  (\w+):", refusal(), re.M) == [
        "REGISTRY_COLOUR",
        "REGISTRY_DEBUG",
        "REGISTRY_LOG_LEVEL",
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("REGISTRY_DEBGU", "; did you mean REGISTRY_DEBUG?"),
        ("REGISTRY_ALLOWED_HOST", "; did you mean REGISTRY_ALLOWED_HOSTS?"),
        ("REGISTRY_DATABASE_URL", "; did you mean DATABASE_URL?"),
        ("REGISTRY_PORT", ""),
    ],
)
def test_an_unknown_variable_is_refused(
    name: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    assert refusal().endswith(f"{name}: there is no such setting{hint}")


@pytest.mark.parametrize("name", ["REGISTRY_SECRET_KEY", "DATABASE_URL"])
def test_secrets_are_not_repeated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "mysql://user:hunter2@host/db"[:31])
    assert "hunter2" not in refusal()


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables() - {"REGISTRY_SECRET_KEY", "REGISTRY_DATA_DIR"}:
        monkeypatch.setenv(name, "")
    environment = read_environment()
    assert environment.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert environment.debug is False
    assert database(environment)["ENGINE"] == "django.db.backends.sqlite3"


def test_hosts_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_ALLOWED_HOSTS", "example.org, .example.net,[::1],10.0.0.1,*")
    assert read_environment().allowed_hosts == (
        *("example.org", ".example.net", "[::1]", "10.0.0.1", "*"),
    )


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:9000",
        "https://registry.example.org",
        "http://[::1]:8000",
        "http://10.0.0.1",
    ],
)
def test_the_base_is_an_origin(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_BASE_URL", origin)
    assert read_environment().base_url == origin


def test_a_wrong_base_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_BASE_URL", "example.org")
    monkeypatch.setenv("REGISTRY_BEHIND_TLS", "true")
    assert re.findall(r"^  (\w+):", refusal(), re.M) == ["REGISTRY_BASE_URL"]


def test_sqlite_lives_in_the_data_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "50% off? #1" / "data"
    monkeypatch.setenv("REGISTRY_DATA_DIR", str(folder))
    assert database(read_environment())["NAME"] == folder / "registry.sqlite3"
    assert folder.is_dir()


def test_postgresql_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p%40ss@db:5433/registry?sslmode=require")
    config = database(read_environment())
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert [config[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        *("u", "p@ss", "db", 5433, "registry"),
    ]
    assert config["OPTIONS"] == {"sslmode": "require"}
    assert config["CONN_MAX_AGE"] == 60


def in_a_new_process(code: str, tmp_path: Path, **variables: str) -> list[str]:
    """The lines that ``code`` prints under the product's own settings."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-W", "error", "-c", f"import django; django.setup()\n{code}"],
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "registry.settings",
            "REGISTRY_SECRET_KEY": KEY,
            "REGISTRY_DATA_DIR": str(tmp_path),
            **variables,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


IN_FORCE = """
from django.db import connection, transaction
with connection.cursor() as cursor:
    for pragma in (
        "journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers"
    ):
        cursor.execute(f"PRAGMA {pragma}")
        print(cursor.fetchone()[0])
with transaction.atomic():
    print("in")
    import sqlite3
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        print(error)
    other.close()
"""


def test_what_is_asked_of_sqlite_is_in_force(tmp_path: Path) -> None:
    """WAL, FULL (2), foreign keys, 20 s of patience, all triggers; BEGIN takes the lock."""
    assert in_a_new_process(IN_FORCE, tmp_path) == [
        *("wal", "2", "1", "20000", "1", "in", "database is locked"),
    ]
    # WAL stays with the file, for whoever opens it next.
    with closing(sqlite3.connect(tmp_path / "registry.sqlite3")) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


TLS = """
from django.conf import settings as s
print(s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SECURE_PROXY_SSL_HEADER, s.DEBUG)
from django.test import Client
response = Client(SERVER_NAME="localhost").get("/standard/")
print(response.status_code, response.get("Location"), response.get("Strict-Transport-Security"))
safe = Client(SERVER_NAME="localhost", HTTP_X_FORWARDED_PROTO="https")
response = safe.get("/schemas/card/1.0.schema.json")
print(response.status_code, response.get("Strict-Transport-Security"))
print(Client(SERVER_NAME="localhost").get("/healthz").status_code)
"""


def test_https_is_demanded_only_behind_tls(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    assert in_a_new_process(TLS.partition("from django.test")[0], tmp_path) == [
        "False 0 None False"
    ]
    proxy = "('HTTP_X_FORWARDED_PROTO', 'https')"
    tls = {"REGISTRY_BEHIND_TLS": "true", "REGISTRY_BASE_URL": "https://localhost"}
    assert in_a_new_process(TLS, tmp_path, **tls) == [
        f"True 31536000 {proxy} False",
        "301 https://localhost/standard/ None",
        "200 max-age=31536000",
        "503",
    ]


@pytest.mark.parametrize("address", ["/", "/standard/", "/about/"])
def test_no_page_sets_a_cookie_or_trusts_a_proxy(address: str, db: None) -> None:
    response = Client().get(address, headers={"x-forwarded-proto": "https"})
    assert response.status_code == 200
    assert not response.cookies
    assert "Strict-Transport-Security" not in response
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@override_settings(ALLOWED_HOSTS=["example.org"])
def test_a_foreign_host_is_refused(db: None) -> None:
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400


DEPLOY = """
from django.core.checks import run_checks
for message in run_checks(include_deployment_checks=True):
    if not message.is_silenced():
        print(message.id)
"""
# What Django's own check of a deployment says, and why it may.
ACCEPTED = {
    "security.W003": "no page takes a form, so there is no request to forge",
    "security.W005": "what else lives under the domain is the operator's to decide",
    "security.W021": "whether browsers preload the domain is the operator's to decide",
}


def test_the_deployment_check_says_nothing_unexpected(tmp_path: Path) -> None:
    found = in_a_new_process(
        DEPLOY,
        tmp_path,
        REGISTRY_BASE_URL="https://registry.example.org",
        REGISTRY_BEHIND_TLS="true",
        REGISTRY_SECRET_KEY="0123456789" * 6,
    )
    assert set(found) == set(ACCEPTED)


def test_defaults_are_those_of_the_description(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGISTRY_DATA_DIR")
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    defaults: dict[str, Any] = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", text, re.M))
    environment = read_environment()
    assert defaults == {
        "REGISTRY_DATA_DIR": str(environment.data_dir.relative_to(ROOT)),
        "REGISTRY_ALLOWED_HOSTS": ",".join(environment.allowed_hosts),
        "REGISTRY_BASE_URL": environment.base_url,
        "REGISTRY_BEHIND_TLS": str(environment.behind_tls).lower(),
        "REGISTRY_TRUSTED_PROXIES": str(environment.trusted_proxies),
        "REGISTRY_RATE_LIMIT_FACTOR": str(environment.rate_limit_factor),
        "REGISTRY_EVIDENCE_CHECKER": str(environment.evidence_checker).lower(),
        "REGISTRY_LOG_LEVEL": environment.log_level,
        "REGISTRY_DEBUG": str(environment.debug).lower(),
    }
