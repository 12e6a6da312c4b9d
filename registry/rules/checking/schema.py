"""The second layer of checking: has the document the shape of a card?

jsonschema-rs decides, since it is fast; a refused document is walked again by jsonschema, which
stops early and whose findings can be explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from registry.rules.card_fields import CURRENT_VERSION, load_schema
from registry.rules.checking.explanation import explain
from registry.rules.pointer import join_pointer, split_pointer
from registry.rules.problems import MAXIMUM_PROBLEMS, Problem, shown

# Several findings can make one problem; beyond these the document is wrong in kind.
_MAXIMUM_FINDINGS = 4 * MAXIMUM_PROBLEMS
# What these keywords ask for is not there yet; they never say that something is wrong as it is.
_ASK_FOR_MORE = frozenset({"required", "oneOf", "anyOf"})
_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")
# They fit the pattern of every address of a card, so only an active format check refuses them.
_BAD_ADDRESSES = ("https://[1::", "https://example.org/%zz", "https://example.org/ü")


class FormatsNotCheckedError(RuntimeError):
    """A validator accepts texts that its ``format`` forbids; the registry must not start."""


def validate(document: Any, *, in_the_making: bool = False) -> tuple[Problem, ...]:
    """Return what keeps ``document`` from being a card: at most 50 problems, in its order.

    ``document`` is what ``checking.reading`` returns: its depth, size, texts and numbers are within
    limits. In the making it may lack anything, and then what is missing is no problem and takes no
    problem's place.
    """
    if problem := _other_version(document):
        return (problem,)
    if _decider().is_valid(document):
        return ()
    errors = _explainer().iter_errors(document)
    if in_the_making:
        errors = (error for error in errors if error.validator not in _ASK_FOR_MORE)
    findings = islice(errors, _MAXIMUM_FINDINGS)
    problems = sorted(explain(findings), key=lambda problem: _position(problem.pointer, document))
    # Should the two ever disagree, the refusal stands, in the words of the one that refuses.
    if in_the_making:
        return tuple(problems[:MAXIMUM_PROBLEMS])
    return tuple(problems[:MAXIMUM_PROBLEMS]) or (_refusal(document),)


def check_formats_are_enforced() -> None:
    """Raise ``FormatsNotCheckedError`` unless both validators refuse bad addresses.

    Both libraries accept any text for a format unless asked, and jsonschema unless it finds
    rfc3986-validator; called at start, so that a wrong installation cannot go unnoticed.
    """
    schema = {"type": "string", "format": "uri"}
    for validator in (_compile_decider(schema), _compile_explainer(schema)):
        for address in _BAD_ADDRESSES:
            if validator.is_valid(address):
                raise FormatsNotCheckedError(
                    f"{type(validator).__module__} accepts {address!r} as a URI;"
                    " is rfc3986-validator installed beside jsonschema?"
                )


@cache
def _decider() -> jsonschema_rs.Draft202012Validator:
    return _compile_decider(load_schema())


@cache
def _explainer() -> Validator:
    return _compile_explainer(load_schema())


def _compile_decider(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def _compile_explainer(schema: dict[str, Any]) -> Validator:
    return _Explainer(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _unless_too_long(keyword: str) -> Any:
    """Return the check of ``keyword``, skipped for lists that ``maxItems`` refuses anyway.

    Looking for repetitions in a list of 100,000 objects takes hours.
    """
    check = Draft202012Validator.VALIDATORS[keyword]

    def bounded(
        validator: Validator, rule: Any, instance: Any, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        if not isinstance(instance, list) or len(instance) <= schema.get("maxItems", len(instance)):
            yield from check(validator, rule, instance, schema) or ()

    return bounded


def _pattern(
    validator: Validator, pattern: str, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    # JSON Schema's expressions are ECMAScript's, where $ is the end and not also a last line feed.
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_Explainer: type[Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {
        "items": _unless_too_long("items"),
        "pattern": _pattern,
        "uniqueItems": _unless_too_long("uniqueItems"),
    },
)


def _refusal(document: Any) -> Problem:
    error = next(iter(_decider().iter_errors(document)))
    return Problem(join_pointer(error.instance_path), "schema.refused", shown(error.message, 200))


def _other_version(document: object) -> Problem | None:
    found = document.get("schema_version") if isinstance(document, dict) else None
    if not isinstance(found, str) or found == CURRENT_VERSION or not _VERSION.fullmatch(found):
        return None
    return Problem(
        "/schema_version",
        "schema.version",
        f"The card was made for schema version {found}, this registry knows {CURRENT_VERSION}.",
        f"Rewrite the card for version {CURRENT_VERSION} and set schema_version to"
        f" {shown(CURRENT_VERSION)}.",
    )


def _position(pointer: str, document: object) -> tuple[int, ...]:
    """Return the position of a value in the order of the text; missing members come last."""
    position = []
    for token in split_pointer(pointer):
        if isinstance(document, dict):
            keys = [*document]
            position.append(keys.index(token) if token in document else len(keys))
            document = document.get(token)
        elif isinstance(document, list):
            position.append(int(token))
            document = document[int(token)]
    return tuple(position)
