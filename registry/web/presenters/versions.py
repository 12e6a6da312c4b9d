"""The published versions of a card, and what stays of one that was removed."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from registry.models import CardVersion, Grading, ModelCard, VersionStatusEvent
from registry.models.graded_versions import newest_gradings
from registry.rules.numerals import date_text
from registry.rules.words import capitalized
from registry.rules.workflow.notices import mark_of, status_words
from registry.web.parameters import AddressError, address, one_number, unknown_names
from registry.web.presenters.notices import version_notices
from registry.web.presenters.shared import LEVELS, card_bar, score_text
from registry.web.view_models.cards import RemovedPage
from registry.web.view_models.shared import AnswerLine, Link
from registry.web.view_models.versions import VersionLine, VersionRecord, VersionsPage

REMOVED = VersionStatusEvent.Status.REMOVED
RETRACTED = VersionStatusEvent.Status.RETRACTED
REMOVED_LEDE = (
    "Its content was taken out because the law required it. The record that it existed stays, and "
    "its address will never be used for anything else."
)
RETRACTED_LEDE = (
    "No version of it is current. What was published stays readable, version by version, and none "
    "of it counts in a ranking."
)
ON_CARD_PAGE = 10
ON_LIST_PAGE = 50


def newest_lines(card: ModelCard) -> tuple[VersionLine, ...]:
    """The newest versions, without their gradings; one that was removed keeps its line."""
    return _lines(card, _versions(card)[: ON_CARD_PAGE + 1], ON_CARD_PAGE, {})


def versions_page(card: ModelCard, query: QueryDict) -> VersionsPage:
    """All versions, newest first; ``before`` starts the list below a number."""
    before, refusal = None, None
    try:
        before = one_number(query, "before", "version")
    except AddressError as error:
        refusal = error.refusal
    every = _versions(card)
    versions = list((every.filter(number__lt=before) if before else every)[: ON_LIST_PAGE + 1])
    shown = versions[:ON_LIST_PAGE]
    gradings = {grading.version_id: grading for grading in newest_gradings(shown)}
    path = versions_address(card)
    lab = card.release.lab.standing
    return VersionsPage(
        name=card.release.name,
        lab=Link(lab.name, lab.get_absolute_url()),
        card=Link(card.release.name, card.release.get_absolute_url()),
        versions=_lines(card, versions, ON_LIST_PAGE, gradings),
        total=every.count(),
        before=before or 0,
        older=Link("Older versions", address(path, [("before", shown[-1].number)]))
        if len(versions) > ON_LIST_PAGE
        else None,
        newest=Link("Newest versions", path) if before else None,
        notices=unknown_names(query, ["before"]),
        refusal=refusal,
    )


def _versions(card: ModelCard) -> QuerySet[CardVersion]:
    return card.versions.prefetch_related("status_events").order_by("-number")


def _lines(
    card: ModelCard,
    versions: Iterable[CardVersion],
    number: int,
    gradings: dict[int, Grading],
) -> tuple[VersionLine, ...]:
    """Lines for the first ``number`` of ``versions``, each with a way to what changed in it."""
    pairs = [*pairwise([*versions, None])][:number]
    return tuple(
        _line(card, version, before, gradings.get(version.pk))
        for version, before in pairs
        if version is not None
    )


def _line(
    card: ModelCard, version: CardVersion, before: CardVersion | None, grading: Grading | None
) -> VersionLine:
    event = last_event(version)
    return VersionLine(
        number=version.number,
        url=page_address(card, version.number),
        published=_day(version),
        published_iso=version.published_at.date().isoformat(),
        prepared_by=version.get_preparer_display(),
        sources_read=version.sources_read,
        status=status_words(event.status, is_current=version.pk == card.live_version_id),
        mark=mark_of(event.status),
        note=event.reason if event.status == REMOVED else "",
        digest=version.content_hash.removeprefix("sha256:"),
        bytes_url=_bytes_address(card, version),
        level=LEVELS[grading.level] if grading else "",
        score=score_text(grading.score) if grading else "",
        bar=card_bar(grading.result) if grading else None,
        difference=difference_link(card, before, version) if before else None,
    )


def version_record(version: CardVersion) -> VersionRecord:
    """Where a version stands in the record; its card comes with its live version."""
    card = version.card
    live = card.live_version
    is_current = version.pk == card.live_version_id
    return VersionRecord(
        number=version.number,
        published=_day(version),
        digest=version.content_hash.removeprefix("sha256:"),
        bytes_url=_bytes_address(card, version),
        is_current=is_current,
        is_retracted=last_event(version).status == RETRACTED,
        current=Link(f"version {live.number}", card.release.get_absolute_url()) if live else None,
        difference=difference_link(card, version, live) if live and not is_current else None,
    )


def difference_link(card: ModelCard, old: CardVersion, new: CardVersion) -> Link | None:
    """What changed from one version to another; None where the content of one was removed."""
    if REMOVED in (last_event(old).status, last_event(new).status):
        return None
    pairs = [("from", old.number), ("to", new.number)]
    path = difference_address(card)
    return Link(f"Changes since version {old.number}", address(path, pairs))


def page_address(card: ModelCard, number: int) -> str:
    """The page of one version; one that was removed has its tombstone there."""
    return reverse("model:version_page", args=[*_parts(card), number])


def versions_address(card: ModelCard) -> str:
    return reverse("model:versions", args=_parts(card))


def difference_address(card: ModelCard) -> str:
    return reverse("model:diff", args=_parts(card))


def _bytes_address(card: ModelCard, version: CardVersion) -> str:
    """Where the version's bytes are; empty where they were removed."""
    if last_event(version).status == REMOVED:
        return ""
    return reverse("model:version", args=[*_parts(card), version.number])


