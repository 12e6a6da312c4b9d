"""The environment variables of an installation, read and checked at once.

Every variable is declared in ``Environment``; ``docs/configuration.md`` describes each. A value
that cannot be read, or a ``REGISTRY_…`` variable that does not exist, stops the start with its
name: a setting that is silently ignored is found out in production.
"""

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from pydantic import (
    DirectoryPath,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from registry.demo.mark import MARK

BASE_DIR = Path(__file__).resolve().parent.parent
PREFIX = "REGISTRY_"
DATA_DIR = BASE_DIR / ".data"
DATABASE_URL = "DATABASE_URL"
SECRETS = frozenset({PREFIX + "SECRET_KEY", PREFIX + "SMTP_URL", DATABASE_URL})
SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"

# A host name, one with all below it (".example.org"), an IPv6 address in brackets, or "*".
HOST = r"^(\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])$"
Host = Annotated[str, StringConstraints(strip_whitespace=True, pattern=HOST)]
# Scheme, host and port, as a browser sends them: small letters and nothing after them.
ORIGIN = re.compile(
    r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?", re.ASCII
)
EmailAddress = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
SMTP_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class Environment(BaseSettings):
    """The variables this installation understands, all with the prefix ``REGISTRY_`` but one.

    A variable that is set to nothing counts as not set.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, validate_default=False
    )

    secret_key: Annotated[str, Field(min_length=32)]
    debug: bool = False
    allowed_hosts: Annotated[tuple[Host, ...], NoDecode] = ("localhost", "127.0.0.1", "[::1]")
    base_url: str = "http://localhost:8000"
    behind_tls: bool = False
    data_dir: Path = DATA_DIR
    contact_email: EmailAddress = ""
    mail_from: EmailAddress = ""
    smtp_url: str = ""
    trusted_proxies: Annotated[int, Field(ge=0, le=10)] = 0
    rate_limit_factor: Annotated[int, Field(ge=0, le=1_000_000)] = 1
    evidence_checker: bool = False
    pauses: DirectoryPath | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    database_url: Annotated[str, Field(validation_alias=DATABASE_URL)] = ""

    @model_validator(mode="before")
    @classmethod
    def take_the_key_of_this_copy(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Without a key in the environment, use the one that ``make run`` left with the data."""
        path = Path(values.get("data_dir", DATA_DIR)) / "secret_key"
        if "secret_key" not in values and path.is_file():
            values["secret_key"] = path.read_text(encoding="utf-8").strip()
        return values

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        return value.split(",") if isinstance(value, str) else value

    @field_validator("base_url")
    @classmethod
    def is_an_origin(cls, value: str) -> str:
        if not ORIGIN.fullmatch(value):
            raise ValueError(
                "expected http:// or https:// with a host name in small letters and, where needed, "
                "a port, nothing after it, such as https://registry.example.org"
            )
        return value

    @field_validator("smtp_url")
    @classmethod
    def names_a_mail_server(cls, value: str, info: ValidationInfo) -> str:
        mail_server(value)
        if not (info.data.get("mail_from", "?") or info.data.get("contact_email")):
            raise ValueError("needs REGISTRY_MAIL_FROM, the address that mails come from")
        return value

    @field_validator("behind_tls")
    @classmethod
    def has_an_https_address(cls, value: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - so pydantic calls it
        """Citations and feeds would otherwise send readers to an address that redirects or fails.

        ``base_url`` is read first; where it is wrong itself, that is what is said.
        """
        if value and not info.data.get("base_url", "https://").startswith("https://"):
            raise ValueError("needs REGISTRY_BASE_URL, the https address that readers use")
        return value


def variables() -> frozenset[str]:
    """The names of the environment variables that are read."""
    prefixed = Environment.model_fields.keys() - {"database_url"}
    return frozenset({DATABASE_URL, *(PREFIX + field.upper() for field in prefixed)})


def read_environment() -> Environment:
    """Read and check all variables; raise ``ImproperlyConfigured`` naming every bad one."""
    known = variables()
    problems = [
        _unknown_variable(name, known)
        for name in sorted(os.environ)
        if name.startswith(PREFIX) and name not in known
    ]
    try:
        environment = Environment()
    except ValidationError as error:
        problems += [_bad_value(detail) for detail in error.errors()]
    except OSError as error:
        problems.append(f"{PREFIX}DATA_DIR: {error.filename}: {error.strerror}")
    if problems:
        raise ImproperlyConfigured("The environment has errors.\n  " + "\n  ".join(problems))
    return environment


def _unknown_variable(name: str, known: frozenset[str]) -> str:
    # Compared without the prefix, which would make any two of them alike.
    bare = {variable.removeprefix(PREFIX): variable for variable in known}
    nearest = difflib.get_close_matches(name.removeprefix(PREFIX), bare, n=1)
    hint = f"; did you mean {bare[nearest[0]]}?" if nearest else ""
    return f"{name}: there is no such setting{hint}"


def _bad_value(detail: ErrorDetails) -> str:
    field = str(detail["loc"][0])
    variable = field if field == DATABASE_URL else PREFIX + field.upper()
    if detail["type"] == "missing":
        return f"{variable}: is not set"
    found = "" if variable in SECRETS else f", found {detail['input']!r}"
    return f"{variable}: {detail['msg']}{found}"


class MailServer(NamedTuple):
    """Where mails are handed over; without a host they become files."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    is_tls: bool = False
    is_starttls: bool = False


def mail_server(url: str) -> MailServer:
    """Read the address of a mail server; raise ``ValueError`` without the password in it."""
    parts = urlsplit(url)
    try:
        usual_port = SMTP_PORTS[parts.scheme]
        host, port = parts.hostname, parts.port or usual_port
    except (KeyError, ValueError):
        host, port = None, 0
    if not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(
            "expected smtp://user:password@host:587 (STARTTLS), smtps://… (TLS from the start) or "
            "smtp+plain://… (for a server on this machine)"
        )
    return MailServer(
        host,
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        is_starttls=parts.scheme == "smtp",
    )


def database(environment: Environment) -> dict[str, Any]:
    """Django's settings of the one database: SQLite in the data directory unless told otherwise."""
    config = (
        _parse_database_url(environment.database_url)
        if environment.database_url
        else {"ENGINE": SQLITE, "NAME": _made(environment.data_dir) / "registry.sqlite3"}
    )
    config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    if config["ENGINE"] == SQLITE:
        # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, so a
        # transaction that reads first cannot fail later with "database is locked"; FULL keeps what
        # was acknowledged through a power cut; recursive triggers make INSERT OR REPLACE ask the
        # triggers that refuse to delete what is published.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA recursive_triggers=ON;",
        }
    return config


def is_demo(environment: Environment) -> bool:
    """Whether the data directory is one that ``make demo`` made, of invented people and reviews.

    Such a registry keeps to itself: it has no database but the one in its folder, and mails nobody.
    """
    if not (environment.data_dir / MARK).is_file():
        return False
    if environment.database_url or environment.smtp_url:
        raise ImproperlyConfigured(
            f"{PREFIX}DATA_DIR: {environment.data_dir} is a demo's. A demo has its own database "
            f"and sends no mails: unset {DATABASE_URL} and {PREFIX}SMTP_URL, or choose another "
            "data directory."
        )
    return True


def _parse_database_url(url: str) -> dict[str, Any]:
    # The messages of the parser are not passed on: the address may hold a password.
    expected = f"{DATABASE_URL}: expected sqlite:////path/to/file or postgresql://user@host/name"
    try:
        config = dict(dj_database_url.parse(url))
    except (ValueError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured(expected) from error
    if config["ENGINE"] not in {SQLITE, POSTGRESQL} or config["NAME"] in {"", ":memory:"}:
        raise ImproperlyConfigured(expected)
    if config["ENGINE"] == SQLITE and config.get("OPTIONS"):
        raise ImproperlyConfigured(f"{DATABASE_URL}: sqlite takes no options")
    return config


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{PREFIX}DATA_DIR: {folder}: {error.strerror}") from error
    return folder
