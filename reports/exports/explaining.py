"""The page beside the data that says what the files are, in Dutch and in English."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from reports.exports.tables import Table

PAGES: Final = ("LEESMIJ.md", "README.md")


def write_explanations(folder: Path, licence: str, tables: tuple[Table, ...]) -> None:
    """Write `README.md` and `LEESMIJ.md`."""
    rows = "\n".join(f"| `{table.name}` | {table.about.replace('|', '/')} |" for table in tables)
    for name in PAGES:
        text = (files("reports") / "exports" / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.format(licence=licence, tables=rows), encoding="utf-8")
