"""Invitations of labs: the editors' list and page, and the answers as everybody reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from registry.actions.audit import now
from registry.actions.invitations import Invitation, invitation_of, invited_by, representatives
from registry.actions.scores import Dossier, load_dossiers
from registry.models import (
    Lab,
    LabInvitationAnswer,
    LabMembership,
    RankingEntry,
    RightOfReply,
)
from registry.models.invitations import labs_asked
from registry.models.keyset import Order, read_cursor, read_page
from registry.rules.invitations import Answer, may_answer
from registry.rules.numerals import date_text
from registry.rules.permissions import Person
from registry.rules.ranking.invitation import effect_of_inviting, rank_among
from registry.rules.right_of_reply import ReplyState, reply_state
from registry.rules.standard import load_standard
from registry.web.presenters.shared import score_text
from registry.web.view_models.invitations import (
    AnswerPage,
    AnswerText,
    DueRow,
    InvitationList,
    InvitationPage,
    InvitationRow,
    ToldRow,
)
from registry.web.view_models.shared import Link

PAGE_SIZE = 50
BY_SLUG = Order(("slug",))


def invitation_list(asked: str, text: str, cursor: str | None) -> InvitationList:
    """One page of labs, in three queries; raises ``QueryInvalid`` for a cursor of another list."""
    listing = f"invitations {asked} {text}"
    page = read_page(
        labs_asked(asked, text),
        BY_SLUG,
        size=PAGE_SIZE,
        listing=listing,
        seq=0,
        cursor=read_cursor(cursor, listing=listing) if cursor else None,
    )
    speakers: dict[int, int] = {}
    held = LabMembership.objects.representatives().filter(lab__in=page.rows)
    for lab_id in held.values_list("lab", flat=True):
        speakers[lab_id] = speakers.get(lab_id, 0) + 1

    def address(token: str) -> str:
        return "?" + urlencode({"show": asked, "q": text, "cursor": token})

    return InvitationList(
        rows=tuple(
            _row(dossier, speakers.get(dossier.lab.pk, 0)) for dossier in load_dossiers(page.rows)
        ),
        previous=address(page.previous.token) if page.previous else "",
        next=address(page.next.token) if page.next else "",
    )


def _row(dossier: Dossier, speakers: int) -> InvitationRow:
    lab, today = dossier.lab, now().date()
    effect = effect_of_inviting(dossier.inputs, load_standard(), today)
    counts = dossier.counts
    due = ""
    if effect.due:
        first = date_text(effect.due[0].due_on.isoformat())
        due = (
            f"{len(effect.due)} without a card: the first due on {first}"
            if lab.invited_on
            else f"{len(effect.due)} without a card; invited today, the first would be due on "
            f"{first}"
        )
    state = "not invited yet"
    if lab.invited_on:
        answer = SAYS_BRIEFLY[getattr(lab, "newest_answer", "")]
        state = f"invited on {date_text(lab.invited_on.isoformat())}; {answer}"
    return InvitationRow(
        link=Link(lab.name, reverse("editor:invitation", args=[lab.slug])),
        models=f"{counts.cards} of {counts.known_releases} known models with a card",
        state=state,
        due=due,
        people=f"{speakers} representative{'' if speakers == 1 else 's'}"
        if speakers
        else "nobody represents it here",
    )


def invitation_page(lab: Lab, person: Person) -> InvitationPage:
    invitation, people = invitation_of(lab), representatives(lab)
    return InvitationPage(
        lab=Link(lab.name, lab.get_absolute_url()),
        invited=invited_by(lab) if lab.invited_on else "",
        invited_on=lab.invited_on,
        answers=answers_of(lab),
        due=tuple(DueRow(name, date_text(day.isoformat())) for name, day in invitation.models),
        carded=sum(one.model_score is not None for one in invitation.effect.now.releases),
        rank_now=_rank_now(lab),
        rank_then=_rank_then(invitation),
        recipients=tuple(f"{one.user} ({one.user.email})" for one in people),
        contact=Link(lab.website, lab.website) if lab.website else None,
        merged=tuple(
            f"{one.name} was invited on {date_text(one.invited_on.isoformat())}, before it was "
            f"merged into {lab.name}; that invitation does not count for {lab.name}."
            for one in lab.absorbed.filter(invited_on__isnull=False).order_by("slug")
            if one.invited_on
        ),
        letter=render_to_string(
            "mails/lab_invited_letter.txt",
            {"invitation": invitation, "base_url": settings.BASE_URL},
        ).strip(),
        is_mine=lab.slug in person.memberships,
    )


def _rank_now(lab: Lab) -> str:
    entry = _current().filter(lab=lab).first()
    if entry is None or entry.rank is None:
        return "Not yet rankable: nothing of it counts."
    return f"Rank {entry.rank} with a score of {score_text(entry.score.displayed)}."


def _rank_then(invitation: Invitation) -> str:
    """What the rules say of the first due day, as far as today's registry can tell it."""
    then = invitation.effect.then
    if then is None:
        return "No known model of it falls due after today, so time alone will change nothing."
    others = _current().exclude(lab=invitation.lab).filter(rank__isnull=False)
    scores = [Decimal(text) for text in others.values_list("score__displayed", flat=True)]
    day = date_text(then.on.isoformat())
    rank = rank_among(then.displayed, scores)
    return (
        f"Rank {rank} of {len(scores) + 1} with a score of {score_text(then.displayed)} on {day}, "
        "if no card or model is added anywhere until then. What labs publish in between cannot be "
        "computed."
    )


