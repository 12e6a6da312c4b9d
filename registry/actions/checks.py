"""What every act asks of the words it is given, before anything is written."""

import re
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models

from registry.rules.checking.hidden_text import hidden_character
from registry.rules.errors import Refused
from registry.rules.names import is_slug

# PostgreSQL stores no NUL; neither engine stores half of a character.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def require_reason(reason: str) -> str:
    """Return the reason without outer blanks; editorial acts are never without one."""
    return _require(reason, "An editorial act needs a reason; it is published with the act.")


def require_name(name: str) -> str:
    """Return the name without outer blanks; refuse one that is empty or hides a character."""
    name = _require(name, "A name cannot be empty.")
    hidden = hidden_character(name, is_name=True)
    if hidden is not None:
        raise Refused(f"The name {name!r} has a character nobody can see: U+{ord(hidden):04X}.")
    return name


def require_slug(slug: str) -> str:
    if not is_slug(slug):
        raise Refused(f"{slug!r} is not a slug: lower-case letters and digits joined by hyphens.")
    return slug


def add(row: models.Model) -> None:
    """Insert a row; raise ``Refused`` naming each field whose value its column cannot hold."""
    _check_columns(row, {field.name for field in row._meta.fields})  # noqa: SLF001
    row.save(force_insert=True)


def change(row: models.Model, **values: object) -> None:
    """Set fields of a stored row; raise ``Refused`` as ``add`` does."""
    for name, value in values.items():
        setattr(row, name, value)
    _check_columns(row, values.keys())
    row.save(update_fields=values.keys())


def _check_columns(row: models.Model, names: Collection[str]) -> None:
    """SQLite would store what PostgreSQL refuses, so the limits of the columns are checked here."""
    unchecked = {
        field.name
        for field in row._meta.fields  # noqa: SLF001
        if field.name not in names
        or field.is_relation
        or isinstance(field, models.JSONField)
        or (field.null and getattr(row, field.name) is None)
    }
    try:
        row.clean_fields(exclude=unchecked)
    except ValidationError as error:
        raise Refused(
            " ".join(
                f"{name.replace('_', ' ').capitalize()}: {' '.join(messages)}"
                for name, messages in error.message_dict.items()
            )
        ) from None


def _require(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    if UNSTORABLE.search(text):
        raise Refused(f"{text!r} has a character that is no text.")
    return text.strip()
