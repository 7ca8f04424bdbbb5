"""``herbruik backfill``: the history of files from git, so that trends do not begin on the first night."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from harvester.forges.candidates import LARGEST_FILE_BYTES
from harvester.forges.errors import Unavailable
from harvester.forges.folder import open_folder
from harvester.forges.folder_clone import clone_history, fetch_files
from harvester.forges.folder_git import GitError
from harvester.forges.folder_history import changes_of, contents_of
from harvester.history import versions_before
from harvester.model import ForgeKind
from harvester.night import WORK_DATABASE, Done, NothingPublished, PartlyDone, Step, refusing
from harvester.registry import RegistryError, open_registry
from harvester.registry_backfill import History

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvester.forges.folder_git import GitFolder
    from harvester.model import Account, Forge, Sources
    from harvester.night import NightContext, StepOutcome
    from harvester.registry_backfill import Described
    from harvester.registry_reading import Rules
    from harvester.settings import HarvesterSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillPlan:
    """Whose histories are read, and how; ``say`` gets a line for each repository."""

    sources: Sources
    chosen: tuple[Account, ...]
    rules: Rules
    settings: HarvesterSettings
    say: Callable[[str], None]


def backfill_step(plan: BackfillPlan) -> Step:
    """The step that reads and records the histories that are not known yet."""
    return Step("backfill", refusing(RegistryError, lambda context: _backfill(plan, context)))


def _backfill(plan: BackfillPlan, context: NightContext) -> StepOutcome:
    forges = {account.forge.name: account.forge for account in plan.chosen}
    failed = 0
    with open_registry(context.data_dir / WORK_DATABASE, context.clock()) as registry:
        backfill = registry.backfill(plan.sources, plan.rules, context.clock())
        waiting = backfill.waiting(plan.chosen)
        if not waiting:
            plan.say("No repository here holds a file whose history is not known yet.")
        for described in waiting:
            try:
                history = _history(forges[described.forge_id], described, plan.settings)
            except (GitError, Unavailable) as problem:
                failed += 1
                backfill.could_not_look(described, problem.phrase, context.clock())
                plan.say(f"{described.full_name}: could not look: {problem}")
                continue
            versions = backfill.record(described, history, context.clock())
            plan.say(f"{described.full_name}: earlier versions {versions}, commits {history.commits}")
        problems = registry.problems()
    if problems:
        return NothingPublished("The work database contradicts itself: " + "; ".join(problems))
    return PartlyDone(f"{failed} of {len(waiting)} histories could not be read.") if failed else Done()


def _history(forge: Forge, described: Described, settings: HarvesterSettings) -> History:
    """What git tells of one repository. Raises ``GitError`` and ``Unavailable``."""
    if forge.kind is ForgeKind.FOLDER:
        git = open_folder(forge, settings).git_of(described.full_name)
        return _read(replace(git, timeout_seconds=settings.backfill_seconds), described, is_clone=False)
    base = settings.of_forge(forge.name).clone_url or f"https://{forge.name}"
    url = f"{base.rstrip('/')}/{described.full_name}.git"
    with TemporaryDirectory(prefix="herbruik-backfill-") as folder:
        git = clone_history(url, Path(folder), settings.backfill_seconds, settings.user_agent)
        return _read(git, described, is_clone=True)


def _read(git: GitFolder, described: Described, *, is_clone: bool) -> History:
    changes = changes_of(git)
    versions = versions_before(described.first_seen_at, changes)
    oids = {each.git_oid for each in versions}
    if is_clone:
        fetch_files(git, oids)
    return History(
        versions=versions,
        contents=contents_of(git, oids, LARGEST_FILE_BYTES),
        head_oid=changes[-1].commit_oid if changes else None,
        commits=len(changes),
    )