def _current() -> QuerySet[RankingEntry]:
    return RankingEntry.objects.filter(ranking__currently__isnull=False).select_related("score")


SAYS_BRIEFLY = {
    "": "no answer on record",
    Answer.WITHDRAWN.value: "its answer was withdrawn",
    Answer.WILL_DISCLOSE.value: "it will disclose",
    Answer.DECLINES.value: "it declines",
}


def answers_of(lab: Lab) -> tuple[AnswerText, ...]:
    """Every answer of an invited lab, the newest first; no query for one never invited."""
    if lab.invited_on is None:
        return ()
    return tuple(_answer(one) for one in lab.invitation_answers.order_by("-number"))


def _answer(one: LabInvitationAnswer) -> AnswerText:
    on = date_text(one.at.astimezone(UTC).date().isoformat())
    match Answer(one.answer):
        case Answer.WILL_DISCLOSE:
            by = f" by {date_text(one.disclose_by.isoformat())}" if one.disclose_by else ""
            says = f"On {on} the lab answered that it will disclose{by}."
        case Answer.DECLINES:
            says = f"On {on} the lab answered that it declines."
        case Answer.WITHDRAWN:
            says = f"On {on} the lab withdrew its answer."
    return AnswerText(says=says, text=one.text, name=one.name)


def answer_page(lab: Lab, person: Person) -> AnswerPage | None:
    """None for a lab that was not invited: there is nothing to answer."""
    if lab.invited_on is None:
        return None
    last = lab.invitation_answers.last()
    return AnswerPage(
        lab=Link(lab.name, lab.get_absolute_url()),
        invited_on=lab.invited_on,
        answers=answers_of(lab),
        seen=last.number if last else 0,
        may_answer=may_answer(person, lab.slug),
    )


def told_row(right: RightOfReply, at: datetime) -> ToldRow:
    submission = right.snapshot.submission
    lab = submission.lab
    return ToldRow(
        link=Link(
            f"{submission.model_name}, listed by a third party",
            reverse("editor:told", args=[submission.public_id, right.snapshot.number]),
        ),
        lab=lab.name if lab else "",
        until=right.until,
        is_over=reply_state(right.until, at) is ReplyState.OVER,
    )
