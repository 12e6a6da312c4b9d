"""Before the publication: what becomes public, what the scan found, what it does to the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from dataclasses import dataclass

from django.urls import reverse

from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.actions.review.deadlines import signing
from registry.actions.review.publishing import FileToBe, review_file_of
from registry.models import ModelCard, Submission
from registry.models.review import queries
from registry.rules.permissions import Person, roles_on
from registry.rules.review.leaks import Leak
from registry.rules.words import listed
from registry.rules.workflow.vocabulary import Role, State
from registry.web.presenters.editor_acts import is_cleared
from registry.web.presenters.editor_effect import effect_facts, standing
from registry.web.view_models.editorial import Fact
from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class LeakLine:
    where: str
    what: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class PublicationPage:
    title: str
    back: Link
    facts: tuple[Fact, ...]
    becomes_public: tuple[str, ...]
    leaks: tuple[LeakLine, ...]
    file_hash: str
    is_cleared: bool
    can_clear: bool
    is_leaking: bool
    json_url: str
    publish_url: str
    redaction_url: str  # empty for whoever cannot propose one


def publication_page(submission: Submission, person: Person) -> PublicationPage:
    file = review_file_of(submission)
    address = reverse("editor:submission", args=[submission.public_id])
    is_handling = Role.HANDLING_EDITOR in roles_on(person, subject_of(submission))
    return PublicationPage(
        title=submission.model_name,
        back=Link(submission.model_name, address),
        facts=tuple(_facts(submission)),
        becomes_public=tuple(_public(file)),
        leaks=tuple(_line(leak) for leak in file.leaks),
        file_hash=file.file_hash,
        is_cleared=is_cleared(submission),
        can_clear=is_handling and submission.state == State.ACCEPTED,
        is_leaking=file.is_leaking,
        json_url=reverse("editor:review_file", args=[submission.public_id]),
        publish_url=f"{address}publish/",
        redaction_url=f"{address}redaction/" if is_handling else "",
    )


def _line(leak: Leak) -> LeakLine:
    return LeakLine(leak.pointer, f"{leak.secret.kind} of {leak.secret.whose}", leak.secret.certain)


def _facts(submission: Submission) -> Iterator[Fact]:
    card = ModelCard.objects.filter(release__public_id=submission.card_id).first()
    live = card.current_grading if card else None
    yield Fact("The card now", standing(live.score, live.level) if live else "no card yet")
    if submission.state == State.ACCEPTED:
        yield from effect_facts(submission)
    is_confirmed = queries.confirmed_proof(submission) is not None
    yield Fact("Proof", "confirmed by the lab" if is_confirmed else "not confirmed by the lab yet")
    choices = [
        referee.signing_choices.order_by("-id").first() for referee in submission.referees.all()
    ]
    signed = [choice.name for choice in choices if choice and choice.signs]
    yield Fact("Referees who sign", ", ".join(signed) or "none")
    until = signing(submission).get("signing_until")
    if submission.state == State.ACCEPTED and until and now() < until:
        waiting = listed([str(one) for one in queries.yet_to_choose(submission)])
        yield Fact("Still to choose", f"{waiting}; until {until:%-d %B %Y %H:%M} UTC")
    if submission.embargo_until:
        yield Fact("Embargo until", f"{submission.embargo_until:%-d %B %Y %H:%M} UTC")


def _many(rows: Sized, noun: str) -> str:
    return f"{len(rows)} {noun}{'' if len(rows) == 1 else 's'}"


def _public(file: FileToBe) -> Iterator[str]:
    data = file.document
    yield f"the card, snapshot {data['snapshots'][-1]['number']}, as a new version"
    if data["reports"]:
        yield f"{_many(data['reports'], 'report')} of {_many(data['referees'], 'referee')}"
    if data["comments"]:
        yield f"{_many(data['comments'], 'numbered comment')} with the replies"
    if data["decisions"]:
        yield f"{_many(data['decisions'], 'decision')} with the letters"
    yield f"the name of the handling editor: {data['editor']['name']}"
