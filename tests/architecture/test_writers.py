"""Only actions write, and only one of their modules moves a card's pointers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

ACTIONS = "registry/actions/"
# They know no Django, which import-linter sees to; ``update`` there is of dictionaries.
RULES = "registry/rules/"
TRANSITIONS = "registry/actions/transitions.py"

WRITES = frozenset(
    {
        *("save", "create", "update", "delete", "get_or_create", "update_or_create"),
        *("bulk_create", "bulk_update", "add", "set", "clear", "remove"),
    }
)
# ``add`` and its like also belong to sets and lists; on a manager they follow a relation.
AMBIGUOUS = frozenset({"add", "set", "clear", "remove"})
POINTERS = frozenset({"live_version", "current_grading"})
# A manager saves the user it makes, and nobody signs up in a demo; triggers and indexes are no
# rows; the rest only reads.
MAY_SAVE = {"registry/models/accounts.py", "registry/demo/people.py"}
READ_IN_SQL = {
    "registry/models/live_documents.py",
    "registry/models/one_state.py",
    "registry/models/stored_text.py",
}
MAY_EXECUTE = {
    "registry/models/append_only.py",
    "registry/models/search_index.py",
    *READ_IN_SQL,
}


def calls(source: str) -> Iterator[tuple[int, ast.Call, str]]:
    """Line, call and method name of every method call."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node, node.func.attr


def chain(node: ast.expr) -> list[str]:
    """The names along ``Model.objects.filter(…).update``, from the left."""
    match node:
        case ast.Name(id=name):
            return [name]
        case ast.Attribute(value=value, attr=attr):
            return [*chain(value), attr]
        case ast.Call(func=func):
            return chain(func)
        case _:
            return []


def writes(source: str) -> list[int]:
    """Lines that look like a write through a manager, a queryset or a row."""
    return [
        line
        for line, call, method in calls(source)
        if method in WRITES - AMBIGUOUS or (method in AMBIGUOUS and "objects" in chain(call.func))
    ]


def pointer_writes(source: str) -> list[int]:
    """Lines that set a card's pointers, or make a status event."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in POINTERS:
            found += [node.lineno] if isinstance(node.ctx, ast.Store) else []
        if isinstance(node, ast.Call):
            names = chain(node.func)
            sets = names[-1:] and names[-1] in {*WRITES, "ModelCard", "change"}
            if sets and any(keyword.arg in POINTERS for keyword in node.keywords):
                found.append(node.lineno)
            if names == ["setattr"] and any(
                isinstance(argument, ast.Constant) and argument.value in POINTERS
                for argument in node.args
            ):
                found.append(node.lineno)
            if names[:1] == ["VersionStatusEvent"] and (len(names) == 1 or names[-1] in WRITES):
                found.append(node.lineno)
    return found


def test_only_actions_write(sources: dict[str, str]) -> None:
    found = {
        name: lines
        for name, text in sources.items()
        if not name.startswith((ACTIONS, RULES)) and name not in MAY_SAVE
        if (lines := writes(text))
    }
    assert found == {}


def test_only_named_modules_speak_sql(sources: dict[str, str]) -> None:
    speaking = {
        name
        for name, text in sources.items()
        for _, _, method in calls(text)
        if method in {"execute", "executemany", "raw"}
    }
    assert speaking == MAY_EXECUTE
    for name in READ_IN_SQL:
        reading = sources[name].upper()
        assert not [word for word in ("INSERT ", "UPDATE ", "DELETE ") if word in reading], name


def test_only_transitions_move_a_card(sources: dict[str, str]) -> None:
    found = {
        name: lines
        for name, text in sources.items()
        if name != TRANSITIONS
        if (lines := pointer_writes(text))
    }
    assert found == {}
    assert pointer_writes(sources[TRANSITIONS])


# What takes more than one person, by the one module that has looked at who agreed.
BEHIND = {
    ("publication", "remove"): "registry/actions/review/version_moves.py",
    ("version_moves", "make"): "registry/actions/review/notices.py",
}


@pytest.mark.parametrize(("module", "name"), BEHIND)
def test_what_takes_two_people_has_one_way_in(
    module: str, name: str, sources: dict[str, str]
) -> None:
    callers = {
        path
        for path, text in sources.items()
        for _, call, _ in calls(text)
        if chain(call.func)[-2:] == [module, name]
    }
    imported = {
        path
        for path, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(f".{module}")
        if name in {alias.name for alias in node.names}
    }
    assert callers == {BEHIND[module, name]}
    assert imported == set(), "it is called by its module's name, so that it is seen here"


@pytest.mark.parametrize(
    "source",
    [
        "Lab.objects.create(slug='x')",
        "lab.save()",
        "Lab.objects.filter(pk=1).update(name='x')",
        "lab.releases.all().delete()",
        "Lab.objects.bulk_create([])",
        "self.model.objects.get_or_create(pk=1)",
        "Group.objects.get(pk=1).objects.add(1)",
    ],
)
def test_a_write_would_be_seen(source: str) -> None:
    assert writes(source) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "card.live_version = version",
        "card.live_version, x = version, 1",
        "card.current_grading: object = None",
        "ModelCard.objects.filter(pk=1).update(live_version=None)",
        "ModelCard.objects.create(release=r, current_grading=g)",
        "ModelCard(release=r, live_version=v)",
        "change(card, live_version=v)",
        "setattr(card, 'live_version', v)",
        "VersionStatusEvent(version=v)",
        "VersionStatusEvent.objects.create(version=v)",
    ],
)
def test_a_moved_pointer_would_be_seen(source: str) -> None:
    assert pointer_writes(source) == [1]


def test_reading_is_no_write() -> None:
    source = (
        "ModelCard.objects.filter(live_version=v).first(); seen.add(1); print(card.live_version)"
    )
    assert writes(source) == pointer_writes(source) == []
