"""An answer as text: for people, for a spreadsheet, for a program, for a page."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.exports.asking import Answer

_WIDEST: Final = 60


def as_table(answer: Answer) -> str:
    """Columns under each other; long text is cut, and the number of rows stands below."""
    lines = [answer.columns, *(tuple(_cut(_plain(value)) for value in row) for row in answer.rows)]
    widths = [max(len(line[k]) for line in lines) for k in range(len(answer.columns))]
    rule = "  ".join("-" * width for width in widths)
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    rows = "1 row" if len(answer.rows) == 1 else f"{len(answer.rows)} rows"
    return "\n".join(text.rstrip() for text in (shown[0], rule, *shown[1:], f"({rows})"))


def as_csv(answer: Answer) -> str:
    """As RFC 4180 says, but for the line ends; NULL is an empty cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_plain(value) for value in row] for row in answer.rows)
    return stream.getvalue().rstrip("\n")


def as_json(answer: Answer) -> str:
    """A list with an object a row; moments and days as ISO 8601 writes them."""
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1, default=_plain)


def as_markdown(answer: Answer) -> str:
    """A table as GitHub and GitLab show it."""
    lines = [answer.columns, ("---",) * len(answer.columns)]
    lines += [
        tuple(_plain(value).replace("|", "\\|").replace("\n", " ") for value in row) for row in answer.rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


FORMATS: Final[dict[str, Callable[[Answer], str]]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
    "markdown": as_markdown,
}


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case list() | tuple() | dict():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
