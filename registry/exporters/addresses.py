"""Absolute addresses, for whatever leaves the site: citations, feeds, badges, previews."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from registry.models import CardVersion

LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def absolute(path: str) -> str:
    """``path`` of this site with scheme and host, which are set and never taken from a request."""
    return f"{settings.BASE_URL}{path}"


def version_path(version: CardVersion) -> str:
    """The page of one version, for good; ``version`` comes with its card and release."""
    return reverse("model:version_page", args=_version_args(version))


def version_bytes_path(version: CardVersion) -> str:
    """The canonical bytes of one version, for good."""
    return reverse("model:version", args=_version_args(version))


def changes_path(version: CardVersion) -> str:
    """What changed from the version before; ``version`` is not the first."""
    lab, model, number = _version_args(version)
    query = urlencode({"from": version.number - 1, "to": number})
    return f"{reverse('model:diff', args=[lab, model])}?{query}"


def _version_args(version: CardVersion) -> tuple[str, str, int]:
    lab, _, model = version.card.release.public_id.partition("/")
    return lab, model, version.number
