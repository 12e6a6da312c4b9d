"""Addresses of what is taken away from the site: a contract like those of its pages."""

import re

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from registry.exporters import schema_org
from registry.exporters.citations import FORMATS
from registry.web import sitemap
from registry.web.views import badges, discovery, exports, feeds, previews


class ExportConverter(StringConverter):
    """What stands behind the point in the address of an export."""

    regex = "|".join(map(re.escape, [*FORMATS, schema_org.SUFFIX]))


class BadgeConverter(StringConverter):
    """A badge as a picture or as data."""

    regex = f"{badges.PICTURE}|{badges.DATA}"


class SitemapConverter(StringConverter):
    """A kind of page that has files of its own in the sitemap."""

    regex = "|".join([sitemap.FIXED_PAGES, *sitemap.SECTIONS])


register_converter(BadgeConverter, "badge")
register_converter(ExportConverter, "export")
register_converter(SitemapConverter, "kind")

export_urls = [
    path("registry.<export:suffix>", exports.registry, name="registry"),
    path("rankings/<number:number>.<export:suffix>", exports.ranking, name="ranking"),
    path("models/<part:lab>/<part:model>.<export:suffix>", exports.card, name="card"),
    path(
        "models/<part:lab>/<part:model>/versions/<number:number>.<export:suffix>",
        exports.version,
        name="version",
    ),
]
badge_urls = [
    path("<part:slug>.<badge:form>", badges.lab, name="lab"),
    path("<part:lab>/<part:model>.<badge:form>", badges.model, name="model"),
]
feed_urls = [
    path("feeds/versions.atom", feeds.versions, name="versions"),
    path("feeds/rankings.atom", feeds.rankings, name="rankings"),
    path("labs/<part:slug>/feed.atom", feeds.lab, name="lab"),
]
preview_urls = [
    path("labs/<part:slug>/preview.png", previews.lab, name="lab"),
    path("models/<part:lab>/<part:model>/preview.png", previews.model, name="model"),
    path("rankings/<number:number>/preview.png", previews.ranking, name="ranking"),
]
sitemap_urls = [
    path("sitemap.xml", discovery.sitemap_index, name="index"),
    path("sitemap-<kind:kind>-<number:page>.xml", discovery.sitemap_file, name="file"),
]

urlpatterns = [
    path("", include((export_urls, "export"))),
    path("", include((feed_urls, "feed"))),
    path("", include((preview_urls, "preview"))),
    path("", include((sitemap_urls, "sitemap"))),
    path("badges/", include((badge_urls, "badge"))),
    path("robots.txt", discovery.robots, name="robots"),
    path(".well-known/security.txt", discovery.security, name="security"),
]
