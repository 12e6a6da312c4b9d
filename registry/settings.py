"""Settings of the registry, read once from the environment.

Every variable is declared in ``Environment``; ``docs/configuration.md`` describes each. A value
that cannot be read, or a ``REGISTRY_…`` variable that does not exist, stops the start with its
name: a setting that is silently ignored is found out in production.
"""

import difflib
import os
from pathlib import Path
from typing import Annotated, Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, HttpUrl, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent
PREFIX = "REGISTRY_"


class Environment(BaseSettings):
    """The variables this installation understands, all with the prefix ``REGISTRY_`` but one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    secret_key: Annotated[str, Field(min_length=32)]
    debug: bool = False
    base_url: HttpUrl = HttpUrl("http://localhost:8000")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1", "[::1]")
    behind_tls: bool = False
    data_dir: Path = BASE_DIR / ".data"
    contact_email: Annotated[str, Field(pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] = ""
    log_level: Annotated[str, Field(pattern="^(DEBUG|INFO|WARNING|ERROR)$")] = "INFO"
    database_url: Annotated[str, Field(validation_alias="DATABASE_URL")] = ""

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        return value.split(",") if isinstance(value, str) else value


def read_environment() -> Environment:
    """Read and check all variables; raise ``ImproperlyConfigured`` naming every bad one."""
    problems = []
    known = {PREFIX + name.upper() for name in Environment.model_fields}
    for name in os.environ:
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {nearest[0]}?" if nearest else ""
            problems.append(f"{name}: there is no such setting{hint}")
    try:
        environment = Environment()
    except ValidationError as error:
        for detail in error.errors():
            name = str(detail["loc"][0]).upper()
            variable = name if name == "DATABASE_URL" else PREFIX + name.removeprefix(PREFIX)
            found = "is not set" if detail["type"] == "missing" else detail["msg"]
            problems.append(f"{variable}: {found}")
    if problems:
        raise ImproperlyConfigured("The environment has errors.\n  " + "\n  ".join(problems))
    return environment


def database(environment: Environment) -> dict[str, Any]:
    """Django's settings of the one database: SQLite in the data directory unless told otherwise."""
    url = environment.database_url or f"sqlite:///{environment.data_dir}/registry.sqlite3"
    try:
        config = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL: {error}") from error
    if config["ENGINE"] not in {
        "django.db.backends.sqlite3",
        "django.db.backends.postgresql",
    }:
        raise ImproperlyConfigured("DATABASE_URL: expected sqlite:///… or postgresql://…")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, so a
        # transaction that reads first cannot fail later with "database is locked"; FULL keeps what
        # was acknowledged through a power cut.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    return config


ENV = read_environment()

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)
BASE_URL = str(ENV.base_url).rstrip("/")
CONTACT_EMAIL = ENV.contact_email
DATABASES = {"default": database(ENV)}
if "NAME" in DATABASES["default"] and not ENV.database_url:
    ENV.data_dir.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "csp",
    "registry",
]
AUTH_USER_MODEL = "registry.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "registry.web.middleware.permissions_policy",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["registry.web.frame.frame"],
            "builtins": ["django.templatetags.static", "registry.templatetags.registry_text"],
            "string_if_invalid": "",
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = ENV.behind_tls
SECURE_HSTS_SECONDS = 31_536_000 if ENV.behind_tls else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.behind_tls else None
SECURE_REDIRECT_EXEMPT = ["^healthz$"]

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
}
