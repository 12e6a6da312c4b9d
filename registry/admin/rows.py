"""Lists and pages of rows, to look up. There is no address to add, change or delete one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin, ShowFacets
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from registry.admin.acts import acts_on
from registry.admin.shown import text_of, title_of
from registry.admin.table import Table

if TYPE_CHECKING:
    Base = ModelAdmin[Model]
else:
    Base = ModelAdmin


class Rows(Base):
    """One table of the console; ``rows_of`` makes the class for each."""

    table: Table
    actions = None
    list_per_page = 50
    list_max_show_all = 0
    show_facets = ShowFacets.NEVER
    change_list_template = "console/list.html"

    def get_urls(self) -> list[URLPattern]:
        """A list, and a page for each row that has one; the name of the page is Django's."""
        name = f"registry_{self.opts.model_name}"
        view = self.admin_site.admin_view
        pages = [path("", view(self.changelist_view), name=f"{name}_changelist")]
        if self.table.has_pages:
            row = path("<path:object_id>/", view(self.row_view), name=f"{name}_change")
            pages.append(row)
        return pages

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        joined = [*self.table.joins, *_relations(self.table)]
        return super().get_queryset(request).select_related(*joined)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """What is closed in a row does not find it either."""
        if search_term and self.table.veil is not None:
            queryset = queryset.exclude(self.table.veil.rows)
        return super().get_search_results(request, queryset, search_term)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters of the page: Django would let any column of the table be asked for."""
        name = lookup.split("__")[0]
        return name in {*self.table.filters, self.table.dates}

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # The site lets nobody in who may not look.
        return True

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": self.table.name, "subtitle": None})

    def row_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404("There is no such row.")
        context = {
            **self.admin_site.each_context(request),
            "title": f"{self.table.name}: {title_of(row)}",
            "table": self.table,
            "list": f"admin:registry_{self.opts.model_name}_changelist",
            "columns": [
                (_words(field.name), text_of(self.table, row, field.name))
                for field in self.table.fields
            ],
            "acts": acts_on(row),
        }
        return TemplateResponse(request, "console/row.html", context)


def rows_of(table: Table) -> type[Rows]:
    """The list and the pages of a table, drawn up from its entry in ``tables``."""
    columns = [_column(table, name) for name in table.columns]
    title = [_title()] if table.has_pages else []
    values = {
        "table": table,
        "list_display": (*title, *columns),
        "list_display_links": title or None,
        "list_filter": table.filters,
        "search_fields": table.searched,
        "date_hierarchy": table.dates or None,
        # By the time where rows have one: not all keys grow.
        "ordering": (f"-{table.dates}", "-pk") if table.dates else ("-pk",),
    }
    return type(f"{table.model.__name__}Rows", (Rows,), values)


def _title() -> Callable[[Model], str]:
    def title(row: Model) -> str:
        return title_of(row)

    title.short_description = "row"  # type: ignore[attr-defined]
    title.admin_order_field = "pk"  # type: ignore[attr-defined]
    return title


def _column(table: Table, name: str) -> Callable[[Model], str]:
    def column(row: Model) -> str:
        return text_of(table, row, name)

    column.__name__ = name
    column.short_description = _words(name)  # type: ignore[attr-defined]
    is_veiled = table.veil is not None and name in table.veil.columns
    if name in table.shown and not is_veiled:
        column.admin_order_field = name  # type: ignore[attr-defined]
    return column


def _relations(table: Table) -> list[str]:
    """The ways to other rows whose titles a page shows."""
    shown = [field.name for field in table.fields if field.is_relation]
    return [*(name for name in shown if name in table.shown), *filter(None, [table.submission])]


def _words(name: str) -> str:
    return name.removesuffix("_key").replace("_", " ")
