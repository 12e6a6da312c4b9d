"""Reporting a concern, and where it stands for whoever knows its id."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from registry.actions.people import person_of_user
from registry.actions.review import concerns
from registry.models import CardVersion, ConcernReport, User
from registry.models.review.concerns import readable_version
from registry.peers import may_report_concern
from registry.rules.concerns import TOO_MANY
from registry.rules.errors import Conflict, Refused
from registry.web.concerns.forms import Concern
from registry.web.presenters.concerns import about_link, status_page

FORM_KEY = "_form"
LONGEST_NUMBER = 9


def new(request: HttpRequest) -> HttpResponse:
    """The form; without a version in the address, where to find one."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(("GET", "HEAD", "POST"))
    if "model" not in request.GET:
        return render(request, "concerns/start.html")
    version = _version(request)
    form = Concern(request.POST or None, initial={"item": request.GET.get("item", "")})
    key, status = request.POST.get(FORM_KEY, ""), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            status, concern = _file(request, version, form, key)
            if concern is not None:
                return redirect("concern:status", concern.public_id)
    context = {
        "form": form,
        "about": about_link(version),
        "form_key": key if concerns.is_id(key) else concerns.new_id(),
    }
    return render(request, "concerns/new.html", context, status=status)


def _file(
    request: HttpRequest, version: CardVersion, form: Concern, key: str
) -> tuple[int, ConcernReport | None]:
    data: dict[str, Any] = {
        name: value for name, value in form.cleaned_data.items() if name != "website"
    }
    known = ConcernReport.objects.filter(public_id=key).exists()
    if not known and not may_report_concern(request):
        form.add_error(None, f"{TOO_MANY}: nothing is lost, send this page again later.")
        return 429, None
    user = request.user
    by = person_of_user(user) if isinstance(user, User) else concerns.a_reader()
    try:
        return 302, concerns.file(by=by, version=version, public_id=key, **data)
    except Conflict as refused:
        form.add_error(None, str(refused))
        return 409, None
    except Refused as refused:
        form.add_error(None, str(refused))
        return 400, None


@require_safe
def status(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the reporter may see: never who they are, nor what they wrote."""
    concern = (
        ConcernReport.objects.select_related("version__card__release", "duplicate_of")
        .filter(public_id=public_id)
        .first()
    )
    if concern is None:
        raise Http404("There is no concern with this id.")
    return render(request, "concerns/status.html", {"page": status_page(concern)})


def _version(request: HttpRequest) -> CardVersion:
    """The published version that the address names; one whose content is gone has no claims."""
    number = request.GET.get("version", "")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise Http404("The address names no version of a card.")
    version = readable_version(request.GET["model"], int(number))
    if version is None:
        raise Http404("There is no such version, or its content was removed.")
    return version
