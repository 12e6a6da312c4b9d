"""Two processes move one submission at the same moment: one wins, the other is told by whom."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.journeys.pairs import Pair, check_told_once

STALE, REFUSED, LATE = "stale_write", "transition_not_allowed", "condition_not_met"


@dataclass(frozen=True)
class Race:
    """Who moves, what, and what the second is told: the code, and words in and not in it."""

    stage: str
    winner: tuple[str, str]
    loser: tuple[str, str]
    code: str
    says: tuple[str, ...]
    never: tuple[str, ...] = ()
    point: str = "move_made"


NAMES = ("Hana", "Edda", "Chidi")
RACES = (
    Race("submitted", ("handling", "take"), ("editor", "take"), REFUSED, ("by Hana Handling",)),
    Race(
        "proposed",
        ("editor", "second"),
        ("chief", "second"),
        "conflict",
        ("carried by Edda Editor", "UTC"),
    ),
    Race("to_accept", ("handling", "accept"), ("handling", "accept"), REFUSED, ("Hana Handling",)),
    Race(
        "to_accept",
        ("handling", "accept"),
        ("representative", "withdraw"),
        STALE,
        ("“accept”", "UTC"),
        NAMES,
    ),
    Race(
        "to_accept",
        ("representative", "withdraw"),
        ("handling", "accept"),
        REFUSED,
        ("“withdraw” by representative", "UTC"),
    ),
    Race(
        "to_publish",
        ("handling", "publish"),
        ("representative", "withdraw"),
        REFUSED,
        ("“publish”", "UTC"),
        NAMES,
    ),
    Race(
        "to_publish",
        ("representative", "withdraw"),
        ("handling", "publish"),
        REFUSED,
        ("“withdraw” by representative",),
    ),
    Race(
        "one_late", ("handling", "revise"), ("referee 2", "file_late"), "refused", ("“revise” at",)
    ),
    Race(
        "one_late",
        ("referee 2", "file_late"),
        ("handling", "revise"),
        LATE,
        ("report",),
        point="assignment_moved",
    ),
    Race("draft", ("submitter", "complete"), ("representative", "save"), REFUSED, ()),
    Race(
        "draft",
        ("representative", "save"),
        ("submitter", "complete"),
        STALE,
        ("“save” at", "UTC"),
        point="section_saved",
    ),
    Race(
        "answered",
        ("representative", "submit_revision"),
        ("submitter", "save"),
        REFUSED,
        (),
    ),
)


@pytest.mark.parametrize("race", RACES, ids=lambda race: f"{race.winner[1]}-{race.loser[1]}")
def test_one_wins_and_the_other_is_told(pair: Pair, race: Race) -> None:
    prepared = pair.prepare(race.stage)
    before = pair.tell(prepared)
    winner, loser = ({**prepared, "by": by, "move": move} for by, move in (race.winner, race.loser))
    won, lost = pair.race(winner, loser, race.point)
    assert won == {"code": "", "text": ""}
    assert lost["code"] == race.code, lost
    assert not [word for word in race.says if word not in lost["text"]], lost
    assert not [word for word in race.never if word in lost["text"]], lost
    after = pair.tell(prepared)
    # A save of a draft is no move; everything else is one row.
    rows = 0 if race.winner[1] == "save" else 1
    assert len(after["moves"]) == len(before["moves"]) + rows
    # Whoever takes a submission, or saves, tells nobody.
    check_told_once(before, after, is_told=race.winner[1] not in ("take", "save"))


def test_a_double_click_acts_once_and_both_are_answered(pair: Pair) -> None:
    prepared = pair.prepare("to_accept")
    before = pair.tell(prepared)
    click = {**prepared, "by": "handling", "move": "accept", "form_key": "the-same-form"}
    done = {"code": "", "text": ""}
    assert pair.race(click, click) == (done, done)
    after = pair.tell(prepared)
    assert after["moves"] == [*before["moves"], "accept"]
    assert after["decisions"] == ["minor", "accept"]
    check_told_once(before, after)


def test_two_calls_with_one_key_act_once_and_both_are_answered(pair: Pair) -> None:
    prepared = pair.prepare("draft")
    call = {
        "task": "call",
        "moment": 0,
        "method": "POST",
        "address": f"/api/v1/submissions/{prepared['submission']}/complete",
        "body": {},
        "headers": {
            "Authorization": f"Bearer {pair.first.result('lend_program', prepared)}",
            "If-Match": f'"{prepared["token"]}"',
            "Idempotency-Key": "one-key",
        },
    }
    first, second = pair.race(call, call)
    assert (first["status"], second["status"]) == (200, 200), (first, second)
    assert (first["replayed"], second["replayed"]) == (False, True)
    assert first["body"] == second["body"]
    assert pair.tell(prepared)["moves"] == ["create", "complete"]
