"""What ``tests.journeys.publisher`` can do about reviews: prepare one, make a move, tell how it is.

Everybody is named by a role in ``people``; both processes know the keys from what was prepared.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connections
from django.test import Client

from registry.actions import attestations, submissions
from registry.actions.audit import command_actor, now
from registry.actions.people import person_again
from registry.actions.review import (
    carrying,
    decisions,
    editors,
    endings,
    publishing,
    reports,
    revisions,
)
from registry.models import (
    Actor,
    Assignment,
    AuditEvent,
    CardVersion,
    Lab,
    Motion,
    OutboxMessage,
    Release,
    Report,
    ReportDraft,
    Snapshot,
    Submission,
    User,
)
from registry.pauses import pause
from registry.rules.drafts import SectionDraft
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Kind
from tests.factories import review as factory
from tests.factories.api_tokens import add_token
from tests.factories.registry import add_lab, add_release
from tests.factories.submissions import (
    DECLARATION,
    acknowledge_all,
    card_of,
    start_draft,
    submitted,
)

CAST: list[factory.Cast] = []


def _draft(people: factory.Cast) -> Submission:
    draft = start_draft(people.submitter, card_of(people.card_id), card_id=people.card_id)
    acknowledge_all(people.submitter, draft)
    return draft


def _submitted(people: factory.Cast) -> Submission:
    submission = submitted(
        people.submitter, people.representative, card_id=people.card_id
    ).submission
    for editor in (people.handling, people.editor):
        editors.declare_interests(by=editor, submission=submission, answers=factory.CLEAR)
    return submission


def _answered(people: factory.Cast) -> Submission:
    submission = factory.revision_requested(people)
    factory.answer_musts(people, submission)
    acknowledge_all(people.submitter, submission)
    return submission


def _to_accept(people: factory.Cast) -> Submission:
    submission = factory.revised(people)
    factory.rounds.skip(by=people.handling, submission=submission, token=submission.token)
    factory.settle_musts(people, submission)
    return submission


def _to_publish(people: factory.Cast) -> Submission:
    submission = factory.accepted(people)
    publishing.confirm_proof(by=people.representative, submission=submission)
    file = publishing.review_file_of(submission)
    publishing.clear_leaks(
        by=people.handling, submission=submission, file_hash=file.file_hash, reason="By chance."
    )
    return submission


def _one_late(people: factory.Cast) -> Submission:
    """Two have reported, and a third has a report in the drawer when the round is closed."""
    submission = factory.in_review(people, referees=3)
    for referee in people.referees[:2]:
        factory.report(referee, submission, factory.report_on(submission))
    third = factory.assignment_of(people.referees[2], submission)
    reports.save_draft(
        by=people.referees[2],
        assignment=third,
        content=factory.report_on(submission),
        note="",
        token=reports.UNSAVED,
    )
    submission.refresh_from_db()
    factory.rounds.close(by=people.handling, submission=submission, token=submission.token)
    return submission


def _proposed(people: factory.Cast) -> Submission:
    """To be rejected without review, if a second editor agrees."""
    submission = factory.in_triage(people)
    factory.triage.desk_reject(
        by=people.handling,
        submission=submission,
        token=submission.token,
        reason_code="duplicate",
        letter=factory.LETTER,
    )
    return submission


def _listing(people: factory.Cast) -> Submission:
    """A card that a third party has prepared; the representative will be told of it."""
    card = card_of(people.card_id)
    draft = start_draft(people.editor, card, kind=Kind.THIRD_PARTY, card_id=people.card_id)
    acknowledge_all(people.editor, draft)
    return draft


def _drafted(people: factory.Cast) -> Submission:
    """One report is in, the other is ready to be handed in."""
    submission = factory.in_review(people)
    factory.report(people.referees[0], submission, factory.report_on(submission))
    reports.save_draft(
        by=people.referees[1],
        assignment=factory.assignment_of(people.referees[1], submission),
        content=factory.report_on(submission),
        note="",
        token=reports.UNSAVED,
    )
    return submission


STAGES: Mapping[str, Callable[[factory.Cast], Submission]] = {
    "draft": _draft,
    "listing": _listing,
    "drafted": _drafted,
    "submitted": _submitted,
    "proposed": _proposed,
    "one_late": _one_late,
    "answered": _answered,
    "to_accept": _to_accept,
    "to_publish": _to_publish,
}


def people_of_a_new_model() -> factory.Cast:
    """Everybody, the same each time, with a model that nobody has a card of."""
    by = command_actor("the tests")
    if not CAST:
        add_lab(by, "deepseek", "DeepSeek")
        people = factory.cast()
        user = User.objects.get(actor__key=people.representative.key)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        CAST.append(people)
    model = f"model-{Release.objects.count() + 1}"
    add_release(by, Lab.objects.get(slug="deepseek"), model)
    return replace(CAST[0], card_id=f"deepseek/{model}")


def names_of(people: factory.Cast) -> dict[str, Any]:
    """The keys of all people, by what they are to the review."""
    named = ("submitter", "representative", "handling", "editor", "chief")
    return {
        "people": {name: getattr(people, name).key for name in named}
        | {f"referee {n}": one.key for n, one in enumerate(people.referees)},
    }


def brought_to(stage: str, people: factory.Cast) -> dict[str, Any]:
    """A submission in a stage: what a page about it would hold."""
    submission = STAGES[stage](people)
    submission.refresh_from_db()
    return {
        "submission": submission.public_id,
        "token": submission.token,
        "seen": factory.seen(submission) if submission.rounds.exists() else "",
    }


def prepare(stage: str) -> dict[str, Any]:
    """A submission in a stage, with the keys of all people."""
    people = people_of_a_new_model()
    return brought_to(stage, people) | names_of(people)


def lend_token(prepared: dict[str, Any]) -> str:
    return add_token(person_again(prepared["people"]["submitter"]))[1]


Move = Callable[[Person, Submission, dict[str, Any]], object]


def _usual(asked: dict[str, Any]) -> dict[str, Any]:
    return {"token": asked["token"], "form_key": asked.get("form_key", "")}


def _decide(move: Callable[..., object], **values: Any) -> Move:
    return lambda by, submission, asked: move(
        by=by,
        submission=submission,
        letter=factory.LETTER,
        seen_reports=asked["seen"],
        **_usual(asked),
        **values,
    )


def _plainly(move: Callable[..., object], **values: Any) -> Move:
    return lambda by, submission, asked: move(
        by=by, submission=submission, **_usual(asked), **values
    )


def _take(by: Person, submission: Submission, asked: dict[str, Any]) -> None:
    editors.assign(by=by, submission=submission, editor=factory.actor(by), **_usual(asked))


def _second(by: Person, submission: Submission, asked: dict[str, Any]) -> None:
    carrying.second(by=by, motion=Motion.objects.get(submission=submission))


def _report(by: Person, submission: Submission, asked: dict[str, Any]) -> None:
    assignment = Assignment.objects.get(submission=submission, person=by.key)
    reports.submit(
        by=by,
        assignment=assignment,
        token=assignment.token,
        draft_token=ReportDraft.objects.get(assignment=assignment).token,
        form_key=asked.get("form_key", ""),
    )


def _list(by: Person, submission: Submission, asked: dict[str, Any]) -> None:
    attestations.submit_listing(by=by, submission=submission, token=asked["token"])


def _file_late(by: Person, submission: Submission, asked: dict[str, Any]) -> None:
    assignment = Assignment.objects.get(submission=submission, person=by.key)
    reports.file_late(
        by=by,
        assignment=assignment,
        token=assignment.token,
        draft_token=ReportDraft.objects.get(assignment=assignment).token,
    )


def _save(by: Person, submission: Submission, asked: dict[str, Any]) -> None:
    section = submission.sections.get(name="facts")
    content = {"facts": {"training": {"has_rl": True}}}
    submissions.save_section(
        by=by,
        submission=submission,
        name="facts",
        draft=SectionDraft(content),
        token=section.token,
    )


def _complete(by: Person, submission: Submission, asked: dict[str, Any]) -> None:
    attestations.complete(by=by, submission=submission, token=asked["token"])


MOVES: Mapping[str, Move] = {
    "take": _take,
    "second": _second,
    "revise": _decide(decisions.revise, kind="minor"),
    "accept": _decide(decisions.accept),
    "withdraw": _plainly(endings.withdraw, reason="We found an error."),
    "publish": _plainly(publishing.publish),
    "submit_revision": _plainly(revisions.submit_revision, declaration=DECLARATION),
    "file_late": _file_late,
    "report": _report,
    "list": _list,
    "save": _save,
    "complete": _complete,
}


def move(asked: dict[str, Any]) -> dict[str, str]:
    """Make a move from a page that was opened before; tell what refused it."""
    submission = Submission.objects.get(public_id=asked["submission"])
    by = person_again(asked["people"][asked["by"]])
    return attempt(asked, lambda: MOVES[asked["move"]](by, submission, asked))


def attempt(asked: dict[str, Any], act: Callable[[], object]) -> dict[str, str]:
    """Do what was asked; tell the code and the words of what refused it, or nothing.

    With ``waits`` it does not begin before the tests let go of the point ``overtaken``.
    """
    if asked.get("waits"):
        pause("overtaken")
    try:
        act()
    except Refused as refused:
        return {"code": refused.code, "text": str(refused)}
    return {"code": "", "text": ""}


def post(asked: dict[str, Any]) -> int:
    """Send the form of an editor's act in a browser."""
    client = Client(headers={"Host": "localhost"})
    client.force_login(Actor.objects.get(key=asked["people"][asked["by"]]).user)
    data = {"_token": asked["token"], "_form": asked["form_key"], "_seen": asked["seen"]}
    return client.post(asked["address"], data | asked["data"]).status_code


