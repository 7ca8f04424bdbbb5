"""Steps that ask nobody: reading anew what is kept, and rewriting the file after something was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.exclusions import load_exclusions
from harvester.night import WORK_DATABASE, Done, NothingPublished, PartlyDone, Step, refusing
from harvester.registry import RegistryError, open_registry, rewrite_if_due
from harvester.settings import SettingsError

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from harvester.night import NightContext, StepOutcome
    from harvester.registry_reading import Rules


def derive_step(rules: Rules, tool_version: str) -> Step:
    """The step that reads anew what is kept, where it was read under other rules, without a request."""
    return Step("derive", refusing(RegistryError, lambda context: _derive(rules, tool_version, context)))


def _derive(rules: Rules, tool_version: str, context: NightContext) -> StepOutcome:
    path = context.data_dir / WORK_DATABASE
    if not path.exists():
        return NothingPublished(f"There is no {path}: run a harvest first.")
    with open_registry(path, context.clock()) as registry:
        run = registry.begin_deriving(rules, tool_version, context.clock())
        run.rederive(context.clock(), former=None)
        problems = registry.problems()
        run.finish("failed" if problems else "complete", context.clock())
    if problems:
        return NothingPublished("The work database contradicts itself: " + "; ".join(problems))
    return Done()


def exclude_step(listed: Path, forget_after: timedelta, rules: Rules, tool_version: str) -> Step:
    """The step before concluding: what the list at ``listed`` excludes by now is out of what is published.

    It opens the work database in any case, so that one of an older version is migrated before it is read.
    """

    def exclude(context: NightContext) -> None:
        exclusions = load_exclusions(listed)
        path = context.data_dir / WORK_DATABASE
        if not path.exists():
            return
        with open_registry(path, context.clock()) as registry:
            excluding = registry.begin_excluding(exclusions, rules, tool_version, context.clock())
            if excluding is not None:
                excluding.tidy(context.clock(), forget_after, None)
                excluding.finish("complete", context.clock())

    return Step("exclude", refusing((RegistryError, SettingsError), exclude))


def tidy_step() -> Step:
    """The last step: where texts were deleted, the file is written anew, so that their bytes are gone too."""

    def run(context: NightContext) -> StepOutcome:
        try:
            rewrite_if_due(context.data_dir / WORK_DATABASE, context.clock())
        except RegistryError as problem:
            return PartlyDone(str(problem))
        return Done()

    return Step("tidy", run)
