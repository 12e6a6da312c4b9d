"""What a person has in hand: cards in the making, listings to answer, models of the labs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from registry.actions.audit import now
from registry.models import Clock, Lab, Release, RightOfReply, Submission
from registry.rules.permissions import Membership, Person
from registry.rules.right_of_reply import ReplyState, reply_state
from registry.rules.workflow.vocabulary import Kind, State
from registry.web.presenters.draft_replies import day_text
from registry.web.presenters.drafts import KIND_WORDS
from registry.web.presenters.lab_models import lab_models
from registry.web.presenters.review_words import (
    STATE_TEXTS,
    due_text,
    running_clocks,
    whose_move,
)
from registry.web.view_models.draft_lists import Dashboard, DraftRow, LabModels, ListingRow
from registry.web.view_models.shared import Link

MOST_DRAFTS = 200
# Not yet submitted: what a model has in the making.
OPEN = (State.DRAFT, State.AWAITING_ATTESTATION)
# While the right of reply to a listing can still run.
AT_THE_START = (State.SUBMITTED, State.TRIAGE, State.RETURNED)


def dashboard_page(person: Person) -> Dashboard:
    """In six queries, whatever there is."""
    slugs = list(person.memberships)
    mine = Q(created_by=person.key) & ~Q(kind=Kind.LAB)
    ours = Q(kind=Kind.LAB, lab__slug__in=slugs)
    drafts = list(
        Submission.objects.select_related("lab")
        .filter(mine | ours)
        .exclude(state=State.DISCARDED)[:MOST_DRAFTS]
    )
    today = now().date()
    return Dashboard(
        drafts=_rows(person, drafts),
        listings=_listings(person, slugs),
        labs=_labs(person, drafts, today) if slugs else (),
    )


def _rows(person: Person, drafts: Sequence[Submission]) -> tuple[DraftRow, ...]:
    listed = [draft.pk for draft in drafts if draft.kind == Kind.THIRD_PARTY]
    rights = RightOfReply.objects.filter(snapshot__submission__in=listed).select_related("snapshot")
    by_submission = {right.snapshot.submission_id: right for right in rights}
    clocks = running_clocks(drafts)
    return tuple(
        _row(person, draft, by_submission.get(draft.pk), clocks.get(draft.pk, ()))
        for draft in drafts
    )


def _row(
    person: Person,
    submission: Submission,
    right: RightOfReply | None,
    clocks: Sequence[Clock],
) -> DraftRow:
    state = State(submission.state)
    lab = submission.lab.name if submission.lab else ""
    return DraftRow(
        link=Link(submission.model_name, submission.get_absolute_url()),
        lab=lab,
        kind=KIND_WORDS[Kind(submission.kind)],
        state=STATE_TEXTS[state],
        whose_move=_whose_move(person, submission, clocks),
        changed_at=submission.changed_at,
        due=due_text(submission, clocks),
        deadline=_deadline(right, lab) if right and state in AT_THE_START else "",
    )


def _whose_move(person: Person, submission: Submission, clocks: Sequence[Clock]) -> str:
    state, lab = State(submission.state), submission.lab
    is_representative = (
        lab is not None and person.memberships.get(lab.slug) is Membership.REPRESENTATIVE
    )
    if state is State.AWAITING_ATTESTATION and is_representative:
        return "yours, to attest it or to return it"
    return whose_move(submission, clocks)


def _listings(person: Person, slugs: Sequence[str]) -> tuple[ListingRow, ...]:
    """Listings under review of the models of the person's labs, the newest first."""
    rights = (
        RightOfReply.objects.filter(
            snapshot__submission__lab__slug__in=slugs,
            snapshot__submission__kind=Kind.THIRD_PARTY,
            snapshot__submission__state__in=AT_THE_START,
        )
        .select_related("snapshot__submission__lab")
        .annotate(reply_count=Count("replies"))
        .order_by("-at")[:MOST_DRAFTS]
    )
    return tuple(
        ListingRow(
            link=Link(
                submission.model_name, reverse("submission:reply", args=[submission.public_id])
            ),
            lab=lab.name,
            submitted_at=right.at,
            deadline=_deadline(right, lab.name),
            replies=right.reply_count,
        )
        for right in rights
        for submission in (right.snapshot.submission,)
        if (lab := submission.lab) is not None
    )


def _deadline(right: RightOfReply, lab: str) -> str:
    if reply_state(right.until, now()) is ReplyState.OPEN:
        return f"{lab} may reply until {day_text(right)} (UTC)"
    return f"{lab} could reply until {day_text(right)}"


def _labs(person: Person, drafts: Sequence[Submission], today: date) -> tuple[LabModels, ...]:
    labs = Lab.objects.filter(slug__in=list(person.memberships))
    releases = list(
        Release.objects.filter(Q(lab__in=labs) | Q(lab__merged_into__in=labs)).select_related(
            "lab", "card__live_version"
        )
    )
    in_hand = {
        draft.card_id: Link("Go on with the draft", draft.get_absolute_url())
        for draft in reversed(drafts)
        if draft.kind == Kind.LAB and draft.state in OPEN
    }
    return tuple(
        lab_models(lab, person.memberships[lab.slug], _of(lab, releases), in_hand, today)
        for lab in labs
    )


def _of(lab: Lab, releases: Sequence[Release]) -> list[Release]:
    return [one for one in releases if lab.pk in (one.lab_id, one.lab.merged_into_id)]
