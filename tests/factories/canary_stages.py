"""One submission in each stage, with its canaries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from allauth.mfa.models import Authenticator

from registry.actions import webhooks
from registry.actions.audit import now
from registry.actions.review import (
    decisions,
    editors,
    endings,
    publishing,
    reports,
    revisions,
    triage,
)
from registry.models import ConcernReport, User
from registry.models.submissions import new_public_id, new_token
from tests.factories import review as factory
from tests.factories.canaries import Planting, Review, World
from tests.factories.submissions import add_person

# Each on a model of the lab that has no card; the first is not even registered.
STAGES: Mapping[str, str] = {
    "triage": "",
    "draft": "deepseek/deepseek-v2",
    "returned": "deepseek/deepseek-v2-5",
    "in_review": "deepseek/deepseek-v3-1",
    "pending": "deepseek/deepseek-v3-2",
    "revision": "deepseek/deepseek-v4",
    "revised": "deepseek/janus",
    "accepted": "deepseek/janus-pro",
    "published": "deepseek/deepseek-math",
    "rejected": "deepseek/deepseek-coder",
    "withdrawn": "deepseek/deepseek-moe-16b",
}


def _draft(plant: Planting, review: Review) -> None:
    """Never submitted: what it holds is the lab's alone."""


def _triage(plant: Planting, review: Review) -> None:
    plant.triage(review.submission)
    plant.issue(review.submission, "issue_unsent")


def _returned(plant: Planting, review: Review) -> None:
    submission = review.submission
    plant.triage(submission)
    plant.issue(submission, "issue_sent")
    triage.return_to_lab(by=plant.people.handling, submission=submission, token=submission.token)
    submission.refresh_from_db()
    revisions.save_reply(
        by=plant.people.submitter,
        submission=submission,
        to=submission.issues.get(sent_at__isnull=False),
        text=plant.word("reply_unsent"),
        token=revisions.UNSAVED,
    )


def _in_review(plant: Planting, review: Review) -> None:
    """The second has reported, the first is still writing."""
    submission = review.submission
    plant.invite(review)
    plant.report(review, "second")
    assert review.first is not None
    reports.save_draft(
        by=review.first,
        assignment=factory.assignment_of(review.first, submission),
        content=plant.content(submission, "report_unsent"),
        note=plant.word("report_unsent"),
        token=reports.UNSAVED,
    )


def _pending(plant: Planting, review: Review) -> None:
    """An editor wants to reject it; the second person has not agreed, so nothing was sent."""
    submission = review.submission
    plant.both_report(review)
    decisions.reject(
        by=plant.people.handling,
        submission=submission,
        token=submission.token,
        reason_codes=["not_answered"],
        letter=plant.word("letter_unsent"),
        seen_reports=factory.seen(submission),
    )


def _revision(plant: Planting, review: Review) -> None:
    plant.revision(review)
    plant.reply(review.submission, "reply_unsent")


def _revised(plant: Planting, review: Review) -> None:
    plant.revised(review)
    editors.set_hold(
        by=plant.people.chief,
        submission=review.submission,
        token=review.submission.token,
        reason=plant.word("hold"),
    )


def _accepted(plant: Planting, review: Review) -> None:
    plant.accepted(review)
    plant.clear(review.submission)


def _published(plant: Planting, review: Review) -> None:
    submission = review.submission
    plant.accepted(review)
    plant.clear(submission)
    version = publishing.publish(
        by=plant.people.handling, submission=submission, token=submission.token
    )
    assert version is not None
    plant.world.version = version
    ConcernReport.objects.create(
        public_id=new_public_id(),
        version=version,
        statement=plant.word("concern"),
        name=plant.word("concern"),
        contact=f"{plant.word('concern')}@example.org",
        state="received",
        token=new_token(),
        at=now(),
    )


def _rejected(plant: Planting, review: Review) -> None:
    """Rejected, and the lab appeals."""
    submission = review.submission
    plant.both_report(review)
    decisions.reject(
        by=plant.people.handling,
        submission=submission,
        token=submission.token,
        reason_codes=["not_answered"],
        letter=plant.word("letter"),
        seen_reports=factory.seen(submission),
    )
    factory.second(plant.people.chief, submission)
    endings.appeal(
        by=plant.people.representative,
        submission=submission,
        token=submission.token,
        ground="procedure",
        statement=plant.word("appeal"),
    )


def _withdrawn(plant: Planting, review: Review) -> None:
    submission = review.submission
    plant.both_report(review)
    endings.withdraw(
        by=plant.people.representative,
        submission=submission,
        token=submission.token,
        reason=plant.word("withdrawal"),
    )


STEPS: Mapping[str, Callable[[Planting, Review], None]] = {
    "triage": _triage,
    "draft": _draft,
    "returned": _returned,
    "in_review": _in_review,
    "pending": _pending,
    "revision": _revision,
    "revised": _revised,
    "accepted": _accepted,
    "published": _published,
    "rejected": _rejected,
    "withdrawn": _withdrawn,
}


def canary_world() -> World:
    """A submission in each stage, all of one lab."""
    people = factory.cast()
    others = {
        "stranger": add_person("stranger"),
        "other lab's": add_person("other", "openai", "representative"),
        "conflicted": factory.add_staff("Cole Conflicted", "editor"),
        "undeclared": factory.add_staff("Uma Undeclared", "editor"),
        "administrator": factory.add_staff("Ada Administrator", "administrator"),
    }
    for person in (people.representative, others["other lab's"]):
        user = User.objects.get(actor__key=person.key)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    webhooks.add_webhook(
        by=people.chief, address="https://mirror.example.org/changes", reason="Runs a mirror"
    )
    world = World(people, others)
    for stage, card_id in STAGES.items():
        plant = Planting(world, stage)
        STEPS[stage](plant, plant.review(card_id))
    return world
