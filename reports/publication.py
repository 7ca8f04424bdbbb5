"""Making a publication visible: written beside, checked, and then shown whole by renaming one symbolic link.

    data/publications/RUN/    the site, and below data/ the databases and their checksums
    data/publication          symbolic link to the newest one, or a copy of it (`showing.py`)

A reader that follows the link sees one publication or the next, never half of one; a file that somebody has
open stays. Files that did not change are hard links to those of the previous publication: seven publications
cost little more than one, and a mirror transfers only what is new.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

from reports import downloads, showing
from reports.errors import PublicationError, ReportsError
from reports.register import build_night, build_register, newest_run
from reports.register_facts import RegisterFacts, read_facts
from reports.sharing import make_durable, share_unchanged, sync
from reports.showing import PUBLICATIONS
from reports.shrinking import refuse_shrunken
from reports.snapshot import read_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reports.model.snapshot import Snapshot
    from reports.pages.data import Download
    from reports.settings import ReportsSettings

    SiteWriter = Callable[[Path, Snapshot, ReportsSettings, Sequence[Download]], object]

WORK: Final = "work.duckdb"
DATA: Final = "data"
REGISTER: Final = f"{DATA}/{downloads.REGISTER}"
NIGHT: Final = f"{DATA}/{downloads.NIGHT}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What was published; `facts_changed` tells whether the register differs from the previous one."""

    folder: Path
    run_id: int
    facts: RegisterFacts
    facts_changed: bool


def publish(
    data_dir: Path,
    settings: ReportsSettings,
    write_site: SiteWriter,
    *,
    run_id: int | None = None,
    accept_shrinking: bool = False,
) -> Publication:
    """Publish what the work database of `data_dir` knows, under the lock of the caller.

    Args:
        data_dir: holds `work.duckdb`; the publication appears there.
        settings: how the register presents itself, what is kept.
        write_site: writes the site into a folder, from a snapshot and the files to download.
        run_id: the run that is told about; None: the newest.
        accept_shrinking: publish also a register that lost much.

    Raises:
        ReportsError: nothing was published, the last publication stays; the message says why and what to do.
    """
    publications = data_dir / PUBLICATIONS
    try:
        publications.mkdir(parents=True, exist_ok=True)
        showing.clean(data_dir)
        run_id = newest_run(data_dir / WORK) if run_id is None else run_id
        folder = _free_name(publications, run_id)
        made = publications / f".{folder.name}.new"
        try:
            facts, changed = _make(
                made, data_dir, settings, write_site, run_id, accept_shrinking=accept_shrinking
            )
            made.rename(folder)
            sync(publications)
            showing.show(folder, data_dir, settings.publish_by)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        _forget_old(data_dir, settings.keep_publications)
    except (OSError, duckdb.IOException, duckdb.FatalException) as error:
        raise PublicationError(
            f"The publication could not be written: {error} The last one stays. Make room or mend the cause, "
            "then run `herbruik report`."
        ) from error
    return Publication(folder=folder, run_id=run_id, facts=facts, facts_changed=changed)


def visible(data_dir: Path) -> Path | None:
    """The folder of the publication that readers see now; None when there is none."""
    return showing.visible(data_dir, REGISTER)


# --- Making it --------------------------------------------------------------------------------------


def _make(
    made: Path,
    data_dir: Path,
    settings: ReportsSettings,
    write_site: SiteWriter,
    run_id: int,
    *,
    accept_shrinking: bool,
) -> tuple[RegisterFacts, bool]:
    """Write everything below `made`; the facts, and whether they changed."""
    (made / DATA).mkdir(parents=True)
    previous = visible(data_dir)
    facts = build_register(data_dir / WORK, made / REGISTER, settings)
    before = _facts_before(previous)
    if before is not None and not accept_shrinking:
        refuse_shrunken(before, facts, settings)
    same = previous is not None and before is not None and before.digest == facts.digest
    taken = (
        previous is not None
        and same
        and downloads.take_over_facts(previous / DATA, made / DATA, hard_links=settings.hard_links)
    )
    if not taken:
        downloads.write_facts(made / DATA, settings.data_licence)
    build_night(data_dir / WORK, made / REGISTER, made / NIGHT, run_id)
    snapshot = read_snapshot(made / REGISTER, made / NIGHT)
    offered = downloads.describe(made / DATA, snapshot.night.run.started_at)
    write_site(made, snapshot, settings, offered)
    if previous is not None and settings.hard_links:
        share_unchanged(made, previous)
    make_durable(made)
    return facts, not same


def _facts_before(previous: Path | None) -> RegisterFacts | None:
    """Facts of the previous register; None when there is none that can be read: nothing to compare with."""
    if previous is None:
        return None
    try:
        return read_facts(previous / REGISTER)
    except ReportsError:
        return None


# --- Showing it, and forgetting ---------------------------------------------------------------------


def _free_name(publications: Path, run_id: int) -> Path:
    """`RUN`, or `RUN.2` when the run was published before, by `herbruik report` without a harvest."""
    taken = [n for run, n in map(_age, publications.iterdir()) if run == str(run_id)]
    return publications / (f"{run_id}.{max(taken) + 1}" if taken else str(run_id))


def _forget_old(data_dir: Path, keep: int) -> None:
    current = visible(data_dir)
    kept = sorted((path for path in (data_dir / PUBLICATIONS).iterdir() if path.is_dir()), key=_age)[-keep:]
    for folder in (data_dir / PUBLICATIONS).iterdir():
        if folder.is_dir() and folder not in kept and folder.resolve() != current:
            with suppress(OSError):  # the next run tries again
                shutil.rmtree(folder)


def _age(folder: Path) -> tuple[str, int]:
    run, _, n = folder.name.partition(".")
    return run, int(n) if n.isdigit() else 1
