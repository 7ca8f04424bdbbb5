"""All that is concluded of software at one moment, read from the work database and not yet written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.classification import classify_all, residue_of
from reports.link_subjects import read_bare_repositories, read_subjects, urls_of_repositories
from reports.overriding import overridden
from reports.possible import find_possible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from duckdb import DuckDBPyConnection

    from reports.classification import Classification
    from reports.guideline.curation import Curation
    from reports.possible import Possible
    from reports.residue import Residue


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """What the rules conclude (`by_rules`), and the same after what people decided (`decided`)."""

    by_rules: tuple[Classification, ...]
    decided: tuple[Classification, ...]
    residue: Residue
    urls: Mapping[int, str]
    possible: tuple[Possible, ...]


def conclude(connection: DuckDBPyConnection, curation: Curation, today: date) -> Concluded:
    """Conclude of all current software; the database is only read."""
    subjects = read_subjects(connection)
    urls = urls_of_repositories(connection)
    residue = residue_of(subjects)
    by_rules = classify_all(subjects, curation, residue)
    return Concluded(
        by_rules=by_rules,
        decided=overridden(by_rules, urls, curation, today),
        residue=residue,
        urls=urls,
        possible=find_possible(read_bare_repositories(connection), curation),
    )
