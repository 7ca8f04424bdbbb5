"""Questions in SQL to the published databases: nothing can be written, and nothing else can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from reports.errors import ReportsError

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection


class QuestionError(ReportsError):
    """The question cannot be answered; the message is one sentence of the database's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The rows of an answer, with the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def ask(register: Path, night: Path, sql: str) -> Answer:
    """Ask the register; the last run is there as `night`, as in `FROM night.summary`.

    Raises:
        QuestionError: it is no SQL or more than one statement, names what is not there, or wants to write or
            to read a file.
    """
    connection = duckdb.connect()
    try:
        _open(connection, register, night)
        _expect_one(connection, sql)
        answered = connection.execute(sql)
        columns = tuple(str(column[0]) for column in answered.description or ())
        return Answer(columns=columns, rows=tuple(answered.fetchall()) if columns else ())
    except duckdb.Error as error:
        raise QuestionError(_sentence(error)) from error
    finally:
        connection.close()


def _open(connection: DuckDBPyConnection, register: Path, night: Path) -> None:
    for name, file in (("register", register), ("night", night)):
        connection.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
    connection.execute("USE register")
    # From here on no file, no network, no variable of this program, and no way to change that.
    for setting in ("enable_external_access", "autoload_known_extensions", "python_enable_replacements"):
        connection.execute(f"SET {setting} = false")
    connection.execute("SET lock_configuration = true")


def _expect_one(connection: DuckDBPyConnection, sql: str) -> None:
    """Of several statements only the last would be answered, and nobody would be told.

    DuckDB turns one PIVOT into two: before it comes a CREATE of its own, for which there is no text.
    """
    statements = connection.extract_statements(sql)
    written = [one for one in statements if one.type != duckdb.StatementType.CREATE or one.query]
    if not written:
        raise QuestionError("There is no statement to answer: give one in SQL.")
    if len(written) > 1:
        raise QuestionError(f"There are {len(written)} statements: give one, and ask the others apart.")


def _sentence(error: duckdb.Error) -> str:
    """What DuckDB says before it shows the place in the text, on one line."""
    said = str(error).partition("\nLINE ")[0]
    return " ".join(said.split())


def views(register: Path, night: Path) -> Answer:
    """What can be asked: views and macros, each with what it holds."""
    return ask(
        register,
        night,
        "SELECT name, any_value(table_about) AS holds FROM dictionary WHERE schema_name = 'main' "
        "GROUP BY name, column_name IS NULL ORDER BY column_name IS NULL, name",
    )
