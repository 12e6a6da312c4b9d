"""What is new: published card versions, rankings, and both for one lab.

A card version enters with the grading it got when it was published: an entry that has been read
does not change afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, F, Manager, OuterRef, QuerySet, Subquery
from django.template.loader import render_to_string
from django.urls import reverse

from registry.exporters.addresses import absolute, changes_path, version_path
from registry.exporters.citations import ranking_work, version_work
from registry.models import (
    CardVersion,
    ClaimGrade,
    ConcernReport,
    Grading,
    Lab,
    Notice,
    Ranking,
    RankingEntry,
)
from registry.models.review.concerns import public_outcomes
from registry.rules.citation.work import PUBLISHER
from registry.rules.standard import load_standard
from registry.rules.words import uncapitalized
from registry.web.presenters.notices import notice_views, upheld_view
from registry.web.presenters.shared import GRADES, LEVELS, score_text
from registry.web.view_models.feeds import (
    Feed,
    FeedEntry,
    GradeMove,
    RankingNews,
    RankMove,
    VersionNews,
)

MAXIMUM_ENTRIES = 50
MAXIMUM_MOVES = 20
URN = "urn:model-disclosure-registry"
UNCHANGED = ("", "Score unchanged.")


def versions_feed() -> Feed:
    return Feed(
        id=f"{URN}:feed:versions",
        title="New card versions",
        subtitle="Every model card that is published, with what changed in it, and every notice of "
        "a correction, a concern, a retraction or a removal, and every reader’s concern upheld.",
        url=absolute(reverse("model:list")),
        path=reverse("feed:versions"),
        entries=_newest(
            [
                *_version_entries(CardVersion.objects.all()),
                *_notices(Notice.objects),
                *_upheld(ConcernReport.objects.all()),
            ]
        ),
    )


def rankings_feed() -> Feed:
    ranked = Count("entries__rank")
    rankings = list(Ranking.objects.newest_first().annotate(ranked=ranked)[:MAXIMUM_ENTRIES])
    return Feed(
        id=f"{URN}:feed:rankings",
        title="Rankings",
        subtitle="Every ranking of AI labs by disclosure, with what led to it and whom it moved.",
        url=absolute(reverse("leaderboard")),
        path=reverse("feed:rankings"),
        entries=tuple(_ranking_entries(rankings)),
    )


def lab_feed(lab: Lab) -> Feed:
    """New versions of the lab's cards, and the rankings in which it moved."""
    labs = [lab.pk, *lab.absorbed.values_list("pk", flat=True)]
    entries = [
        *_version_entries(CardVersion.objects.filter(card__release__lab__in=labs)),
        *_notices(Notice.objects.filter(version__card__release__lab__in=labs)),
        *_upheld(ConcernReport.objects.filter(version__card__release__lab__in=labs)),
        *_lab_moves(lab),
    ]
    return Feed(
        id=f"{URN}:feed:lab:{lab.slug}",
        title=f"Disclosure of {lab.name}",
        subtitle=f"New versions of the model cards of {lab.name}, notices on them, "
        "readers’ concerns upheld, and its moves in the ranking.",
        url=absolute(lab.get_absolute_url()),
        path=reverse("feed:lab", args=[lab.slug]),
        entries=_newest(entries),
    )


def _newest(entries: Iterable[FeedEntry]) -> tuple[FeedEntry, ...]:
    ordered = sorted(entries, key=lambda entry: entry.at, reverse=True)
    return tuple(ordered[:MAXIMUM_ENTRIES])


def _notices(notices: QuerySet[Notice] | Manager[Notice]) -> Iterable[FeedEntry]:
    """The newest of ``notices``; one on content that was removed leads to what stays of it."""
    told = notices.select_related(
        "version__card__release__lab__merged_into", "other__card__release"
    )
    for notice in told.order_by("-at", "-pk")[:MAXIMUM_ENTRIES]:
        release, number = notice.version.card.release, notice.version.number
        (view,) = notice_views([notice], notice.version, "")
        yield FeedEntry(
            id=f"{URN}:notice:{release.public_id}:{number}:{notice.number}",
            title=f"{release.name} ({release.lab.standing.name}), card version {number}: "
            f"{uncapitalized(view.title)}",
            url=absolute(version_path(notice.version)),
            at=notice.at,
            author=PUBLISHER,
            html=render_to_string("feeds/notice.html", {"notice": view, "base": absolute("")}),
        )


def _upheld(concerns: QuerySet[ConcernReport]) -> Iterable[FeedEntry]:
    """The newest upheld of ``concerns``, named by their moment: an id would lead to the reporter's
    page.
    """
    told = public_outcomes(concerns).select_related("version__card__release__lab__merged_into")
    for concern in told[:MAXIMUM_ENTRIES]:
        release, number = concern.version.card.release, concern.version.number
        at = concern.answered_at
        assert at is not None  # noqa: S101 - set with the state
        view = upheld_view(concern, version_path(concern.version))
        yield FeedEntry(
            id=f"{URN}:upheld:{release.public_id}:{number}:{at:%Y%m%dT%H%M%S.%fZ}",
            title=f"{release.name} ({release.lab.standing.name}), card version {number}: "
            "a reader’s concern was upheld",
            url=absolute(version_path(concern.version)),
            at=at,
            author=PUBLISHER,
            html=render_to_string("feeds/upheld.html", {"upheld": view, "base": absolute("")}),
        )


