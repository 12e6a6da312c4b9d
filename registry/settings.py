"""Settings of the registry, read once from the environment.

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
import django
from csp.constants import NONE, SELF
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
ADMIN_TEMPLATES = Path(django.__file__).parent / "contrib/admin/templates"
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


ENV = read_environment()

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
# Whether all is invented here, which every page then says.
DEMO = is_demo(ENV)
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CONTACT_EMAIL = ENV.contact_email
# What absolute addresses begin with; never the host that a request names.
BASE_URL = ENV.base_url
DATABASES = {"default": database(ENV)}

# How many proxies in front of the installation append the address they were asked from.
TRUSTED_PROXIES = ENV.trusted_proxies
RATE_LIMIT_FACTOR = ENV.rate_limit_factor
COUNTERS_FILE = ENV.data_dir / "counters"
# Whether the command that visits the links of cards may open connections.
EVIDENCE_CHECKER = ENV.evidence_checker
# Where tests say at which points a process holds still.
PAUSES = ENV.pauses
CACHES = {
    # Shared by all worker processes; attempts to sign in are counted here, so it must be.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "registry_sharedvalue",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Answers of the API, by what they are true of: they never grow old, only unasked for.
    "bodies": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "bodies",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 256},
    },
}

INSTALLED_APPS = [
    # Without looking for modules called "admin"; the console registers its tables itself.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "registry",
]
# The admin looks for middleware and context processors by their names and finds none: they stand in
# registry.web.people, wrapped for the addresses of people who sign in, those of /admin/ included.
SILENCED_SYSTEM_CHECKS = [f"admin.E{number}" for number in (402, 404, 408, 409, 410)]
AUTH_USER_MODEL = "registry.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"

MIDDLEWARE = [
    "registry.api.middleware.problems_for_programs",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "registry.web.middleware.ContentSecurityPolicy",
    "registry.web.middleware.permissions_policy",
    "registry.web.middleware.Compression",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # From here on only for the pages of people who sign in; no other page has a session.
    "registry.web.people.kept_by_nobody",
    "registry.web.people.sessions",
    "registry.web.people.forgery",
    "registry.web.people.authentication",
    "registry.web.people.messages",
    # It asks for its name in this list; on other pages it does nothing.
    "allauth.account.middleware.AccountMiddleware",
    "registry.web.people.as_this_person",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ours first; the console stands on Django's. No other app's templates are looked for.
        "DIRS": [BASE_DIR / "templates", ADMIN_TEMPLATES],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "registry.web.frame.frame",
                "registry.web.people.who",
            ],
            "builtins": ["django.templatetags.static", "registry.templatetags.registry_text"],
            "string_if_invalid": "",
        },
    }
]

# --- People who sign in (docs/accounts.md) ----------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:overview"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 24 * 3600

# A browser keeps a cookie of such a name only for this host, and sends it over TLS only.
_COOKIE = "__Host-" if ENV.behind_tls else ""
SESSION_COOKIE_NAME = f"{_COOKIE}session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = ENV.behind_tls
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_COOKIE}csrf"
CSRF_COOKIE_SECURE = ENV.behind_tls
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ENV.base_url]
CSRF_FAILURE_VIEW = "registry.web.kept_forms.forged"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

MAIL_DIR = ENV.data_dir / "mail"
DEFAULT_FROM_EMAIL = ENV.mail_from or ENV.contact_email or "registry@localhost"
_MAIL = mail_server(ENV.smtp_url) if ENV.smtp_url else MailServer()
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL.host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = MAIL_DIR
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.is_starttls, _MAIL.is_tls
EMAIL_TIMEOUT = 10

ACCOUNT_ADAPTER = "registry.web.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "registry.web.accounts.forms.SignIn",
    "signup": "registry.web.accounts.forms.SignUp",
    "add_email": "registry.web.accounts.forms.AddAddress",
    "change_password": "registry.web.accounts.forms.ChangePassword",
    "set_password": "registry.web.accounts.forms.SetPassword",
    "reset_password": "registry.web.accounts.forms.AskForReset",
    "reset_password_from_key": "registry.web.accounts.forms.ResetPassword",
    "reauthenticate": "registry.web.accounts.forms.ConfirmPassword",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")

MFA_ADAPTER = "registry.web.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "registry.web.accounts.forms.SecondFactor",
    "reauthenticate": "registry.web.accounts.forms.ConfirmSecondFactor",
    "activate_totp": "registry.web.accounts.forms.AddApp",
    "add_webauthn": "registry.web.accounts.forms.AddPasskey",
    "edit_webauthn": "registry.web.accounts.forms.RenamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Model Disclosure Registry"
# A clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1

# The dumps that are offered for download, one folder each.
EXPORTS_DIR = ENV.data_dir / "exports"

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

SPECTACULAR_SETTINGS = {
    "TITLE": "Model Disclosure Registry",
    "VERSION": "1.0",
    "DESCRIPTION": "How AI models were made, as their labs disclose it, graded claim by claim. "
    "Reading needs no key.",
    "LICENSE": {
        "name": "Data: CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    },
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": "/"}],
    "TAGS": [
        {"name": "Index", "description": "Where to begin."},
        {"name": "Models", "description": "Known models, their cards, versions and gradings."},
        {"name": "Claims", "description": "One question of all models, or all claims of one."},
        {"name": "Checking", "description": "A card before it is submitted; nothing is stored."},
        {
            "name": "Submissions",
            "description": "Cards in the making, with a token: what the pages at /submissions/ do.",
        },
        {"name": "Labs", "description": "Labs and their ranks."},
        {"name": "Rankings", "description": "Permanent editions of the league table."},
        {"name": "Changes", "description": "The feed for whoever keeps a copy."},
        {"name": "Reference", "description": "Schemas, standards, closed lists, accelerators."},
    ],
    "POSTPROCESSING_HOOKS": [],
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
