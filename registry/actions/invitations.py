"""Inviting labs from the editors' pages, and the public answers of labs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date

from registry.actions import labs
from registry.actions.audit import now, record
from registry.actions.checks import UNSTORABLE, require_name
from registry.actions.outbox import post_mail
from registry.actions.ranked import ranked_transaction
from registry.actions.scores import load_dossiers
from registry.models import (
    Actor,
    AuditEvent,
    Lab,
    LabInvitationAnswer,
    LabMembership,
)
from registry.rules.errors import Conflict, Refused, StaleWrite
from registry.rules.invitations import (
    MOST_ANSWERS,
    Answer,
    check_answer,
    check_may_answer,
    check_may_invite,
)
from registry.rules.permissions import Person
from registry.rules.ranking.invitation import Effect, effect_of_inviting
from registry.rules.standard import load_standard

INVITE = "lab.invite"


@dataclass(frozen=True)
class Invitation:
    """What an invitation on ``on`` does to a lab, and the names of its releases by id."""

    lab: Lab
    on: date
    effect: Effect
    names: Mapping[str, str]

    @property
    def models(self) -> list[tuple[str, date]]:
        """What is asked for: the name of each release without a card, and when it is due."""
        return [(self.names[one.release.id], one.due_on) for one in self.effect.due]


def invitation_of(lab: Lab) -> Invitation:
    """What follows from the invitation that was made, or from one made today."""
    dossier, today = load_dossiers([lab])[0], now().date()
    return Invitation(
        lab=lab,
        on=lab.invited_on or today,
        effect=effect_of_inviting(dossier.inputs, load_standard(), today),
        names=dossier.release_names,
    )


def invite(*, by: Person, lab: Lab, reason: str) -> int:
    """Invite a lab today, in public; return how many representatives are told by mail.

    Raises ``NotPermitted`` for anybody but an editor outside the lab, and ``Conflict`` saying who
    invited it and when, where that was done before.
    """
    check_may_invite(by, lab.slug)
    with ranked_transaction():
        lab.refresh_from_db()
        if lab.invited_on is not None:
            raise Conflict(f"{lab.name} has been invited already, {invited_by(lab)}.")
        labs.invite(by=by, lab=lab, on=now().date(), reason=reason)
        told, invitation = representatives(lab), invitation_of(lab)
        for membership in told:
            post_mail(
                "lab_invited",
                membership.user.email,
                event=f"lab {lab.slug} invited on {lab.invited_on}",
                lab=lab,
                invitation=invitation,
            )
    return len(told)


def invited_by(lab: Lab) -> str:
    """When a lab was invited and by whom, as in "on 2026-12-01 by Ada"."""
    row = AuditEvent.objects.filter(action=INVITE, subject=lab.slug).order_by("-id").first()
    actor = Actor.objects.filter(key=row.actor_key).first() if row else None
    return f"on {lab.invited_on}" + (f" by {actor}" if actor else "")


def representatives(lab: Lab) -> list[LabMembership]:
    """Those who speak for a lab, and are told what concerns it."""
    return list(LabMembership.objects.representatives().filter(lab=lab).select_related("user"))


def answer(
    *,
    by: Person,
    lab: Lab,
    kind: Answer,
    disclose_by: date | None,
    text: str,
    name: str,
    seen: int,
) -> LabInvitationAnswer:
    """Answer an invitation in public; sending the same again changes nothing.

    ``seen`` is the number of the newest answer that the representative knew of, 0 for none: whoever
    did not see the newest gets ``StaleWrite`` with it. Raises ``NotPermitted`` for anybody who does
    not speak for the lab, ``Refused`` for a lab that was not invited and for what says nothing.
    """
    text, name = text.strip(), require_name(name)
    if UNSTORABLE.search(text):
        raise Refused("The text has a character that is no text and cannot be kept.")
    with ranked_transaction() as touched:
        lab.refresh_from_db()
        check_may_answer(by, lab.slug)
        if lab.invited_on is None or lab.merged_into is not None:
            raise Refused(f"{lab.name} has not been invited, so there is nothing to answer.")
        last, at = lab.invitation_answers.last(), now()
        if last is not None and (Answer(last.answer), last.disclose_by, last.text, last.name) == (
            kind,
            disclose_by,
            text,
            name,
        ):
            return last
        number = last.number if last else 0
        if number != seen:
            raise StaleWrite(
                f"{last.name if last else 'Nobody'} answered for {lab.name} after you opened the "
                "page. Read that answer, then replace it if yours is another.",
                last,
            )
        if number >= MOST_ANSWERS:
            raise Refused(f"{MOST_ANSWERS} answers to one invitation are the most.")
        check_answer(
            kind,
            disclose_by=disclose_by,
            text=text,
            on=at.astimezone(UTC).date(),
            standing=answer_in_force(last),
        )
        row = LabInvitationAnswer.objects.create(
            lab=lab,
            number=number + 1,
            answer=kind.value,
            disclose_by=disclose_by,
            text=text,
            name=name,
            at=at,
            actor_key=by.key,
        )
        record(
            by=by,
            action="lab.answer_invitation",
            subject=lab.slug,
            at=at,
            number=row.number,
            answer=row.answer,
        )
        touched.lab_changed(lab)
    return row


def answer_in_force(last: LabInvitationAnswer | None) -> Answer | None:
    """What the newest answer says; None where there is none or it took back the one before."""
    if last is None or last.answer == Answer.WITHDRAWN.value:
        return None
    return Answer(last.answer)
