"""Small mistakes made on purpose in a module of rules: each mutant has one (for `publiccode_mutation`)."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARISONS = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
PROFILES = {
    "BOTH": "NEITHER",
    "ONLY_STANDARD": "NEITHER",
    "ONLY_REFERENCE": "NEITHER",
    "STANDARD": "REFERENCE",
    "REFERENCE": "STANDARD",
}


Change = Callable[[Any], object]
"""Puts the mistake into the copy of a node."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A module with one mistake in it."""

    module: str
    line: int
    what: str
    source: str


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines as `ast.walk` gives them."""
    tree = ast.parse(source)
    skipped = _skipped(tree)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for what, change in _changes(node):
            changed = copy.deepcopy(tree)
            twin = next(other for at, other in enumerate(ast.walk(changed)) if at == number)
            change(twin)
            text = ast.unparse(ast.fix_missing_locations(changed))
            yield Mutant(module=module, line=getattr(node, "lineno", 0), what=what, source=text)


def _skipped(tree: ast.Module) -> set[int]:
    """Docstrings, annotations, assertions and imports for types: nothing in them is a rule."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        dead: list[ast.AST | None] = []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            dead.append(node.value)
        elif isinstance(node, ast.AnnAssign | ast.arg):
            dead.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            dead += [node.returns, *node.decorator_list]
        elif isinstance(node, ast.Assert) or (
            isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        ):
            dead.append(node)
        for root in dead:
            skipped |= {id(one) for one in ast.walk(root)} if root is not None else set()
    return skipped


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"`{ast.unparse(node)}`: and/or", lambda twin: setattr(twin, "op", other())
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        for value in (True, False):
            what = f"condition `{ast.unparse(node.test)}` is {value}"
            yield what, lambda twin, value=value: setattr(twin, "test", ast.Constant(value))
    elif isinstance(node, ast.comprehension):
        for at, test in enumerate(node.ifs):
            yield f"filter `{ast.unparse(test)}` dropped", lambda twin, at=at: twin.ifs.pop(at)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Tuple | ast.Set):
        yield from _elements(node)
    elif isinstance(node, ast.Name) and node.id in PROFILES and isinstance(node.ctx, ast.Load):
        other_name = PROFILES[node.id]
        yield f"{node.id} is {other_name}", lambda twin: setattr(twin, "id", other_name)


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, Change]]:
    for at, operator in enumerate(node.ops):
        other = COMPARISONS[type(operator)]
        what = f"`{ast.unparse(node)}`: {type(operator).__name__} is {other.__name__}"
        yield what, lambda twin, at=at, other=other: twin.ops.__setitem__(at, other())


def _constants(node: ast.Constant) -> Iterator[tuple[str, Change]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} is {not value}", lambda twin: setattr(twin, "value", not value)
    elif isinstance(value, int):
        yield f"{value} is {value + 1}", lambda twin: setattr(twin, "value", value + 1)
    elif isinstance(value, str) and value:
        yield f"{value!r} is another text", lambda twin: setattr(twin, "value", f"~{value}")


def _elements(node: ast.Tuple | ast.Set) -> Iterator[tuple[str, Change]]:
    """A rule, a row or a function left out of a table."""
    for at, element in enumerate(node.elts):
        if isinstance(element, ast.Call) or (isinstance(element, ast.Name) and element.id[0] == "_"):
            what = f"`{ast.unparse(element)[:70]}` left out"
            yield what, lambda twin, at=at: twin.elts.pop(at)
