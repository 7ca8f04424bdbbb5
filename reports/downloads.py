"""The folder `data/` of a publication: databases, exports and their checksums.

Facts and everything made of them are written only when facts changed; otherwise they are the files of the
previous publication. What is new every night has checksums of its own.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from reports.exports.data_package import Stored, data_package
from reports.exports.explaining import write_explanations
from reports.exports.writing import write_exports
from reports.pages.data import Download
from reports.sharing import take_over

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

REGISTER: Final = "register.duckdb"
NIGHT: Final = "night.duckdb"
PACKAGE: Final = "datapackage.json"
SUMS: Final = "SHA256SUMS"
"""Checksums of the facts: the same as long as they are. The night's own stand in `SHA256SUMS.night`."""
NIGHT_SUMS: Final = f"{SUMS}.night"


def write_facts(folder: Path, licence: str) -> None:
    """Everything made of the register that lies in `folder`, and the checksums."""
    tables = write_exports(folder / REGISTER, folder)
    write_explanations(folder, licence, tables)
    paths = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    _write_sums(folder / SUMS, {path: _stored(folder / path) for path in sorted(paths)})


def take_over_facts(previous: Path, folder: Path, *, hard_links: bool) -> bool:
    """Use the facts of the previous publication, the register included; False when one of them is missing."""
    try:
        known = _read_sums(previous)
    except OSError:
        return False
    if REGISTER not in known or not all((previous / path).is_file() for path in known):
        return False
    for path in (*known, SUMS):
        (folder / path).parent.mkdir(exist_ok=True)
        take_over(previous / path, folder / path, hard_links=hard_links)
    return True


def describe(folder: Path, run_at: datetime) -> tuple[Download, ...]:
    """Write the data package of a folder with facts and night, and the night's checksums; what it offers."""
    night = {NIGHT: _stored(folder / NIGHT)}
    stored = _read_sums(folder) | night
    package = data_package(folder / REGISTER, stored, run_at)
    (folder / PACKAGE).write_text(package, encoding="utf-8")
    night[PACKAGE] = _stored(folder / PACKAGE)
    _write_sums(folder / NIGHT_SUMS, night)
    return tuple(
        Download(path=f"data/{path}", size=each.size, sha256=each.sha256)
        for path, each in (stored | night).items()
    )


def _stored(file: Path) -> Stored:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Stored(size=file.stat().st_size, sha256=digest)


def _write_sums(sums: Path, files: Mapping[str, Stored]) -> None:
    """As `sha256sum --check` reads it, in the folder of the files."""
    sums.write_text("".join(f"{each.sha256}  {path}\n" for path, each in files.items()), encoding="utf-8")


def _read_sums(folder: Path) -> dict[str, Stored]:
    found = {}
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        digest, _, path = line.partition("  ")
        found[path] = Stored(size=(folder / path).stat().st_size, sha256=digest)
    return found
