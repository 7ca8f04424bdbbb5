"""The steps of a night that belong to the reports, as plain functions: conclude, then publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from reports.curated import load_curated
from reports.guideline.loading import load_curation
from reports.links import LinkCounts, record_links
from reports.publication import NIGHT, WORK, Publication, publish, visible
from reports.register import newest_run
from reports.site import write_site
from reports.snapshot import read_night

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reports.model.night import NightSummary
    from reports.settings import ReportsSettings


def links_step(data_dir: Path, at: datetime) -> LinkCounts:
    """Conclude the links of all current software; `at` is now, naive UTC.

    Raises:
        ReportsError: nothing was harvested yet, or the work database is newer than this program.
        GuidelineError: the shipped rules or the overrides are wrong.
        CuratedError: the users that people noted are wrong.
    """
    work = data_dir / WORK
    curation = load_curation()
    return record_links(work, curation, curated=load_curated(), run_id=newest_run(work), at=at)


def publish_step(data_dir: Path, settings: ReportsSettings, *, accept_shrinking: bool = False) -> Publication:
    """Make the published databases and the site, and show them.

    Raises:
        ReportsError: nothing was published; the last publication stays.
    """
    return publish(data_dir, settings, write_site, accept_shrinking=accept_shrinking)


def read_summary(data_dir: Path) -> NightSummary | None:
    """What the newest publication says of its run in numbers; None when nothing is published."""
    folder = visible(data_dir)
    if folder is None:
        return None
    try:
        return read_night(folder / NIGHT).summary
    except duckdb.Error:
        return None
