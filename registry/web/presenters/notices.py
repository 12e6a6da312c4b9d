"""The notices of a version, for above its title, and the marks of its status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from registry.exporters.addresses import version_path
from registry.exporters.notices import signature
from registry.models import CardVersion, ConcernReport, Notice, Release
from registry.models.review.concerns import upheld_of
from registry.models.standing import notices_of
from registry.rules.numerals import date_text
from registry.rules.standard import Standard, load_standard
from registry.rules.words import capitalized
from registry.rules.workflow.notices import NOTICE_TITLES, STANDING, listed_mark, mark_of
from registry.rules.workflow.versions import NoticeKind
from registry.web.view_models.notices import Notices, NoticeView, UpheldConcern
from registry.web.view_models.shared import Link

LEADS: Mapping[NoticeKind, str] = {
    NoticeKind.CONCERN: "The registry warns of this version while it looks into a serious doubt.",
    NoticeKind.CONCERN_LIFTED: "The doubt was looked into, and the warning was taken back.",
    NoticeKind.RETRACTION: "This version was retracted: do not rely on it. It stays readable, and "
    "counts in no ranking.",
    NoticeKind.REINSTATEMENT: "The retraction of this version was taken back.",
    NoticeKind.REMOVAL: "The content was taken out because the law or somebody’s privacy required "
    "it.",
    NoticeKind.RESTORATION: "The content was brought back, byte for byte.",
    NoticeKind.RECUSAL: "A referee on whom this version rests left over an interest that was found "
    "after the publication.",
}


def version_notices(version: CardVersion, status: str, *, is_here: bool = True) -> Notices:
    """The notices of one version; it comes with its card and release.

    ``is_here`` tells that the page shows the claims of the version, so that links stay on it.
    """
    if not version.pk:
        return Notices("", ())
    rows = notices_of([version]).order_by("-number")
    page = "" if is_here else version_path(version)
    return Notices(
        mark_of(status),
        notice_views(rows, version, status, is_here=is_here),
        tuple(upheld_view(one, page) for one in upheld_of([version])),
    )


def notice_views(
    notices: Iterable[Notice], version: CardVersion, status: str, *, is_here: bool = False
) -> tuple[NoticeView, ...]:
    """The notices of one version, the newest first."""
    standard = load_standard()
    page = "" if is_here else version_path(version)
    standing = STANDING.get(status)
    views = []
    for notice in notices:
        kind = NoticeKind(notice.kind)
        views.append(_view(notice, version, standard, page, is_standing=kind is standing))
        if kind is standing:  # an earlier one of the kind was taken back
            standing = None
    return tuple(views)


def upheld_view(concern: ConcernReport, page: str) -> UpheldConcern:
    """An upheld concern; ``page`` is where the claims of its version are, "" for this page."""
    assert concern.answered_at is not None  # noqa: S101 - set with the state
    day = concern.answered_at.date().isoformat()
    return UpheldConcern(
        date_text(day),
        day,
        concern.outcome,
        Link(concern.item, f"{page}#{concern.item}") if concern.item else None,
    )


def _view(
    notice: Notice, version: CardVersion, standard: Standard, page: str, *, is_standing: bool
) -> NoticeView:
    kind, day = NoticeKind(notice.kind), notice.at.date().isoformat()
    titles = {item.id: item.title for item in standard.items}
    other = notice.other
    return NoticeView(
        kind=notice.kind,
        title=NOTICE_TITLES[kind],
        lead=_correction_lead(version, other) if kind is NoticeKind.CORRECTION else LEADS[kind],
        day=date_text(day),
        day_iso=day,
        text=notice.text,
        signed=signed_text(notice.signed),
        found_by=notice.found_by,
        reason=capitalized(notice.reason_class.replace("_", " ")),
        items=tuple(
            Link(f"{item} {titles[item]}" if item in titles else item, f"{page}#{item}")
            for item in notice.items
        ),
        other=Link(f"Version {other.number}", version_path(other)) if other else None,
        is_standing=is_standing,
    )


def _correction_lead(version: CardVersion, other: CardVersion | None) -> str:
    if other is None:
        return "This version was corrected."
    if other.number > version.number:
        return f"This version contained an error. Version {other.number} corrects it."
    return f"This version corrects an error in version {other.number}."


def signed_text(signed: Iterable[Any]) -> str:
    """Who signed a notice, each with the role in which they did: "Chidi Chief, editor-in-chief"."""
    told = [", ".join(part.replace("_", " ") for part in signature(one).values()) for one in signed]
    return "; ".join(told)


def release_mark(release: Release) -> str:
    """The mark in lists of a release that was asked for with its ``card_status``."""
    return listed_mark(getattr(release, "card_status", None) or "")
