"""Where the representatives of a lab answer its invitation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.actions import invitations
from registry.models import Lab
from registry.rules.errors import Refused, SecondFactorMissing, StaleWrite
from registry.rules.invitations import Answer
from registry.rules.people_permissions import may_see_people
from registry.rules.permissions import Person
from registry.web.accounts.views import person as signed_in
from registry.web.drafts.access import asking
from registry.web.lab_people.forms import AnswerInvitation
from registry.web.presenters.invitations import answer_page

# No lab answers more often; what is longer is no number of an answer.
MAXIMUM_DIGITS = 4


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, slug: str) -> HttpResponse:
    person, lab = asking(request), Lab.objects.filter(slug=slug).first()
    page = answer_page(lab, person) if lab and may_see_people(person, slug) else None
    if lab is None or page is None:
        raise Http404("There is no such lab, you are no member of it, or it was not invited.")
    form = AnswerInvitation(request.POST or None, initial={"name": str(signed_in(request))})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _answer(request, form, person, lab)
            except SecondFactorMissing as missing:
                messages.error(request, str(missing))
                return redirect("mfa_index")
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409 if isinstance(refused, StaleWrite) else 400
                page = answer_page(lab, person)
            else:
                messages.success(request, "The answer is public.")
                return redirect("people:invitation", slug)
    return render(
        request, "lab_people/invitation.html", {"page": page, "form": form}, status=status
    )


def _answer(request: HttpRequest, form: AnswerInvitation, person: Person, lab: Lab) -> None:
    data, seen = form.cleaned_data, request.POST.get("seen", "")
    is_number = seen.isascii() and seen.isdecimal() and len(seen) <= MAXIMUM_DIGITS
    invitations.answer(
        by=person,
        lab=lab,
        kind=Answer(data["answer"]),
        disclose_by=data["disclose_by"],
        text=data["text"],
        name=data["name"],
        seen=int(seen) if is_number else -1,
    )
