"""The page of one lab: its place, its models, and its score with its own numbers."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from registry.models import Lab, Ranking, RankingEntry, Release
from registry.models.standing import card_status
from registry.rules.numerals import date_text
from registry.rules.ranking.lab_score import Band, LabScore, ScoredRelease, Standing
from registry.rules.standard import load_standard
from registry.web.choosing import path_of
from registry.web.frame import stamp
from registry.web.presenters.charts.history import lab_history
from registry.web.presenters.charts.profile import lab_profile
from registry.web.presenters.charts.section_means import section_rows, section_shares
from registry.web.presenters.dominance import dominated_by
from registry.web.presenters.invitations import answers_of
from registry.web.presenters.leaderboard import interval_text, invitation_text
from registry.web.presenters.notices import release_mark
from registry.web.presenters.shared import (
    card_summary,
    lab_bar,
    live_grading,
    released_text,
    score_text,
)
from registry.web.presenters.working import score_working
from registry.web.view_models.labs import LabPage, ReleaseRow
from registry.web.view_models.labs import Standing as StandingView
from registry.web.view_models.shared import Link

TIER_WORDS = {
    Release.Tier.FLAGSHIP_LINE: "flagship line",
    Release.Tier.OTHER: "other release",
    Release.Tier.DERIVATIVE: "derivative, never counts",
}


def lab_page(lab: Lab, entry: RankingEntry | None) -> LabPage:
    """``entry`` is the lab's line in the current ranking, ``None`` before the first."""
    standard = load_standard()
    releases = _releases(lab)
    on = entry.ranking.as_of if entry else date.max
    score = entry.lab_score(on) if entry else None
    by_id = {release.id: release for release in score.releases} if score else {}
    rows = tuple(_row(release, by_id.get(release.public_id), lab, on) for release in releases)
    ranked = entry is not None and entry.rank is not None
    ranking = entry.ranking if entry else None
    return LabPage(
        name=lab.name,
        country=lab.country,
        category=lab.get_category_display(),
        website=Link(lab.website.partition("//")[2].rstrip("/"), lab.website)
        if lab.website
        else None,
        aliases=_aliases(lab),
        standing=_standing(entry, score) if ranked and entry and score else None,
        invitation=_invitation(lab, score),
        is_invited=lab.invited_on is not None,
        answers=answers_of(lab),
        carded=sum(1 for r in releases if live_grading(r) and _counts(r)),
        known=sum(1 for r in releases if _counts(r)),
        derivatives=sum(1 for r in releases if not _counts(r)),
        overdue=sum(row.is_overdue for row in rows),
        listed_until=_listed_until(ranking),
        due_after_days=standard.ranking.due_after_days,
        profile=section_shares(standard.sections, section_rows(entry)) if ranked and entry else (),
        profile_chart=lab_profile(lab, entry) if ranked else None,
        history=lab_history(lab, ranking) if ranked else None,
        dominated=tuple(dominated_by(entry)) if ranked and entry else (),
        working=score_working(score, {r.public_id: r.name for r in releases}, standard)
        if ranked and score
        else None,
        releases=rows,
        compare_url=path_of(reverse("compare:labs"), [lab.slug]),
        stamp=stamp(ranking) if ranking else None,
    )


def _releases(lab: Lab) -> Sequence[Release]:
    labs = [lab.pk, *lab.absorbed.values_list("pk", flat=True)]
    return list(
        Release.objects.filter(lab__in=labs)
        .select_related("card__current_grading__version")
        .annotate(card_status=card_status("card"))
        .order_by("-released_on", "slug")
    )


def _counts(release: Release) -> bool:
    return release.tier != Release.Tier.DERIVATIVE


def _row(release: Release, scored: ScoredRelease | None, lab: Lab, on: date) -> ReleaseRow:
    status, is_overdue = _status(release, scored, lab, on)
    grading = live_grading(release)
    return ReleaseRow(
        name=release.name,
        released=released_text(release),
        released_iso=release.released,
        tier=TIER_WORDS[Release.Tier(release.tier)],
        tier_reason=_tier_reason(release),
        status=status,
        source=Link(release.source_title, release.source_url),
        card=card_summary(release, grading) if grading else None,
        variants=tuple(release.variants),
        note=release.note,
        is_overdue=is_overdue,
        mark=release_mark(release),
        url=release.get_absolute_url(),
    )


def _tier_reason(release: Release) -> str:
    """The reason without the kind before it, which stands above it: "flagship: top model …"."""
    kind, _, rest = release.tier_reason.partition(": ")
    return rest if kind in {"flagship", "derivative"} else release.tier_reason


def _status(release: Release, scored: ScoredRelease | None, lab: Lab, on: date) -> tuple[str, bool]:
    """How the release stands, in words, and whether its card is overdue."""
    if scored is None:
        return "never counts", False
    if scored.standing is Standing.DUE and scored.model_score is None and scored.due_on:
        days = (on - scored.due_on).days
        return ("due today" if days == 0 else f"overdue by {days} day{'s'[: days != 1]}"), True
    if scored.standing in (Standing.DUE, Standing.EARLY):
        return "counted", False
    due = f"due on {date_text(scored.due_on.isoformat())}" if scored.due_on else ""
    if scored.standing is Standing.WAITING:
        return (f"card waits, {due}" if due else "card waits: it would not raise the mean"), False
    return due or "not due", False


def _standing(entry: RankingEntry, score: LabScore) -> StandingView:
    tied = entry.ranking.entries.filter(rank=entry.rank).count() > 1
    return StandingView(
        rank=str(entry.rank),
        interval=interval_text(entry),
        labs=entry.ranking.entries.filter(rank__isnull=False).count(),
        score=score_text(score.displayed),
        bar=lab_bar(score.bar),
        is_tied=tied,
        is_small_number=score.is_small,
        has_no_disclosure=score.band is Band.NO_DISCLOSURE,
    )


def _invitation(lab: Lab, score: LabScore | None) -> str:
    if lab.invited_on is None:
        return (
            "The lab has not been invited to disclose yet, so none of its models is due: silence "
            "is counted only against those who were asked."
        )
    text = invitation_text(lab, score.first_due_on if score else None)
    return f"The lab was {text}."


def _aliases(lab: Lab) -> tuple[str, ...]:
    def dated(name: str, start: date | None, end: date | None) -> str:
        period = " ".join(
            [
                *([f"from {date_text(start.isoformat())}"] if start else []),
                *([f"until {date_text(end.isoformat())}"] if end else []),
            ]
        )
        return f"{name} ({period})" if period else name

    return tuple(
        dated(alias.name, alias.valid_from, alias.valid_until)
        for alias in lab.aliases.all()
        if alias.name != lab.name
    )


def _listed_until(ranking: Ranking | None) -> str:
    day = ranking.listed_until if ranking else None
    return date_text(day.isoformat()) if day else "an unknown day"
