"""The demo's own calendar: each story says how long ago its next step was; all run in that order.

A story is a generator. What it yields is a number of days before the present; what follows happens
then, as far as the actions of the registry know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from registry.actions.audit import told_as_of

Story = Iterator[float]


def tell(stories: Sequence[Story], *, present: datetime) -> None:
    """Run all stories to their ends, step by step in the order of time.

    Raises ``ValueError`` for a story that goes back, or into the future.
    """
    # The days that each story waits for; two that wait for the same moment go in their order.
    waiting: dict[int, float] = {}
    last = float("inf")
    for number in range(len(stories)):
        _go_on(stories, number, waiting)
    while waiting:
        number, days = max(waiting.items(), key=lambda one: (one[1], -one[0]))
        if not 0 <= days <= last:
            raise ValueError(f"Story {number + 1} goes on {days} days ago, after {last} days ago.")
        last = days
        with told_as_of(present - timedelta(days=days)):
            _go_on(stories, number, waiting)


def _go_on(stories: Sequence[Story], number: int, waiting: dict[int, float]) -> None:
    try:
        waiting[number] = next(stories[number])
    except StopIteration:
        waiting.pop(number, None)
