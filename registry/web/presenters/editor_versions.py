"""A published version as those see it who can move it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from registry.actions import transitions
from registry.actions.audit import now
from registry.actions.people import version_subject_of
from registry.actions.review import notices, version_moves
from registry.actions.review.motion_rights import agreed_to, may_agree, version_row_of
from registry.actions.review.version_moves import Effect, Standing, Words
from registry.models import (
    Actor,
    CardVersion,
    ClaimGrade,
    Clock,
    LabTold,
    Motion,
    PublishedSubmission,
    ReviewFile,
)
from registry.rules.errors import Refused
from registry.rules.grading.level import Level
from registry.rules.permissions import Person
from registry.rules.standard import load_standard
from registry.rules.version_permissions import (
    has_declared,
    missing,
    open_rows,
    version_roles,
)
from registry.rules.words import capitalized, listed
from registry.rules.workflow.versions import (
    NOTICE_PERIOD,
    ReasonClass,
    VersionAction,
    VersionMove,
    check_notice_period,
)
from registry.rules.workflow.vocabulary import Role
from registry.web.presenters.editor_submission import person_name
from registry.web.presenters.shared import score_text
from registry.web.view_models.editor_versions import (
    NoticeLine,
    VersionActPage,
    VersionMotionPage,
    VersionOverview,
    VersionRow,
    VersionsDesk,
)
from registry.web.view_models.editorial import Event, Fact, WaitingMotion
from registry.web.view_models.shared import Link

REASONS: Mapping[ReasonClass, str] = {
    ReasonClass.LAW: "The law requires it, such as the order of a court",
    ReasonClass.PRIVACY: "It is somebody’s privacy",
}
WHO: Mapping[Role, str] = {
    Role.EDITOR: "an editor",
    Role.CHIEF: "an editor-in-chief",
    Role.ADMINISTRATOR: "an administrator",
}
# Words for a preview before the real ones are written; nothing of them is kept.
NO_WORDS = Words("As the notice will say.", reason_class=ReasonClass.LAW.value)


def desk(person: Person) -> VersionsDesk:
    """Proposals that the person may see, and the versions whose concern is to be looked at."""
    found = Motion.objects.filter(closed_at__isnull=True, version__isnull=False)
    motions = [
        (str(one.version), _waiting(one, person))
        for one in found.select_related("version__card__release__lab").order_by("id")
        if may_see(one, person)
    ]
    clocks = Clock.objects.filter(kind="concern_banner", stopped_at__isnull=True)
    concerns = [
        VersionRow(
            Link(str(one.version), address_of(one.version)),
            "under concern",
            f"look at it again by {one.due_on:%-d %B %Y}",
        )
        for one in clocks.select_related("version__card__release__lab")
        if one.version is not None and version_roles(person, version_subject_of(one.version))
    ]
    return VersionsDesk(motions, concerns)


def address_of(version: CardVersion) -> str:
    return reverse("editor:version", args=_parts(version))


def may_see(motion: Motion, person: Person) -> bool:
    """Whether a proposal exists for the person: editors who declared, and whoever has to agree."""
    if motion.version is None:
        return False
    subject = version_subject_of(motion.version)
    roles = version_roles(person, subject)
    seconds = version_row_of(motion).seconds
    return bool(roles & {Role.EDITOR, *seconds}) and has_declared(person, subject)


def overview(version: CardVersion, person: Person) -> VersionOverview:
    subject = version_subject_of(version)
    declared = has_declared(person, subject)
    history = list(version.status_events.order_by("id"))
    names = dict(
        Actor.objects.filter(key__in=[one.actor_key for one in history]).values_list("key", "name")
    )
    waiting = version.motions.filter(closed_at__isnull=True)
    return VersionOverview(
        title=f"{version.card.release.name}, version {version.number}",
        status=_words(history[-1].status),
        facts=tuple(_facts(version)),
        acts=tuple(
            Link(row.label, f"{address_of(version)}{slug_of(row)}/")
            for row in open_rows(person, history[-1].status, subject)
            if declared
        ),
        motions=tuple(_waiting(one, person) for one in waiting if may_see(one, person)),
        notices=tuple(
            NoticeLine(
                _words(one.kind),
                f"{one.at:%-d %B %Y}",
                one.text,
                ", ".join(one.items),
                one.reason_class,
            )
            for one in version.notices.order_by("-number")
        ),
        events=tuple(
            Event(_words(one.status), names.get(one.actor_key, ""), one.at, one.reason)
            for one in history
        ),
        declare_url="" if declared else _declare_url(version),
    )


def slug_of(row: VersionMove) -> str:
    """Pages of acts are named like their actions, with hyphens."""
    return row.action.value.replace("_", "-")


def act_page(version: CardVersion, row: VersionMove, person: Person) -> VersionActPage:
    status = str(transitions.status_of(version))
    is_open = row in open_rows(person, status, version_subject_of(version))
    label = row.label.lower()
    return VersionActPage(
        title=row.label,
        back=_back(version),
        button=(f"Propose: {label}" if row.seconds else row.label) if is_open else "",
        rule=capitalized(row.rule),
        public=capitalized(row.public),
        needs=_needs(row.seconds),
        effect=_effect(version, row) if is_open else (),
        token=notices.token_of(version),
    )


def item_choices(version: CardVersion) -> list[tuple[str, str]]:
    """The claims that the version makes, as choices."""
    newest = version.gradings.order_by("-id").first()
    titles = {item.id: item.title for item in load_standard().items}
    made = ClaimGrade.objects.filter(grading=newest, grade__gte=1).order_by("id")
    return [(item, f"{item} {titles[item]}") for item in made.values_list("item", flat=True)]


def motion_page(motion: Motion, person: Person) -> VersionMotionPage:
    version = motion.version
    assert version is not None  # noqa: S101 - the view finds no other
    row = version_row_of(motion)
    words = notices.words_of(motion)
    agreed = agreed_to(motion)
    is_open = not motion.outcome
    is_concern = row.action is VersionAction.EXPRESS_CONCERN
    is_told = LabTold.objects.filter(motion=motion).exists()
    return VersionMotionPage(
        title=row.label,
        back=_back(version),
        by=person_name(motion.proposed_by),
        at=motion.proposed_at,
        needs=_needs(missing(row, agreed)),
        agreed=tuple(person_name(key) for key, _ in agreed),
        facts=tuple(_motion_facts(motion, row, words)),
        text=words.text,
        effect=_effect(version, row, words) if is_open else (),
        outcome=motion.get_outcome_display() if motion.outcome else "",
        may_agree=is_open and may_agree(motion, person),
        too_early=_too_early(motion, words) if is_open and is_concern else "",
        must_tell=is_open and is_concern and not is_told and not words.safety,
        asks_bytes=row.action is VersionAction.RESTORE,
        has_review=ReviewFile.objects.filter(version=version).exists(),
    )


def _too_early(motion: Motion, words: Words) -> str:
    try:
        check_notice_period(notices.told_at(motion), at=now(), safety=words.safety)
    except Refused as refused:
        return str(refused)
    return ""


def _facts(version: CardVersion) -> Iterator[Fact]:
    lab, model = version.card.release.public_id.split("/")
    page = reverse("model:version_page", args=[lab, model, version.number])
    yield Fact("For readers", page, page)
    is_live = version.card.live_version_id == version.pk
    yield Fact("Live", "it is what readers get" if is_live else "readers do not get it as the card")
    yield Fact("Published", f"{version.published_at:%-d %B %Y}")
    origin = PublishedSubmission.objects.filter(version=version).select_related("submission")
    for one in origin:
        url = reverse("editor:submission", args=[one.submission.public_id])
        yield Fact("Came of", "its submission and review", url)
    for clock in Clock.objects.filter(version=version, stopped_at__isnull=True):
        yield Fact("Due", f"{_words(clock.kind)} by {clock.due_on:%-d %B %Y}")


def _motion_facts(motion: Motion, row: VersionMove, words: Words) -> Iterator[Fact]:
    if words.reason_class:
        yield Fact("Reason", REASONS[ReasonClass(words.reason_class)])
    if row.action in (VersionAction.EXPRESS_CONCERN, VersionAction.RETRACT):
        yield Fact("Claims", ", ".join(words.items) or "all of the card")
    if words.found_by:
        yield Fact("Raised by", words.found_by)
    if row.action is VersionAction.EXPRESS_CONCERN:
        yield Fact("The lab", _told(motion))
        yield Fact("Possible", _possible_from(notices.told_at(motion), words))
    yield Fact("Public afterwards", capitalized(row.public))


def _told(motion: Motion) -> str:
    told = LabTold.objects.filter(motion=motion).first()
    if told is None:
        return "nobody represents it here, and nobody has told it yet"
    return f"told at {told.told_at:%H:%M} UTC on {told.told_at:%-d %B %Y}, {told.how}"


def _possible_from(told_at: datetime | None, words: Words) -> str:
    if words.safety:
        return f"at once, because: {words.safety}"
    if told_at is None:
        return "72 hours after the lab was told"
    since = told_at + NOTICE_PERIOD
    return f"from {since:%H:%M} UTC on {since:%-d %B %Y}, 72 hours after the lab was told"


def _effect(version: CardVersion, row: VersionMove, words: Words | None = None) -> Sequence[Fact]:
    """What the move would do to card and rank, made and undone; nothing where it cannot be known.

    A concern depends on the claims it names, and a restoration on bytes that nobody has brought.
    """
    is_concern = row.action is VersionAction.EXPRESS_CONCERN
    if row.action is VersionAction.RESTORE or (is_concern and words is None):
        return ()
    if transitions.status_of(version) not in row.sources:
        return ()
    try:
        effect = version_moves.effect_of(version, row, words or NO_WORDS)
    except Refused as refused:
        return (Fact("Effect", f"not possible as it stands: {refused}"),)
    return (
        Fact("The card", _changed(effect, _card_words)),
        Fact("Rank of the lab", _changed(effect, _rank_words)),
    )


def _changed(effect: Effect, words: object) -> str:
    assert callable(words)  # noqa: S101 - one of the two below
    before, after = words(effect.before), words(effect.after)
    return f"{before}, as now" if before == after else f"{after}; now {before}"


def _card_words(standing: Standing) -> str:
    if standing.live is None or standing.level is None:
        return "no live version"
    level = Level(standing.level).name.capitalize()
    return f"version {standing.live}, {score_text(standing.score)} of 100, level {level}"


def _rank_words(standing: Standing) -> str:
    return str(standing.rank) if standing.rank else "not ranked"


def _waiting(motion: Motion, person: Person) -> WaitingMotion:
    row = version_row_of(motion)
    agreed = agreed_to(motion)
    needs = _needs(missing(row, agreed))
    return WaitingMotion(
        Link(row.label, reverse("editor:version_motion", args=[motion.public_id])),
        person_name(motion.proposed_by),
        motion.proposed_at,
        "you can agree" if may_agree(motion, person) else f"waits for {needs}",
    )


def _needs(roles: Sequence[Role]) -> str:
    words = [WHO[role] for role in roles]
    if len(words) > 1 and len(set(words)) == 1:
        return "two editors"
    return listed(words)


def _back(version: CardVersion) -> Link:
    name = f"{version.card.release.name}, version {version.number}"
    return Link(name, address_of(version))


def _declare_url(version: CardVersion) -> str:
    origin = PublishedSubmission.objects.filter(version=version).select_related("submission")
    first = origin.first()
    return reverse("editor:declare", args=[first.submission.public_id]) if first else ""


def _parts(version: CardVersion) -> list[str | int]:
    return [*version.card.release.public_id.split("/"), version.number]


def _words(name: str) -> str:
    return capitalized(name.replace("_", " "))
