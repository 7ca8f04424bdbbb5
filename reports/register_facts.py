"""What a register amounts to: enough to tell whether it changed, and whether it shrank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from reports.errors import RegisterError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts:
    """How much software of one organisation is in a register."""

    organisation_id: str
    name: str
    software: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFacts:
    """What a register amounts to: enough to tell whether it changed, and whether it shrank."""

    digest: str
    software: int
    files: int
    repositories: int
    organisations: tuple[OrganisationFacts, ...]


def read_facts(register: Path) -> RegisterFacts:
    """Digest and sizes of a register; raises `RegisterError` when it is damaged or none."""
    try:
        with duckdb.connect(str(register), read_only=True) as connection:
            row = connection.execute("""
                SELECT (SELECT tables_digest FROM about), (SELECT count(*) FROM component),
                       (SELECT count(*) FROM file), (SELECT count(*) FROM repository WHERE state = 'present')
                """).fetchall()[0]
            organisations = connection.execute(
                "SELECT organisation_id, name, software FROM organisation WHERE software > 0 ORDER BY ALL"
            ).fetchall()
    except duckdb.Error as error:
        raise RegisterError(f"{register} is damaged or no register: {error}") from error
    return RegisterFacts(
        digest=row[0],
        software=row[1],
        files=row[2],
        repositories=row[3],
        organisations=tuple(
            OrganisationFacts(organisation_id=key, name=name, software=software)
            for key, name, software in organisations
        ),
    )
