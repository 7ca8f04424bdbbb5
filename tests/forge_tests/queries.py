"""The harvester's own GraphQL files, each operation with the fragments that it needs."""

from __future__ import annotations

from importlib.resources import files

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    parse,
    print_ast,
    visit,
)
from graphql.language import Visitor


def harvester_queries(forge: str) -> dict[str, str]:
    """File name and operation → a whole document; ``forge`` is the beginning of the file names."""
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in files("harvester.forges").iterdir()
        if entry.name.startswith(forge) and entry.name.endswith(".graphql")
    }
    documents = {name: parse(text) for name, text in texts.items()}
    fragments = {
        definition.name.value: definition
        for document in documents.values()
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    return {
        f"{name}:{definition.name.value if definition.name else ''}": _whole(definition, fragments)
        for name, document in documents.items()
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
    }


def _whole(operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> str:
    needed: dict[str, FragmentDefinitionNode] = {}
    waiting: list[OperationDefinitionNode | FragmentDefinitionNode] = [operation]
    while waiting:
        for name in _spreads(waiting.pop()) - set(needed):
            needed[name] = fragments[name]
            waiting.append(fragments[name])
    return print_ast(DocumentNode(definitions=(operation, *needed.values())))


def _spreads(definition: OperationDefinitionNode | FragmentDefinitionNode) -> set[str]:
    found: set[str] = set()

    class Collector(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
            found.add(node.name.value)

    visit(definition, Collector())
    return found
