"""Interests that an editor may let stand, and the editor to whom an appeal goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from registry.actions.review import editors, endings
from registry.models import Actor, InterestDeclaration
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import State
from registry.web.editor.act_forms import WithEditor
from registry.web.editor.submission_access import to_handle, why_refused
from registry.web.editor.views import for_editors
from registry.web.presenters.editor_interests import appeal_page, interests_page
from registry.web.presenters.editor_submission import eligible_for_appeal


@for_editors("GET", "HEAD", "POST")
def page(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """What was declared, and the form in which one of them is waived for a published reason."""
    submission = to_handle(person, public_id)
    error = ""
    if request.method == "POST":
        key = request.POST.get("declaration", "")
        declared = (
            InterestDeclaration.objects.filter(pk=int(key), submission=submission).first()
            if key.isdecimal() and key.isascii() and len(key) < 12
            else None
        )
        reason = request.POST.get("reason", "")
        error = "There is no such declaration here."
        if declared is not None:
            error = why_refused(
                lambda: editors.waive_interest(by=person, declaration=declared, reason=reason)
            )
        if not error:
            messages.success(request, "Waived; the reason is published with the review file.")
            return redirect("editor:interests", public_id)
    context = {
        "page": interests_page(submission, person),
        "error": error,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "editor/interests.html", context, status=400 if error else 200)


@for_editors("GET", "HEAD", "POST")
def appeal(request: HttpRequest, person: Person, public_id: str) -> HttpResponse:
    """The appeal in the lab's words; an editor-in-chief says who looks at it."""
    submission = to_handle(person, public_id)
    if submission.state != State.APPEAL_OPEN:
        raise Http404("There is no open appeal here.")
    posted = request.POST if request.method == "POST" else None
    form = WithEditor(eligible_for_appeal(submission), posted)
    if posted is not None and form.is_valid():
        editor = Actor.objects.get(key=form.cleaned_data["editor"])
        try:
            endings.assign_appeal_editor(by=person, submission=submission, editor=editor)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The appeal goes to {editor.name}.")
            return redirect("editor:submission", public_id)
    context = {"page": appeal_page(submission, person), "form": form}
    return render(request, "editor/appeal.html", context, status=400 if form.errors else 200)
