"""Kills a publication at chosen moments, looks at what readers see: python -m tests.reports.killing FOLDER N

A moment is the n-th time that the program touches a file by name (Python's audit events), so that every
rename, link and opened file gets its turn; between them the database writes. Each publication has new facts.
The process forks before it has opened a database, so that nothing is imported twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import sys
import traceback
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from reports.publication import publish, visible
from reports.settings import ReportsSettings
from reports.site import write_site
from tests.reports.work import NEXT_RUN

if TYPE_CHECKING:
    from collections.abc import Callable

TOUCHES = (
    "open",
    "os.rename",
    "os.link",
    "os.symlink",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "shutil.",
)
SETTINGS = ReportsSettings(keep_publications=2)


def in_a_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked process; how it ended, as `os.waitpid` tells it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:  # a child never returns into the code of its parent
            failed = sys.exc_info()[0] is not None
            if failed:
                traceback.print_exc()
            os._exit(failed)
    return os.waitpid(child, 0)[1]


def change_facts(data_dir: Path) -> None:
    """Another description for every repository, another run."""
    with duckdb.connect(str(data_dir / "work.duckdb")) as connection:
        connection.execute(
            "UPDATE store.repository_version SET description = coalesce(description, '') || 'x'"
        )
        connection.execute(NEXT_RUN)


def publish_until(data_dir: Path, moment: int | None, counted: Path) -> None:
    """Publish; end at once at the n-th touch, or write how many touches there were."""
    touches = 0

    def touch(event: str, arguments: object) -> None:
        nonlocal touches
        if event.startswith(TOUCHES) and str(data_dir) in repr(arguments):
            touches += 1
            if touches == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(touch)
    publish(data_dir, SETTINGS, write_site)
    counted.write_text(str(touches))


def look(data_dir: Path) -> None:
    """What a reader sees: everything opens, and all files are of one publication. Raises AssertionError."""
    folder = visible(data_dir)
    assert folder is not None
    for sums in ("SHA256SUMS", "SHA256SUMS.night"):
        for line in (folder / "data" / sums).read_text().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256((folder / "data" / name).read_bytes()).hexdigest() == digest, name
    with duckdb.connect(str(folder / "data" / "register.duckdb"), read_only=True) as connection:
        ((software, descriptions),) = connection.execute(
            "SELECT (SELECT count(*) FROM component), (SELECT any_value(description) FROM repository)"
        ).fetchall()
    with duckdb.connect(str(folder / "data" / "night.duckdb"), read_only=True) as connection:
        ((run_id, counted, began),) = connection.execute(
            "SELECT run_id, software, started_at FROM summary JOIN run USING (run_id)"
        ).fetchall()
    assert counted == software
    package = json.loads((folder / "data" / "datapackage.json").read_text())
    rows = json.loads((folder / "data" / "json" / "component.json").read_text())
    repositories = json.loads((folder / "data" / "json" / "repository.json").read_text())
    assert len(rows) == software
    assert descriptions in {row["description"] for row in repositories}
    assert package["resources"]
    assert folder.name.split(".")[0] == str(run_id)
    assert f"{began:%H:%M} (UTC)" in (folder / "nl" / "nacht.html").read_text()
    for language in ("nl", "en"):
        pages = list((folder / language / "software").glob("*.html"))
        assert len([page for page in pages if not re.match(r"index|pagina-", page.name)]) == software
        assert (folder / language / "index.html").read_text().rstrip().endswith("</html>")


def leftovers(data_dir: Path) -> list[str]:
    """Names that only a killed run leaves."""
    return sorted(
        path.relative_to(data_dir).as_posix()
        for path in data_dir.rglob("*")
        if path.name.startswith(".")
        or path.name.endswith((".new", ".old", ".copy", ".link", ".wal", ".marked"))
    )


def main(data_dir: Path, moments: int) -> int:
    """Publish twice untouched, then kill a publication at so many moments, evenly spread over its touches."""
    counted = data_dir.parent / "touches"
    assert in_a_child(lambda: publish_until(data_dir, None, counted)) == 0
    assert in_a_child(lambda: change_facts(data_dir)) == 0
    assert in_a_child(lambda: publish_until(data_dir, None, counted)) == 0
    touches = int(counted.read_text())
    killed, half, broken = 0, 0, 0
    for n in range(moments):
        assert in_a_child(lambda: change_facts(data_dir)) == 0
        moment = 1 + n * (touches - 1) // max(1, moments - 1)
        ended = in_a_child(partial(publish_until, data_dir, moment, counted))
        killed += os.WIFSIGNALED(ended)
        half += bool(leftovers(data_dir))
        if in_a_child(lambda: look(data_dir)) != 0:
            broken += 1
            sys.stderr.write(f"killed at touch {moment} of {touches}\n")
    assert in_a_child(lambda: publish_until(data_dir, None, counted)) == 0
    assert in_a_child(lambda: look(data_dir)) == 0
    left = leftovers(data_dir)
    told = {
        "touches": touches,
        "killed": killed,
        "left_half": half,
        "broken": broken,
        "left_at_the_end": left,
    }
    print(json.dumps(told))  # noqa: T201
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), int(sys.argv[2])))
