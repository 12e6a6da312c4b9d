"""Addresses of the site: a contract. They do not change, and nothing else is put at them."""

from datetime import date

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from registry.admin.site import console
from registry.exporters.dump import shelf
from registry.web import chart_files, health, schemas
from registry.web.views import (
    accelerators,
    api_pages,
    charts,
    compare,
    dumps,
    gallery,
    labs,
    leaderboard,
    model_search,
    models,
    pages,
    problems,
    rankings,
    reviews,
    standard,
    versions,
)


class SlugConverter:
    """A lab's or a model's part of a card id, so that suffixes such as .json are unambiguous."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NumberConverter:
    """A whole number from 1, in one spelling only, so that nothing has two addresses."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class DayConverter:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class ChartFormConverter(StringConverter):
    """What a chart can be taken away as."""

    regex = "|".join(chart_files.CONTENT_TYPES)


class DumpConverter(StringConverter):
    """The name of a dump: the day and the number of the last change in it."""

    regex = shelf.NAME


register_converter(SlugConverter, "part")
register_converter(DayConverter, "day")
register_converter(NumberConverter, "number")
register_converter(DumpConverter, "dump")
register_converter(ChartFormConverter, "chart_form")

lab_urls = [
    path("<part:slug>/", labs.detail, name="detail"),
    path("<part:slug>/charts/<part:name>.<chart_form:form>", charts.lab_file, name="chart"),
]
chart_urls = [
    path("", charts.index, name="list"),
    path("<part:name>/", charts.detail, name="detail"),
    path("<part:name>.<chart_form:form>", charts.file, name="file"),
]
model_urls = [
    path("", model_search.index, name="list"),
    path("<part:lab>/<part:model>/", models.detail, name="detail"),
    path("<part:lab>/<part:model>.json", models.canonical, name="json"),
    path("<part:lab>/<part:model>/versions/", versions.index, name="versions"),
    path("<part:lab>/<part:model>/versions/<number:number>/", versions.detail, name="version_page"),
    path("<part:lab>/<part:model>/versions/<int:number>.json", models.version, name="version"),
    path("<part:lab>/<part:model>/versions/<number:number>/review/", reviews.detail, name="review"),
    path(
        "<part:lab>/<part:model>/versions/<number:number>/review.json",
        reviews.data,
        name="review_json",
    ),
    path("<part:lab>/<part:model>/diff/", versions.diff, name="diff"),
]
ranking_urls = [
    path("", rankings.index, name="list"),
    path("diff/", rankings.diff, name="diff"),
    path("<int:number>/", leaderboard.detail, name="detail"),
    path("<day:day>/", leaderboard.of_day, name="day"),
]
compare_urls = [
    path("models/", compare.models, name="models"),
    path("labs/", compare.labs, name="labs"),
]
standard_urls = [
    path("", standard.detail, name="detail"),
    path("<str:item_id>/", standard.item, name="item"),
]
accelerator_urls = [
    path("", accelerators.index, name="list"),
    path("<part:slug>/", accelerators.detail, name="detail"),
]
problem_urls = [
    path("", problems.index, name="list"),
    path("<slug:code>/", problems.detail, name="detail"),
]

# Pages about the API; before the API itself, which takes every other address below.
api_page_urls = [
    path("", api_pages.reference, name="api-reference"),
    path("stability/", api_pages.stability, name="api-stability"),
    path("playground/", api_pages.playground, name="playground"),
    path("pandas/", api_pages.notebook, name="api-notebook"),
]

dump_urls = [
    path("", dumps.index, name="list"),
    path("latest/", dumps.latest, name="latest"),
    path("latest/<str:file>", dumps.latest, name="latest_file"),
    path("<dump:name>/", dumps.detail, name="detail"),
    path("<dump:name>/<str:file>", dumps.file, name="file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include(api_page_urls)),
    # By name, because their paths use the converters registered here.
    path("api/", include("registry.api.urls")),
    path("", include("registry.web.sharing_urls")),
    path("account/labs/", include("registry.web.lab_people.urls")),
    path("account/", include("registry.web.accounts.urls")),
    path("editor/", include("registry.web.editor.urls")),
    path("admin/", console.urls),
    path("referee/", include("registry.web.referee.urls")),
    path("concerns/", include("registry.web.concerns.urls")),
    path("submissions/", include("registry.web.drafts.urls")),
    path("", leaderboard.index, name="leaderboard"),
    path("labs/", include((lab_urls, "lab"))),
    path("models/", include((model_urls, "model"))),
    path("models.csv", model_search.as_csv, name="models-csv"),
    path("models.json", model_search.as_json, name="models-json"),
    path("rankings/", include((ranking_urls, "ranking"))),
    path("charts/", include((chart_urls, "chart"))),
    path("compare/", include((compare_urls, "compare"))),
    path("exports/", include((dump_urls, "dump"))),
    path("standard/", include((standard_urls, "standard"))),
    path("accelerators/", include((accelerator_urls, "accelerator"))),
    path("problems/", include((problem_urls, "problem"))),
    path("components/", gallery.index, name="components"),
    path("method/", pages.method, name="method"),
    path("about/", pages.about, name="about"),
    path("schemas/<path:name>", schemas.schema, name="schema"),
    path("healthz", health.healthz, name="healthz"),
]
