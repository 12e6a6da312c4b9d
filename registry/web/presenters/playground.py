"""The playground: one operation, its parameters as a form, and the call that they make.

Operations that take a token are left out: no page is a place to type one into.

The page is complete on the server: without a script it gives the call as an address and a command.
"""

from __future__ import annotations

import shlex
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from registry.web.api_examples import examples
from registry.web.openapi import OperationDoc, ParameterDoc, open_tags, path_parts
from registry.web.presenters.api_pages import operation_or_first
from registry.web.view_models.api_pages import (
    Call,
    Choice,
    ChoiceGroup,
    PlaygroundField,
    PlaygroundPage,
)

OPERATION = "operation"
# A query this long is refused by the API in any case.
LONGEST_VALUE = 2000


def playground_page(query: QueryDict) -> PlaygroundPage:
    asked = query.get(OPERATION, "")
    operation = operation_or_first(asked)
    values = {
        parameter.name: query.get(parameter.name, "")[:LONGEST_VALUE].strip()
        for parameter in operation.parameters
    }
    was_sent = len(query) > 1 or (asked == operation.id and not operation.parameters)
    return PlaygroundPage(
        groups=tuple(
            ChoiceGroup(
                tag.name,
                tuple(
                    Choice(one.id, f"{one.summary}: {one.path}", one.id == operation.id)
                    for one in tag.operations
                ),
            )
            for tag in open_tags()
        ),
        operation=operation.id,
        title=operation.summary,
        method=operation.method,
        path=operation.path,
        purpose=operation.description,
        fields=tuple(
            _field(parameter, values[parameter.name], was_sent=was_sent)
            for parameter in operation.parameters
        ),
        notices=tuple(_notices(query, asked, operation, values, was_sent=was_sent)),
        call=_call(operation, values) if was_sent or operation.takes else None,
        body=_body(operation),
        body_types=tuple(
            Choice(media_type, media_type, place == 0)
            for place, media_type in enumerate(operation.takes)
        ),
        reference_url=f"{reverse('api-reference')}#{operation.id}",
    )


def _field(parameter: ParameterDoc, value: str, *, was_sent: bool) -> PlaygroundField:
    # Filled in with an example at first, where nothing can be left out.
    value = value if was_sent or not parameter.in_path else value or parameter.example
    choices: tuple[Choice, ...] = ()
    if parameter.choices and not parameter.several:
        choices = (
            Choice("", "not given", not value),
            *(Choice(one, one, one == value) for one in parameter.choices),
        )
    hint = parameter.meaning
    if parameter.takes and not choices:
        hint += f" Takes {parameter.takes}."
    return PlaygroundField(
        parameter.name, hint, value, parameter.example, parameter.in_path, choices
    )


def _notices(
    query: QueryDict,
    asked: str,
    operation: OperationDoc,
    values: dict[str, str],
    *,
    was_sent: bool,
) -> list[str]:
    notices = []
    if asked and asked != operation.id:
        notices.append(f"There is no operation “{asked[:60]}”; this is {operation.id}.")
    known = {OPERATION, *(parameter.name for parameter in operation.parameters)}
    notices += [
        f"{operation.id} takes no parameter “{name[:60]}”; it was left out."
        for name in query
        if name not in known
    ]
    missing = [name for name in path_parts(operation.path) if not values[name]]
    if was_sent and missing:
        notices.append(f"Fill in {', '.join(missing)}: the address needs it.")
    return notices


def _call(operation: OperationDoc, values: dict[str, str]) -> Call | None:
    """The call that the values make; None while a part of the path is missing."""
    path = operation.path
    for name in path_parts(operation.path):
        if not values[name]:
            return None
        path = path.replace(f"{{{name}}}", quote(values[name], safe=""))
    given = [
        (parameter.name, values[parameter.name])
        for parameter in operation.parameters
        if not parameter.in_path and values[parameter.name]
    ]
    address = f"{path}?{urlencode(given, safe=',.:/')}" if given else path
    parts = ["curl", "-s"]
    if operation.takes:
        parts += ["-H", f"Content-Type: {operation.takes[0]}", "--data-binary", "@card.json"]
    command = " ".join(map(shlex.quote, [*parts, f"{settings.BASE_URL}{address}"]))
    return Call(address, command)


def _body(operation: OperationDoc) -> str:
    """The body of an example in the first type that the operation takes, to begin with."""
    if not operation.takes:
        return ""
    of_type = operation.takes[0]
    found = (
        one
        for one in examples()
        if one.operation == operation.id and one.sent.get("Content-Type") == of_type
    )
    example = next(found, None)
    return example.body_path.read_text(encoding="utf-8") if example else ""
