"""The page of one lab."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from registry.models import Lab, RankingEntry
from registry.web.presenters.heads import lab_head
from registry.web.presenters.labs import lab_page
from registry.web.presenters.sharing import lab_sharing


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    lab = get_object_or_404(Lab.objects.select_related("merged_into"), slug=slug)
    if lab.merged_into:
        return redirect(lab.merged_into, permanent=True)
    entry = (
        RankingEntry.objects.filter(lab=lab, ranking__currently__isnull=False)
        .select_related("lab", "score", "ranking")
        .defer("score__draws")
        .first()
    )
    page = lab_page(lab, entry)
    ranked = page.standing.labs if page.standing else 0
    context = {
        "page": page,
        "head": lab_head(lab, page),
        "sharing": lab_sharing(lab, entry, ranked),
    }
    return render(request, "labs/detail.html", context)
