"""Starting a card, from nothing or from what exists."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.actions import imports
from registry.actions.audit import now
from registry.models import Lab, Release, Submission, User
from registry.rules.drafts import SectionDraft
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Kind
from registry.web.drafts.access import asking
from registry.web.drafts.start_form import Start
from registry.web.kept_forms import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    person = asking(request)
    form = Start(
        person,
        request.POST or None,
        request.FILES or None,
        initial={"model": request.GET.get("model", "")[:200]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            submission = _started(request, person, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(submission.imports.first() or submission)
    context = {
        "form": form,
        "models": Release.objects.values_list("public_id", "name"),
        "labs": Lab.objects.independent().values_list("slug", "name"),
    }
    return render(request, "drafts/start.html", context, status=400 if form.errors else 200)


def _started(request: HttpRequest, person: Person, form: Start) -> Submission:
    data = form.cleaned_data
    release = data["release"]
    lab = release.lab.standing if release else data.get("found_lab")
    return imports.start(
        by=person,
        source=form.origin(),
        kind=Kind(data["kind"]),
        lab=lab,
        model_name=data["model"],
        release=release,
        sections=_beginning(request, lab, release.name if release else data["model"]),
    )


def _beginning(request: HttpRequest, lab: Lab | None, model: str) -> Mapping[str, SectionDraft]:
    """What the registry knows already, so that nobody has to type it."""
    user = request.user
    name = user.display_name if isinstance(user, User) else ""
    return {
        "about": SectionDraft(
            {
                "model": {"name": model, "developer": lab.name if lab else "unlisted"},
                "prepared_by": {"name": name or "unnamed", "prepared_on": now().date().isoformat()},
                "language": "en",
            }
        )
    }
