"""A listing as the lab that it is about meets it: what is said, until when it may answer."""

from __future__ import annotations

from django.urls import reverse

from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.models import LabToldByHand, RightOfReply, Submission
from registry.rules.numerals import date_text
from registry.rules.permissions import Person, may_reply, may_see
from registry.rules.right_of_reply import ReplyState, reply_state
from registry.rules.workflow.vocabulary import OPEN
from registry.web.view_models.draft_replies import ReplyLine, ReplyPage
from registry.web.view_models.shared import Link


def reply_page(person: Person, submission: Submission, right: RightOfReply) -> ReplyPage:
    subject, document = subject_of(submission), right.snapshot.document()
    is_open = reply_state(right.until, now()) is ReplyState.OPEN
    return ReplyPage(
        title=submission.model_name,
        lab=_lab(submission),
        back=Link(submission.model_name, submission.get_absolute_url())
        if may_see(person, subject)
        else Link("Your cards", reverse("submission:list")),
        listed_by=document["prepared_by"]["name"],
        submitted_at=right.snapshot.at,
        until=day_text(right),
        is_open=is_open,
        how_told=how_told(right, submission, document),
        preview=Link(
            "The listing as readers would see it",
            reverse("submission:preview", args=[submission.public_id]),
        ),
        changes=Link(
            "What it changes of the published card",
            reverse("submission:preview_changes", args=[submission.public_id]),
        ),
        replies=tuple(
            ReplyLine(reply.number, reply.name, reply.at, reply.text)
            for reply in right.replies.all()
        ),
        can_reply=is_open and subject.state in OPEN and may_reply(person, subject),
    )


def day_text(right: RightOfReply) -> str:
    """The last day of the right, in words; it ends with that day in UTC."""
    return date_text(right.until.isoformat())


def _lab(submission: Submission) -> Link:
    lab = submission.lab
    return Link(lab.name, lab.get_absolute_url()) if lab else Link("")


def how_told(right: RightOfReply, submission: Submission, document: dict[str, object]) -> str:
    """Whether and how the lab was told, in words; ``document`` is the card as submitted."""
    lab = submission.lab.name if submission.lab else ""
    if right.representatives:
        count = right.representatives
        who = "its representative was" if count == 1 else f"its {count} representatives were"
        return f"{lab} was told when the listing was submitted: {who} written to."
    told = LabToldByHand.objects.filter(right=right).first()
    if told is not None:
        return (
            f"{lab} had no representative at the registry. An editor wrote to it on "
            f"{date_text(told.told_on.isoformat())}."
        )
    contacts = [text for text in (_contact(document), _website(submission)) if text]
    where = f" ({', '.join(contacts)})" if contacts else ""
    return (
        f"{lab} has no representative at the registry. An editor writes to its public "
        f"contact{where}."
    )


def _contact(document: dict[str, object]) -> str:
    """The lab's contact as the listing gives it."""
    identity = document.get("identity")
    party = identity.get("responsible_party", {}) if isinstance(identity, dict) else {}
    return str(party.get("value", {}).get("contact", ""))


def _website(submission: Submission) -> str:
    return submission.lab.website if submission.lab else ""
