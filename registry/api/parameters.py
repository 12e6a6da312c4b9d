"""Reading the query of a request: strictly, with a reason for each thing that is wrong.

A comma means "or", a repeated parameter "and"; what a parameter takes is declared once and read,
checked and described in the OpenAPI document from there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from registry.api.errors import WHOLE_QUERY
from registry.rules.catalogue.parameters import nearest
from registry.rules.catalogue.query import split, unknown_parameter
from registry.rules.errors import QueryInvalid
from registry.rules.problems import QueryProblem

# They say how much of a list is sent and how, not which list it is.
NOT_OF_THE_LIST = frozenset({"cursor", "limit", "count", "fields"})
DEFAULT_LIMIT = 25
MOST_ROWS = 100


class ValueRefused(Exception):  # noqa: N818 - a finding, told to the client
    """A value that a parameter does not take; ``code`` is one of ``rules.problems``."""

    def __init__(self, code: str, expected: str, hint: str | None = None) -> None:
        super().__init__(code)
        self.code, self.expected, self.hint = code, expected, hint


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its words and schema for the OpenAPI document, and how it is read."""

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    example: Any = None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The query as it was understood; ``values`` has a tuple for each parameter that repeats."""

    values: Mapping[str, Any] = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def question(self) -> str:
        """The same text for the same question, however its parameters are ordered."""
        return urlencode(sorted(self.pairs))

    def listing(self, name: str) -> str:
        """What tells the list ``name`` under these filters and in this order from all others."""
        kept = sorted(pair for pair in self.pairs if pair[0] not in NOT_OF_THE_LIST)
        return f"{name} {sha256(urlencode(kept).encode()).hexdigest()[:16]}"

    def query(self, **replaced: str | int) -> str:
        """The query of a related question: some parameters replaced, or left out where empty."""
        kept = [(name, value) for name, value in self.pairs if name not in replaced]
        added = [(name, value) for name, value in replaced.items() if value != ""]
        return urlencode([*kept, *added], safe=",.:/")


NOTHING_ASKED = Asked()


def read_query(parameters: Sequence[Parameter], query_string: str) -> Asked:
    """Read ``QUERY_STRING`` of WSGI; raises ``QueryInvalid`` with every problem found."""
    if not query_string:
        return NOTHING_ASKED
    pairs = read_pairs(query_string)
    known = {parameter.name: parameter for parameter in parameters}
    problems: list[QueryProblem] = []
    values: dict[str, Any] = {}
    for name, text in pairs:
        parameter = known.get(name)
        if parameter is None:
            problems.append(unknown_parameter(name, known))
        elif name in values and not parameter.repeats:
            problems.append(QueryProblem(name, "query.repeated", text, "one value", "Give one."))
        else:
            try:
                value = parameter.read(text)
            except ValueRefused as why:
                problems.append(QueryProblem(name, why.code, text, why.expected, why.hint))
                continue
            values[name] = (*values.get(name, ()), value) if parameter.repeats else value
    if problems:
        raise QueryInvalid(tuple(problems))
    return Asked(values, tuple(pairs))


def read_pairs(query_string: str) -> list[tuple[str, str]]:
    """Names and values in their order, percent-decoded as UTF-8 and nothing else."""
    try:
        # WSGI hands bytes over as Latin-1.
        texts_by_name = split(query_string.encode("latin-1").decode())
    except UnicodeError as error:
        expected = "percent-encoded UTF-8"
        problem = QueryProblem(WHOLE_QUERY, "query.text", "other bytes", expected)
        raise QueryInvalid((problem,)) from error
    pairs = [(name, text) for name, texts in texts_by_name.items() for text in texts]
    problems = [
        QueryProblem(name.replace("\0", ""), "query.text", "the NUL character", "text")
        for name, value in pairs
        if "\0" in name or "\0" in value
    ]
    if problems:
        raise QueryInvalid(tuple(problems))
    return pairs


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers in plain digits."""
    expected = f"a whole number from {low} to {high}"

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 19):
            raise ValueRefused("query.form", expected, "Write it in plain digits.")
        if not low <= int(text) <= high:
            raise ValueRefused("query.range", expected)
        return int(text)

    return read


def one_of(values: Sequence[str]) -> Callable[[str], str]:
    """A reader of one value of a closed list."""

    def read(text: str) -> str:
        if text not in values:
            expected = f"one of {', '.join(values)}"
            raise ValueRefused("query.unknown_value", expected, nearest(text, values))
        return text

    return read


def any_of(values: Sequence[str]) -> Callable[[str], frozenset[str]]:
    """A reader of several values of a closed list, separated by commas."""
    single = one_of(values)
    return lambda text: frozenset(single(part) for part in text.split(","))


def choices(name: str, description: str, values: Sequence[str]) -> Parameter:
    """A filter by a closed list: comma for "or", repeated for "and"."""
    return Parameter(
        name,
        f"{description} Several values separated by commas mean any of them.",
        {"type": "array", "items": {"type": "string", "enum": list(values)}},
        any_of(values),
        example=[values[0]],
        repeats=True,
    )


def sort_by(orders: Sequence[str], default: str) -> Parameter:
    return Parameter(
        "sort",
        "The order of the list; a minus sign turns it around. Every order ends on a column without "
        "equals, so no page skips or repeats a row.",
        {"type": "string", "enum": list(orders), "default": default},
        one_of(orders),
        example=orders[-1],
    )


LIMIT = Parameter(
    "limit",
    "How many rows a page has.",
    {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": DEFAULT_LIMIT},
    whole_number(1, MOST_ROWS),
    example=10,
)

CURSOR = Parameter(
    "cursor",
    "Where the page begins: copied from next of the page before, never made up. It is good for the "
    "same filters and the same order only.",
    {"type": "string", "minLength": 1},
    str,
)

COUNT = Parameter(
    "count",
    "With true, meta.count is the number of rows that the filters let through, on all pages.",
    {"type": "boolean", "default": False},
    lambda text: one_of(("true", "false"))(text) == "true",
    example=True,
)

PAGED = (LIMIT, CURSOR, COUNT)
