"""What a new OpenAPI document takes away from the clients of the old one.

Adding is allowed: addresses, parameters that need not be given, members, values of an enumeration.
Shapes are compared by what they say, wherever they are written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
Node = Mapping[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")
# Whether a larger limit, or a smaller one, lets less through.
NARROWED_BY_RAISING = ("minimum", "minLength", "minItems")
NARROWED_BY_LOWERING = ("maximum", "maxLength", "maxItems")


def breaking_changes(before: Document, after: Document) -> list[str]:
    """One sentence for each thing that a client may rely on and that is no longer so."""
    found: list[str] = []
    for path, methods in before.get("paths", {}).items():
        if path not in after["paths"]:
            found.append(f"{path} was removed.")
            continue
        for method in METHODS:
            if method in methods:
                found += _of_operation(
                    f"{method.upper()} {path}", before, after, methods, after["paths"][path], method
                )
    return list(dict.fromkeys(found))


def _of_operation(
    name: str, before: Document, after: Document, old: Node, new: Node, method: str
) -> Iterator[str]:
    if method not in new:
        yield f"{name} was removed."
        return
    operations = old[method], new[method]
    if operations[0]["operationId"] != operations[1]["operationId"]:
        yield f"{name}: operation {operations[0]['operationId']} was renamed."
    yield from _of_parameters(name, before, after, *operations)
    yield from _of_bodies(name, before, after, *operations)
    yield from _of_responses(name, before, after, *operations)


def _of_parameters(
    name: str, before: Document, after: Document, old: Node, new: Node
) -> Iterator[str]:
    known = {_key(p): p for p in _resolved_all(before, old.get("parameters", ()))}
    now = {_key(p): p for p in _resolved_all(after, new.get("parameters", ()))}
    for key, parameter in known.items():
        place = f"{name}: parameter {parameter['name']}"
        if key not in now:
            yield f"{place} was removed."
            continue
        if now[key].get("required") and not parameter.get("required"):
            yield f"{place} must now be given."
        schemas = parameter.get("schema", {}), now[key].get("schema", {})
        yield from _Comparison(before, after, is_sent=True).of(place, *schemas)
    for key, parameter in now.items():
        if key not in known and parameter.get("required"):
            yield f"{name}: parameter {parameter['name']} was added and must be given."


def _of_bodies(name: str, before: Document, after: Document, old: Node, new: Node) -> Iterator[str]:
    content = old.get("requestBody", {}).get("content", {})
    now = new.get("requestBody", {}).get("content", {})
    for media_type, described in content.items():
        place = f"{name}: body {media_type}"
        if media_type not in now:
            yield f"{place} is no longer taken."
        else:
            schemas = described["schema"], now[media_type]["schema"]
            yield from _Comparison(before, after, is_sent=True).of(place, *schemas)


def _of_responses(
    name: str, before: Document, after: Document, old: Node, new: Node
) -> Iterator[str]:
    for status, response in old.get("responses", {}).items():
        if status not in new["responses"]:
            yield f"{name}: response {status} was removed."
            continue
        replies = _resolved(before, response), _resolved(after, new["responses"][status])
        for header in replies[0].get("headers", {}):
            if header not in replies[1].get("headers", {}):
                yield f"{name}: header {header} of response {status} was removed."
        now = replies[1].get("content", {})
        for media_type, described in replies[0].get("content", {}).items():
            place = f"{name}: {media_type} of response {status}"
            if media_type not in now:
                yield f"{place} was removed."
            else:
                schemas = described["schema"], now[media_type]["schema"]
                yield from _Comparison(before, after, is_sent=False).of(place, *schemas)


class _Comparison:
    """Two schemas side by side; ``is_sent`` where clients send what they describe."""

    def __init__(self, before: Document, after: Document, *, is_sent: bool) -> None:
        self._before, self._after, self._is_sent = before, after, is_sent
        self._seen: set[tuple[str, str]] = set()

    def of(self, place: str, old: Node, new: Node) -> Iterator[str]:
        references = old.get("$ref", ""), new.get("$ref", "")
        if all(references):
            if references in self._seen:
                return
            self._seen.add(references)
        old, new = _resolved(self._before, old), _resolved(self._after, new)
        if old.get("type") != new.get("type"):
            yield f"{place}: {_type(old)} became {_type(new)}."
            return
        yield from self._values(place, old, new)
        yield from self._limits(place, old, new)
        yield from self._members(place, old, new)
        if "items" in old and "items" in new:
            yield from self.of(f"{place}, entries", old["items"], new["items"])
        alternatives, now = old.get("anyOf", []), new.get("anyOf", [])
        if len(now) < len(alternatives):
            yield f"{place}: an alternative was removed."
        for pair in zip(alternatives, now, strict=False):
            yield from self.of(place, *pair)

    def _values(self, place: str, old: Node, new: Node) -> Iterator[str]:
        values, now = _choices(old), _choices(new)
        if self._is_sent and now is not None and values is None:
            yield f"{place} became a closed list."
        for value in values or ():
            if now is not None and value not in now:
                yield f"{place}: value {value!r} was removed."
        if self._is_sent and old.get("default") != new.get("default"):
            yield f"{place}: default {old.get('default')!r} became {new.get('default')!r}."
        if not self._is_sent and old.get("format") != new.get("format"):
            yield f"{place}: format {old.get('format')} became {new.get('format')}."

    def _limits(self, place: str, old: Node, new: Node) -> Iterator[str]:
        if not self._is_sent:
            return
        for limit in NARROWED_BY_RAISING:
            if limit in new and new[limit] > old.get(limit, new[limit] - 1):
                yield f"{place}: {limit} is now {new[limit]}."
        for limit in NARROWED_BY_LOWERING:
            if limit in new and new[limit] < old.get(limit, new[limit] + 1):
                yield f"{place}: {limit} is now {new[limit]}."
        if new.get("pattern", old.get("pattern")) != old.get("pattern"):
            yield f"{place}: pattern is now {new['pattern']}."

    def _members(self, place: str, old: Node, new: Node) -> Iterator[str]:
        members, now = old.get("properties", {}), new.get("properties", {})
        for name, schema in members.items():
            if name not in now:
                yield f"{place}: member {name} was removed."
            else:
                yield from self.of(f"{place}, member {name}", schema, now[name])
        required, required_now = set(old.get("required", ())), set(new.get("required", ()))
        if self._is_sent:
            for name in sorted(required_now - required):
                yield f"{place}: member {name} must now be given."
        else:
            for name in sorted((required - required_now) & now.keys()):
                yield f"{place}: member {name} may now be absent."


def _choices(node: Node) -> list[Any] | None:
    if "enum" in node:
        return list(node["enum"])
    return [node["const"]] if "const" in node else None


def _type(node: Node) -> str:
    return str(node.get("type", "any type"))


def _key(parameter: Node) -> tuple[str, str]:
    return parameter["in"], parameter["name"]


def _resolved_all(document: Document, nodes: list[Node]) -> list[Node]:
    return [_resolved(document, node) for node in nodes]


def _resolved(document: Document, node: Node) -> Node:
    """What a reference refers to; its siblings are only words."""
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node
