"""What ``tests.journeys.publisher`` can do about published versions: prepare one, move it, tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from registry.actions.audit import command_actor
from registry.actions.people import person_again
from registry.actions.recheck import find_differences
from registry.actions.review import notices
from registry.models import (
    AuditEvent,
    CardVersion,
    Change,
    Motion,
    OutboxMessage,
    Release,
)
from registry.rules.permissions import Person
from registry.rules.workflow.versions import VersionAction
from tests.factories import versions
from tests.factories.review import Cast
from tests.factories.stored import card_of, publish
from tests.journeys import review_tasks


def _published(people: Cast) -> CardVersion:
    release = Release.objects.select_related("lab").get(public_id=people.card_id)
    return publish(command_actor("the tests"), card_of(release))


def _doubted(people: Cast) -> CardVersion:
    return versions.moved(people, _published(people), VersionAction.EXPRESS_CONCERN)


def _retracted(people: Cast) -> CardVersion:
    return versions.moved(people, _published(people), VersionAction.RETRACT)


STAGES: Mapping[str, Callable[[Cast], CardVersion]] = {
    "published": _published,
    "doubted": _doubted,
    "retracted": _retracted,
}


def prepare(asked: dict[str, Any]) -> dict[str, Any]:
    """A version in a stage, with what the chief proposes for it; the keys of all people.

    Where a ``next`` stage is named, a submission of the same model is in it.
    """
    people = review_tasks.people_of_a_new_model()
    version = STAGES[asked["stage"]](people)
    prepared = review_tasks.names_of(people)
    if "next" in asked:
        prepared |= review_tasks.brought_to(asked["next"], people)
    seen = notices.token_of(version)
    if "proposed" in asked:
        motion = versions.propose(people.chief, version, VersionAction(asked["proposed"]))
        prepared["motion"] = motion.public_id
    return prepared | {"version": version.pk, "seen_version": seen}


Move = Callable[[Person, CardVersion, dict[str, Any]], object]


def _propose(by: Person, version: CardVersion, asked: dict[str, Any]) -> None:
    notices.propose(
        by=by,
        version=version,
        action=VersionAction.RETRACT,
        token=asked["seen_version"],
        form_key=asked.get("form_key", ""),
        **versions.WORDS[VersionAction.RETRACT],
    )


def _lift(by: Person, version: CardVersion, asked: dict[str, Any]) -> None:
    notices.lift_concern(
        by=by,
        version=version,
        token=asked["seen_version"],
        text="The figure was right.",
        form_key=asked.get("form_key", ""),
    )


def _agree(by: Person, _: CardVersion, asked: dict[str, Any]) -> None:
    notices.agree(by=by, motion=Motion.objects.get(public_id=asked["motion"]))


MOVES: Mapping[str, Move] = {"propose": _propose, "lift": _lift, "agree": _agree}


def move(asked: dict[str, Any]) -> dict[str, str]:
    """Move a version from a page that was opened before; tell what refused it."""
    version = CardVersion.objects.get(pk=asked["version"])
    by = person_again(asked["people"][asked["by"]])
    return review_tasks.attempt(asked, lambda: MOVES[asked["move"]](by, version, asked))


def tell(prepared: dict[str, Any]) -> dict[str, Any]:
    """How the version is, and how often each thing is on record that must be there once."""
    version = CardVersion.objects.select_related("card__release").get(pk=prepared["version"])
    release = version.card.release
    rows = AuditEvent.objects.filter(subject=release.public_id, data__version=version.number)
    mails = OutboxMessage.objects.filter(event__startswith=f"version {version} ")
    motions = Motion.objects.filter(version=version)
    live = version.card.live_version
    return {
        "status": version.status_events.latest("id").status,
        "live": live.number if live else None,
        "notices": list(version.notices.values_list("kind", flat=True)),
        "moves": list(rows.order_by("id").values_list("action", flat=True)),
        "proposals": [one.outcome or "open" for one in motions.order_by("id")],
        "changes": list(
            Change.objects.filter(subject=release.public_id, version=version.number)
            .exclude(kind=Change.Kind.CARD_REGRADED)
            .order_by("seq")
            .values_list("kind", flat=True)
        ),
        "mails": [list(row) for row in mails.order_by("id").values_list("event", "recipient")],
        # Every grade, score and rank, computed again from what is stored.
        "differences": find_differences(),
    }


TASKS: dict[str, Callable[[Any], Any]] = {
    "prepare_version": prepare,
    "move_version": move,
    "tell_version": tell,
}
