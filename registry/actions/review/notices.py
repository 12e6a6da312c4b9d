"""Questioning, retracting and removing what is published, and the ways back (P03 to P08).

One person proposes, the others agree, and with the last agreement it happens. Only a concern is
lifted by one person alone.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from registry.actions import transitions
from registry.actions.audit import now, record
from registry.actions.outbox import post_mail
from registry.actions.people import person_again, version_subject_of
from registry.actions.ranked import ranked_transaction
from registry.actions.review import motions, version_moves
from registry.actions.review.forms import is_first
from registry.actions.review.motion_rights import agreed_to
from registry.actions.review.texts import require_text
from registry.actions.review.version_moves import Bytes, Signature, Words
from registry.models import Actor, CardVersion, LabTold, ModelCard, Motion, Notice
from registry.rules.errors import Conflict, NotPermitted, Refused, StaleWrite
from registry.rules.permissions import Person
from registry.rules.standard import load_standard
from registry.rules.version_permissions import (
    check_may_agree,
    check_may_move,
    missing,
    version_roles,
)
from registry.rules.workflow.versions import (
    VersionAction,
    VersionMove,
    check_notice_period,
    check_reason_class,
    check_version_move,
)
from registry.rules.workflow.vocabulary import Role

LONGEST_FINDER = 200


def token_of(version: CardVersion) -> str:
    """Names the status that a page made now has shown."""
    newest = version.status_events.order_by("-id").values_list("pk", flat=True).first()
    return str(newest)


def propose(
    *,
    by: Person,
    version: CardVersion,
    action: VersionAction,
    token: str,
    text: str,
    items: Collection[str] = (),
    found_by: str = "",
    reason_class: str = "",
    safety: str = "",
    form_key: str = "",
) -> Motion | None:
    """Propose a move that takes more than one person; ``text`` is what readers will be told.

    To propose a concern tells the lab: its representatives get a mail, and 72 hours later the
    concern can be expressed, at once where ``safety`` says why it cannot wait. Returns None for a
    form that was sent before.
    """
    words = _words(action, text, items, found_by, reason_class, safety)
    with transaction.atomic():
        if not is_first(form_key, subject=_subject(version), action=f"propose {action}", by=by):
            return None
        row = _check(version, action, token, by=by)
        if not row.seconds:
            raise TypeError(f"“{row.label}” needs no proposal.")
        at = now()
        motion = motions.store(
            by=by,
            version=version,
            action=action,
            seen=token,
            payload={
                "text": words.text,
                "items": list(words.items),
                "found_by": words.found_by,
                "reason_class": words.reason_class,
                "safety": words.safety,
            },
            at=at,
        )
        if action is VersionAction.EXPRESS_CONCERN:
            _tell_lab(motion, version, words, by=by, at=at)
    return motion


def lift_concern(
    *, by: Person, version: CardVersion, token: str, text: str, form_key: str = ""
) -> Notice | None:
    """Take a concern back (P04); ``text`` tells its outcome. Returns None for a form sent twice."""
    action = VersionAction.LIFT_CONCERN
    words = _words(action, text)
    with ranked_transaction():
        if not is_first(form_key, subject=_subject(version), action=action, by=by):
            return None
        row = _check(version, action, token, by=by)
        return version_moves.make(version, row, words, signed=[Signature(by.key, Role.CHIEF)])


def agree(*, by: Person, motion: Motion, content: Bytes | None = None) -> bool:
    """Agree to a proposal; return whether it happened, or waits for yet another person.

    ``content`` is what a restoration brings back: nothing that was removed is kept in a proposal.
    The rights of everybody who proposed or agreed are those of this moment. Raises ``StaleWrite``
    where the version's status is another one by now: then it has to be proposed anew.
    """
    version = motion.version
    if version is None:
        raise TypeError("This motion is about a submission.")
    with ranked_transaction():
        _lock(version)
        motions.lock_open(motion)
        if motion.seen != token_of(version):
            raise StaleWrite(_meanwhile(version), version)
        row = check_version_move(VersionAction(motion.action), transitions.status_of(version))
        agreed = agreed_to(motion)
        role = _check_persons(row, version, motion, agreed, by)
        words = words_of(motion)
        if row.action is VersionAction.EXPRESS_CONCERN:
            check_notice_period(told_at(motion), at=now(), safety=words.safety)
        motions.agree(by=by, motion=motion, role=role)
        agreed.append((by.key, role))
        if missing(row, agreed):
            return False
        if row.action is VersionAction.RESTORE and content is None:
            content = Bytes(b"")
        first = Role.CHIEF if Role.CHIEF in row.roles else Role.EDITOR
        version_moves.make(
            version,
            row,
            words,
            signed=[
                Signature(motion.proposed_by, first),
                *(Signature(key, as_role) for key, as_role in agreed),
            ],
            content=content if row.action is VersionAction.RESTORE else None,
            motion=motion.public_id,
        )
        motions.close(motion, Motion.Outcome.CARRIED, by=by)
    return True


def drop(*, by: Person, motion: Motion) -> None:
    """Take a proposal back, or drop that of somebody else."""
    version = motion.version
    if version is None:
        raise TypeError("This motion is about a submission.")
    with transaction.atomic():
        if not version_roles(by, version_subject_of(version)) or not by.has_second_factor:
            raise NotPermitted("Proposals are dropped by those who could agree to one.")
        motions.drop(by=by, motion=motion)


def tell_lab_by_hand(*, by: Person, motion: Motion, told_on: date, how: str) -> None:
    """Record that an editor told a lab without representatives of a concern, when and how.

    The 72 hours run from the end of that day, or from now where the day is not over.
    """
    how = require_text(how, "How the lab was told", 2000)
    version = motion.version
    if version is None:
        raise TypeError("This motion is about a submission.")
    if motion.action != VersionAction.EXPRESS_CONCERN:
        raise Refused("No lab has to know of this proposal beforehand.")
    with transaction.atomic():
        motions.lock_open(motion)
        if Role.EDITOR not in version_roles(by, version_subject_of(version)):
            raise NotPermitted("Labs are told by editors without an interest in them.")
        if LabTold.objects.filter(motion=motion).exists():
            raise Conflict("The lab was told already.")
        at = now()
        first, today = motion.proposed_at.astimezone(UTC).date(), at.astimezone(UTC).date()
        if not first <= told_on <= today:
            raise Refused(
                f"Told on: found {told_on}. Expected a day from the proposal, {first}, to today, "
                f"{today}."
            )
        day_ends = datetime.combine(told_on + timedelta(days=1), time(), UTC)
        LabTold.objects.create(
            motion=motion, told_at=min(day_ends, at), how=how, at=at, actor_key=by.key
        )
        record(
            by=by,
            action="motion.tell_by_hand",
            subject=motion.subject,
            at=at,
            motion=motion.public_id,
            told_on=told_on.isoformat(),
        )


def told_at(motion: Motion) -> datetime | None:
    """Since when the lab has known of a proposed concern; None while nobody told it."""
    told = LabTold.objects.filter(motion=motion).first()
    return told.told_at if told else None


def words_of(motion: Motion) -> Words:
    """What a proposal would tell readers."""
    return Words(**{**motion.payload, "items": tuple(motion.payload["items"])})


def _words(
    action: VersionAction,
    text: str,
    items: Collection[str] = (),
    found_by: str = "",
    reason_class: str = "",
    safety: str = "",
) -> Words:
    """Look at all that a notice would say; raise ``Refused`` for what cannot stand there."""
    known = [item.id for item in load_standard().items]
    unknown = sorted(set(items) - set(known))
    if unknown:
        raise Refused(f"Claims: found {unknown[0]!r}, which is no item of the standard.")
    if action is VersionAction.EXPRESS_CONCERN and not items:
        raise Refused("Name the claims that are in doubt; they lose what referees gave them.")
    if action is VersionAction.REMOVE:
        reason_class = check_reason_class(reason_class).value
    return Words(
        text=require_text(text, "Text of the notice"),
        items=tuple(item for item in known if item in items),
        found_by=require_text(found_by, "Who raised it", LONGEST_FINDER)
        if found_by.strip()
        else "",
        reason_class=reason_class,
        safety=require_text(safety, "Why it cannot wait") if safety.strip() else "",
    )


def _check(version: CardVersion, action: VersionAction, token: str, *, by: Person) -> VersionMove:
    """Lock the version and return the row, if it is possible now and the person's to make."""
    _lock(version)
    if token != token_of(version):
        raise StaleWrite(_meanwhile(version), version)
    row = check_version_move(action, transitions.status_of(version))
    check_may_move(by, row, version_subject_of(version))
    return row


