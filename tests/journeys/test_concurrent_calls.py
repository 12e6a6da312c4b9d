"""Two processes that answer calls of one program at the same moment, on one database."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from tests.journeys.workers import Worker

DRAFTS = "/api/v1/submissions"
START = {"kind": "self_assessment", "model_name": "Model 1"}
# Long enough for both to have read what they are told.
SOON = 0.2
ROUNDS = 8


def both(workers: list[Worker], calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers to two calls that are made at one moment."""
    moment = time.time() + SOON
    for worker, call in zip(workers, calls, strict=True):
        worker.tell("call", {**call, "moment": moment})
    return [worker.answer()["result"] for worker in workers]


def test_one_key_has_one_effect_and_one_state_one_change(workers: list[Worker]) -> None:
    lent = workers[0].result("lend_token", "Model 1")
    sender = {"Authorization": f"Bearer {lent['token']}"}

    for number in range(ROUNDS):
        start = {"method": "POST", "address": DRAFTS, "body": START}
        start["headers"] = {**sender, "Idempotency-Key": f"start {number}".replace(" ", "-")}
        first, second = both(workers, [start, start])
        assert (first["status"], second["status"]) == (201, 201)
        assert first["body"] == second["body"]
        assert Counter((first["replayed"], second["replayed"])) == {True: 1, False: 1}
    assert workers[0].result("drafts", None) == {"drafts": 1 + ROUNDS, "changes": 0}

    etag = lent["etag"]
    for number in range(ROUNDS):
        bodies = [{"language": f"{letter}{chr(97 + number)}"} for letter in "ef"]
        put = {"method": "PUT", "address": lent["address"]}
        put["headers"] = {**sender, "If-Match": etag}
        answers = both(workers, [{**put, "body": body} for body in bodies])
        assert sorted(one["status"] for one in answers) == [200, 412]
        (won,) = (one["body"]["data"]["etag"] for one in answers if one["status"] == 200)
        (lost,) = (one["body"]["current"] for one in answers if one["status"] == 412)
        assert lost["etag"] == won
        assert lost["value"]["language"] in {body["language"] for body in bodies}
        etag = won
    assert workers[0].result("drafts", None) == {"drafts": 1 + ROUNDS, "changes": ROUNDS}
