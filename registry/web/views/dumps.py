"""Dumps for download: which there are, and their files, named by their manifest alone."""

from collections.abc import Mapping

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from registry.exporters.dump.manifest import MANIFEST
from registry.exporters.dump.shelf import Kept, find, last_removal, offered
from registry.web.presenters.dumps import dump_page, dumps_page
from registry.web.responses import for_others

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"
ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "dumps/index.html", {"page": dumps_page(_offered())})


@require_safe
def detail(request: HttpRequest, name: str) -> HttpResponse:
    dump = _found(name)
    if last_removal(dump.manifest.seq):
        return _withdrawn(request)
    return render(request, "dumps/detail.html", {"page": dump_page(dump, _offered())})


@require_safe
def latest(request: HttpRequest, file: str = "") -> HttpResponseBase:
    """Lead to the newest dump, or to one of its files."""
    for newest in _offered()[:1]:
        if file and file not in {*newest.manifest.files, MANIFEST}:
            raise Http404(f"There is no {file} in dump {newest.name}.")
        response = redirect(
            *["dump:file", newest.name, file] if file else ["dump:detail", newest.name]
        )
        return _with(response, {"Cache-Control": FOR_A_MINUTE, **ANY_ORIGIN})
    raise Http404("There is no dump yet.")


@require_safe
def file(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """One file of a dump. Its bytes never change, so they may be kept for good."""
    dump = _found(name)
    if last_removal(dump.manifest.seq):
        return _withdrawn(request)
    try:
        if file == MANIFEST:
            # Parquet may still be added to a dump, and then it lists more.
            return for_others(request, (dump.folder / MANIFEST).read_bytes(), "application/json")
        return _file(request, dump, file)
    except FileNotFoundError as error:
        raise Http404(f"Dump {name} was taken away while it was read.") from error


def _file(request: HttpRequest, dump: Kept, file: str) -> HttpResponseBase:
    listed = dump.manifest.files.get(file)
    if listed is None:
        raise Http404(f"There is no {file} in dump {dump.name}.")
    headers = {"ETag": f'"{listed.sha256}"', "Cache-Control": FOR_GOOD, **ANY_ORIGIN}
    known = get_conditional_response(request, headers["ETag"])
    if known is not None:
        return _with(known, headers)
    response = FileResponse(
        (dump.folder / file).open("rb"),
        as_attachment=True,
        filename=listed.name,
        content_type=listed.media_type,
    )
    return _with(response, headers)


def _with(response: HttpResponseBase, headers: Mapping[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _offered() -> list[Kept]:
    return offered(settings.EXPORTS_DIR)


def _found(name: str) -> Kept:
    dump = find(settings.EXPORTS_DIR, name)
    if dump is None:
        raise Http404(f"There is no dump {name}, or it is not kept any more.")
    return dump


def _withdrawn(request: HttpRequest) -> HttpResponse:
    return render(request, "dumps/withdrawn.html", status=410)