def _parts(card: ModelCard) -> list[str]:
    return card.release.public_id.split("/")


def _day(version: CardVersion) -> str:
    return date_text(version.published_at.date().isoformat())


def last_event(version: CardVersion) -> VersionStatusEvent:
    """What a version, which comes with its events, came to be last."""
    return list(version.status_events.all())[-1]


def removed_page(card: ModelCard) -> RemovedPage:
    """What stays of a card without a live version, which was retracted or taken out by law."""
    versions = list(card.versions.prefetch_related("status_events"))
    newest = versions[-1]
    if last_event(newest).status == RETRACTED:
        title, lede = "This model card was retracted", RETRACTED_LEDE
    else:
        title, lede = "This model card was removed", REMOVED_LEDE
    return _gone(card, title, lede, versions, newest)


def removed_version_page(version: CardVersion) -> RemovedPage:
    """What stays of one version; the card may well have another that is current."""
    card = version.card
    title = f"Version {version.number} of the card of {card.release.name} was removed"
    return _gone(card, title, REMOVED_LEDE, [version], version)


def _gone(
    card: ModelCard, title: str, lede: str, versions: Sequence[CardVersion], noticed: CardVersion
) -> RemovedPage:
    release, lab = card.release, card.release.lab.standing
    lines = [
        AnswerLine("Model", release.name),
        AnswerLine("Lab", lab.name, lab.get_absolute_url()),
    ]
    for version in versions:
        name = f"Version {version.number}"
        lines.append(AnswerLine(name, version.content_hash, _bytes_address(card, version)))
        for event in version.status_events.all():
            day = date_text(event.at.date().isoformat())
            text = ": ".join(part for part in (day, event.reason) if part)
            lines.append(AnswerLine(capitalized(event.status.replace("_", " ")), text))
    return RemovedPage(
        title=title,
        lede=lede,
        lines=tuple(lines),
        versions=Link(f"All versions of the card of {release.name}", versions_address(card)),
        notices=version_notices(noticed, last_event(noticed).status, is_here=False),
    )
