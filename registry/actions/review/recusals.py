"""What follows for published versions where a referee leaves over an interest that was found late.

Review files stay as they were published. Readers are told by a notice on each version that rests on
the referee's verdicts, which names no referee, and by a mark on the page of the review.
"""

from __future__ import annotations

from datetime import datetime

from registry.actions.audit import Signing, command_actor
from registry.actions.people import subject_of
from registry.actions.ranked import Touched
from registry.actions.review.version_moves import tell_lab
from registry.models import (
    Actor,
    CardVersion,
    Change,
    ModelCard,
    Notice,
    Submission,
    SubmissionReferee,
    VersionVerdict,
)
from registry.rules.permissions import Person, roles_on
from registry.rules.review.verdicts import Verdict
from registry.rules.standard import load_standard
from registry.rules.workflow.versions import NoticeKind
from registry.rules.workflow.vocabulary import Role

TEXT = (
    "The verdicts of this referee on the claims named here count no more. Review files stay as "
    "they were published; the page of the review marks the referee."
)
CAUSE = "a referee of version {} of its card left over an interest"


def tell_readers(referee: SubmissionReferee, *, by: Person, at: datetime, touched: Touched) -> None:
    """Leave a notice on every version that counts verdicts of the referee, and grade anew.

    An editor signs it; where the referee left by themself nobody does, for it would name them.
    """
    signed, author = _signature(referee.submission, by)
    versions = CardVersion.objects.filter(
        referee_verdicts__verdict__report__assignment__referee=referee
    )
    for version in versions.select_related("card__release__lab").distinct().order_by("pk"):
        items = _judged_items(version, referee)
        if not items:
            continue
        notice = Notice.objects.create(
            version=version,
            number=1 + version.notices.count(),
            kind=NoticeKind.RECUSAL.value,
            text=TEXT,
            items=items,
            signed=signed,
            at=at,
            actor_key=author.key,
        )
        touched.card_changed(Change.Kind.CARD_RECUSAL, version.card.release, version.number)
        tell_lab(version, CAUSE.format(version.number), notice)
    _grade_again(referee, touched)


def _signature(submission: Submission, by: Person) -> tuple[list[dict[str, str]], Signing]:
    roles = roles_on(by, subject_of(submission))
    for role in (Role.HANDLING_EDITOR, Role.CHIEF):
        if role in roles:
            editor = Actor.objects.get(key=by.key)
            return [{"name": editor.name, "role": str(role)}], editor
    return [], command_actor("the recusal of a referee")


def _judged_items(version: CardVersion, referee: SubmissionReferee) -> list[str]:
    """The items on which the version counted a verdict of the referee, as the standard has them."""
    rows = VersionVerdict.objects.filter(
        version=version, verdict__report__assignment__referee=referee
    ).values_list("verdict__item", "verdict__verdict")
    judged = {item for item, verdict in rows if not Verdict(verdict).is_abstention}
    return [item.id for item in load_standard().items if item.id in judged]


def _grade_again(referee: SubmissionReferee, touched: Touched) -> None:
    """What is live and counts verdicts of this referee is graded without them."""
    cards = ModelCard.objects.live().filter(
        live_version__referee_verdicts__verdict__report__assignment__referee=referee
    )
    for card in cards.select_related("release__lab").distinct():
        touched.regrade(card)
        touched.add(card.release.lab, f"a referee of the card of {card.release.name} was recused")
