"""Charts at their permanent addresses, as pages and as files."""

from collections.abc import Callable, Hashable, Mapping
from difflib import get_close_matches
from hashlib import sha256

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from registry.models import Lab, RankingEntry
from registry.web import chart_files
from registry.web.chart_files import shelf
from registry.web.presenters.charts import completeness, compute, cost
from registry.web.presenters.charts.edition import Edition, current_edition
from registry.web.presenters.charts.history import lab_history
from registry.web.presenters.charts.names import CHARTS, LAB_CHARTS
from registry.web.presenters.charts.profile import lab_profile
from registry.web.presenters.heads import chart_head
from registry.web.view_models.charts import Figure

CACHING = "public, max-age=60, stale-while-revalidate=600"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    edition = current_edition()
    charts = [_fragment(name, edition, is_listed=True) for name in CHARTS]
    return render(request, "charts/index.html", {"charts": charts})


@require_safe
def detail(request: HttpRequest, name: str) -> HttpResponse:
    if name not in CHARTS:
        known = {label: reverse("chart:detail", args=[each]) for each, label in CHARTS.items()}
        return _unknown(request, name, CHARTS, known)
    context = {
        "label": CHARTS[name],
        "chart": _fragment(name, current_edition(), is_listed=False),
        "head": chart_head(request.path, CHARTS[name], chart_files.CONTENT_TYPES),
    }
    return render(request, "charts/detail.html", context)


@require_safe
def file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    if name not in CHARTS:
        known = {label: reverse("chart:file", args=[each, form]) for each, label in CHARTS.items()}
        return _unknown(request, name, CHARTS, known)
    edition = current_edition()
    return _file(request, (name, edition.version), lambda: _figure(name, edition), name, form)


@require_safe
def lab_file(request: HttpRequest, slug: str, name: str, form: str) -> HttpResponseBase:
    lab = get_object_or_404(Lab.objects.select_related("merged_into"), slug=slug)
    if name not in LAB_CHARTS:
        known = {
            label: reverse("lab:chart", args=[lab.slug, each, form])
            for each, label in LAB_CHARTS.items()
        }
        return _unknown(request, name, LAB_CHARTS, known)
    if lab.merged_into:
        return redirect("lab:chart", lab.merged_into.slug, name, form, permanent=True)
    edition = current_edition()
    return _file(
        request,
        (name, lab.slug, edition.version),
        lambda: _lab_figure(lab, name, edition),
        f"{lab.slug}-{name}",
        form,
    )


def _figure(name: str, edition: Edition) -> Figure:
    address = reverse("chart:detail", args=[name]).rstrip("/")
    if name == "completeness":
        return completeness.completeness(edition.ranking, address)
    if name == "compute":
        return compute.compute_over_time(edition, address)
    return cost.cost_against_compute(edition, address)


def _lab_figure(lab: Lab, name: str, edition: Edition) -> Figure:
    if name == "history":
        return lab_history(lab, edition.ranking)
    entries = RankingEntry.objects.filter(lab=lab, ranking=edition.ranking)
    entry = entries.select_related("score", "ranking").defer("score__draws").first()
    return lab_profile(lab, entry)


def _fragment(name: str, edition: Edition, *, is_listed: bool) -> SafeString:
    """The chart as HTML: as one of a list, without its table, or as a page of its own."""

    def make() -> bytes:
        context = {
            "figure": _figure(name, edition),
            "level": 2 if is_listed else 1,
            "is_listed": is_listed,
        }
        return render_to_string("components/chart.html", context).encode()

    # Rendered by a template, so what is in it was escaped there.
    return mark_safe(shelf.get((name, edition.version, is_listed), make).decode())  # noqa: S308


def _file(
    request: HttpRequest, key: Hashable, figure: Callable[[], Figure], name: str, form: str
) -> HttpResponseBase:
    """One file, made only if neither the shelf nor the reader has it."""

    def kept(kind: str, make: Callable[[], bytes]) -> bytes:
        return shelf.get((key, kind), make)

    if form == "csv":
        source = kept("csv", lambda: chart_files.csv(figure()))
    else:
        source = kept("svg", lambda: chart_files.svg(figure()))
    # A picture in pixels follows from the drawing, and is not made to find out that it is known.
    etag = f'"{form}-{sha256(source).hexdigest()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = kept("png", lambda: chart_files.png(source)) if form == "png" else source
        response = HttpResponse(content, content_type=chart_files.CONTENT_TYPES[form])
        response.headers["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHING
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _with_its_own_style(response) if form == "svg" else response


def _with_its_own_style(response: HttpResponseBase) -> HttpResponseBase:
    """Let the browser take the rules inside our SVG, by their hash; any other style stays out."""
    allowed = csp_update({"style-src": [chart_files.style_source()]})
    return allowed(lambda _: response)(HttpRequest())


def _unknown(
    request: HttpRequest, name: str, names: Mapping[str, str], links: Mapping[str, str]
) -> HttpResponse:
    nearest = get_close_matches(name, names, n=1)
    context = {"name": name, "nearest": nearest[0] if nearest else "", "links": links}
    return render(request, "charts/unknown.html", context, status=404)
