"""What must hold before the first request is served."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from registry.models import append_only


def check_ready() -> None:
    """Raise ``ImproperlyConfigured`` when a guarantee of the stored record is not in place."""
    missing = append_only.missing(connection)
    if missing:
        raise ImproperlyConfigured(
            "The database lacks the triggers that keep published things unchanged "
            f"({', '.join(sorted(missing)[:3])} …). Run: python manage.py migrate"
        )
