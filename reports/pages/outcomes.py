"""What came of a look: *looked and found nothing*, *not looked* and *could not look* are three things."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.pages.edition import Edition


def outcome_sentence(edition: Edition, outcome: str | None, *, has_files: bool) -> str:
    """What a reader must know about the last look at an account."""
    words = edition.words
    if outcome is None:
        return words.say("Not looked: this account is new in the list.")
    sentences = {
        "partial": words.say("We looked at a part of it. What we knew of the rest still holds."),
        "could_not_look": words.say("We could not look. What we knew still holds."),
        "not_looked": words.say("We did not look."),
        "gone": words.say("The account is no longer there."),
    }
    if outcome != "complete":
        return sentences.get(outcome, outcome)
    if has_files:
        return words.say("We looked at all of it and found descriptions.")
    return words.say("We looked at all of it and found no description.")