def tell(asked: dict[str, Any]) -> dict[str, Any]:
    """How the submission is, and how often each thing is on record that must be there once."""
    submission = Submission.objects.get(public_id=asked["submission"])
    rows = AuditEvent.objects.filter(subject=f"submission {submission.public_id}")
    moves = rows.exclude(sequence=None).order_by("sequence")
    mails = OutboxMessage.objects.filter(event__startswith=f"submission {submission.public_id} ")
    return {
        "state": submission.state,
        "moves": [action.partition(".")[2] for action in moves.values_list("action", flat=True)],
        "is_gapless": [one.sequence for one in moves] == list(range(1, 1 + len(moves))),
        "decisions": list(submission.decisions.values_list("kind", flat=True)),
        "snapshots": Snapshot.objects.filter(submission=submission).count(),
        "versions": CardVersion.objects.filter(card__release__public_id=submission.card_id).count(),
        "reports": Report.objects.filter(assignment__submission=submission).count(),
        "mails": [list(row) for row in mails.order_by("id").values_list("recipient", "kind")],
    }


def empty_outbox(_: None) -> None:
    OutboxMessage.objects.all().delete()


def mails_due(_: None) -> int:
    """Let what waits for its hour be sent now; return how many mails there are."""
    return OutboxMessage.objects.update(due_at=now(), next_try_at=now())


def in_child(asked: list[Any]) -> int:
    """Begin a task in a process that can be killed; return its number. It answers nothing."""
    task, argument = asked
    # A child must not talk over the connection of its parent.
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        TASKS[task](argument)
    finally:
        os._exit(0)


def bury(child: int) -> int:
    """The signal that ended a child; 0 if it came to its end."""
    return os.WTERMSIG(os.waitpid(child, 0)[1])


TASKS: dict[str, Callable[[Any], Any]] = {
    "empty_outbox": empty_outbox,
    "mails_due": mails_due,
    "in_child": in_child,
    "bury": bury,
    "prepare": prepare,
    "lend_program": lend_token,
    "move": move,
    "post": post,
    "tell": tell,
}
