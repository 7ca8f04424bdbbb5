"""How a value is written in CSV: one dialect for programs, one that a Dutch Excel opens by a double click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reports.exports.tables import Column

_BEGINS_FORMULA: Final = r"^[=+\-@\t\r\n＝＋－＠]"  # noqa: RUF001 -- the wide forms, which some programs take too
_NUMBER: Final = r"^[+\-]?\d+([.,]\d+)?$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """A form of CSV: how fields are parted and values written, as SQL formats with `{}` for the value."""

    folder: str
    delimiter: str
    byte_order_mark: bool
    boolean: str
    timestamp: str
    number: str
    long_id: str


PROGRAMS: Final = Dialect(
    folder="csv",
    delimiter=",",
    byte_order_mark=False,
    boolean="{}::VARCHAR",
    timestamp="strftime({}, '%Y-%m-%dT%H:%M:%SZ')",
    number="{}::VARCHAR",
    long_id="{}::VARCHAR",
)
DUTCH_EXCEL: Final = Dialect(
    folder="csv-excel-nl",
    delimiter=";",
    byte_order_mark=True,
    boolean="CASE {} WHEN true THEN 'ja' WHEN false THEN 'nee' END",
    timestamp="strftime({}, '%Y-%m-%d %H:%M:%S')",
    number="replace({}::VARCHAR, '.', ',')",
    long_id="'r' || {}::VARCHAR",  # Excel keeps fifteen digits of a number and rounds the rest
)
DIALECTS: Final = (PROGRAMS, DUTCH_EXCEL)


def cell(column: Column, dialect: Dialect) -> str:
    """The SQL that writes a column: text that a spreadsheet would run is made text, numbers stay numbers."""
    name = f'"{column.name}"'
    match column.kind:
        case "BOOLEAN":
            return dialect.boolean.format(name)
        case "TIMESTAMP":
            return dialect.timestamp.format(name)
        case "DOUBLE":
            return dialect.number.format(name)
        case "BIGINT" if column.name == "repository_id":
            return dialect.long_id.format(name)
        case "VARCHAR":
            return harmless(name)
        case _:
            return f"{name}::VARCHAR"


def harmless(name: str) -> str:
    """SQL for text that no spreadsheet takes for a formula: an apostrophe before it, as OWASP advises.

    A Dutch Excel parts the lines of the other form at its semicolons, so what follows one inside a text is
    guarded too, and what begins a line there; a line that begins with a dash is a list in Markdown and stays.
    """
    guarded = (
        f"regexp_replace(regexp_replace({name}, '([;\\t])([=+\\-@])', '\\1''\\2', 'g'), "
        "'([\\r\\n])([=+@])', '\\1''\\2', 'g')"
    )
    return (
        f"CASE WHEN regexp_matches({name}, '{_BEGINS_FORMULA}') AND NOT regexp_matches({name}, '{_NUMBER}') "
        f"THEN '''' || {guarded} ELSE {guarded} END"
    )
