"""The first page: is there something I can reuse, and how complete is this register?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.cards import card
from reports.pages.categories import tiles
from reports.pages.frame import Figure, Frame
from reports.pages.needs import need_tile

if TYPE_CHECKING:
    from reports.pages.cards import Card
    from reports.pages.categories import Tile
    from reports.pages.edition import Edition

_NEWEST = 6
_NEEDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Search, the needs that most entries answer, kinds and examples, newest, figures, completeness."""

    frame: Frame
    lead: str
    figures: tuple[Figure, ...]
    needs: tuple[Tile, ...]
    kinds: tuple[Tile, ...]
    examples: tuple[Tile, ...]
    completeness: tuple[str, ...]
    newest: tuple[Card, ...]


def home_page(edition: Edition) -> HomePage:
    """The home page in the reader's language."""
    words, snapshot = edition.words, edition.lookup.snapshot
    newest = sorted(
        snapshot.components, key=lambda row: (-row.first_seen_at.timestamp(), row.name.casefold())
    )
    lead = words.say(
        "Software that governments publish, "
        "described by the publishers themselves and read again every night."
    )
    return HomePage(
        frame=Frame(
            path="index.html",
            section="home",
            title=words.say("Find government software you can reuse"),
            description=lead,
            facts_on=snapshot.about.facts_as_of.date() if snapshot.about.facts_as_of else None,
            run_at=snapshot.night.run.started_at,
        ),
        lead=lead,
        figures=_figures(edition),
        needs=_needs(edition),
        kinds=tiles(edition, parent_id=None),
        examples=tiles(edition, parent_id="components"),
        completeness=_completeness(edition),
        newest=tuple(card(edition, component) for component in newest[:_NEWEST]),
    )


def _needs(edition: Edition) -> tuple[Tile, ...]:
    """The needs that most entries answer; those that none answers stand on the page of all needs."""
    met = sorted(
        (need for need in edition.lookup.snapshot.needs if need.software),
        key=lambda need: (-need.software, need.need_id),
    )
    return tuple(need_tile(edition, need) for need in met[:_NEEDS])


def _figures(edition: Edition) -> tuple[Figure, ...]:
    words, snapshot = edition.words, edition.lookup.snapshot
    sharing = sum(row.software > 0 for row in snapshot.organisations)
    valid = sum(row.is_valid for row in snapshot.components)
    return (
        Figure(number=words.number(len(snapshot.components)), label=words.say("pieces of software")),
        Figure(number=words.number(sharing), label=words.say("organisations with software")),
        Figure(number=words.number(len(snapshot.repositories)), label=words.say("repositories seen")),
        Figure(number=words.number(valid), label=words.say("entries that follow the standard")),
    )


def _completeness(edition: Edition) -> tuple[str, ...]:
    """How much of the list was looked at in the last run: one sentence an outcome that occurs."""
    words = edition.words
    outcomes = [row.outcome for row in edition.lookup.snapshot.night.account_outcomes]
    total = len(outcomes)
    if total == 0:
        return (words.say("No account was looked at in the last run."),)
    sentences = [
        words.say(
            "We looked completely at %(complete)s of %(all)s accounts.",
            complete=words.number(outcomes.count("complete")),
            all=words.number(total),
        )
    ]
    for outcome, sentence in _incomplete(edition).items():
        if outcomes.count(outcome):
            sentences.append(
                sentence[outcomes.count(outcome) != 1].replace("#", words.number(outcomes.count(outcome)))
            )
    return tuple(sentences)


def _incomplete(edition: Edition) -> dict[str, tuple[str, str]]:
    words = edition.words
    return {
        "swept": (
            words.say("At # account we looked at what changed since the last complete look."),
            words.say("At # accounts we looked at what changed since the last complete look."),
        ),
        "partial": (
            words.say("At # account we looked in part."),
            words.say("At # accounts we looked in part."),
        ),
        "could_not_look": (
            words.say("At # account we could not look; what we knew of it still holds."),
            words.say("At # accounts we could not look; what we knew of them still holds."),
        ),
        "not_looked": (
            words.say("At # account we did not look."),
            words.say("At # accounts we did not look."),
        ),
        "gone": (words.say("# account is no longer there."), words.say("# accounts are no longer there.")),
    }