def _check_persons(
    row: VersionMove,
    version: CardVersion,
    motion: Motion,
    agreed: list[tuple[str, Role]],
    by: Person,
) -> Role:
    """Look at everybody who has a part in it; return the role in which ``by`` agrees."""
    subject = version_subject_of(version)
    role = check_may_agree(by, row, subject, first=motion.proposed_by, agreed=agreed)
    check_may_move(person_again(motion.proposed_by), row, subject)
    for number, (key, _) in enumerate(agreed):
        check_may_agree(
            person_again(key), row, subject, first=motion.proposed_by, agreed=agreed[:number]
        )
    return role


def _lock(version: CardVersion) -> None:
    """Let those who move versions of one card wait for each other.

    SQLite has taken its write lock already when the transaction began.
    """
    ModelCard.objects.select_for_update().get(pk=version.card_id)
    version.refresh_from_db()


def _subject(version: CardVersion) -> str:
    return f"version {version}"


def _meanwhile(version: CardVersion) -> str:
    last = version.status_events.order_by("-id").first()
    if last is None:
        return f"{version} was never published."
    who = Actor.objects.filter(key=last.actor_key).values_list("name", flat=True).first() or ""
    return (
        f"{version} was moved in the meantime. It became {last.status.replace('_', ' ')} at "
        f"{last.at:%H:%M} UTC on {last.at:%-d %B %Y}{f', by {who}' if who else ''}. Look at it "
        "and try again."
    )


def _tell_lab(
    motion: Motion, version: CardVersion, words: Words, *, by: Person, at: datetime
) -> None:
    """Tell whoever speaks for the lab; where nobody does, an editor has to."""
    told = version_moves.representatives(version)
    for user in told:
        post_mail(
            "concern_proposed",
            user.email,
            event=f"motion {motion.public_id}",
            version=version,
            release=version.card.release,
            words=words,
            items=", ".join(words.items),
            path=version_moves.path_of(version),
        )
    if told:
        how = f"by mail to {len(told)} representative{'s'[: len(told) != 1]}"
        LabTold.objects.create(motion=motion, told_at=at, how=how, at=at, actor_key=by.key)
