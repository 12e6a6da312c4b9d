"""Published versions for those who move them: editors, and administrators where they must agree."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from registry.actions.audit import now
from registry.actions.people import version_subject_of
from registry.actions.review import notices
from registry.actions.review.version_moves import Bytes
from registry.models import CardVersion, Motion
from registry.rules.errors import Conflict, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.version_permissions import BY_PEOPLE, has_declared, may_meet
from registry.rules.workflow.versions import VersionAction, VersionMove
from registry.web.drafts.access import asking, token_of
from registry.web.editor import version_forms
from registry.web.editor.acts import FORM_KEY
from registry.web.editor.forms import TellByHand
from registry.web.editor.submission_access import why_refused
from registry.web.presenters import editor_versions as presenter

View = Callable[..., HttpResponse]
ROWS = {presenter.slug_of(row): row for row in BY_PEOPLE}
# In what an editor pastes: the address of a version's page, or a part of it.
ADDRESS = re.compile(r"([a-z0-9.-]+)/([a-z0-9.-]+)(?:/versions/([0-9]{1,6}))?/?$")
PROPOSED = "Proposed; it happens once the others agree."


def for_keepers(*methods: str) -> Callable[[Callable[..., HttpResponse]], View]:
    """Let editors and administrators in; for everybody else there is no such address."""

    def decorate(view: Callable[..., HttpResponse]) -> View:
        def inner(request: HttpRequest, **kwargs: object) -> HttpResponse:
            person = asking(request)
            if not (person.is_editor or person.is_administrator):
                raise Http404("There is no such page.")
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, person, **kwargs)

        return login_required(inner)

    return decorate


@for_keepers("GET", "HEAD")
def index(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits; and the way to any version, by its address."""
    asked = request.GET.get("q", "").strip()[:400]
    found = _find(asked) if asked else None
    if found is not None and may_meet(person, version_subject_of(found)):
        return redirect(presenter.address_of(found))
    context = {"page": presenter.desk(person), "asked": asked}
    return render(request, "editor/versions.html", context, status=404 if asked else 200)


@for_keepers("GET", "HEAD")
def detail(request: HttpRequest, person: Person, lab: str, model: str, number: int) -> HttpResponse:
    page = presenter.overview(_version(person, lab, model, number), person)
    return render(request, "editor/version.html", {"page": page})


@for_keepers("GET", "HEAD", "POST")
def act(
    request: HttpRequest, person: Person, lab: str, model: str, number: int, name: str
) -> HttpResponse:
    """One move: what follows from it, the notice to be typed, one button."""
    version, row = _version(person, lab, model, number), ROWS.get(name)
    if row is None or not has_declared(person, version_subject_of(version)):
        raise Http404("There is no such act.")
    posted = request.POST if request.method == "POST" else None
    form = version_forms.FORMS[row.action](presenter.item_choices(version), posted)
    status = 200
    if request.method == "POST":
        status = _made(request, person, version, row, form)
        if not status:
            return redirect(presenter.address_of(version))
    context = {
        "page": presenter.act_page(version, row, person),
        "form": form,
        "form_key": request.POST.get(FORM_KEY) or secrets.token_urlsafe(16),
    }
    return render(request, "editor/version_act.html", context, status=status)


@for_keepers("GET", "HEAD", "POST")
def motion(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """A proposal: what will happen, word for word, and the choice to agree or drop it."""
    found = Motion.objects.filter(public_id=public_id, version__isnull=False).first()
    if found is None or found.version is None or not presenter.may_see(found, person):
        raise Http404("There is no such proposal.")
    page = presenter.motion_page(found, person)
    do = request.POST.get("do", "")
    files = version_forms.Bytes(
        request.POST if do == "agree" else None, request.FILES, has_review=page.has_review
    )
    telling = TellByHand(request.POST if do == "tell" else None, initial={"told_on": now().date()})
    error = ""
    if do:
        error = _done(request, person, found, files if page.asks_bytes else None, telling)
        if not error and not telling.errors and not (page.asks_bytes and files.errors):
            return redirect(presenter.address_of(found.version))
        found.refresh_from_db()
        page = presenter.motion_page(found, person)
    context = {"page": page, "error": error, "files": files, "telling": telling}
    status = 409 if error else 400 if telling.errors or (do == "agree" and files.errors) else 200
    return render(request, "editor/version_motion.html", context, status=status)


def _done(
    request: HttpRequest,
    person: Person,
    motion: Motion,
    files: version_forms.Bytes | None,
    telling: TellByHand,
) -> str:
    """Do what the button says; return why it was refused, or nothing."""
    match request.POST["do"]:
        case "agree":
            if files is not None and not files.is_valid():
                return ""
            return why_refused(lambda: _agree(request, person, motion, files))
        case "drop":
            refusal = why_refused(lambda: notices.drop(by=person, motion=motion))
            if not refusal:
                messages.success(request, "The proposal is dropped.")
            return refusal
        case "tell" if telling.is_valid():
            told = telling.cleaned_data
            refusal = why_refused(
                lambda: notices.tell_lab_by_hand(by=person, motion=motion, **told)
            )
            if not refusal:
                messages.success(request, "On record: the lab was told.")
            return refusal
    return ""


def _agree(
    request: HttpRequest, person: Person, motion: Motion, files: version_forms.Bytes | None
) -> None:
    content = None
    if files is not None:
        review = files.cleaned_data.get("review")
        content = Bytes(files.cleaned_data["card"].read(), review.read() if review else b"")
    is_made = notices.agree(by=person, motion=motion, content=content)
    messages.success(
        request, "Agreed, and done." if is_made else "Agreed; yet another person has to."
    )


def _made(
    request: HttpRequest,
    person: Person,
    version: CardVersion,
    row: VersionMove,
    form: version_forms.Notice,
) -> int:
    """Make or propose the move; return 0 if that is done, else the status of the page."""
    if not form.is_valid():
        return 400
    usual = {
        "by": person,
        "version": version,
        "token": token_of(request),
        "form_key": request.POST.get(FORM_KEY, "")[:40],
    }
    try:
        if row.action is VersionAction.LIFT_CONCERN:
            notices.lift_concern(**usual, **form.cleaned_data)  # type: ignore[arg-type]
        else:
            notices.propose(**usual, action=row.action, **form.cleaned_data)  # type: ignore[arg-type]
    except (StaleWrite, TransitionRefused, Conflict) as refused:
        form.add_error(None, str(refused))
        return 409
    except Refused as refused:
        form.add_error(None, str(refused))
        return 400
    messages.success(request, PROPOSED if row.seconds else "The concern is lifted.")
    return 0


def _version(person: Person, lab: str, model: str, number: int) -> CardVersion:
    """A published version that the person may move; raises ``Http404`` for any other."""
    found = _versions().filter(card__release__public_id=f"{lab}/{model}", number=number).first()
    if found is None or not may_meet(person, version_subject_of(found)):
        raise Http404("There is no such version.")
    return found


def _find(asked: str) -> CardVersion | None:
    """The version at an address; of a card's address the newest one."""
    match = ADDRESS.search(asked)
    if match is None:
        return None
    lab, model, number = match.groups()
    found = _versions().filter(card__release__public_id=f"{lab}/{model}")
    if number:
        found = found.filter(number=int(number))
    return found.order_by("-number").first()


def _versions() -> QuerySet[CardVersion]:
    return CardVersion.objects.select_related("card__release__lab__merged_into")
