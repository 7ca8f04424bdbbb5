"""Recording what stands beside the links: needs, facts, possible links, conflicts, residue and decisions."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reports.conflicts import find_conflicts
from reports.link_rows import evidence_row, replace_if_different
from reports.overriding import place_of, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from reports.classification import Classification, Link
    from reports.guideline.curation import Curation
    from reports.possible import Possible
    from reports.residue import Residue


def record_lists(connection: DuckDBPyConnection, curation: Curation) -> None:
    """The lists of needs, answers and statements; within the transaction of the caller."""
    replace_if_different(connection, "need", list(_need_rows(curation)))
    replace_if_different(connection, "answer", list(_answer_rows(curation)))
    replace_if_different(
        connection,
        "statement",
        [
            {**asdict(one), "statement_id": one.id, "position": position, "part": one.group.value}
            for position, one in enumerate(curation.statements, start=1)
        ],
    )


def record_besides(
    connection: DuckDBPyConnection,
    by_rules: Sequence[Classification],
    decided: Sequence[Classification],
    curation: Curation,
    residue: Residue,
) -> None:
    """What is concluded of all software beside the links; `decided` is `by_rules` after overrides."""
    replace_if_different(connection, "need_link", list(_need_link_rows(decided, curation)))
    replace_if_different(connection, "fact", list(_fact_rows(decided)))
    conflicts = find_conflicts(by_rules, decided, curation)
    replace_if_different(
        connection, "conflict", [{**asdict(one), "kind": one.kind.value} for one in conflicts]
    )
    replace_if_different(connection, "residue", list(_residue_rows(decided, residue)))


def record_possible(connection: DuckDBPyConnection, found: Iterable[Possible]) -> None:
    """What repositories without a description may be."""
    rows = [
        {
            "repository_id": one.repository.repository_id,
            "category_id": link.category_id,
            "rule_id": link.rule_id,
            **_strength(link),
        }
        for one in found
        for link in one.links
    ]
    replace_if_different(connection, "possible_link", rows)


def record_overrides(
    connection: DuckDBPyConnection,
    found: Iterable[Classification],
    urls: Mapping[int, str],
    curation: Curation,
    today: date,
) -> None:
    """Every decision of a person, with what became of it."""
    known = {(place_of(urls.get(one.subject.repository_id, "")), one.subject.path) for one in found}
    rows = []
    for override in curation.overrides:
        row = asdict(override)
        row["category_id"] = row.pop("category")
        rows.append({**row, "action": override.action.value, "state": state_of(override, known, today).value})
    replace_if_different(connection, "override", rows)


def _need_rows(curation: Curation) -> Iterator[dict[str, Any]]:
    for position, need in enumerate(curation.needs.needs, start=1):
        yield {
            "need_id": need.id,
            "position": position,
            "slug": need.slug,
            "name_nl": need.name_nl,
            "name_en": need.name_en,
            "definition_nl": need.definition_nl,
            "definition_en": need.definition_en,
            "gemma_name": need.gemma,
            "gemma_url": curation.needs.gemma_url if need.gemma else None,
            "category_id": need.category,
        }


def _answer_rows(curation: Curation) -> Iterator[dict[str, Any]]:
    for position, answer in enumerate(curation.facts.answers, start=1):
        yield {
            "answer_id": answer.id,
            "position": position,
            "question": answer.question.value,
            "name_nl": answer.name_nl,
            "name_en": answer.name_en,
        }


def _need_link_rows(found: Iterable[Classification], curation: Curation) -> Iterator[dict[str, Any]]:
    for one in found:
        for link in one.needs:
            yield {
                "repository_id": one.subject.repository_id,
                "path": one.subject.path,
                "need_id": link.category_id,
                "rule_id": link.rule_id,
                **_strength(link),
                "rules_version": curation.needs.version,
            }


def _fact_rows(found: Iterable[Classification]) -> Iterator[dict[str, Any]]:
    for one in found:
        for link in one.facts:
            yield {
                "repository_id": one.subject.repository_id,
                "path": one.subject.path,
                "answer_id": link.category_id,
                **_strength(link),
            }


def _residue_rows(found: Iterable[Classification], residue: Residue) -> Iterator[dict[str, Any]]:
    for one in found:
        for statement in one.residue:
            yield {
                "repository_id": one.subject.repository_id,
                "path": one.subject.path,
                "key_path": statement.key,
                "value": statement.value,
                "files": residue.files(statement.account_id, statement.key, statement.value),
            }


def _strength(link: Link) -> dict[str, Any]:
    return {
        "strength": link.strength.value,
        "evidence": [evidence_row(evidence) for evidence in link.evidence],
    }
