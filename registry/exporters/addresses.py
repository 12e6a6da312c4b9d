"""Absolute addresses, for whatever leaves the site: citations, feeds, badges, previews."""

from django.conf import settings
from django.urls import reverse

from registry.models import CardVersion

LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def absolute(path: str) -> str:
    """``path`` of this site with scheme and host, which are set and never taken from a request."""
    return f"{settings.BASE_URL}{path}"


def version_path(version: CardVersion) -> str:
    """Where one version of a card is, for good; ``version`` comes with its card and release."""
    lab, _, model = version.card.release.public_id.partition("/")
    return reverse("model:version", args=[lab, model, version.number])
