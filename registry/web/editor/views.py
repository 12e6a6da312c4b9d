"""What waits for an editor, and the answers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from registry.actions import lab_proposals, lab_requests, told_by_hand
from registry.actions.audit import now
from registry.models import LabProposal, MembershipRequest
from registry.models.invitations import Asked, labs_asked
from registry.rules.errors import Refused, StaleWrite, TransitionRefused
from registry.rules.names import slugify
from registry.rules.people_permissions import may_decide
from registry.rules.permissions import Person
from registry.web.drafts.access import asking, token_of
from registry.web.editor.forms import GRANT, REFUSE, Answer, AnswerToProposal
from registry.web.presenters.concerns import open_concerns
from registry.web.presenters.editor import proposal_to_answer, request_to_answer, waiting
from registry.web.presenters.editor_queue import counts
from registry.web.presenters.editor_versions import desk
from registry.web.presenters.invitations import told_row
from registry.web.view_models.lab_people import ProposalToAnswer, RequestToAnswer

View = Callable[..., HttpResponse]


def for_editors(*methods: str) -> Callable[[Callable[..., HttpResponse]], View]:
    """Let editors in; for everybody else who is signed in, there is no such address.

    The view gets the person after the request. That editors need a second factor, the middleware
    sees to before.
    """

    def decorate(view: Callable[..., HttpResponse]) -> View:
        def inner(request: HttpRequest, **kwargs: str) -> HttpResponse:
            person = asking(request)
            if not may_decide(person):
                raise Http404("There is no such page.")
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, person, **kwargs)

        return login_required(inner)

    return decorate


@for_editors("GET", "HEAD")
def index(request: HttpRequest, person: Person) -> HttpResponse:
    at = now()
    open_submissions, own = counts(person)
    context = {
        "open_submissions": open_submissions,
        "own_submissions": own,
        "motions_on_versions": len(desk(person).motions),
        "open_concerns": open_concerns(person),
        "rows": waiting(),
        "to_tell": [told_row(right, at) for right in told_by_hand.to_tell(person)],
        "not_invited": labs_asked(Asked.NOT_YET).count(),
        "unanswered": labs_asked(Asked.NO_ANSWER).count(),
    }
    return render(request, "editor/list.html", context)


@for_editors("GET", "HEAD", "POST")
def request_detail(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    asked = (
        MembershipRequest.objects.select_related("lab__merged_into", "user__actor")
        .filter(public_id=public_id)
        .first()
    )
    if asked is None:
        raise Http404("There is no such request.")
    page = request_to_answer(asked, person)
    form = Answer(_ticks_of_request(asked, page), request.POST or None)
    status = _answered(request, form, lambda: _answer_request(request, person, asked, form))
    if status is None:
        return redirect("editor:list")
    context = {"page": page, "asked": asked, "form": form}
    return render(request, "editor/request.html", context, status=status)


@for_editors("GET", "HEAD", "POST")
def proposal_detail(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    proposal = (
        LabProposal.objects.select_related("lab", "resembles", "user__actor")
        .filter(public_id=public_id)
        .first()
    )
    if proposal is None:
        raise Http404("There is no such proposal.")
    page = proposal_to_answer(proposal, person)
    known = {"name": proposal.name, "slug": slugify(proposal.name)}
    form = AnswerToProposal(_ticks_of_proposal(proposal, page), request.POST or None, initial=known)
    status = _answered(request, form, lambda: _answer_proposal(request, person, proposal, form))
    if status is None:
        return redirect("editor:list")
    context = {"page": page, "proposal": proposal, "form": form}
    return render(request, "editor/proposal.html", context, status=status)


def _answered(request: HttpRequest, form: Answer, answer: Callable[[], str]) -> int | None:
    """Answer if a button was pressed; return ``None`` if that is done, else the page's status."""
    if request.POST.get("do") not in (GRANT, REFUSE):
        return 200
    if not form.is_valid():
        return 400
    try:
        messages.success(request, answer())
    except (StaleWrite, TransitionRefused) as refused:
        form.add_error(None, str(refused))
        return 409
    except Refused as refused:
        form.add_error(None, str(refused))
        return 400
    return None


def _ticks_of_request(asked: MembershipRequest, page: RequestToAnswer) -> dict[str, str]:
    """What the editor says to have seen, as far as the registry cannot know it."""
    ticks = {}
    if asked.proof != MembershipRequest.Proof.EMAIL:
        ticks["code_was_found"] = "I found the code there"
    if not page.is_registered:
        ticks["domain_is_the_labs"] = (
            f"{asked.domain} is {asked.lab.name}'s own domain; register it"
        )
    return ticks


def _ticks_of_proposal(proposal: LabProposal, page: ProposalToAnswer) -> dict[str, str]:
    ticks = {"domain_is_the_labs": f"{proposal.domain} is the lab's own domain; register it"}
    if page.resembles is not None:
        ticks["is_distinct"] = f"It is another lab than {page.resembles.text}"
    return ticks


def _answer_request(
    request: HttpRequest, person: Person, asked: MembershipRequest, form: Answer
) -> str:
    """Grant or refuse, and say what was done."""
    data, token, lab = form.cleaned_data, token_of(request), asked.lab.standing
    if request.POST["do"] == REFUSE:
        lab_requests.refuse(asked, by=person, token=token, reason=data["reason"])
        return f"Refused; {asked.user} is told by mail."
    lab_requests.grant(
        asked,
        by=person,
        token=token,
        reason=data["reason"],
        domain_is_the_labs=data.get("domain_is_the_labs", False),
        code_was_found=data.get("code_was_found", False),
    )
    return f"{asked.user} is a {asked.role} of {lab.name}, and told so by mail."


def _answer_proposal(
    request: HttpRequest, person: Person, proposal: LabProposal, form: AnswerToProposal
) -> str:
    data, token = form.cleaned_data, token_of(request)
    if request.POST["do"] == REFUSE:
        lab_proposals.refuse(proposal, by=person, token=token, reason=data["reason"])
        return f"Refused; {proposal.user} is told by mail."
    lab = lab_proposals.grant(
        proposal,
        by=person,
        token=token,
        reason=data["reason"],
        name=data["name"],
        slug=data["slug"],
        category=data["category"],
        is_distinct=data.get("is_distinct", False),
    )
    return f"{lab.name} is registered; {proposal.user} is told by mail."
