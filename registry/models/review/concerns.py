"""Which concerns of readers an editor meets, asked of the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from registry.models.cards import CardVersion
from registry.models.editorial import in_force
from registry.models.events import AuditEvent
from registry.models.memberships import LabMembership
from registry.models.review.editors import EditorAssignment, InterestDeclaration
from registry.models.review.published import ConcernReport
from registry.models.review.rounds import Assignment
from registry.rules.workflow.concerns import ConcernAction
from registry.rules.workflow.policies import MEMBERSHIP_BARS_FOR

FILED = f"concern.{ConcernAction.FILE}"
# From a row of the review to the version that it was about.
REVIEWED = "submission__publication__version"


def reporter_of(concern: ConcernReport) -> str:
    """The key of the account it was sent from; of everybody without one, the same."""
    filed = AuditEvent.objects.filter(subject=f"concern {concern.public_id}", action=FILED)
    return filed.values_list("actor_key", flat=True).first() or ""


def keys_on_case(version: CardVersion, at: datetime) -> frozenset[str]:
    """Those who had a part in the review of a version, or an interest in its lab, by key."""
    of_version = Q((REVIEWED, version))
    handled = EditorAssignment.objects.filter(of_version).values_list("editor", flat=True)
    refereed = Assignment.objects.filter(of_version, referee__isnull=False)
    declared = in_force(
        InterestDeclaration.objects.filter(
            of_version, part=InterestDeclaration.Part.EDITOR
        ).select_related("waiver"),
        "person_id",
    )
    conflicted = {
        key for key, one in declared.items() if not (one.outcome == "clear" or one.is_waived)
    }
    lab = version.card.release.lab
    members = _recent(LabMembership.objects.filter(lab__in={lab, lab.standing}), at)
    return frozenset(
        {
            *handled,
            *refereed.values_list("person", flat=True),
            *conflicted,
            *members.values_list("user__actor", flat=True),
        }
        - {None}
    )


def concerns_for(key: str, at: datetime) -> QuerySet[ConcernReport]:
    """The concerns that ``rules.concerns.may_meet`` lets an editor meet; counts are made of it."""
    reviewed = Q((REVIEWED, OuterRef("version")))
    handled = EditorAssignment.objects.filter(reviewed, editor=key)
    refereed = Assignment.objects.filter(reviewed, person=key, referee__isnull=False)
    declared = InterestDeclaration.objects.filter(
        reviewed, person=key, part=InterestDeclaration.Part.EDITOR
    ).order_by("-id")
    of_lab = Q(lab=OuterRef("version__card__release__lab")) | Q(
        lab=OuterRef("version__card__release__lab__merged_into")
    )
    members = _recent(LabMembership.objects.filter(of_lab, user__actor=key), at)
    filed = AuditEvent.objects.filter(
        subject=Concat(Value("concern "), OuterRef("public_id")), action=FILED, actor_key=key
    )
    return (
        ConcernReport.objects.annotate(
            my_interest=Subquery(declared.values("outcome")[:1]),
            my_waiver=Subquery(declared.values("waiver")[:1]),
        )
        # Nothing declared is NULL, of which no comparison holds: so what may be met is listed.
        .filter(
            Q(my_interest__isnull=True)
            | Q(my_interest="clear")
            | Q(my_interest="waivable", my_waiver__isnull=False)
        )
        .exclude(Exists(handled))
        .exclude(Exists(refereed))
        .exclude(Exists(members))
        .exclude(Exists(filed))
    )


def _recent(memberships: QuerySet[LabMembership], at: datetime) -> QuerySet[LabMembership]:
    return memberships.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at - MEMBERSHIP_BARS_FOR))


def upheld_of(versions: Iterable[CardVersion | int]) -> QuerySet[ConcernReport]:
    """What is public of the concerns about these versions: those upheld, the newest first.

    Neither the reporter nor what they wrote is read.
    """
    return public_outcomes(ConcernReport.objects.filter(version__in=versions))


def public_outcomes(concerns: QuerySet[ConcernReport]) -> QuerySet[ConcernReport]:
    """Of ``concerns`` those upheld, the newest first, with what everybody may read."""
    return (
        concerns.filter(state="upheld")
        .order_by(F("answered_at").desc(), "-id")
        .only("version", "item", "outcome", "answered_at")
    )


def readable_version(public_id: str, number: int) -> CardVersion | None:
    """The version that a reader can report; one whose content is gone has no claims."""
    return (
        CardVersion.objects.select_related("card__release__lab__merged_into")
        .filter(card__release__public_id=public_id, number=number, content__isnull=False)
        .first()
    )
