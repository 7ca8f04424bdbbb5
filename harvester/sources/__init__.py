"""The list of accounts to harvest: ``load_sources`` for the whole, ``only`` for a part."""

from __future__ import annotations

from harvester.sources.mistakes import Mistake, SourcesError, UnknownAccountError
from harvester.sources.only import chosen_of, only
from harvester.sources.toml import load_sources

__all__ = ["Mistake", "SourcesError", "UnknownAccountError", "chosen_of", "load_sources", "only"]
