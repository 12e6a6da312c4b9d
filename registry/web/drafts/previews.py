"""A card in the making as readers would see it. Nothing is written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.web.drafts.access import asking, listing_for
from registry.web.kept_forms import signed_in
from registry.web.presenters.draft_previews import changes_page, preview_page


@signed_in
@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    page = preview_page(person, listing_for(person, public_id))
    return render(request, "drafts/preview.html", {"preview": page, "page": page.card})


@signed_in
@require_safe
def changes(request: HttpRequest, public_id: str) -> HttpResponse:
    person = asking(request)
    page = changes_page(person, listing_for(person, public_id))
    return render(request, "drafts/preview_changes.html", {"page": page})
