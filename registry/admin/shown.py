"""The text of one column of a row, as an administrator sees it."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html

from registry.admin.table import Table
from registry.admin.tables import TABLES
from registry.models import Actor, AuditEvent, User

NOTHING = "–"
NEVER = "never shown"
SEALED = "sealed"
LONGEST = 300


def title_of(row: Model) -> str:
    """What a row is called here: an id or something public, never what is confidential."""
    return TABLES[type(row)].title(row)


def address_of(row: Model) -> str | None:
    """The page of a row in the console; None for one without."""
    table = TABLES[type(row)]
    name = row._meta.model_name  # noqa: SLF001 - Django's own way to ask
    return reverse(f"admin:registry_{name}_change", args=[row.pk]) if table.has_pages else None


def text_of(table: Table, row: Model, name: str) -> str:
    """What stands in the column; a link where it points to another row that has a page."""
    is_veiled = table.veil is not None and name in table.veil.columns and table.veil.is_over(row)
    if name in table.never:
        return NEVER
    value = getattr(row, _attribute(table, name))
    if value is None or value == "":
        return NOTHING
    if is_veiled:
        return SEALED
    if name in table.people:
        return _name_of(str(value)) if table.names_people(row) else _pseudonym(table, row, value)
    if name in table.named:
        return _name_of(value)
    if name in table.sealed:
        return f"{SEALED} · {len(_plain(value)):,} characters"
    if isinstance(value, User | Actor) or type(value) in TABLES:
        return _linked(value)
    return _short(_about_person(value) if isinstance(row, AuditEvent) else value)


def _attribute(table: Table, name: str) -> str:
    """People are taken by their keys: nothing of theirs is read."""
    field = table.model._meta.get_field(name)  # noqa: SLF001 - Django's own way to ask
    return str(field.attname) if name in table.people else name  # type: ignore[union-attr]


def _pseudonym(table: Table, row: Model, value: object) -> str:
    """The same for the same person within one submission, and another one everywhere else."""
    said = f"console {_scope(table, row)} {value}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256)
    return f"{SEALED} person {digest.hexdigest()[:6]}"


def _scope(table: Table, row: Model) -> str:
    is_veiled = table.veil is not None and table.veil.is_over(row)
    own = f"{table.model.__name__} {row.pk}"
    if is_veiled:
        return own
    if isinstance(row, AuditEvent):
        return row.subject
    if table.model.__name__ == "Submission":
        return f"submission {getattr(row, 'public_id', '')}"
    found: Any = row
    for part in table.submission.split("__") if table.submission else ():
        found = getattr(found, part, None)
    return f"submission {found.public_id}" if table.submission and found is not None else own


def _name_of(key: str) -> str:
    if not key:
        return NOTHING
    return Actor.objects.filter(key=key).values_list("name", flat=True).first() or "unknown"


def _about_person(value: object) -> object:
    """The subject of an act about an account: its name instead of its key."""
    kind, _, key = str(value).partition("/")
    return f"account of {_name_of(key)}" if kind == "person" and key else value


def _linked(row: Model) -> str:
    address = address_of(row)
    if address is None:
        return title_of(row)
    return format_html('<a href="{}">{}</a>', address, title_of(row))


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = _plain(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, bytes | memoryview):
        return f"{len(value):,} bytes"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
