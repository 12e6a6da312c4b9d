"""A process of its own that does what it is told on its input, one JSON object a line.

Started twice on one database, it stands for two workers of the same installation.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import django

django.setup()

from registry.actions import audit  # noqa: E402 - models need the setup

if stopped := os.environ.get("CLOCK_STANDS_AT"):
    # Before the other actions take their clock from here.
    audit.now = lambda: datetime.fromisoformat(stopped)

from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from registry.actions import publication, submissions  # noqa: E402
from registry.actions.audit import command_actor  # noqa: E402
from registry.actions.outbox import LEASE, post_mail  # noqa: E402
from registry.actions.recheck import find_differences  # noqa: E402
from registry.actions.review import assignments, reminding, running  # noqa: E402
from registry.api.idempotency_keys import REPLAYED  # noqa: E402
from registry.exporters.dump.folder import write_dump  # noqa: E402
from registry.exporters.dump.state import current_state  # noqa: E402
from registry.models import (  # noqa: E402
    Assignment,
    AuditEvent,
    CardVersion,
    DraftChange,
    OutboxMessage,
    Ranking,
    Reminder,
    Submission,
)
from registry.models.one_state import one_state  # noqa: E402
from registry.pauses import pause  # noqa: E402
from registry.rules.workflow.submissions import Kind  # noqa: E402
from registry.starter.loader import load_starter  # noqa: E402
from tests.factories import review  # noqa: E402
from tests.factories.api_tokens import add_token  # noqa: E402
from tests.factories.stored import checked  # noqa: E402
from tests.factories.submissions import add_person  # noqa: E402
from tests.journeys import review_tasks, version_tasks  # noqa: E402


def load(_: None) -> int:
    return load_starter().cards


def publish(documents: list[dict[str, Any]]) -> list[int]:
    """Publish the documents one after the other; return the numbers of the versions."""
    by = command_actor("a publisher of the tests")
    return [
        publication.publish(by=by, checked=checked(document), preparer="registry").number
        for document in documents
    ]


def report(card_ids: list[str]) -> dict[str, Any]:
    """The numbers of all rankings and of the versions of these cards; what the recheck finds."""
    versions = CardVersion.objects.order_by("number").values_list("number", flat=True)
    return {
        "rankings": list(Ranking.objects.order_by("number").values_list("number", flat=True)),
        "versions": {
            card_id: list(versions.filter(card__release__public_id=card_id)) for card_id in card_ids
        },
        "differences": find_differences(),
    }


def dump(folder: str) -> str:
    """Write a dump; return the name of its state."""
    return _dump(folder, lambda name, rows: None)


def dump_slowly(folder: str) -> str:
    """Write a dump, but in the middle of the claims say so and wait to be told to go on."""
    waits = ["claims.csv.gz"]

    def wait(name: str, rows: int) -> None:
        if name in waits:
            waits.remove(name)
            say(name)
            sys.stdin.readline()

    return _dump(folder, wait)


def _dump(folder: str, tell: Callable[[str, int], None]) -> str:
    with one_state():
        state = current_state()
        return write_dump(Path(folder), state, with_parquet=True, tell=tell).name


def lend_token(name: str) -> dict[str, str]:
    """Start a private draft of a model; return its address, its state and a token for it."""
    member = add_person("somebody")
    draft = submissions.start(by=member, kind=Kind.SELF_ASSESSMENT, lab=None, model_name=name)
    address = f"/api/v1/submissions/{draft.public_id}/card"
    return {"address": address, "etag": f'"{draft.token}"', "token": add_token(member, None)[1]}


def call(asked: dict[str, Any]) -> dict[str, Any]:
    """Make one call of the API; ``moment`` is when, in seconds of the epoch.

    With ``waits`` it is not made before the tests let go of the point ``overtaken``.
    """
    if asked.get("waits"):
        pause("overtaken")
    client = Client(headers={**asked["headers"], "Host": "localhost"})
    time.sleep(max(asked["moment"] - time.time(), 0))
    answer = client.generic(
        asked["method"], asked["address"], json.dumps(asked["body"]), "application/json"
    )
    body = json.loads(answer.content)
    return {"status": answer.status_code, "body": body, "replayed": REPLAYED in answer.headers}


def drafts(_: None) -> dict[str, int]:
    """How many drafts there are, and how many changes of their sections."""
    return {"drafts": Submission.objects.count(), "changes": DraftChange.objects.count()}


def post_mails(events: list[str]) -> None:
    """Put a mail for each event into the outbox."""
    with transaction.atomic():
        for event in events:
            context = {"request": {"role": "submitter"}, "lab": {"name": event}}
            post_mail("lab_request_refused", "lin@example.org", event=event, **context)


def outlast_leases(_: None) -> None:
    """Let so much time pass that a worker that holds a message is taken for dead."""
    for message in OutboxMessage.objects.exclude(claimed_until=None):
        message.claimed_until -= LEASE
        message.save()
    # Mails of decisions wait for some minutes, too.
    OutboxMessage.objects.waiting().filter(next_try_at__gt=audit.now()).update(
        next_try_at=audit.now()
    )


def unsent(_: None) -> int:
    return OutboxMessage.objects.filter(sent_at=None).count()


def ask_referees(_: None) -> None:
    """A review with two referees at work, and two more who were asked and never answer."""
    load_starter()
    people = review.cast()
    submission = review.in_review(people)
    for silent in (people.referees[2], add_person("Silent Referee")):
        by = people.handling
        assignments.propose(by=by, submission=submission, referee=review.actor(silent))
        assignment = review.assignment_of(silent, submission)
        assignments.invite(by=by, assignment=assignment, token=assignment.token)


def make_moves(_: None) -> list[str]:
    return [str(one) for one in running.move_what_is_due()]


def remind(_: None) -> list[str]:
    return [str(one) for one in reminding.remind()]


def state_of_clocks(_: None) -> dict[str, Any]:
    """What the review of ``ask_referees`` has come to, and how often each thing was done."""
    moves = AuditEvent.objects.filter(sequence__isnull=False).order_by("sequence")
    return {
        "states": sorted(Assignment.objects.values_list("state", flat=True)),
        "numbers": list(moves.values_list("sequence", flat=True)),
        "expired": moves.filter(action="assignment.expire_invitation").count(),
        "reminders": Reminder.objects.count(),
        "mails": OutboxMessage.objects.filter(kind="reminders").count(),
    }


TASKS: dict[str, Callable[[Any], Any]] = {
    "ask_referees": ask_referees,
    "make_moves": make_moves,
    "remind": remind,
    "state_of_clocks": state_of_clocks,
    "load": load,
    "lend_token": lend_token,
    "call": call,
    "drafts": drafts,
    "publish": publish,
    "report": report,
    "dump": dump,
    "dump_slowly": dump_slowly,
    "post_mails": post_mails,
    "outlast_leases": outlast_leases,
    "unsent": unsent,
    **review_tasks.TASKS,
    **version_tasks.TASKS,
}


def say(answer: object) -> None:
    print(json.dumps(answer), flush=True)  # noqa: T201 - this is how it answers


def main() -> None:
    say("ready")
    for line in sys.stdin:
        task, argument = json.loads(line)
        began = time.time()
        result = TASKS[task](argument)
        say({"began": began, "ended": time.time(), "result": result})


main()
