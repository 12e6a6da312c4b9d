"""Two numbers in one question: what is compared with what."""

from collections.abc import Callable

from registry.api.addresses import address_of
from registry.api.errors import RequestRefused
from registry.api.parameters import Asked, Parameter, whole_number
from registry.rules.words import capitalized

# No more than a number in a path has digits for.
LARGEST = 999_999_999


def span_of(noun: str, *, is_ordered: bool = False) -> tuple[Parameter, Parameter]:
    """The parameters ``from`` and ``to``; ``noun`` is what they number, such as "version".

    ``is_ordered`` where ``from`` must not be the later one, which the endpoint sees to.
    """
    first = (
        f"The earlier {noun}" if is_ordered else f"The {noun} to begin with, as a rule the earlier"
    )
    return (
        _number("from", f"{first}. Left out, the one before `to`."),
        _number("to", f"The {noun} that is compared with it. Left out, the newest."),
    )


def _number(name: str, description: str) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": LARGEST}
    return Parameter(name, description, schema, whole_number(1, LARGEST), example=1)


def asked_span(asked: Asked, noun: str, newest: Callable[[], int]) -> tuple[int, int]:
    """The two numbers; ``newest`` is called only where ``to`` was left out."""
    new: int = asked.values["to"] if "to" in asked.values else newest()
    old: int = asked.values.get("from", new - 1)
    if old < 1:
        first = f"{capitalized(noun)} {new} is the first, so there is none before it to compare"
        raise RequestRefused("not-found", f"{first} it with.")
    return old, new


def is_named(asked: Asked) -> bool:
    """Whether both numbers were given, so that the question is about the same two for good."""
    return {"from", "to"} <= asked.values.keys()


def span_address(name: str, *parts: str, old: int, new: int) -> str:
    """The address of the difference between two numbers, by the name of its resource."""
    return f"{address_of(name, *parts)}?from={old}&to={new}"
