"""A walk through a GraphQL query before it runs: what both forges' cost rules are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    Undefined,
    get_named_type,
    value_from_ast_untyped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import GraphQLSchema, SelectionSetNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a query as it will be asked: where it stands, its arguments with variables filled in."""

    parent: str  # name of the type that it is asked of
    node: FieldNode
    kind: str  # name of the type that it gives, without list and non-null
    arguments: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The field's own name, whatever its alias."""
        return self.node.name.value

    @property
    def is_connection(self) -> bool:
        """Whether it gives pages."""
        return self.kind.endswith("Connection")


class QueryWalk:
    """A valid query with its variables, fragments followed."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        variables: Mapping[str, Any],
        operation_name: str | None = None,
    ) -> None:
        self._schema = schema
        self._fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        operation = _operation(document, operation_name)
        self._variables = {**_defaults(operation), **variables}
        self._operation = operation

    def roots(self) -> Iterator[Field]:
        """The fields of the query itself."""
        if self._schema.query_type is not None:
            yield from self._of(self._operation.selection_set, self._schema.query_type)

    def below(self, field: Field) -> Iterator[Field]:
        """The fields asked of what ``field`` gives."""
        if field.node.selection_set:
            yield from self._of(field.node.selection_set, self._schema.type_map[field.kind])

    def _of(self, selections: SelectionSetNode, parent: Any) -> Iterator[Field]:
        for selection in selections.selections:
            match selection:
                case FieldNode():
                    yield from self._field(selection, parent)
                case InlineFragmentNode():
                    condition = selection.type_condition
                    kind = self._schema.type_map[condition.name.value] if condition else parent
                    yield from self._of(selection.selection_set, kind)
                case FragmentSpreadNode():
                    fragment = self._fragments[selection.name.value]
                    kind = self._schema.type_map[fragment.type_condition.name.value]
                    yield from self._of(fragment.selection_set, kind)
                case _:
                    raise TypeError(f"no known selection: {selection}")

    def _field(self, node: FieldNode, parent: Any) -> Iterator[Field]:
        known = isinstance(parent, GraphQLObjectType | GraphQLInterfaceType)
        if not known or node.name.value.startswith("__"):
            return
        kind = get_named_type(parent.fields[node.name.value].type).name
        values = {
            a.name.value: value_from_ast_untyped(a.value, self._variables) for a in node.arguments or ()
        }
        given = {name: value for name, value in values.items() if value is not Undefined}
        yield Field(parent=parent.name, node=node, kind=kind, arguments=given)


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    return next((o for o in operations if name and o.name and o.name.value == name), operations[0])


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        definition.variable.name.value: value_from_ast_untyped(definition.default_value)
        for definition in operation.variable_definitions or ()
        if definition.default_value
    }
