"""How a sweep asks GitLab what was active last in some accounts, and where the answer has that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.forges.graphql import load_query
from harvester.model import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvester.forges.answers import Fields
    from harvester.model import Account

SHOWN_AT_ONCE = 100


def sweep_query(accounts: Sequence[Account], after: str | None) -> tuple[str, dict[str, object]]:
    """The query, an alias an account, with its variables; ``after``: a place in the only account's list."""
    given, parts = ["$first: Int!", "$after: String"], []
    variables: dict[str, object] = {"first": SHOWN_AT_ONCE // len(accounts), "after": after}
    for number, account in enumerate(accounts):
        name = alias(number)
        if account.scope is Scope.INSTANCE:
            parts.append(f'{name}: projects(first: $first, after: $after, sort: "{BY_ACTIVITY}") {PARTS}')
            continue
        given.append(f"${name}: ID!")
        variables[name] = account.path
        if account.scope is Scope.USER:
            parts.append(
                f"{name}: projects(namespacePath: ${name}, first: $first, after: $after, "
                f'sort: "{BY_ACTIVITY}") {PARTS}'
            )
            continue
        given.append(f"${name}s: Boolean!")
        variables[f"{name}s"] = account.subgroups
        parts.append(
            f"{name}: group(fullPath: ${name}) {{ projects(includeSubgroups: ${name}s, "
            "includeArchived: true, notAimedForDeletion: true, first: $first, after: $after, "
            f"sort: ACTIVITY_DESC) {PARTS} }}"
        )
    body = "\n  ".join(parts)
    query = f"query Sweep({', '.join(given)}) {{\n  {body}\n}}\n{load_query('gitlab_sweep')}"
    return query, variables


BY_ACTIVITY = "latest_activity_desc"  # as GitLab's own pages sort; a group has a word of its own for it
PARTS = "{ ...SweepParts }"


def alias(number: int) -> str:
    """What the account with that number is called in the query."""
    return f"g{number}"


def connection_of(data: Fields, number: int, account: Account) -> Fields | None:
    """The account's projects in an answer; None where there is no such account. Raises ``MalformedError``."""
    found = data.child(alias(number))
    if found is None or account.scope is not Scope.ORGANISATION:
        return found
    return found.need_child("projects")
