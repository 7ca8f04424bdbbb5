"""One question of the decision block: its answer, why, where that was found, and since when it is so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address

if TYPE_CHECKING:
    from datetime import date

    from reports.model.software import ComponentRow
    from reports.pages.edition import Edition


class State(StrEnum):
    """The answer to one question."""

    YES = "yes"
    NO = "no"
    NOT_STATED = "not_stated"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What an answer rests on: its name, with a line where there is one, its address, and its day.

    `on` is the day since which the file, or what the forge says of the repository, is as it is; of what has a
    date of its own, that date. `note` says the same in words.
    """

    label: str
    url: str | None
    on: date | None
    note: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question with its answer, why, and what that rests on, the most important first."""

    label: str
    state: State
    answer: str
    reason: str
    sources: tuple[Source, ...]

    @property
    def source(self) -> Source | None:
        """The most important source; None: there is none."""
        return self.sources[0] if self.sources else None

    @property
    def rests_on(self) -> date | None:
        """The newest day of any source: since then all of it is as it is now."""
        return max((source.on for source in self.sources if source.on), default=None)


def answered(edition: Edition, label: str, state: State, reason: str, *sources: Source | None) -> Check:
    """A question with its answer in the reader's words."""
    known = tuple(source for source in sources if source is not None)
    return Check(label=label, state=state, answer=_answers(edition)[state], reason=reason, sources=known)


def _answers(edition: Edition) -> dict[State, str]:
    words = edition.words
    return {
        State.YES: words.say("Yes"),
        State.NO: words.say("No"),
        State.NOT_STATED: words.say("Not stated"),
        State.CONTRADICTS: words.say("Contradicts itself"),
    }


def from_file(edition: Edition, component: ComponentRow, key_path: str | None = None) -> Source:
    """The description as source, at the commit where it was read, and at the line of a key that is there."""
    words, file = edition.words, edition.lookup.files.get((component.repository_id, component.path))
    line = edition.lookup.lines_of.get(component.component_id, {}).get(key_path or "")
    url = web_address(file.file_url) if file else None
    on = component.unchanged_since.date()
    place = words.say("%(file)s, line %(line)s", file=component.path, line=line)
    return Source(
        label=place if line else component.path,
        url=f"{url}#L{line}" if url and line else url,
        on=on,
        note=words.say("since %(date)s", date=words.date(on)),
        line=line,
    )


def from_repository(edition: Edition, component: ComponentRow) -> Source:
    """What the forge says of the repository as source."""
    words, repository = edition.words, edition.lookup.repositories.get(component.repository_id)
    on = repository.unchanged_since.date() if repository else None
    return Source(
        label=words.say("the repository"),
        url=web_address(component.repository_url),
        on=on,
        note=words.say("since %(date)s", date=words.date(on)) if on else None,
    )
