"""Steps that ask nobody: reading anew what is kept, and rewriting the file after something was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvester.night import WORK_DATABASE, Done, NothingPublished, PartlyDone, Step
from harvester.registry import RegistryError, open_registry, rewrite_if_due

if TYPE_CHECKING:
    from harvester.night import NightContext, StepOutcome
    from harvester.registry_reading import Rules


def derive_step(rules: Rules, tool_version: str) -> Step:
    """The step that reads anew what is kept, where it was read under other rules, without a request."""

    def run(context: NightContext) -> StepOutcome:
        try:
            return _derive(rules, tool_version, context)
        except RegistryError as problem:
            return NothingPublished(str(problem))

    return Step("derive", run)


def _derive(rules: Rules, tool_version: str, context: NightContext) -> StepOutcome:
    path = context.data_dir / WORK_DATABASE
    if not path.exists():
        return NothingPublished(f"There is no {path}: run a harvest first.")
    with open_registry(path, context.clock()) as registry:
        run = registry.begin_deriving(rules, tool_version, context.clock())
        run.rederive(context.clock())
        problems = registry.problems()
        run.finish("failed" if problems else "complete", context.clock())
    if problems:
        return NothingPublished("The work database contradicts itself: " + "; ".join(problems))
    return Done()


def tidy_step() -> Step:
    """The last step: where texts were deleted, the file is written anew, so that their bytes are gone too."""

    def run(context: NightContext) -> StepOutcome:
        try:
            rewrite_if_due(context.data_dir / WORK_DATABASE, context.clock())
        except RegistryError as problem:
            return PartlyDone(str(problem))
        return Done()

    return Step("tidy", run)
