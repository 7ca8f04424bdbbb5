"""Building the published databases from the work database: `register.duckdb` (facts), `night.duckdb` (a run).

Everything published is copied column by column from an allow-list (`register/tables.sql`). Both files are
made in a place where nobody looks, checked, and only then handed on; DuckDB 1.2 and newer can read them.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import duckdb

from reports.errors import RegisterError
from reports.register_comments import comment_statements
from reports.register_facts import RegisterFacts, read_facts
from reports.sharing import sync
from reports.verdicts import record_verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from reports.settings import ReportsSettings

STORAGE_VERSION: Final = "v1.2.0"
"""Readable by every DuckDB from 1.2 to 2.0; newer formats are no smaller and no faster (docs/adr)."""
BLOCK_SIZE: Final = 16_384
"""The smallest there is: a small register takes 0.5 MiB instead of 6, and nothing gets slower."""
_MODE: Final = 0o444
_SHOWN_PROBLEMS: Final = 5
_NOT_IN_THE_FILES: Final = frozenset({"asking.py", "answers.py", "data_package.py", "night.sql"})
"""Modules that leave the facts and their exports as they are."""


def build_register(work: Path, target: Path, settings: ReportsSettings) -> RegisterFacts:
    """Make `register.duckdb` at `target`, which must not exist yet.

    Raises:
        RegisterError: the work database is not consistent, or nothing was concluded from it yet.
    """
    with _building(work, target) as connection:
        _check_work(connection)
        connection.execute("SET VARIABLE role_mailboxes = ?::VARCHAR[]", [list(settings.role_mailboxes)])
        connection.execute(_sql("tables.sql"))
        _tell_about(connection, settings)
        connection.execute(_sql("views.sql"))
        _settle(connection)
        record_verdicts(connection)
        _settle(connection)
        _answer_statements(connection)
        connection.execute("UPDATE data.about SET tables_digest = ?", [_digest(connection)])
        for statement in comment_statements(connection, "register"):
            connection.execute(statement)
    _finish(target)
    return read_facts(target)


def build_night(work: Path, register: Path, target: Path, run_id: int) -> None:
    """Make `night.duckdb` at `target` for one run, its summary counted in the given register.

    Raises:
        RegisterError: the work database does not know the run.
    """
    with _building(work, target, register) as connection:
        connection.execute("SET VARIABLE run_id = ?::BIGINT", [run_id])
        connection.execute(_sql("night.sql"))
        if not connection.execute("SELECT count(*) FROM run").fetchall()[0][0]:
            raise RegisterError(f"The work database knows no run {run_id}.")
        for statement in comment_statements(connection, "night"):
            connection.execute(statement)
    _finish(target)


def newest_run(work: Path) -> int:
    """The newest run that looked at anything; raises `RegisterError` when there is none to be had."""
    if not work.exists():
        raise RegisterError(f"There is no {work}: run a harvest first.")
    try:
        with duckdb.connect(str(work), read_only=True) as connection:
            found = connection.execute(
                "SELECT coalesce((SELECT max(run_id) FROM store.account_outcome), max(run_id)) FROM store.run"
            ).fetchall()[0][0]
    except duckdb.Error as error:
        raise RegisterError(
            f"{work} cannot be read: it is damaged, in use, or no work database. Put back a copy from your "
            f"backup; the publication is untouched. ({error})"
        ) from error
    if found is None:
        raise RegisterError("Nothing was harvested yet: run a harvest first.")
    return int(found)


# --- Building ---------------------------------------------------------------------------------------


@contextmanager
def _building(work: Path, target: Path, register: Path | None = None) -> Iterator[DuckDBPyConnection]:
    """An empty database at `target` in use, beside the work database and a register, which are only read."""
    connection = duckdb.connect()
    try:
        connection.execute(f"ATTACH {_quoted(work)} AS work (READ_ONLY)")
        if register is not None:
            connection.execute(f"ATTACH {_quoted(register)} AS register (READ_ONLY)")
        connection.execute(
            f"ATTACH {_quoted(target)} AS made (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE})"
        )
        connection.execute("USE made")
        connection.execute("BEGIN")  # few transactions: hundreds of comments would each wait for the disk
        yield connection
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT made")
    finally:
        connection.close()


def _settle(connection: DuckDBPyConnection) -> None:
    """Let the planner know how large the tables are: it does not see that of rows that are not committed.

    Nobody sees the file before it is finished. Without this, 5,000 entries took 26 s of processor, with it 5.
    """
    connection.execute("COMMIT")
    connection.execute("BEGIN")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _sql(name: str) -> str:
    return (files("reports") / "register" / name).read_text(encoding="utf-8")


def _check_work(connection: DuckDBPyConnection) -> None:
    problems = []
    for schema in ("store", "link"):
        if not connection.execute(
            "SELECT count(*) FROM duckdb_views() WHERE database_name = 'work' AND schema_name = ? "
            "AND view_name = 'integrity_problem'",
            [schema],
        ).fetchall()[0][0]:
            raise RegisterError(
                f"The work database has no schema {schema}: run a harvest and `herbruik report` first."
            )
        problems += connection.execute(f"FROM work.{schema}.integrity_problem").fetchall()
    if problems:
        shown = "; ".join(f"{problem}: {what}" for problem, what in problems[:_SHOWN_PROBLEMS])
        raise RegisterError(
            f"The work database contradicts itself ({len(problems)} times); nothing is published: {shown}. "
            "The last good publication stays. Keep a copy of the work database and report this."
        )


def _answer_statements(connection: DuckDBPyConnection) -> None:
    """Ask the question of every statement of the guideline, and keep the answer with it."""
    for name, query in connection.execute("SELECT statement_id, query FROM data.statement").fetchall():
        figure = connection.execute(query).fetchall()[0][0]
        connection.execute("UPDATE data.statement SET figure = ? WHERE statement_id = ?", [figure, name])


def _tell_about(connection: DuckDBPyConnection, settings: ReportsSettings) -> None:
    """Table `data.about`; its digest is filled in when all other tables are."""
    guideline = connection.execute(
        "SELECT document, version, dated_on, source_url, rules_version FROM data.guideline"
    )
    document, version, dated_on, source_url, classification = guideline.fetchall()[0]
    newest = "SELECT arg_max(rules_version, read_at) FROM data.reading"  # "10" sorts before "9"
    rules = connection.execute(newest).fetchall()[0][0]
    told: dict[str, Any] = {
        "register_name_nl": settings.register_name_nl,
        "register_name_en": settings.register_name_en,
        "publisher": settings.publisher,
        "contact": settings.contact,
        "data_licence": settings.data_licence,
        "report_mistake_url": settings.report_mistake_url,
        "base_url": settings.base_url,
        "first_language": settings.languages[0],
        "guideline_document": document,
        "guideline_version": version,
        "guideline_on": dated_on,
        "guideline_url": source_url,
        "rules_version": rules or "",
        "classification_version": classification,
        "facts_as_of": _facts_as_of(connection),
    }
    told["tables_digest"] = ""
    kinds = {"guideline_on": "DATE", "facts_as_of": "TIMESTAMP"}
    columns = ", ".join(f"${key}::{kinds.get(key, 'VARCHAR')} AS {key}" for key in told)
    connection.execute(f"CREATE TABLE data.about AS SELECT {columns}", told)


def _facts_as_of(connection: DuckDBPyConnection) -> datetime | None:
    """The newest moment in any table: of a version, an event, a number that changed."""
    columns = connection.execute("""
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE database_name = 'made' AND schema_name = 'data' AND column_name IN (
          'valid_from', 'valid_to', 'seen_at', 'happened_at', 'first_seen_at', 'outcome_since')""").fetchall()
    moments = [
        connection.execute(f"SELECT max({column}) FROM data.{table}").fetchall()[0][0]  # noqa: S608
        for table, column in columns
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def _digest(connection: DuckDBPyConnection) -> str:
    """The same for the same facts and the same SQL, in whatever order the rows lie; 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for folder in ("register", "exports"):  # an export that is made in another way is another publication
        for file in sorted((files("reports") / folder).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith((".sql", ".toml", ".py", ".md")) and file.name not in _NOT_IN_THE_FILES:
                digest.update(file.read_bytes())
    tables = connection.execute("""
        SELECT table_name FROM duckdb_tables()
        WHERE database_name = 'made' AND schema_name = 'data' ORDER BY table_name""").fetchall()
    for (table,) in tables:
        sums = "count(*), bit_xor(md5_number_lower(t::VARCHAR)), sum(md5_number_upper(t::VARCHAR))"
        row = connection.execute(f"SELECT {sums} FROM data.{table} t").fetchall()[0]  # noqa: S608
        digest.update(f"{table} {row}".encode())
    return digest.hexdigest()


def _finish(target: Path) -> None:
    """Check that nothing lies beside the file, that it opens, and make it read-only and durable."""
    log = target.with_name(f"{target.name}.wal")
    if log.exists():
        raise RegisterError(f"{log} was left behind: {target.name} is not complete.")
    with duckdb.connect(str(target), read_only=True) as connection:
        connection.execute("SELECT count(*) FROM duckdb_columns()").fetchall()
    target.chmod(_MODE)
    sync(target)
