"""What a query costs by GitHub's published rule, and whether its pages are small enough.

Points: the requests needed to fill every connection once (the number of parents, at their maximum),
divided by 100 and rounded, at least 1. Nodes: for every connection, parents times ``first`` or ``last``;
at most 500,000.
Source: docs.github.com, "Rate limits and query limits for the GraphQL API".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    get_named_type,
    value_from_ast_untyped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import GraphQLSchema, SelectionSetNode

MOST_NODES = 500_000
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The price of a query before it runs."""

    points: int
    nodes: int
    git_objects: int  # no part of GitHub's rule, but what makes its queries slow


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """One field of the query with the number of its parents."""

    parent: str
    node: FieldNode
    parents: int
    size: int  # items of a connection or of Query.nodes, else 1
    is_connection: bool
    arguments: Mapping[str, Any]


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Mapping[str, Any],
    operation_name: str | None = None,
) -> Cost:
    """The price; GraphQLError with GitHub's ``type`` when a page has no size, or one too large."""
    requests = nodes = git_objects = 0
    for field in fields(schema, document, variables, operation_name):
        if field.is_connection:
            _check_page(field)
            requests += field.parents
            nodes += field.parents * field.size
        elif field.node.name.value == "nodes" and field.parent == "Query":
            nodes += field.size
        elif field.parent == "Repository" and field.node.name.value == "object":
            git_objects += field.parents
    if nodes > MOST_NODES:
        asked = f"This query requests up to {nodes:,} possible nodes"
        message = f"{asked} which exceeds the maximum limit of {MOST_NODES:,}."
        raise refusal("MAX_NODE_LIMIT_EXCEEDED", message)
    return Cost(points=max(1, round(requests / 100)), nodes=nodes, git_objects=git_objects)


def refusal(kind: str, message: str, field: FieldNode | None = None) -> GraphQLError:
    """An error as GitHub types them."""
    return GraphQLError(message, [field] if field else None, extensions={"type": kind})


def _check_page(field: _Field) -> None:
    name = field.node.name.value
    given = {
        bound: field.arguments[bound] for bound in ("first", "last") if field.arguments.get(bound) is not None
    }
    if not given:
        wanted = "a `first` or `last` value to properly paginate"
        message = f"You must provide {wanted} the `{name}` connection."
        raise refusal("MISSING_PAGINATION_BOUNDARIES", message, field.node)
    for bound, size in given.items():
        if size > LARGEST_PAGE:
            asked = f"Requesting {size} records on the `{name}` connection"
            message = f"{asked} exceeds the `{bound}` limit of {LARGEST_PAGE} records."
            raise refusal("EXCESSIVE_PAGINATION", message, field.node)


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The operation that would run."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    return next((o for o in operations if name and o.name and o.name.value == name), operations[0])


def fields(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Mapping[str, Any],
    operation_name: str | None = None,
) -> Iterator[_Field]:
    """Every field of a valid query, fragments followed, with the greatest number of its parents."""
    operation = operation_of(document, operation_name)
    defaults = {
        v.variable.name.value: value_from_ast_untyped(v.default_value)
        for v in operation.variable_definitions or ()
        if v.default_value
    }
    walk = _Walk(schema, document, {**defaults, **variables})
    root = schema.query_type
    if root is not None:
        yield from walk.through(operation.selection_set, root, 1)


class _Walk:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._schema = schema
        self._fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self._variables = variables

    def through(self, selections: SelectionSetNode, parent: Any, parents: int) -> Iterator[_Field]:
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                yield from self._field(selection, parent, parents)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                kind = self._schema.type_map[condition.name.value] if condition else parent
                yield from self.through(selection.selection_set, kind, parents)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments[selection.name.value]
                kind = self._schema.type_map[fragment.type_condition.name.value]
                yield from self.through(fragment.selection_set, kind, parents)

    def _field(self, node: FieldNode, parent: Any, parents: int) -> Iterator[_Field]:
        if node.name.value.startswith("__") or not isinstance(
            parent, GraphQLObjectType | GraphQLInterfaceType
        ):
            return
        kind = get_named_type(parent.fields[node.name.value].type)
        given = {
            a.name.value: value_from_ast_untyped(a.value, dict(self._variables)) for a in node.arguments or ()
        }
        is_connection = kind.name.endswith("Connection")
        size = 1
        if is_connection:
            size = next((given[b] for b in ("first", "last") if isinstance(given.get(b), int)), 0)
        elif node.name.value == "nodes" and parent.name == "Query":
            size = len(given.get("ids") or ())
        yield _Field(
            parent=parent.name,
            node=node,
            parents=parents,
            size=size,
            is_connection=is_connection,
            arguments=given,
        )
        if node.selection_set:
            yield from self.through(node.selection_set, kind, parents * size)
