"""Refusals of the registry, each with a stable code that interfaces can show and test."""

from typing import Any

from registry.rules.problems import Problem, QueryProblem


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """Something was asked for that the rules do not allow; nothing was written."""

    code = "refused"


class CardInvalid(Refused):
    """A card has problems of severity error. ``problems`` are all of them, warnings included."""

    code = "card_invalid"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"The card has {len(problems)} problem(s).")
        self.problems = problems


class QueryInvalid(Refused):
    """The parameters of a question have problems; ``problems`` are all that were looked for."""

    code = "query_invalid"

    def __init__(self, problems: tuple[QueryProblem, ...]) -> None:
        super().__init__(f"The question has {len(problems)} problem(s).")
        self.problems = problems


class Unknown(Refused):
    """A lab, release, item or fact that the registry does not know."""

    code = "unknown"


class Conflict(Refused):
    """The thing exists already, or two statements exclude each other."""

    code = "conflict"


class LookAlike(Conflict):
    """A name passes for that of another lab, which ``lab`` names; an editor may let it stand."""

    code = "look_alike"

    def __init__(self, message: str, lab: str) -> None:
        super().__init__(message)
        self.lab = lab


class TransitionRefused(Refused):
    """A status change that the transition table does not list."""

    code = "transition_not_allowed"


class NotPermitted(Refused):
    """The person may see the thing but not do this to it."""

    code = "not_permitted"


class SecondFactorMissing(NotPermitted):
    """The role asks for a second factor, and the person has none."""

    code = "second_factor_missing"


class SecondPersonMissing(NotPermitted):
    """The move takes more than one person, and nobody has agreed to it yet."""

    code = "second_person_missing"


class StaleWrite(Refused):
    """Somebody else saved in between: what was sent rests on an older state. Nothing was lost.

    ``current`` is what is stored now.
    """

    code = "stale_write"

    def __init__(self, message: str, current: Any) -> None:
        super().__init__(message)
        self.current = current
