"""People of labs and cards in the making, through the same actions as everybody's."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from registry.actions import attestations, imports, people, readiness, roles, submissions
from registry.actions.audit import now
from registry.models import (
    Actor,
    DraftImport,
    InterestDeclaration,
    Lab,
    LabMembership,
    Release,
    Role,
    Snapshot,
    Submission,
    User,
)
from registry.rules.canonical import canonical_bytes
from registry.rules.documents import Document
from registry.rules.drafts import SectionDraft, take_apart
from registry.rules.permissions import Person
from registry.rules.review.conflicts import Question
from registry.rules.workflow.vocabulary import Action, Kind
from tests.factories.starter import starter_cards

R1 = "deepseek/deepseek-r1"
NO_WISHES = attestations.Choices()
DECLARATION = attestations.Declaration(
    name="Lin Example",
    contact="lin@deepseek.example",
    competing_interests="None.",
    ai_used=False,
)


def add_person(name: str, lab: str | None = None, role: str = "submitter", **facts: Any) -> Person:
    """Somebody with an account, and a confirmed membership where a lab is named."""
    user = User.objects.create_user(f"{name}@example.org", display_name=name)
    actor = Actor.objects.create(
        key=secrets.token_hex(16), kind=Actor.Kind.PERSON, name=name, user=user
    )
    if lab:
        LabMembership.objects.create(
            lab=Lab.objects.get(slug=lab),
            user=user,
            role=role,
            confirmed_at=now(),
            confirmed_by=actor.key,
        )
    return people.person_of(actor, **facts)


def add_editor() -> Person:
    person = add_person("editor", is_editor=True, has_second_factor=True)
    actor = Actor.objects.get(key=person.key)
    assert actor.user is not None
    roles.give(Role.Name.EDITOR, by=actor, user=actor.user, reason="For the tests")
    return person


def declare(person: Person, submission: Submission, outcome: str = "clear") -> None:
    """An editor's declaration of interests: clear, or blocked by an employment."""
    yes = {Question.EMPLOYED} if outcome == "blocked" else set()
    InterestDeclaration.objects.create(
        submission=submission,
        person=Actor.objects.get(key=person.key),
        part=InterestDeclaration.Part.EDITOR,
        answers={
            str(one): {"answer": one in yes, "explanation": "Any" if one in yes else ""}
            for one in Question
        },
        outcome=outcome,
        at=now(),
    )


def lab_card(card_id: str = R1) -> dict[str, Any]:
    """A starter card as its lab would prepare it: the lab speaks for itself."""
    card = {**starter_cards()[card_id]}
    card["prepared_by"] = {**card["prepared_by"], "role": "developer", "name": "Lin Example"}
    card.pop("estimates", None)
    return card


def card_of(card_id: str) -> dict[str, Any]:
    """R1's card, passed off as that of another registered model."""
    card = lab_card()
    name = Release.objects.get(public_id=card_id).name
    return {**card, "card_id": card_id, "model": {**card["model"], "name": name}}


def draft_of(card: Document) -> Mapping[str, SectionDraft]:
    return {name: SectionDraft(content) for name, content in take_apart(card).items()}


def start_draft(
    person: Person, card: Document | None = None, *, kind: Kind = Kind.LAB, card_id: str = R1
) -> Submission:
    """A draft of a registered model, empty or with the content of a card."""
    release = Release.objects.select_related("lab").get(public_id=card_id)
    return submissions.start(
        by=person,
        kind=kind,
        lab=release.lab,
        model_name="",
        release=release,
        sections=draft_of(card) if card else None,
    )


def attach_card(
    person: Person,
    submission: Submission,
    card_id: str = R1,
    origin: DraftImport.Origin = DraftImport.Origin.VERSION,
) -> DraftImport:
    """A starter card beside a draft, with nothing decided."""
    raw = canonical_bytes(starter_cards()[card_id])
    source = imports.Source(origin, f"{card_id}, version 1", raw)
    return imports.attach(by=person, submission=submission, source=source)


def acknowledge_all(person: Person, submission: Submission) -> None:
    for warning in readiness.readiness(submission).warnings:
        submissions.acknowledge(
            by=person,
            submission=submission,
            digest=warning.digest,
            message=warning.message,
            reason="It is as the source says.",
        )


def submitted(
    submitter: Person,
    representative: Person,
    choices: attestations.Choices = NO_WISHES,
    *,
    card_id: str = R1,
) -> Snapshot:
    """R1, or another model with R1's card, prepared, marked as complete and attested."""
    draft = start_draft(submitter, card_of(card_id), card_id=card_id)
    return attested(submitter, representative, draft, choices=choices)


def attested(
    submitter: Person,
    representative: Person,
    submission: Submission,
    *,
    declaration: attestations.Declaration = DECLARATION,
    choices: attestations.Choices = NO_WISHES,
) -> Snapshot:
    """A draft, marked as complete and attested."""
    acknowledge_all(submitter, submission)
    attestations.complete(by=submitter, submission=submission, token=submission.token)
    return attestations.attest_and_submit(
        by=representative,
        submission=submission,
        token=submission.token,
        declaration=declaration,
        choices=choices,
    )


def submitted_listing(author: Person, card_id: str = R1) -> Snapshot:
    """A card, listed by somebody who does not belong to its lab."""
    submission = start_draft(author, lab_card(card_id), kind=Kind.THIRD_PARTY, card_id=card_id)
    acknowledge_all(author, submission)
    return attestations.submit_listing(by=author, submission=submission, token=submission.token)


MOVES = {
    Action.COMPLETE: lambda by, it: attestations.complete(by=by, submission=it, token=it.token),
    Action.RETURN_TO_DRAFT: lambda by, it: submissions.return_to_draft(
        by=by, submission=it, token=it.token, reason="A figure is missing."
    ),
    Action.SUBMIT: lambda by, it: attestations.attest_and_submit(
        by=by, submission=it, token=it.token, declaration=DECLARATION
    ),
    Action.LIST: lambda by, it: attestations.submit_listing(by=by, submission=it, token=it.token),
    Action.DISCARD: lambda by, it: submissions.discard(by=by, submission=it, token=it.token),
    Action.SAVE: lambda by, it: submissions.save_section(
        by=by,
        submission=it,
        name="facts",
        draft=SectionDraft({"facts": {"training": {"has_rl": True}}}),
        token=next((s.token for s in it.sections.filter(name="facts")), submissions.UNSAVED),
    ),
}
