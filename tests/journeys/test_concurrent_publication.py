"""Two processes that publish at the same moment on one database."""

from __future__ import annotations

from typing import Any

from tests.factories.stored import starter_card
from tests.journeys.workers import Worker

VERSIONS = 4
R1, V3, GROK = "deepseek/deepseek-r1", "deepseek/deepseek-v3", "xai/grok-1"


def at_once(workers: list[Worker], task: str, arguments: list[object]) -> list[Any]:
    """The results of one task given to each, after making sure that they overlapped."""
    for worker, argument in zip(workers, arguments, strict=True):
        worker.tell(task, argument)
    answers = [worker.answer() for worker in workers]
    assert max(a["began"] for a in answers) < min(a["ended"] for a in answers), "one by one"
    return [answer["result"] for answer in answers]


def editions(card_id: str, editor: str) -> list[dict[str, Any]]:
    """Versions of one card that earn different scores and have different bytes."""
    documents = []
    for number in range(VERSIONS):
        document = starter_card(card_id)
        document["prepared_by"]["name"] = f"{editor}, edition {number}"
        if number % 2 == 0:
            del document["method"]
        documents.append(document)
    return documents


def test_nothing_is_lost_and_nothing_collides(workers: list[Worker]) -> None:
    assert sorted(at_once(workers, "load", [None, None])) == [0, 31]

    numbers = list(range(2, VERSIONS + 2))
    different = at_once(workers, "publish", [editions(V3, "A"), editions(GROK, "A")])
    assert different == [numbers, numbers]

    same_card = at_once(workers, "publish", [editions(R1, "A"), editions(R1, "B")])
    assert sorted(same_card[0] + same_card[1]) == list(range(2, 2 * VERSIONS + 2))

    last = editions(R1, "C")[-1:]
    assert at_once(workers, "publish", [last, last]) == [[2 * VERSIONS + 2]] * 2

    workers[0].tell("report", [V3, GROK, R1])
    report = workers[0].answer()["result"]
    assert report["differences"] == []
    assert report["versions"] == {
        V3: [1, *numbers],
        GROK: [1, *numbers],
        R1: list(range(1, 2 * VERSIONS + 3)),
    }
    assert report["rankings"] == list(range(1, len(report["rankings"]) + 1))
    assert len(report["rankings"]) >= 1 + 2 * VERSIONS
