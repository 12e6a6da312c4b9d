"""Rules on a shape as a whole: which keys exclude or demand one another, what may not repeat.

Each rule is said once and read twice: by the check here and by the JSON Schema.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self, TypeVar, get_args

from pydantic import (
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError
from pydantic_core.core_schema import ErrorType

from registry.rules.card.shape import Shape

T = TypeVar("T")
JsonSchema = dict[str, Any]


class Rule(Protocol):
    """A rule on which keys an object has; ``keywords`` say it in JSON Schema."""

    def holds(self, given: Mapping[str, object]) -> bool: ...

    def error(self) -> PydanticCustomError: ...

    def keywords(self) -> JsonSchema: ...


@dataclass(frozen=True, slots=True)
class NotEmpty:
    """At least one key."""

    def holds(self, given: Mapping[str, object]) -> bool:
        return bool(given)

    def error(self) -> PydanticCustomError:
        return PydanticCustomError("empty_object", "Give at least one field")

    def keywords(self) -> JsonSchema:
        return {"minProperties": 1}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these keys."""

    names: tuple[str, ...]

    def holds(self, given: Mapping[str, object]) -> bool:
        return any(name in given for name in self.names)

    def error(self) -> PydanticCustomError:
        return PydanticCustomError("any_of", "Give at least one of " + ", ".join(self.names))

    def keywords(self) -> JsonSchema:
        return {"anyOf": [{"required": [name]} for name in self.names]}


@dataclass(frozen=True, slots=True)
class NumberOrRange:
    """Either the key ``number``, or both ``low`` and ``high``."""

    number: str

    def holds(self, given: Mapping[str, object]) -> bool:
        return given.keys() & {self.number, "low", "high"} in ({self.number}, {"low", "high"})

    def error(self) -> PydanticCustomError:
        return PydanticCustomError(
            "number_or_range", f"Give either {self.number}, or both low and high"
        )

    def keywords(self) -> JsonSchema:
        either_end = {"anyOf": [{"required": ["low"]}, {"required": ["high"]}]}
        return {
            "oneOf": [
                {"required": [self.number], "not": either_end},
                {"required": ["low", "high"], "not": {"required": [self.number]}},
            ]
        }


class RuledShape(Shape):
    """A shape whose keys obey ``rules``, checked on the keys as written.

    They are checked together with the fields, never after them, so that one bad field does not
    hide a broken rule.
    """

    rules: ClassVar[tuple[Rule, ...]]

    @model_validator(mode="wrap")
    @classmethod
    def _obey_rules(cls, value: Any, check: ModelWrapValidatorHandler[Self]) -> Self:
        broken = (
            [rule.error() for rule in cls.rules if not rule.holds(value)]
            if isinstance(value, dict)
            else []
        )
        return _check_all(value, broken, check)


def _refuse_repeats(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    texts = (
        [json.dumps(entry, sort_keys=True) for entry in value] if isinstance(value, list) else []
    )
    repeated = len(set(texts)) < len(texts)
    error = PydanticCustomError("repeated_entries", "Give each entry once")
    return _check_all(value, [error] if repeated else [], check)


UNIQUE = (WrapValidator(_refuse_repeats), Field(json_schema_extra={"uniqueItems": True}))


def _check_all(
    value: object, broken: Sequence[PydanticCustomError], check: Callable[[Any], T]
) -> T:
    """Return ``check(value)``; raises ``broken`` together with the errors of ``check`` itself."""
    if not broken:
        return check(value)
    lines = [InitErrorDetails(type=error, loc=(), input=value) for error in broken]
    try:
        check(value)
    except ValidationError as refused:
        lines += [_as_raised(line) for line in refused.errors(include_url=False)]
    raise ValidationError.from_exception_data("card", lines)


_BUILT_IN_ERRORS = frozenset(get_args(ErrorType))


def _as_raised(line: ErrorDetails) -> InitErrorDetails:
    """Turn a reported error back into one to raise."""
    code = line["type"]
    return InitErrorDetails(
        type=code if code in _BUILT_IN_ERRORS else PydanticCustomError(code, line["msg"]),
        loc=line["loc"],
        input=line["input"],
        ctx=line.get("ctx", {}),
    )
