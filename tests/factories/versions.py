"""Moves of published versions, by people who may make them."""

from __future__ import annotations

from typing import Any

from registry.actions.review import editors, notices
from registry.actions.review.notices import token_of
from registry.actions.review.version_moves import Bytes
from registry.models import CardVersion, Motion, ReviewFile
from registry.rules.permissions import Person
from registry.rules.workflow.versions import VersionAction
from tests.factories.review import CLEAR, Cast, add_staff

WORDS: dict[VersionAction, dict[str, Any]] = {
    VersionAction.EXPRESS_CONCERN: {
        "text": "The hours cannot be right.",
        "items": ["CHIP-7"],
        "safety": "People rely on the figure now.",
    },
    VersionAction.RETRACT: {"text": "The log was made up.", "items": ["COMP-1"]},
    VersionAction.REINSTATE: {"text": "The log was found."},
    VersionAction.REMOVE: {"text": "Order 7 of a court.", "reason_class": "law"},
    VersionAction.RESTORE: {"text": "The order was lifted."},
}


def clear(person: Person, version: CardVersion) -> Person:
    """Let an editor declare no interest in the review that a version came of."""
    submission = version.origin.submission
    editors.declare_interests(by=person, submission=submission, answers=CLEAR)
    return person


def words_for(action: VersionAction) -> dict[str, Any]:
    return dict(WORDS.get(action, {}))


def add_administrator(name: str = "Ada Admin") -> Person:
    person = add_staff(name, "administrator")
    return Person(person.key, has_second_factor=True, is_administrator=True)


def propose(by: Person, version: CardVersion, action: VersionAction, **words: Any) -> Motion:
    motion = notices.propose(
        by=by,
        version=version,
        action=action,
        token=token_of(version),
        **(words or WORDS[action]),
    )
    assert motion is not None
    return motion


def kept(version: CardVersion) -> Bytes:
    """The bytes of a version and of its review, as a reader keeps them."""
    file = ReviewFile.objects.filter(version=version).first()
    return Bytes(
        version.content.canonical.encode(), file.canonical.encode() if file is not None else b""
    )


def moved(
    people: Cast,
    version: CardVersion,
    action: VersionAction,
    *,
    administrator: Person | None = None,
    content: Bytes | None = None,
    **words: Any,
) -> CardVersion:
    """Make a move by those who can; return the version as it is then."""
    if action is VersionAction.LIFT_CONCERN:
        notices.lift_concern(
            by=people.chief, version=version, token=token_of(version), text="It was right."
        )
        return CardVersion.objects.get(pk=version.pk)
    by = people.editor if action is VersionAction.EXPRESS_CONCERN else people.chief
    motion = propose(by, version, action, **words)
    agreeing: dict[VersionAction, list[Person | None]] = {
        VersionAction.EXPRESS_CONCERN: [people.chief],
        VersionAction.RETRACT: [people.editor],
        VersionAction.REINSTATE: [people.editor, people.handling],
        VersionAction.REMOVE: [administrator],
        VersionAction.RESTORE: [administrator],
    }
    others = agreeing[action]
    for person in others:
        assert person is not None
        done = notices.agree(by=person, motion=motion, content=content)
        assert done is (person == others[-1])
    return CardVersion.objects.get(pk=version.pk)
