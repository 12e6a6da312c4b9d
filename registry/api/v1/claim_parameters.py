"""What can be asked of the flat list of claims."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from registry.api.parameters import Asked, Parameter, ValueRefused, choices, one_of, sort_by
from registry.models.flat_claims import ORDERS
from registry.rules.catalogue.claim_states import LETTERS
from registry.rules.flat_claims.paths import ClaimPath, UnknownPathError, parse_claim_path
from registry.rules.names import split_card_id
from registry.rules.standard import load_standard

STANDARD = load_standard()
GRADES = tuple(level.name for level in STANDARD.levels)
SECTIONS = tuple(section.card_section for section in STANDARD.sections)
ALL_CLAIMS = tuple(ClaimPath(item) for item in STANDARD.items)
DEFAULT_SORT = "model"
MOST_PATHS = 100
MOST_MODELS = 100
# Longer than any id: a longer text is told apart without being read.
LONGEST_ID = 250

_TEXTS: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}}


def _listed(
    read: Callable[[str], Any], most: int, expected: str
) -> Callable[[str], tuple[Any, ...]]:
    """A reader of values separated by commas, each once, in the order given."""

    def read_all(text: str) -> tuple[Any, ...]:
        parts = text.split(",")
        if len(parts) > most:
            raise ValueRefused("query.too_much", f"at most {most} {expected}")
        return tuple(dict.fromkeys(map(read, parts)))

    return read_all


def _path(text: str) -> ClaimPath:
    try:
        return parse_claim_path(text)
    except UnknownPathError as unknown:
        hint = f"Did you mean {unknown.nearest}?" if unknown.nearest else None
        expected = "an item such as COST-1, a claim such as cost.final_run, or a field of one"
        raise ValueRefused("query.unknown_value", expected, hint) from None


def _model(text: str) -> str:
    try:
        split_card_id(text[:LONGEST_ID])
    except ValueError:
        expected = "the id of a model, such as deepseek/deepseek-r1"
        raise ValueRefused("query.form", expected) from None
    return text[:LONGEST_ID]


PATH = Parameter(
    "path",
    "Which claims: items (`COST-1`), claims (`cost.final_run`) or fields inside their values "
    "(`cost.final_run.amount`), with commas between. Of a field that holds a figure the number is "
    "given with its unit. Left out, all claims of the standard.",
    _TEXTS,
    _listed(_path, MOST_PATHS, "paths"),
    example=["cost.final_run.amount"],
)
SECTION = choices("section", "Only claims of these sections of the card.", SECTIONS)
STATUS = choices("status", "Only claims with this status.", tuple(LETTERS))
GRADE_MIN = Parameter(
    "grade_min",
    "Only claims with this grade or a higher one.",
    {"type": "string", "enum": list(GRADES)},
    one_of(GRADES),
    example="evidenced",
)
MODEL = Parameter(
    "model",
    "Only these models, by id, with commas between.",
    _TEXTS,
    _listed(_model, MOST_MODELS, "models"),
    example=["deepseek/deepseek-r1", "deepseek/deepseek-v3"],
)
SORT = sort_by(tuple(ORDERS), DEFAULT_SORT)


def paths_of(asked: Asked) -> tuple[ClaimPath, ...]:
    """The paths asked for, those outside the sections asked for left out."""
    paths: Iterable[ClaimPath] = asked.values.get("path", ALL_CLAIMS)
    for sections in asked.values.get("section", ()):
        paths = [path for path in paths if path.item.claim.partition(".")[0] in sections]
    return tuple(paths)


def members_of(asked: Asked, all_members: Sequence[str]) -> tuple[str, ...]:
    """The members of a row that were asked for, as columns of a table."""
    wanted = asked.values.get("fields", all_members)
    return tuple(member for member in all_members if member in wanted)
