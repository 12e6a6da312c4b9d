"""Atom feeds."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from registry.exporters.addresses import absolute
from registry.exporters.xml_text import xml_text
from registry.models import Change, Lab
from registry.rules.citation.work import PUBLISHER
from registry.web.presenters import feeds
from registry.web.responses import for_others
from registry.web.view_models.feeds import Feed

RIGHTS = "Creative Commons Attribution 4.0 International (CC BY 4.0)"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class DatedFeed(Atom1Feed):
    """A feed without entries is dated too, and always the same: its validator must not move."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


@require_safe
def versions(request: HttpRequest) -> HttpResponseBase:
    return _atom(request, feeds.versions_feed())


@require_safe
def rankings(request: HttpRequest) -> HttpResponseBase:
    return _atom(request, feeds.rankings_feed())


@require_safe
def lab(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A merged lab's feed leads to that of the lab that answers for it."""
    found = get_object_or_404(Lab.objects.select_related("merged_into"), slug=slug)
    if found.merged_into:
        return redirect("feed:lab", found.merged_into.slug, permanent=True)
    return _atom(request, feeds.lab_feed(found))


def _atom(request: HttpRequest, feed: Feed) -> HttpResponseBase:
    atom = DatedFeed(
        title=xml_text(f"{feed.title} · {PUBLISHER}"),
        link=feed.url,
        description="",
        subtitle=xml_text(feed.subtitle),
        language="en",
        author_name=PUBLISHER,
        feed_url=absolute(feed.path),
        feed_guid=feed.id,
        feed_copyright=RIGHTS,
    )
    for entry in feed.entries:
        atom.add_item(
            title=xml_text(entry.title),
            link=entry.url,
            description=xml_text(entry.html),
            unique_id=entry.id,
            author_name=xml_text(entry.author),
            pubdate=entry.at,
            updateddate=entry.at,
        )
    modified = Change.objects.order_by("-seq").values_list("at", flat=True).first()
    return for_others(request, atom.writeString("utf-8"), Atom1Feed.content_type, modified=modified)
