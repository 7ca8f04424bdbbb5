"""A list looked through as a whole: every mistake and every doubt, told as lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.sources.addresses import USUAL_KINDS
from harvester.sources.doubts import doubts
from harvester.sources.files import read_files
from harvester.sources.mistakes import Mistake, SourcesError, in_order
from harvester.sources.toml import load_sources

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from harvester.model import ForgeKind, Sources
    from harvester.sources.files import ListFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What came of looking through a list; ``sources`` is None where a mistake stands in the way."""

    sources: Sources | None
    mistakes: tuple[Mistake, ...]
    doubts: tuple[Mistake, ...]


def check_sources(path: Path, kinds: Mapping[str, ForgeKind]) -> Check:
    """Every mistake and every doubt, each in the order of the files; ``kinds`` as for ``load_sources``."""
    sources: Sources | None = None
    mistakes: tuple[Mistake, ...] = ()
    try:
        sources = load_sources(path, kinds)
    except SourcesError as problem:
        mistakes = problem.mistakes
    try:
        files = read_files(path)
    except SourcesError:
        return Check(sources=sources, mistakes=mistakes, doubts=())
    found = (files.mistake(*doubt) for doubt in doubts(files, {**USUAL_KINDS, **kinds}))
    return Check(sources=sources, mistakes=mistakes, doubts=in_order(found))


def read_sound(path: Path, kinds: Mapping[str, ForgeKind]) -> tuple[ListFiles, str]:
    """The files of a list without mistakes, and the text of the list itself. Raises ``SourcesError``."""
    load_sources(path, kinds)
    return read_files(path), path.read_text(encoding="utf-8")
