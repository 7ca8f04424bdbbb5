# ruff: noqa: N818 - each says what the world did; "Error" in the name would say that we did it
"""What the world does to a harvest: one small family, each class writing its own sentence.

A sentence is plain English, names the forge, holds no token and no address of an API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class ForgeError(Exception):
    """A forge could not be read as it should; the message is a sentence for the page of the night.

    ``nl`` says the same in Dutch, without the technical detail that only the English sentence quotes.
    """

    nl: str = ""


class AccountNotThere(ForgeError):
    """The forge itself says that the account is not there (404, 410 or 451): nothing else may mean *gone*."""

    def __init__(self, reason: str) -> None:
        """Keep ``reason``, a sentence that names the answer."""
        super().__init__(reason)
        self.reason = reason
        self.nl = "Het platform zegt dat dit account er niet is."


class RateLimited(ForgeError):
    """The limit of requests is used up, and waiting would take longer than allowed.

    ``until`` is the moment (naive UTC) from which the forge answers again.
    """

    def __init__(self, forge: str, until: datetime, why: str = "its limit of requests is used up") -> None:
        """Write the sentence from the forge's stable name and the moment."""
        super().__init__(f"{forge} answers again after {until:%Y-%m-%d %H:%M:%S} UTC: {why}.")
        self.nl = f"{forge} antwoordt weer na {until:%Y-%m-%d %H:%M:%S} UTC: het aantal verzoeken is op."
        self.until = until


class TimeIsUp(ForgeError):
    """Waiting would go past the end of the run; raised by the way to wait that a client is given."""

    def __init__(self) -> None:
        """Write the sentence."""
        super().__init__("The time of the run would have been up before the forge could be asked again.")
        self.nl = "De tijd van de ronde zou om zijn voordat het platform weer gevraagd kon worden."


class Unavailable(ForgeError):
    """The forge did not answer, or not as documented, after every try that could help."""

    def __init__(self, forge: str, why: str, nl: str = "") -> None:
        """Write the sentence from the forge's stable name and what went wrong, in both languages."""
        super().__init__(f"{forge} could not be read: {why.rstrip('.')}.")
        self.nl = f"{forge} kon niet gelezen worden: {nl}." if nl else f"{forge} gaf geen bruikbaar antwoord."


class Refused(ForgeError):
    """The forge refuses us (401, or 403 that is no limit): the token is wrong, expired or lacks a right."""

    def __init__(self, forge: str, why: str) -> None:
        """Write the sentence from the forge's stable name and its answer."""
        super().__init__(f"{forge} refuses access: {why.rstrip('.')}.")
        self.nl = f"{forge} weigert de toegang. Het token klopt niet, is verlopen of mag dit niet."


class Incomplete(ForgeError):
    """A listing was read to its end, but some repositories in it could not be."""

    def __init__(self, forge: str, repositories: int, why: str) -> None:
        """Write the sentence from the number of repositories and the first cause."""
        noun = "repository" if repositories == 1 else "repositories"
        super().__init__(f"{forge} did not show {repositories} {noun} of the listing: {why.rstrip('.')}.")
        naam = "repository" if repositories == 1 else "repository's"
        self.nl = f"{forge} liet {repositories} {naam} uit de lijst niet zien."
