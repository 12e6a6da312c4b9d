"""Every table of the registry, by what it is about."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model

from registry.admin.table import Table
from registry.admin.tables import catalogue, operations, people, published, review, submissions

SECTIONS: Mapping[str, tuple[Table, ...]] = {
    "Operations": operations.TABLES,
    "People": people.TABLES,
    "Submissions": submissions.TABLES,
    "Reviews": review.TABLES,
    "After publication": published.TABLES,
    "Catalogue": catalogue.TABLES,
}
TABLES: Mapping[type[Model], Table] = {
    table.model: table for tables in SECTIONS.values() for table in tables
}
