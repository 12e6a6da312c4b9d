"""Making a move of a published version: status, notice, grading and ranking at once.

Who may and who has agreed, ``notices`` has looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from registry.actions import publication, transitions
from registry.actions.audit import Signing, command_actor, now, record
from registry.actions.outbox import post_mail
from registry.actions.ranked import ranked_transaction
from registry.models import (
    Actor,
    CardContent,
    CardVersion,
    Change,
    LabMembership,
    ModelCard,
    Notice,
    RegistryState,
    ReviewFile,
    ReviewFileContent,
    User,
)
from registry.pauses import pause
from registry.rules.canonical import content_hash
from registry.rules.errors import Refused
from registry.rules.workflow.versions import VersionAction, VersionMove
from registry.rules.workflow.vocabulary import Role

KINDS: Mapping[VersionAction, Change.Kind] = {
    VersionAction.EXPRESS_CONCERN: Change.Kind.CARD_CONCERN,
    VersionAction.LIFT_CONCERN: Change.Kind.CARD_CONCERN_LIFTED,
    VersionAction.RETRACT: Change.Kind.CARD_RETRACTED,
    VersionAction.REINSTATE: Change.Kind.CARD_REINSTATED,
    VersionAction.REMOVE: Change.Kind.CARD_REMOVED,
    VersionAction.RESTORE: Change.Kind.CARD_RESTORED,
}
# What the ranking and its readers are told; the name of the card stands between.
CAUSES: Mapping[VersionAction, str] = {
    VersionAction.EXPRESS_CONCERN: "a concern about {} was expressed",
    VersionAction.LIFT_CONCERN: "the concern about {} was lifted",
    VersionAction.RETRACT: "{} was retracted",
    VersionAction.REINSTATE: "{} was reinstated",
    VersionAction.REMOVE: "{} was removed",
    VersionAction.RESTORE: "{} was restored",
}
# Whoever looks after the installation agrees to a removal, and signs nothing for readers.
SIGNING = frozenset({Role.EDITOR, Role.CHIEF})


@dataclass(frozen=True)
class Words:
    """What a move says to readers. ``items`` are the claims that it names, none for all.

    ``found_by`` is who raised it; ``safety`` why a concern could not wait until the lab knew.
    """

    text: str
    items: tuple[str, ...] = ()
    found_by: str = ""
    reason_class: str = ""
    safety: str = ""


@dataclass(frozen=True)
class Bytes:
    """What a restoration brings back: the card, and the review file where there was one."""

    card: bytes
    review: bytes = b""


@dataclass(frozen=True)
class Signature:
    """Who agreed to a move, by key, and in which role."""

    key: str
    role: Role


def make(
    version: CardVersion,
    row: VersionMove,
    words: Words,
    *,
    signed: Iterable[Signature],
    content: Bytes | None = None,
    **told: Any,
) -> Notice:
    """Make the move that a row stands for, with its notice; one audit row, which keeps ``told``.

    The first who signed is who made it. Level, scores, ranking and feed follow in the same
    transaction.
    """
    signatures = list(signed)
    by = Actor.objects.get(key=signatures[0].key)
    told |= {"source": transitions.status_of(version)}
    if len(signatures) > 1:
        told["seconded_by"] = [one.key for one in signatures[1:]]
    if words.safety:
        told["safety"] = words.safety
    with ranked_transaction():
        at = now()
        notice = _note(version, row, words, signatures, by=by, at=at)
        told["notice"] = notice.number
        if row.action is VersionAction.REMOVE:
            reason_class = words.reason_class
            publication.remove(
                by=by, version=version, reason=words.text, reason_class=reason_class, **told
            )
        else:
            if content is not None:
                _put_back(version, content)
            _move(version, row, words, by=by, at=at, told=told)
        named = f"version {version.number} of its card"
        tell_lab(version, CAUSES[row.action].format(named), notice)
        pause("version_moved")
    return notice


def representatives(version: CardVersion) -> list[User]:
    """Those who speak for the lab of the version, or for the one that took it over."""
    lab = version.card.release.lab
    memberships = LabMembership.objects.representatives().filter(lab__in=[lab, lab.standing])
    return [one.user for one in memberships.select_related("user")]


def path_of(version: CardVersion) -> str:
    """Where readers find the version, whatever became of it."""
    lab, model = version.card.release.public_id.split("/")
    return reverse("model:version_page", args=[lab, model, version.number])


def _move(
    version: CardVersion,
    row: VersionMove,
    words: Words,
    *,
    by: Signing,
    at: datetime,
    told: dict[str, Any],
) -> None:
    """Any move but a removal."""
    with ranked_transaction() as touched:
        version.refresh_from_db()
        card, release = version.card, version.card.release
        live = card.live_version
        match row.action:
            case VersionAction.EXPRESS_CONCERN:
                transitions.doubt(version, by=by, at=at, reason=words.text)
            case VersionAction.RETRACT:
                status = str(row.target)
                transitions.take_down(version, status, by=by, at=at, reason=words.text)
            case _:
                transitions.bring_back(version, row, by=by, at=at, reason=words.text)
        target = transitions.status_of(version)
        record(
            by=by,
            action=f"card.{row.action}",
            subject=release.public_id,
            reason=words.text,
            at=at,
            version=version.number,
            target=target,
            **told,
        )
        if live != card.live_version:
            publication.regrade_relatives(card, touched)
        # While a claim is in doubt, what referees said of it does not count.
        touched.regrade(card)
        touched.card_changed(KINDS[row.action], release, version.number)
        named = f"version {version.number} of the card of {release.name}"
        touched.add(release.lab, CAUSES[row.action].format(named))


def _note(
    version: CardVersion,
    row: VersionMove,
    words: Words,
    signed: Iterable[Signature],
    *,
    by: Signing,
    at: datetime,
) -> Notice:
    names = dict(
        Actor.objects.filter(key__in=[one.key for one in signed]).values_list("key", "name")
    )
    return Notice.objects.create(
        version=version,
        number=1 + version.notices.count(),
        kind=str(row.notice),
        text=words.text,
        reason_class=words.reason_class,
        found_by=words.found_by,
        items=list(words.items),
        signed=[
            {"name": names[one.key], "role": str(one.role)} for one in signed if one.role in SIGNING
        ],
        at=at,
        actor_key=by.key,
    )


def _put_back(version: CardVersion, content: Bytes) -> None:
    """Store the very bytes that were removed; raise ``Refused`` for any others."""
    CardContent.objects.create(
        version=version, canonical=_matching(content.card, version.content_hash, "card")
    )
    file = ReviewFile.objects.filter(version=version).first()
    if file is not None:
        ReviewFileContent.objects.create(
            file=file, canonical=_matching(content.review, file.content_hash, "review file")
        )


def _matching(given: bytes, wanted: str, what: str) -> str:
    given = given.strip()
    if not given:
        raise Refused(f"The {what} is missing: bring the file with the hash {wanted}.")
    found = content_hash(given)
    if found != wanted:
        raise Refused(
            f"This is not the {what} that was removed: its hash is {found}, and it was {wanted}."
        )
    return given.decode()


def tell_lab(version: CardVersion, what: str, notice: Notice) -> None:
    """Tell whoever speaks for the lab of a notice; ``what`` is a clause that says what happened."""
    for user in representatives(version):
        post_mail(
            "version_notice",
            user.email,
            event=f"version {version} notice {notice.number}",
            release=version.card.release,
            what=what,
            notice=notice,
            path=path_of(version),
        )


@dataclass(frozen=True)
class Standing:
    """How card and lab stand: the number of the live version, and what it is worth."""

    live: int | None
    score: str
    level: int | None
    rank: int | None


@dataclass(frozen=True)
class Effect:
    before: Standing
    after: Standing


def effect_of(version: CardVersion, row: VersionMove, words: Words) -> Effect:
    """Make the move and undo it in one transaction, so that the preview is what would happen."""
    before = _standing(version)
    with transaction.atomic():
        preview = command_actor("the preview of a move")
        again = CardVersion.objects.get(pk=version.pk)
        make(again, row, words, signed=[Signature(preview.key, Role.EDITOR)])
        after = _standing(version)
        transaction.set_rollback(True)
    return Effect(before, after)


def _standing(version: CardVersion) -> Standing:
    card = ModelCard.objects.select_related("live_version", "current_grading").get(
        pk=version.card_id
    )
    state = RegistryState.objects.select_related("current_ranking").first()
    ranking = state.current_ranking if state else None
    lab = version.card.release.lab.standing
    entry = ranking.entries.filter(lab=lab).first() if ranking else None
    grading = card.current_grading
    return Standing(
        live=card.live_version.number if card.live_version else None,
        score=grading.score if grading else "",
        level=grading.level if grading else None,
        rank=entry.rank if entry else None,
    )
