"""The console at /admin/: Django's admin, in which everything is looked up and nothing is edited.

For whoever is no administrator there is nothing here; people sign in where everybody does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_http_methods

from registry.admin import glass, moves
from registry.admin.asking import METHODS
from registry.admin.frame import around, asking
from registry.admin.rows import rows_of
from registry.admin.tables import TABLES
from registry.admin.waiting import waiting

View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=View)
LOOKING = ["GET", "HEAD"]


class Console(AdminSite):
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        return asking(request) is not None

    def admin_view(self, view: AnyView, cacheable: bool = False) -> AnyView:  # noqa: FBT001, FBT002
        """The view for administrators who look; a page that acts is put in by ``_acting``."""
        return cast(AnyView, self._for_administrators(require_http_methods(LOOKING)(view)))

    def _acting(self, view: View) -> View:
        return self._for_administrators(require_http_methods(METHODS)(view))

    def _for_administrators(self, view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404("There is no such page.")
            return view(request, *args, **kwargs)

        return inner

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Only what is named here: neither Django's sign-in nor its forms have an address."""
        look, act = self.admin_view, self._acting
        tables = [
            path(f"registry/{model.__name__.lower()}/", include(rows.get_urls()))
            for model, rows in self._registry.items()
        ]
        return [
            path("", look(self.index), name="index"),
            path("roles/give/", act(moves.give_role), name="give_role"),
            path("roles/<int:pk>/end/", act(moves.end_role), name="end_role"),
            path("members/confirm/", act(moves.confirm_member), name="confirm_member"),
            path("members/<int:pk>/end/", act(moves.end_member), name="end_member"),
            path("outbox/<slug:public_id>/again/", act(moves.try_again), name="try_again"),
            path("ranking/refresh/", act(moves.refresh_ranking), name="refresh_ranking"),
            path("submissions/<slug:public_id>/open/", act(glass.open_submission), name="open"),
            path("submissions/<slug:public_id>/hold/", act(glass.hold), name="hold"),
            path("submissions/<slug:public_id>/", look(glass.read), name="read"),
            *tables,
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return around()

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = {**around(), "title": "Console", "page": waiting()}
        return TemplateResponse(request, "console/index.html", context)


console = Console()
for _model, _table in TABLES.items():
    console.register(_model, rows_of(_table))
