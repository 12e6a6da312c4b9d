"""Settings of the registry; what differs between installations is in ``registry.environment``."""

from pathlib import Path

import django
from csp.constants import NONE, SELF

from registry.environment import (
    BASE_DIR,
    MailServer,
    database,
    is_demo,
    mail_server,
    read_environment,
)

ADMIN_TEMPLATES = Path(django.__file__).parent / "contrib/admin/templates"

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
        {"name": "Concerns", "description": "Readers say what is wrong, as at /concerns/new/."},
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
