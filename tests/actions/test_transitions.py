"""The status of a version, and the card's pointers, move together or not at all."""

from __future__ import annotations

import pytest

from registry.actions import transitions
from registry.actions.audit import now
from registry.models import Actor, CardVersion, ModelCard
from registry.rules.errors import Conflict, TransitionRefused


@pytest.fixture
def version(db: None) -> CardVersion:
    return CardVersion.objects.get(live_on__release__public_id="xai/grok-1")


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ([], "published"),
        (["superseded"], "published"),
        (["superseded"], "superseded"),
        (["removed"], "removed"),
        (["superseded", "removed"], "removed"),
    ],
)
def test_only_listed_changes_are_made(
    path: list[str], refused: str, version: CardVersion, editor: Actor
) -> None:
    for status in path:
        transitions.set_status(version, status, by=editor, at=now())
    was = path[-1] if path else "published"
    assert transitions.status_of(version) == was
    with pytest.raises(TransitionRefused, match=f"that is {was} cannot become {refused}"):
        transitions.set_status(version, refused, by=editor, at=now())


def test_a_pointer_that_moved_in_between_is_a_conflict(version: CardVersion, editor: Actor) -> None:
    assert version.card.live_version == version, "seen before somebody else moves it"
    ModelCard.objects.filter(pk=version.card_id).update(live_version=None, current_grading=None)
    with pytest.raises(Conflict, match="changed by somebody else"):
        transitions.take_down(version, "removed", by=editor, at=now(), reason="Any")
