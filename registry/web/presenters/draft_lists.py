"""The drafts of a person and the models of the person's labs."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from registry.models import Lab, Release, Submission
from registry.rules.permissions import Membership, Person
from registry.rules.workflow.submissions import Kind, State
from registry.web.presenters.drafts import KIND_WORDS, STATE_TEXTS
from registry.web.view_models.drafts import Dashboard, DraftRow, LabModels
from registry.web.view_models.shared import Link

MOST_DRAFTS = 200
ROLES = {Membership.SUBMITTER: "submitter", Membership.REPRESENTATIVE: "representative"}
WHOSE_MOVE = {
    State.DRAFT: "yours",
    State.AWAITING_ATTESTATION: "a representative of the lab",
    State.SUBMITTED: "the editors",
}


def dashboard_page(person: Person) -> Dashboard:
    """In three queries, whatever there is: drafts, labs, and their models."""
    mine = Q(created_by=person.key) & ~Q(kind=Kind.LAB)
    ours = Q(kind=Kind.LAB, lab__slug__in=list(person.memberships))
    drafts = (
        Submission.objects.select_related("lab")
        .filter(mine | ours)
        .exclude(state=State.DISCARDED)[:MOST_DRAFTS]
    )
    labs = Lab.objects.filter(slug__in=list(person.memberships))
    releases = Release.objects.filter(lab__in=labs).select_related("lab", "card")
    return Dashboard(
        drafts=tuple(_row(draft) for draft in drafts),
        labs=tuple(
            _lab(lab, person.memberships[lab.slug], [one for one in releases if one.lab == lab])
            for lab in labs
        ),
    )


def _row(submission: Submission) -> DraftRow:
    state = State(submission.state)
    return DraftRow(
        link=Link(submission.model_name, submission.get_absolute_url()),
        lab=submission.lab.name if submission.lab else "",
        kind=KIND_WORDS[Kind(submission.kind)],
        state=STATE_TEXTS[state],
        whose_move=WHOSE_MOVE[state],
        changed_at=submission.changed_at,
    )


def _lab(lab: Lab, role: Membership, releases: list[Release]) -> LabModels:
    start = reverse("submission:start")
    links = {
        release: Link(release.name, f"{start}?model={release.public_id}") for release in releases
    }
    with_card = [one for one in releases if hasattr(one, "card") and one.card.live_version_id]
    return LabModels(
        lab=Link(lab.name, lab.get_absolute_url()),
        role=ROLES[role],
        with_card=tuple(links[one] for one in with_card),
        without_card=tuple(links[one] for one in releases if one not in with_card),
    )
