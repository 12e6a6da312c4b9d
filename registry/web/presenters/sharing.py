"""What readers take with them from a page: citations, badges, feeds."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import escape

from registry.exporters.addresses import absolute
from registry.exporters.citations import FORMATS, ranking_work, registry_work, version_work
from registry.models import CardVersion, Grading, Lab, Ranking, RankingEntry
from registry.rules.citation.plain_text import plain_text
from registry.rules.citation.work import PUBLISHER, Work
from registry.web.presenters.badges import card_badge, lab_badge
from registry.web.view_models.badges import BadgeImage
from registry.web.view_models.shared import Link
from registry.web.view_models.sharing import Badge, Citation, CopyBlock, Sharing


def card_sharing(version: CardVersion, grading: Grading, status: str) -> Sharing:
    """Of the page of a card: ``version`` is its live one, with card, release and lab."""
    parts = _parts(version)
    release = version.card.release
    return Sharing(
        citation=_citation(
            version_work(version, status), "export:version", [*parts, version.number]
        ),
        badge=_badge(
            card_badge(version, grading, status),
            release.name,
            "badge:model",
            parts,
            release.get_absolute_url(),
        ),
        feeds=(lab_feed(release.lab.standing), versions_feed()),
    )


def version_sharing(version: CardVersion, status: str) -> Sharing:
    """Of the page of one version: how to cite exactly this one. Badges speak of the live one."""
    return Sharing(
        citation=_citation(
            version_work(version, status), "export:version", [*_parts(version), version.number]
        ),
        feeds=(lab_feed(version.card.release.lab.standing), versions_feed()),
    )


def lab_sharing(lab: Lab, entry: RankingEntry | None, ranked: int) -> Sharing:
    """Of the page of a lab; ``entry`` is its line in the current ranking of ``ranked`` labs."""
    badge = (
        _badge(lab_badge(entry, ranked), lab.name, "badge:lab", [lab.slug], lab.get_absolute_url())
        if entry
        else None
    )
    return Sharing(badge=badge, feeds=(lab_feed(lab), rankings_feed()))


def ranking_sharing(ranking: Ranking) -> Sharing:
    return Sharing(
        citation=_citation(ranking_work(ranking), "export:ranking", [ranking.number]),
        feeds=(rankings_feed(),),
    )


def registry_sharing(current: Ranking | None) -> Sharing:
    """Of the registry as a whole, which can be cited once there is a ranking to date it."""
    citation = _citation(registry_work(current), "export:registry", []) if current else None
    return Sharing(citation=citation, feeds=(versions_feed(), rankings_feed()))


def versions_feed() -> Link:
    return Link("New card versions", reverse("feed:versions"))


def rankings_feed() -> Link:
    return Link("Rankings", reverse("feed:rankings"))


def lab_feed(lab: Lab) -> Link:
    return Link(f"Cards of {lab.name}", reverse("feed:lab", args=[lab.slug]))


def _parts(version: CardVersion) -> list[str]:
    return version.card.release.public_id.split("/")


def _citation(work: Work, address: str, args: Sequence[str | int]) -> Citation:
    return Citation(
        text=plain_text(work),
        formats=tuple(
            CopyBlock(
                anchor=f"cite-{form.suffix.partition('.')[0]}",
                label=form.name,
                text=form.write(work).strip(),
                download=Link(f".{form.suffix}", reverse(address, args=[*args, form.suffix])),
            )
            for form in FORMATS.values()
        ),
    )


def _badge(image: BadgeImage, subject: str, address: str, args: Sequence[str], page: str) -> Badge:
    """What is pasted elsewhere has full addresses, and a text that stays true for good."""
    picture = reverse(address, args=[*args, "svg"])
    picture_url, page_url = absolute(picture), absolute(page)
    text = f"Disclosure of {subject} in the {PUBLISHER}"
    # Plain text, although HTML is in it: the page shows it, and must not take it for its own.
    html = (
        f'<a href="{escape(page_url)}"><img src="{escape(picture_url)}" '
        f'alt="{escape(text)}" height="20"></a>'
    )
    markdown = f"[![{_markdown(text)}]({picture_url})]({page_url})"
    return Badge(
        url=picture,
        text=image.title,
        width=image.width,
        snippets=(
            CopyBlock("badge-markdown", "Markdown", markdown),
            CopyBlock("badge-html", "HTML", html),
        ),
        shields_url=reverse(address, args=[*args, "json"]),
    )


def _markdown(text: str) -> str:
    """``text`` for the brackets of a link: what would close them is escaped."""
    return "".join(f"\\{character}" if character in "\\[]`*_<" else character for character in text)
