"""What is taken out of the rules, one thing at a time: a row, a role, a condition, a line."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from registry.rules import people_permissions, permissions, version_permissions, visibility
from registry.rules.workflow import policies
from registry.rules.workflow.assignments import ASSIGNMENT_MOVES
from registry.rules.workflow.submissions import TRANSITIONS
from registry.rules.workflow.versions import VERSION_MOVES

# No state is called so: a row that starts from here is gone.
NOWHERE = frozenset({"nowhere"})
SETS = (ast.BitAnd, ast.BitOr)


@dataclass(frozen=True)
class Mutant:
    """``apply`` changes the rules of this process for good; run it in a child."""

    name: str
    apply: Callable[[], None]


def mutants() -> Iterator[Mutant]:
    for table in (TRANSITIONS, ASSIGNMENT_MOVES, VERSION_MOVES):
        for row in table:
            yield from _of_row(row)
    for guard in policies._CONDITIONS:
        yield Mutant(f"condition {guard} always holds", lambda guard=guard: _holds(guard))
    for module in (permissions, people_permissions, version_permissions, visibility, policies):
        yield from _of_module(module)


def _of_row(row: Any) -> Iterator[Mutant]:
    def put(name: str, value: object) -> Callable[[], None]:
        return lambda: object.__setattr__(row, name, value)

    yield Mutant(f"{row.number} without the row", put("sources", NOWHERE))
    for name in ("sources", "roles", "kinds", "tracks"):
        found = getattr(row, name, frozenset())
        for one in sorted(found):
            if len(found) > 1 or name == "roles":
                yield Mutant(f"{row.number} without {name[:-1]} {one}", put(name, found - {one}))
    for name in ("guards", "seconds"):
        found = getattr(row, name, ())
        for place, one in enumerate(found):
            less = found[:place] + found[place + 1 :]
            yield Mutant(f"{row.number} without {name[:-1]} {one}", put(name, less))
    if getattr(row, "second", None):
        yield Mutant(f"{row.number} without a second person", put("second", None))
    for name in ("by_token", "while_held", "second_if_contested"):
        if getattr(row, name, False):
            yield Mutant(f"{row.number} not {name}", put(name, False))


def _holds(guard: Any) -> None:
    policies._CONDITIONS[guard] = lambda _facts: ""  # type: ignore[index]


def _of_module(module: ModuleType) -> Iterator[Mutant]:
    tree = ast.parse(inspect.getsource(module))
    for number, (line, what) in enumerate(_places(tree)):
        changed = copy.deepcopy(tree)
        _Taking(number).visit(changed)
        name = f"{module.__name__.rpartition('.')[2]} without {what} (line {line})"
        yield Mutant(name, lambda changed=changed: _install(module, changed))


def _install(module: ModuleType, tree: ast.Module) -> None:
    """Give the functions of the module, which others hold by name, the code of the mutant."""
    fresh: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(ast.fix_missing_locations(tree), module.__name__, "exec"), fresh)  # noqa: S102
    for name, value in fresh.items():
        old = getattr(module, name, None)
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            if isinstance(old, FunctionType):
                old.__code__ = value.__code__
        elif isinstance(value, dict) and isinstance(old, dict) and name.isupper():
            # The conditions are functions without a name of their own.
            old.clear()
            old.update(value)
        elif isinstance(value, frozenset) and name.isupper():
            setattr(module, name, value)


class _Taking(ast.NodeTransformer):
    """Counts what could be taken out, in one order, and takes out the one with the number."""

    def __init__(self, number: int) -> None:
        self.number, self.places = number, list[tuple[int, str]]()

    def _take(self, node: ast.AST, what: ast.AST) -> bool:
        self.places.append((getattr(node, "lineno", 0), ast.unparse(what).splitlines()[0]))
        return len(self.places) - 1 == self.number

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        if self._take(node, node.test):
            return node.orelse or ast.Pass()
        return node

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        self.generic_visit(node)
        if self._take(node, node.body):
            return node.orelse
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        self.generic_visit(node)
        for place, one in enumerate(node.values):
            if self._take(node, one):
                node.values = node.values[:place] + node.values[place + 1 :]
                return node.values[0] if len(node.values) == 1 else node
        return node

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        if isinstance(node.op, SETS):
            if self._take(node, node.right):
                return node.left
            if self._take(node, node.left):
                return node.right
        return node

    def visit_Set(self, node: ast.Set) -> Any:
        self.generic_visit(node)
        for place, one in enumerate(node.elts):
            if len(node.elts) > 1 and self._take(node, one):
                node.elts = node.elts[:place] + node.elts[place + 1 :]
                return node
        return node

    def visit_Match(self, node: ast.Match) -> Any:
        self.generic_visit(node)
        for place, one in enumerate(node.cases):
            if len(node.cases) > 1 and self._take(one.pattern, one.pattern):
                node.cases = node.cases[:place] + node.cases[place + 1 :]
                return node
        return node

    def visit_Expr(self, node: ast.Expr) -> Any:
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and self._take(node, node.value):
            return ast.Pass()
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        """Annotations bind nobody; what is assigned may."""
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arg(self, node: ast.arg) -> Any:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        # Not what the function says it takes and returns: only what it does.
        node.body = [one for each in node.body for one in _listed(self.visit(each))]
        return node


def _listed(found: Any) -> list[ast.stmt]:
    return found if isinstance(found, list) else [found]


def _places(tree: ast.Module) -> list[tuple[int, str]]:
    counting = _Taking(-1)
    counting.visit(copy.deepcopy(tree))
    return counting.places
