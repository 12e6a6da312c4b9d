"""The page of a listing's right of reply, for the lab, the editors and whoever listed it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.actions import replies
from registry.models import User
from registry.rules.errors import Refused, SecondFactorMissing
from registry.web.drafts.access import asking, listing_for
from registry.web.drafts.forms import Reply
from registry.web.kept_forms import signed_in
from registry.web.presenters.draft_replies import reply_page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    submission = listing_for(person, public_id)
    right = replies.right_of(submission)
    if right is None:
        raise Http404("Only a submitted listing has a right of reply.")
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - ``signed_in`` stands before it
    form = Reply(request.POST or None, initial={"name": user.display_name})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            replies.reply(by=person, submission=submission, **form.cleaned_data)
        except SecondFactorMissing as missing:
            messages.error(request, str(missing))
            return redirect("mfa_index")
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The reply is kept with the listing.")
            return redirect("submission:reply", submission.public_id)
    if form.errors:
        status = 400
    page = reply_page(person, submission, right)
    return render(request, "drafts/reply.html", {"page": page, "form": form}, status=status)
