"""What may happen to what people ask of editors: to represent a lab, to list a new one.

Both are asked once and answered once. ``registry.rules.permissions`` says by whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from registry.rules.errors import TransitionRefused


class State(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Proof(StrEnum):
    """How somebody shows that a lab's domain is theirs to speak for."""

    EMAIL = "email"
    PAGE = "page"
    DNS = "dns"


TARGETS: Mapping[Action, State] = {
    Action.GRANT: State.GRANTED,
    Action.REFUSE: State.REFUSED,
    Action.WITHDRAW: State.WITHDRAWN,
}
# What only an editor does; the rest is for whoever asked.
BY_EDITOR = frozenset({Action.GRANT, Action.REFUSE})


def check_open(state: State) -> None:
    """Raise ``TransitionRefused`` for what has been answered or withdrawn."""
    if state is not State.OPEN:
        raise TransitionRefused(f"This was {state} already; nothing more can happen to it.")
