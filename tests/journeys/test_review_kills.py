"""A process is killed in the middle of a review's move: nothing is lost and nothing is doubled.

Killed before the commit, nothing happened, and the same form does it. Killed after it, before the
answer, everything happened, and the same form is answered without doing it again.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.pairs import Pair, check_told_once
from tests.journeys.test_killed_outbox import ids_in, killed_at, sending, wait_until
from tests.journeys.workers import Databases, Worker, environment_on, running_workers


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)]
)
def url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    with databases.new(request.param) as made:
        yield made


@pytest.fixture(scope="module")
def pauses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pauses")


@pytest.fixture(scope="module")
def survivor(url: str, pauses: Path) -> Iterator[Worker]:
    with running_workers(url, 1, pauses=pauses) as (worker,):
        yield worker


def kill_while(
    survivor: Worker, task: str, asked: dict[str, Any], point: str, pauses: Path
) -> None:
    """A process of its own does the task, and is killed at the point."""
    pair = Pair(survivor, survivor, pauses)
    pair.hold(point)
    victim = survivor.result("in_child", [task, asked])
    pair.wait_until_held(point)
    os.kill(victim, signal.SIGKILL)
    assert survivor.result("bury", victim) == signal.SIGKILL
    pair.let_go(point)


def accepting(prepared: dict[str, Any]) -> dict[str, Any]:
    return {
        **prepared,
        "by": "handling",
        "form_key": f"form of {prepared['submission']}",
        "address": f"/editor/submissions/{prepared['submission']}/accept/",
        "data": {"letter": "Well done."},
    }


@pytest.mark.parametrize(("point", "is_done"), [("move_made", False), ("answer_made", True)])
def test_a_decision_is_made_once(survivor: Worker, pauses: Path, point: str, is_done: bool) -> None:
    prepared = survivor.result("prepare", "to_accept")
    before = survivor.result("tell", prepared)
    form = accepting(prepared)
    kill_while(survivor, "post", form, point, pauses)
    after = survivor.result("tell", prepared)
    assert (after["moves"][-1] == "accept", after == before) == (is_done, not is_done)
    for _ in range(2):
        assert survivor.result("post", form) == 302
    after = survivor.result("tell", prepared)
    assert after["state"] == "accepted"
    assert after["moves"] == [*before["moves"], "accept"]
    assert after["decisions"] == [*before["decisions"], "accept"]
    assert after["is_gapless"]
    check_told_once(before, after)


def test_a_card_is_published_once(survivor: Worker, pauses: Path) -> None:
    prepared = survivor.result("prepare", "to_publish")
    before = survivor.result("tell", prepared)
    form = {**accepting(prepared), "data": {}}
    form["address"] = form["address"].replace("accept", "publish")
    kill_while(survivor, "post", form, "move_made", pauses)
    assert survivor.result("tell", prepared) == before
    kill_while(survivor, "post", form, "answer_made", pauses)
    after = survivor.result("tell", prepared)
    assert survivor.result("post", form) == 302
    assert survivor.result("tell", prepared) == after
    assert (after["state"], after["versions"]) == ("published", 1)
    assert after["moves"] == [*before["moves"], "publish"]
    check_told_once(before, after)


def test_a_report_is_handed_in_once(survivor: Worker, pauses: Path) -> None:
    """The last one, which closes the round as well."""
    prepared = survivor.result("prepare", "drafted")
    before = survivor.result("tell", prepared)
    report = {**prepared, "by": "referee 1", "move": "report", "form_key": "a-report"}
    for point in ("assignment_moved", "move_made"):
        kill_while(survivor, "move", report, point, pauses)
        assert survivor.result("tell", prepared) == before
    for _ in range(2):
        assert survivor.result("move", report) == {"code": "", "text": ""}
    after = survivor.result("tell", prepared)
    assert (after["state"], after["reports"]) == ("decision_pending", 2)
    assert after["moves"] == [*before["moves"], "submit_report", "close_round"]


def check_mails_go_out_once(survivor: Worker, url: str, pauses: Path, folder: Path) -> None:
    """What was committed is sent, though the first who would send it is killed."""
    mails = survivor.result("mails_due", None)
    assert mails > 0
    environment = environment_on(url, pauses=pauses) | {"REGISTRY_DATA_DIR": str(folder)}
    killed_at("outbox_claimed", environment)
    assert not ids_in(folder)
    survivor.result("outlast_leases", None)
    with sending(environment) as process:
        wait_until(lambda: survivor.result("unsent", None) == 0, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert list(ids_in(folder).values()) == [1] * mails


def test_a_mail_goes_out_once_with_its_move(
    survivor: Worker, url: str, pauses: Path, tmp_path: Path
) -> None:
    """Killed before the commit there is no mail; after it, whoever sends next sends it."""
    prepared = survivor.result("prepare", "listing")
    listing = {**prepared, "by": "editor", "move": "list"}
    survivor.result("empty_outbox", None)
    kill_while(survivor, "move", listing, "move_made", pauses)
    assert survivor.result("mails_due", None) == 0
    assert survivor.result("move", listing) == {"code": "", "text": ""}
    again = survivor.result("move", listing)
    assert again["code"] == "transition_not_allowed"
    check_mails_go_out_once(survivor, url, pauses, tmp_path)


@pytest.mark.parametrize(("point", "is_done"), [("version_moved", False), ("answer_made", True)])
def test_a_version_is_retracted_once(
    survivor: Worker, url: str, pauses: Path, tmp_path: Path, point: str, is_done: bool
) -> None:
    """Killed after the state was changed nothing has happened; after the commit, the mail goes."""
    asked = {"stage": "published", "proposed": "retract"}
    prepared = survivor.result("prepare_version", asked)
    before = survivor.result("tell_version", prepared)
    survivor.result("empty_outbox", None)
    form = {
        **prepared,
        "by": "editor",
        "token": "",
        "seen": "",
        "form_key": "",
        "address": f"/editor/versions/motions/{prepared['motion']}/",
        "data": {"do": "agree"},
    }
    kill_while(survivor, "post", form, point, pauses)
    after = survivor.result("tell_version", prepared)
    assert (after["status"] == "retracted", after == before) == (is_done, not is_done)
    # Whoever sends it again does it, or is told that it is done.
    assert survivor.result("post", form) == (409 if is_done else 302)
    assert survivor.result("post", form) == 409
    after = survivor.result("tell_version", prepared)
    assert (after["status"], after["live"], after["differences"]) == ("retracted", None, [])
    assert after["moves"] == [*before["moves"], "card.retract"]
    assert after["notices"] == [*before["notices"], "retraction"]
    assert len(after["mails"]) == 1
    if is_done:
        check_mails_go_out_once(survivor, url, pauses, tmp_path)
