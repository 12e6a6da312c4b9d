"""A person's labs: what they are in which, what they asked for, whom they work with."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.actions import lab_proposals, lab_requests, memberships
from registry.models import Lab, LabMembership, LabProposal, MembershipRequest
from registry.rules.domains import TOKEN_PATH
from registry.rules.errors import Conflict, LookAlike, Refused, SecondFactorMissing
from registry.rules.people_permissions import may_see_people
from registry.rules.workflow.requests import Proof
from registry.web.accounts.views import person as signed_in
from registry.web.drafts.access import asking, token_of
from registry.web.lab_people.forms import Ask, Code, Propose, own_address
from registry.web.presenters.lab_people import lab_people as lab_people_page
from registry.web.presenters.lab_people import my_labs

GET_AND_POST = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "lab_people/list.html", {"page": my_labs(signed_in(request))})


@login_required
@require_http_methods(GET_AND_POST)
def ask(request: HttpRequest) -> HttpResponse:
    known = {
        "lab": request.GET.get("lab", "")[:200],
        "role": LabMembership.Role.SUBMITTER,
        "proof": Proof.EMAIL.value,
        "address": own_address(signed_in(request)),
    }
    form = Ask(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            asked = lab_requests.ask(
                user=signed_in(request),
                lab=data["lab"],
                role=data["role"],
                proof=Proof(data["proof"]),
                place=data["place"],
                note=data["note"],
            )
        except Conflict as conflict:
            form.add_error("lab", str(conflict))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(asked.get_absolute_url())
    lab = Lab.objects.known_as(str(form["lab"].value() or ""))
    context = {
        "lab": lab,
        "domains": lab.domains.all() if lab else (),
        "labs": Lab.objects.independent().values_list("slug", "name"),
    }
    return _form(request, form, "lab_people/ask.html", **context)


@login_required
@require_http_methods(GET_AND_POST)
def propose(request: HttpRequest) -> HttpResponse:
    form = Propose(request.POST or None, initial={"role": "representative"})
    resembled: Lab | None = None
    if request.method == "POST" and form.is_valid():
        try:
            proposal = lab_proposals.propose(user=signed_in(request), **form.cleaned_data)
        except LookAlike as alike:
            form.add_error("name", str(alike))
            resembled = Lab.objects.get(slug=alike.lab)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(proposal.get_absolute_url())
    if resembled is None and not request.POST.get("distinct_because"):
        # Asked only of those whose name resembles another one.
        del form.fields["distinct_because"]
    return _form(request, form, "lab_people/propose.html", resembled=resembled)


@login_required
@require_http_methods(GET_AND_POST)
def request_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request of mine: what to do for its proof, and what became of it."""
    asked = MembershipRequest.objects.select_related("lab").filter(
        public_id=public_id, user=signed_in(request)
    )
    found = asked.first()
    if found is None:
        raise Http404("There is no such request, or it is not yours.")
    do = request.POST.get("do", "")
    form = Code(request.POST if do == "code" else None)
    if do == "code" and form.is_valid():
        try:
            lab_requests.enter_code(found, by=asking(request), code=form.cleaned_data["code"])
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, "The address is proven. An editor answers next.")
            return redirect(found.get_absolute_url())
    if do == "renew":
        return _done(
            request,
            found,
            f"A new code is on its way to {found.address}.",
            lambda: lab_requests.renew_code(found, by=asking(request)),
        )
    if do == "withdraw":
        return _withdrawn(request, found)
    context = {"asked": found, "where": f"https://{found.domain}{TOKEN_PATH}"}
    return _form(request, form, "lab_people/request.html", **context)


@login_required
@require_http_methods(GET_AND_POST)
def proposal_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    proposal = (
        LabProposal.objects.select_related("lab", "resembles")
        .filter(public_id=public_id, user=signed_in(request))
        .first()
    )
    if proposal is None:
        raise Http404("There is no such proposal, or it is not yours.")
    if request.POST.get("do") == "withdraw":
        return _withdrawn(request, proposal)
    return render(request, "lab_people/proposal.html", {"proposal": proposal})


@login_required
@require_http_methods(GET_AND_POST)
def lab_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who prepares and speaks for a lab; leaving it, and ending what a submitter may do."""
    person = asking(request)
    lab = Lab.objects.filter(slug=slug).first()
    if lab is None or not may_see_people(person, slug):
        raise Http404("There is no such lab, or you are no member of it.")
    if request.method == "POST":
        held = _membership(lab, request.POST.get("member", ""))
        if held is None:
            messages.error(request, "That membership has ended already.")
        else:
            try:
                memberships.end_by_member(by=person, membership=held)
            except SecondFactorMissing as missing:
                messages.error(request, str(missing))
                return redirect("mfa_index")
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, f"{held.user} is no {held.role} of {lab.name} any more.")
                if not may_see_people(asking(request), slug):
                    return redirect("people:list")
        return redirect("people:lab", slug)
    return render(request, "lab_people/lab.html", {"page": lab_people_page(person, lab)})


def _membership(lab: Lab, number: str) -> LabMembership | None:
    is_number = number.isascii() and number.isdecimal() and len(number) <= 10
    held = LabMembership.objects.active().select_related("user", "lab")
    return held.filter(lab=lab, pk=int(number)).first() if is_number else None


def _withdrawn(request: HttpRequest, asked: MembershipRequest | LabProposal) -> HttpResponse:
    return _done(
        request,
        asked,
        "Withdrawn.",
        lambda: lab_requests.withdraw(asked, by=asking(request), token=token_of(request)),
    )


def _done(
    request: HttpRequest,
    asked: MembershipRequest | LabProposal,
    text: str,
    act: Callable[[], None],
) -> HttpResponse:
    """Act, say what happened or why not, and go back to what was asked."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, text)
    return redirect(asked.get_absolute_url())


def _form(request: HttpRequest, form: Form, template: str, **context: object) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=400 if form.errors else 200)
