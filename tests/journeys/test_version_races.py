"""Two processes move one published version at the same moment: one wins, the other is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.journeys.pairs import Pair, check_told_once

DONE = {"code": "", "text": ""}
STALE, CONFLICT = "stale_write", "conflict"


def prepare(pair: Pair, **asked: str) -> dict[str, Any]:
    prepared: dict[str, Any] = pair.first.result("prepare_version", asked)
    return prepared


def tell(pair: Pair, prepared: dict[str, Any]) -> dict[str, Any]:
    """How things are; grades, scores and ranks are always those of what stands."""
    told: dict[str, Any] = pair.second.result("tell_version", prepared)
    assert told["differences"] == []
    return told


def moving(prepared: dict[str, Any], by: str, move: str, **asked: str) -> dict[str, Any]:
    return {**prepared, "task": "move_version", "by": by, "move": move, **asked}


@dataclass(frozen=True)
class Race:
    """Who moves, what, what it leaves; and what the second is told, with the winner's name."""

    stage: dict[str, str]
    winner: tuple[str, str]
    loser: tuple[str, str]
    code: str
    says: tuple[str, ...]
    leaves: dict[str, Any] = field(default_factory=dict)
    point: str = "version_moved"


RETRACTION = {"stage": "published", "proposed": "retract"}
RETRACTED = {
    "status": "retracted",
    "live": None,
    "notices": ["retraction"],
    "moves": ["card.retract"],
    "changes": ["card.retracted"],
    "proposals": ["carried"],
}
RACES = {
    "two propose a retraction": Race(
        {"stage": "published"},
        ("chief", "propose"),
        ("chief", "propose"),
        CONFLICT,
        ("proposed already by Chidi Chief at ", "UTC"),
        {"proposals": ["open"]},
        point="proposed",
    ),
    "two agree to a retraction": Race(
        RETRACTION,
        ("editor", "agree"),
        ("handling", "agree"),
        CONFLICT,
        ("carried by Edda Editor at ", "UTC"),
        RETRACTED,
    ),
    "one clicks twice to agree": Race(
        RETRACTION,
        ("editor", "agree"),
        ("editor", "agree"),
        CONFLICT,
        ("carried by Edda Editor at ", "UTC"),
        RETRACTED,
    ),
    "a retraction and the end of a concern": Race(
        {"stage": "doubted", "proposed": "retract"},
        ("editor", "agree"),
        ("chief", "lift"),
        STALE,
        ("became retracted at ", "UTC", "by Chidi Chief"),
        {**RETRACTED, "proposals": ["carried", "carried"]},
    ),
    "the end of a concern and a retraction": Race(
        {"stage": "doubted", "proposed": "retract"},
        ("chief", "lift"),
        ("editor", "agree"),
        STALE,
        ("became published at ", "UTC", "by Chidi Chief"),
        {
            "status": "published",
            "live": 1,
            "notices": ["concern_lifted"],
            "moves": ["card.lift_concern"],
            "changes": ["card.concern_lifted"],
            "proposals": ["carried", "open"],
        },
    ),
}
GROWING = ("notices", "moves", "changes", "mails")


def added(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What came to what was there; the rest as it is now."""
    return after | {name: after[name][len(before[name]) :] for name in GROWING}


@pytest.mark.parametrize("race", RACES.values(), ids=RACES.keys())
def test_one_wins_and_the_other_is_told(pair: Pair, race: Race) -> None:
    prepared = prepare(pair, **race.stage)
    before = tell(pair, prepared)
    won, lost = pair.race(moving(prepared, *race.winner), moving(prepared, *race.loser), race.point)
    assert won == DONE
    assert lost["code"] == race.code, lost
    assert not [word for word in race.says if word not in lost["text"]], lost
    after = tell(pair, prepared)
    check_told_once(before, after, is_told="status" in race.leaves)
    expected = {**before, **{name: [] for name in GROWING}, **race.leaves}
    found = added(before, after)
    assert {name: found[name] for name in RETRACTED} == {name: expected[name] for name in RETRACTED}


def test_two_editors_agree_at_once_where_two_have_to(pair: Pair) -> None:
    """Each is one of the two, and with the second it happens, once."""
    prepared = prepare(pair, stage="retracted", proposed="reinstate")
    before = tell(pair, prepared)
    first, second = moving(prepared, "editor", "agree"), moving(prepared, "handling", "agree")
    assert pair.race(first, second, "agreed") == (DONE, DONE)
    after = tell(pair, prepared)
    new = added(before, after)
    assert (after["status"], after["live"]) == ("published", 1)
    assert (new["notices"], new["moves"]) == (["reinstatement"], ["card.reinstate"])
    assert new["changes"] == ["card.reinstated"]
    assert after["proposals"] == ["carried", "carried"]
    check_told_once(before, after)


@pytest.mark.parametrize(
    ("move", "stage", "leaves", "point"),
    [
        ("propose", {"stage": "published"}, "proposals", "proposed"),
        ("lift", {"stage": "doubted"}, "notices", "version_moved"),
    ],
)
def test_a_double_click_acts_once_and_both_are_answered(
    pair: Pair, move: str, stage: dict[str, str], leaves: str, point: str
) -> None:
    prepared = prepare(pair, **stage)
    before = tell(pair, prepared)
    click = moving(prepared, "chief", move, form_key=f"form of {prepared['version']}")
    assert pair.race(click, click, point) == (DONE, DONE)
    after = tell(pair, prepared)
    assert len(after[leaves]) == len(before[leaves]) + 1
    check_told_once(before, after, is_told=move == "lift")


def test_a_newer_version_before_a_retraction(pair: Pair) -> None:
    """Whoever retracts meant the version that stood; nothing stands but the newer one."""
    prepared = prepare(pair, stage="published", next="to_publish", proposed="retract")
    before = tell(pair, prepared)
    publishing = {**prepared, "by": "handling", "move": "publish"}
    won, lost = pair.race(publishing, moving(prepared, "editor", "agree"))
    assert (won, lost["code"]) == (DONE, STALE), lost
    assert "became superseded at " in lost["text"] and "by Hana Handling" in lost["text"]
    after = tell(pair, prepared)
    assert (after["status"], after["live"]) == ("superseded", 2)
    assert added(before, after)["moves"] == []
    assert after["mails"] == before["mails"]
    assert after["proposals"] == ["open"]


def test_a_retraction_before_a_newer_version(pair: Pair) -> None:
    """They do not touch each other: the older is retracted, the newer one stands."""
    prepared = prepare(pair, stage="published", next="to_publish", proposed="retract")
    before = tell(pair, prepared)
    publishing = {**prepared, "by": "handling", "move": "publish"}
    assert pair.race(moving(prepared, "editor", "agree"), publishing, "version_moved") == (
        DONE,
        DONE,
    )
    after = tell(pair, prepared)
    assert (after["status"], after["live"]) == ("retracted", 2)
    assert added(before, after)["moves"] == ["card.retract"]
    check_told_once(before, after)