def _version_entries(versions: QuerySet[CardVersion]) -> tuple[FeedEntry, ...]:
    """The newest of ``versions`` whose content was not removed; three queries."""
    newest = _with_gradings(versions.filter(content__isnull=False))[:MAXIMUM_ENTRIES]
    rows = [
        (version, version.first_grading, version.grading_before)  # type: ignore[attr-defined]
        for version in newest
    ]
    gradings = Grading.objects.select_related("version").in_bulk(
        [pk for _, first, before in rows for pk in (first, before) if pk]
    )
    moves = _grade_moves([(first, before) for _, first, before in rows if before])
    return tuple(
        _version_entry(version, gradings[first], gradings.get(before), moves.get(first, ()))
        for version, first, before in rows
    )


def _with_gradings(versions: QuerySet[CardVersion]) -> QuerySet[CardVersion]:
    """Each with the grading it was published with and the last one of the version before it."""
    gradings = Grading.objects.values("pk")
    first = gradings.filter(version=OuterRef("pk")).order_by("pk")[:1]
    before = gradings.filter(
        version__card=OuterRef("card"), version__number=OuterRef("number") - 1
    ).order_by("-pk")[:1]
    return (
        versions.select_related("card__release__lab__merged_into")
        .annotate(first_grading=Subquery(first), grading_before=Subquery(before))
        .filter(first_grading__isnull=False)
        .order_by(F("published_at").desc(), "-pk")
    )


def _grade_moves(pairs: Sequence[tuple[int, int]]) -> Mapping[int, tuple[GradeMove, ...]]:
    """What differs between the second and the first grading of each pair, by the first."""
    grades: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ClaimGrade.objects.filter(grading__in=[pk for pair in pairs for pk in pair])
    for grading, item, grade in rows.values_list("grading_id", "item", "grade"):
        grades[grading][item] = grade
    items = load_standard().items
    return {
        first: tuple(
            GradeMove(item.id, item.title, GRADES[old], GRADES[new])
            for item in items
            if (old := grades[before].get(item.id)) is not None
            and (new := grades[first].get(item.id)) is not None
            and old != new
        )
        for first, before in pairs
    }


def _version_entry(
    version: CardVersion, grading: Grading, before: Grading | None, moves: Sequence[GradeMove]
) -> FeedEntry:
    release = version.card.release
    news = _version_news(version, grading, before, moves)
    return FeedEntry(
        id=f"{URN}:version:{release.public_id}:{version.number}",
        title=f"{release.name} ({release.lab.standing.name}): card version {version.number}",
        url=absolute(version_path(version)),
        at=version.published_at,
        author=version_work(version).author,
        html=render_to_string("feeds/version.html", {"news": news}),
    )


def _version_news(
    version: CardVersion,
    grading: Grading,
    before: Grading | None = None,
    moves: Sequence[GradeMove] = (),
) -> VersionNews:
    counts = grading.result["counts"]
    return VersionNews(
        number=version.number,
        answered=counts["declared"],
        applicable=counts["applicable"],
        score=score_text(grading.score),
        level=LEVELS[grading.level],
        prepared_by=version.get_preparer_display(),
        sources_read=version.sources_read,
        before=_version_news(before.version, before) if before else None,
        moves=tuple(moves),
        changes_url=absolute(changes_path(version)) if before else "",
    )


def _ranking_entries(rankings: Sequence[Ranking]) -> Iterable[FeedEntry]:
    """``rankings`` come with the number of labs that are ``ranked`` in them."""
    moved = RankingEntry.objects.filter(ranking__in=[ranking.number for ranking in rankings])
    moved = moved.exclude(change__in=UNCHANGED)
    moves: dict[int, list[RankMove]] = defaultdict(list)
    for number, lab, change in moved.values_list("ranking_id", "lab_name", "change"):
        moves[number].append(RankMove(lab, change))
    for ranking in rankings:
        told = moves[ranking.number]
        news = RankingNews(
            ranked=ranking.ranked,  # type: ignore[attr-defined]
            cards=ranking.cards,
            causes=tuple(ranking.causes),
            moves=tuple(told[:MAXIMUM_MOVES]),
            more_moves=max(len(told) - MAXIMUM_MOVES, 0),
            is_provisional=ranking.is_provisional,
        )
        yield FeedEntry(
            id=f"{URN}:ranking:{ranking.number}",
            title=ranking_work(ranking).title,
            url=absolute(ranking.get_absolute_url()),
            at=ranking.created_at,
            author=PUBLISHER,
            html=render_to_string("feeds/ranking.html", {"news": news}),
        )


def _lab_moves(lab: Lab) -> Iterable[FeedEntry]:
    entries = (
        RankingEntry.objects.filter(lab=lab)
        .exclude(change__in=UNCHANGED)
        .select_related("ranking")
        .order_by("-ranking_id")
    )
    for entry in entries[:MAXIMUM_ENTRIES]:
        movement, _, _ = entry.change.rstrip(".").partition(": ")
        yield FeedEntry(
            id=f"{URN}:ranking:{entry.ranking_id}:lab:{lab.slug}",
            title=f"{entry.lab_name} in ranking {entry.ranking_id}: {movement}",
            url=absolute(entry.ranking.get_absolute_url()),
            at=entry.ranking.created_at,
            author=PUBLISHER,
            html=render_to_string("feeds/move.html", {"change": entry.change}),
        )
