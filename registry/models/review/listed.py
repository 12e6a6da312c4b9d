"""Which submissions an editor meets in lists and counts, asked of the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from registry.models.memberships import LabMembership
from registry.models.review.editors import InterestDeclaration
from registry.models.review.rounds import Assignment
from registry.models.submissions import Submission
from registry.rules.workflow.assignments import AssignmentState
from registry.rules.workflow.policies import MEMBERSHIP_BARS_FOR
from registry.rules.workflow.vocabulary import UNSUBMITTED, Kind


def listed_for(key: str, labs: Collection[str], at: datetime) -> QuerySet[Submission]:
    """What ``permissions.may_list`` lets an editor meet, without those in which they have a part.

    ``key`` is the editor's, ``labs`` the slugs of those they belong to. Counts are made of this, so
    that nobody can tell from them what is kept from them.
    """
    declared = InterestDeclaration.objects.filter(
        submission=OuterRef("pk"), person=key, part=InterestDeclaration.Part.EDITOR
    ).order_by("-id")
    belonged = LabMembership.objects.filter(lab=OuterRef("lab"), user__actor=key).filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=at - MEMBERSHIP_BARS_FOR)
    )
    refereed = Assignment.objects.filter(
        Q(referee__isnull=False) | Q(state=AssignmentState.RECUSED),
        submission=OuterRef("pk"),
        person=key,
    )
    return (
        Submission.objects.exclude(state__in=UNSUBMITTED)
        .exclude(kind=Kind.SELF_ASSESSMENT)
        .exclude(lab__slug__in=labs)
        .exclude(kind=Kind.THIRD_PARTY, created_by=key)
        .annotate(
            my_interest=Subquery(declared.values("outcome")[:1]),
            my_waiver=Subquery(declared.values("waiver")[:1]),
        )
        # Nothing declared is NULL, of which no comparison holds: so what may be met is listed.
        .filter(
            Q(my_interest__isnull=True)
            | Q(my_interest="clear")
            | Q(my_interest="waivable", my_waiver__isnull=False)
        )
        .exclude(Exists(belonged))
        .exclude(Exists(refereed))
    )
