"""Which labs are invited to disclose; which have to be told of a listing by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from registry.actions import invitations, told_by_hand
from registry.actions.audit import now
from registry.models import Lab, RightOfReply
from registry.rules.errors import Conflict, QueryInvalid, Refused
from registry.rules.permissions import Person
from registry.web.editor.forms import FindLabs, Invite, TellByHand
from registry.web.editor.views import for_editors
from registry.web.presenters.invitations import invitation_list, invitation_page, told_row


@for_editors("GET", "HEAD")
def index(request: HttpRequest, person: Person) -> HttpResponse:
    form = FindLabs(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {"show": "", "q": ""}
    problem, cursor = "", request.GET.get("cursor")
    try:
        page = invitation_list(asked["show"], asked["q"], None if form.errors else cursor)
    except QueryInvalid:
        problem = "This page of the list was given out for other filters; here is the first one."
        page = invitation_list(asked["show"], asked["q"], None)
    context = {"form": form, "page": page, "problem": problem}
    status = 400 if problem or form.errors else 200
    return render(request, "editor/invitations.html", context, status=status)


@for_editors("GET", "HEAD", "POST")
def detail(request: HttpRequest, person: Person, slug: str) -> HttpResponse:
    lab = Lab.objects.select_related("merged_into").filter(slug=slug).first()
    if lab is None:
        raise Http404("There is no such lab.")
    if lab.merged_into is not None:
        return redirect("editor:invitation", lab.merged_into.slug)
    form, status = Invite(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                told = invitations.invite(by=person, lab=lab, reason=form.cleaned_data["reason"])
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409 if isinstance(refused, Conflict) else 400
            else:
                messages.success(request, _invited(lab, told))
                return redirect("editor:invitation", slug)
    context = {"page": invitation_page(lab, person), "form": form}
    return render(request, "editor/invitation.html", context, status=status)


def _invited(lab: Lab, told: int) -> str:
    if told:
        who = "1 representative is" if told == 1 else f"{told} representatives are"
        return f"{lab.name} is invited as of today; {who} told by mail."
    return f"{lab.name} is invited as of today. Nobody represents it here: send it the letter."


@for_editors("GET", "HEAD", "POST")
def told(request: HttpRequest, person: Person, public_id: str, number: int) -> HttpResponse:
    """Record how a lab without representatives was told of a listing."""
    right = (
        RightOfReply.objects.filter(
            snapshot__submission__public_id=public_id,
            snapshot__number=number,
            representatives=0,
        )
        .select_related("snapshot__submission__lab")
        .first()
    )
    if right is None or not told_by_hand.may_tell(person, right):
        raise Http404("There is no such listing.")
    form, status = TellByHand(request.POST or None, initial={"told_on": now().date()}), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                told_by_hand.tell_by_hand(by=person, right=right, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409 if isinstance(refused, Conflict) else 400
            else:
                messages.success(request, f"On record: {right.snapshot.submission.lab} was told.")
                return redirect("editor:list")
    context = {
        "row": told_row(right, now()),
        "lab": right.snapshot.submission.lab,
        "entered": told_by_hand.entered(right),
        "form": form,
    }
    return render(request, "editor/told.html", context, status=status)
