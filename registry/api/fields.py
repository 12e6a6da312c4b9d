"""Sparse answers: only the members that ``fields`` names, by dotted paths.

A path goes into an object only if each of its members makes sense without the others, and a member
of the answer itself may bring others along. So a figure never leaves its unit and its scope behind.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from registry.api.parameters import Asked, Parameter, ValueRefused
from registry.rules.catalogue.parameters import nearest
from registry.rules.words import listed

# Members to keep; an empty tree keeps everything below.
Tree = dict[str, "Tree"]


def fields_of(
    shape: Any, *, figures: Sequence[str] = (), belonging: Sequence[str] = ()
) -> Parameter:
    """The parameter that selects members of ``shape``, a ``TypedDict``.

    Whoever asks for one of ``figures`` gets the members in ``belonging`` as well.
    """
    paths = member_paths(shape)
    unknown = {*figures, *belonging} - set(paths)
    if unknown:
        raise LookupError(f"{shape.__name__} has no members {sorted(unknown)}.")
    top = [path for path in paths if "." not in path]
    expected = f"members such as {', '.join(top)}, or dotted paths to members of these"

    def read(text: str) -> Tree:
        tree: Tree = {}
        for path in text.split(","):
            if path not in paths:
                raise ValueRefused("query.unknown_field", expected, _hint(path, paths))
            _add(tree, path)
        if not tree.keys().isdisjoint(figures):
            tree |= {name: {} for name in belonging}
        return tree

    return Parameter(
        "fields",
        "Only these members, by dotted paths with commas between. What is absent stays absent."
        + _along(figures, belonging),
        {"type": "array", "items": {"type": "string", "enum": list(paths)}},
        read,
        example=top[:2],
    )


def _along(figures: Sequence[str], belonging: Sequence[str]) -> str:
    if not figures:
        return ""
    names, others = (listed([f"`{name}`" for name in names]) for names in (figures, belonging))
    return f" A figure never comes alone: {names} bring {others} along."


def _hint(path: str, paths: Sequence[str]) -> str | None:
    """What to ask for instead: the object whose members belong together, or the nearest name."""
    whole = path.rpartition(".")[0]
    belongs = f"Ask for {whole}: its members belong together." if whole in paths else None
    return nearest(path, paths) or belongs


@cache
def member_paths(shape: Any) -> tuple[str, ...]:
    """The dotted paths of all members of ``shape``, those of list entries without a number."""
    schema = TypeAdapter(shape).json_schema()
    return tuple(dict.fromkeys(_paths(schema, schema.get("$defs", {}), "")))


def chosen(data: Mapping[str, Any], asked: Asked) -> Mapping[str, Any]:
    """``data`` with the members that were asked for; all of them where none was named."""
    tree: Tree | None = asked.values.get("fields")
    return data if tree is None else select(data, tree)


def select(data: Mapping[str, Any], tree: Tree) -> dict[str, Any]:
    """The members of ``data`` that ``tree`` names."""
    return {name: _selected(value, tree[name]) for name, value in data.items() if name in tree}


def _selected(value: Any, tree: Tree) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_selected(entry, tree) for entry in value]
    return select(value, tree)


def _add(tree: Tree, path: str) -> None:
    """Name one path more; a member named as a whole stays whole."""
    *parents, last = path.split(".")
    for name in parents:
        below = tree.get(name)
        if below == {}:
            return
        tree = tree.setdefault(name, {})
    tree[last] = {}


def _paths(node: Mapping[str, Any], shapes: Mapping[str, Any], before: str) -> Iterator[str]:
    if "$ref" in node:
        node = shapes[node["$ref"].rpartition("/")[2]]
    if "items" in node:
        yield from _paths(node["items"], shapes, before)
    if before and node.get("required"):
        return
    for name, below in node.get("properties", {}).items():
        path = f"{before}{name}"
        yield path
        yield from _paths(below, shapes, f"{path}.")
