"""What must hold before the first request is served."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from registry.models import append_only
from registry.rules.checking.schema import check_formats_are_enforced


def check_ready() -> None:
    """Raise where a guarantee is not in place: triggers on the record, formats in the schema."""
    check_formats_are_enforced()
    missing = append_only.missing(connection)
    if missing:
        raise ImproperlyConfigured(
            "The database lacks the triggers that keep published things unchanged "
            f"({', '.join(sorted(missing)[:3])} …). Run: python manage.py migrate"
        )
