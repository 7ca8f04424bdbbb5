"""One question of the decision block: its answer, why, and where that was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address
from reports.pages.frame import Outside

if TYPE_CHECKING:
    from reports.model import ComponentRow
    from reports.pages.edition import Edition


class State(StrEnum):
    """The answer to one question."""

    YES = "yes"
    NO = "no"
    NOT_STATED = "not_stated"
    UNCLEAR = "unclear"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question with its answer, why, and where that was found."""

    label: str
    state: State
    answer: str
    reason: str
    source: Outside | None


def answered(edition: Edition, label: str, state: State, reason: str, source: Outside | None) -> Check:
    """A question with its answer in the reader's words."""
    return Check(label=label, state=state, answer=_answers(edition)[state], reason=reason, source=source)


def _answers(edition: Edition) -> dict[State, str]:
    words = edition.words
    return {
        State.YES: words.say("Yes"),
        State.NO: words.say("No"),
        State.NOT_STATED: words.say("Not stated"),
        State.UNCLEAR: words.say("Unclear"),
        State.CONTRADICTS: words.say("Contradicts itself"),
    }


def from_file(edition: Edition, component: ComponentRow) -> Outside:
    """The description as source, at the commit where it was read."""
    file = edition.lookup.files.get((component.repository_id, component.path))
    return Outside(label=component.path, url=web_address(file.file_url) if file else None)


def from_repository(edition: Edition, component: ComponentRow) -> Outside:
    """The repository as source."""
    return Outside(label=edition.words.say("the repository"), url=web_address(component.repository_url))
