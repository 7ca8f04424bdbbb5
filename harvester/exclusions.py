"""``exclude.toml``: what must not be in the register, with the reason, since when, and who decided it.

[[exclusions]]
url = "https://github.com/owner/repository"   # a repository, or an account with all that lies below it
reason = "The owner asked for it."
since = 2026-11-24
by = "beheer@voorbeeld.nl"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from harvester.reasons import EXCLUDED, Reason, day
from harvester.settings import SettingsError
from publiccode.addresses import repository_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One entry: ``url`` is the address of a repository or of an account."""

    url: str
    reason: str
    since: date
    by: str

    @property
    def told(self) -> Reason:
        """The sentence for the outcome of an account, and for a repository that is left out."""
        since, why = day(self.since), self.reason.rstrip(".")
        return Reason(
            code=EXCLUDED,
            en=f"Excluded since {since.en}: {why}.",
            nl=f"Uitgesloten sinds {since.nl}: {why}.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusions:
    """The whole list."""

    entries: tuple[Exclusion, ...] = ()

    def covering(self, url: str) -> Exclusion | None:
        """The first entry that names this address or one above it; letter case is no difference."""
        if not self.entries:
            return None
        key = f"{repository_key(url)}/"
        return next((each for each in self.entries if key.startswith(f"{repository_key(each.url)}/")), None)


NO_EXCLUSIONS = Exclusions()


def load_exclusions(path: Path) -> Exclusions:
    """The list at ``path``; a file that is not there excludes nothing. Raises ``SettingsError``."""
    if not path.exists():
        return NO_EXCLUSIONS
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingsError(f"{path} cannot be read: {problem}.") from problem
    listed = table.get("exclusions", [])
    if table.keys() - {"exclusions"} or not isinstance(listed, list):
        raise SettingsError(f"{path}: only entries of the form [[exclusions]] stand here.")
    mistakes = [f"{path}: {mistake}" for n, entry in enumerate(listed) for mistake in _mistakes(n, entry)]
    if mistakes:
        raise SettingsError("\n".join(mistakes))
    return Exclusions(entries=tuple(Exclusion(**entry) for entry in listed))


def _mistakes(number: int, entry: object) -> Iterator[str]:
    """What is wrong with one entry: where, and what to do."""
    place = f"exclusions[{number}]"
    if not isinstance(entry, Mapping):
        yield f"{place} must be a table with url, reason, since and by."
        return
    known = {each.name: date if each.name == "since" else str for each in fields(Exclusion)}
    for name in sorted(entry.keys() - known.keys()):
        yield f"{place}.{name} is not known. Use url, reason, since and by."
    for name, kind in known.items():
        if not _is(entry.get(name), kind):
            wanted = "a date, as in 2026-11-24" if kind is date else "a text that is not empty"
            yield f"{place}.{name} must be {wanted}."
    url = entry.get("url")
    if _is(url, str) and not _is_address(str(url)):
        yield f"{place}.url must be the address of an account or repository, as in https://github.com/owner."


def _is(value: Any, kind: type) -> bool:
    return (
        bool(value.strip()) if kind is str and isinstance(value, str) else type(value) is kind and bool(value)
    )


def _is_address(url: str) -> bool:
    """A whole host is never meant: it would empty the register."""
    return url.startswith(("https://", "http://")) and "/" in repository_key(url)
