# ruff: noqa: N818 - each says what the world did; "Error" in the name would say that we did it
"""What the world does to a harvest: one small family, each class writing its own sentence.

A sentence is plain, in English and in Dutch, names the forge, holds no token and no address of an API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvester.reasons import (
    INCOMPLETE,
    NOT_THERE,
    RATE_LIMITED,
    REFUSED,
    TIME_UP,
    UNAVAILABLE,
    Phrase,
    Reason,
    TellingError,
    moment,
)

if TYPE_CHECKING:
    from datetime import datetime

USED_UP: Final = Phrase("its limit of requests is used up", "het toegestane aantal verzoeken is op")


class ForgeError(TellingError):
    """A forge could not be read as it should; ``reason`` has the sentences for the page of the night."""

    def __init__(self, reason: Reason) -> None:
        """Keep ``reason``."""
        super().__init__(reason.phrase)
        self.reason = reason


class AccountNotThere(ForgeError):
    """The forge itself says that the account is not there (404, 410 or 451): nothing else may mean *gone*."""

    def __init__(self, forge: str, path: str, status: str) -> None:
        """Write the sentence from the account's path and the forge's answer."""
        en = f"{forge} says that {path} is not there: {status}."
        super().__init__(Reason(code=NOT_THERE, en=en, nl=f"{forge} zegt dat {path} er niet is: {status}."))


class RateLimited(ForgeError):
    """The limit of requests is used up, and waiting would take longer than allowed.

    ``until`` is the moment (naive UTC) from which the forge answers again.
    """

    def __init__(self, forge: str, until: datetime, why: Phrase = USED_UP) -> None:
        """Write the sentence from the forge's stable name and the moment."""
        when = moment(until)
        en = f"{forge} answers again after {when.en}: {why.en}."
        super().__init__(
            Reason(code=RATE_LIMITED, en=en, nl=f"{forge} antwoordt weer na {when.nl}: {why.nl}.")
        )
        self.until = until


class TimeIsUp(ForgeError):
    """Waiting would go past the end of the run; raised by the way to wait that a client is given."""

    def __init__(self) -> None:
        """Write the sentence."""
        super().__init__(
            Reason(
                code=TIME_UP,
                en="The time of the run would have been up before the forge could be asked again.",
                nl="De tijd van de ronde zou om zijn voordat het platform weer antwoordt.",
            )
        )


class Unavailable(ForgeError):
    """The forge did not answer, or not as documented, after every try that could help."""

    def __init__(self, forge: str, why: Phrase) -> None:
        """Write the sentence from the forge's stable name and what went wrong."""
        self.why = why
        en = f"{forge} could not be read: {why.bare.en}."
        super().__init__(
            Reason(code=UNAVAILABLE, en=en, nl=f"{forge} kon niet worden gelezen: {why.bare.nl}.")
        )


class Refused(ForgeError):
    """The forge refuses us (401, or 403 that is no limit): the token is wrong, expired or lacks a right."""

    def __init__(self, forge: str, why: Phrase) -> None:
        """Write the sentence from the forge's stable name and its answer."""
        en = f"{forge} refuses access: {why.bare.en}."
        super().__init__(Reason(code=REFUSED, en=en, nl=f"{forge} weigert de toegang: {why.bare.nl}."))


class Incomplete(ForgeError):
    """A listing was read to its end, but some repositories in it could not be."""

    def __init__(self, forge: str, repositories: int, why: Phrase) -> None:
        """Write the sentence from the number of repositories and the first cause."""
        noun, naam = ("repository",) * 2 if repositories == 1 else ("repositories", "repository's")
        en = f"{forge} did not show {repositories} {noun} of the listing: {why.bare.en}."
        nl = f"{forge} liet {repositories} {naam} uit de lijst niet zien: {why.bare.nl}."
        super().__init__(Reason(code=INCOMPLETE, en=en, nl=nl))


class OwnersUnseen(ForgeError):
    """A whole server was looked at to its end, but some of its owners could not be seen whole."""

    def __init__(self, forge: str, owners: int, why: Phrase) -> None:
        """Write the sentence from the number of owners and the first cause."""
        noun, naam = ("owner", "eigenaar") if owners == 1 else ("owners", "eigenaren")
        en = f"{forge} did not show {owners} {noun} whole: {why.bare.en}."
        nl = f"{forge} liet {owners} {naam} niet volledig zien: {why.bare.nl}."
        super().__init__(Reason(code=INCOMPLETE, en=en, nl=nl))


class OneSided(Unavailable):
    """One way of asking shows something, the other does not."""

    def __init__(self, forge: str, what: str) -> None:
        """Write the sentence."""
        en, nl = (
            f"one of its APIs shows {what}, the other does not",
            f"een van de API's toont {what}, de andere niet",
        )
        super().__init__(forge, Phrase(en, nl))


def without_end(forge: str) -> Unavailable:
    """A listing that comes back to where it was."""
    why = Phrase("it names the same page again and again", "het noemt steeds dezelfde pagina")
    return Unavailable(forge, why)


def broken_promise(forge: str) -> Unavailable:
    """A listing that says there is more, and then shows nothing: what is missing is not gone."""
    why = Phrase(
        "a page was empty though the one before it said that there is more",
        "een pagina was leeg terwijl die ervoor zei dat er meer is",
    )
    return Unavailable(forge, why)


def shifted(forge: str) -> Unavailable:
    """A listing by numbered pages in which the place that was reached is not found again."""
    why = Phrase(
        "its list changed while it was read; it is read anew", "de lijst veranderde tijdens het lezen"
    )
    return Unavailable(forge, why)


def in_part(forge: str) -> Unavailable:
    """A repository that was asked for alone came without some of its fields."""
    why = Phrase("it showed a part of the repository only", "het liet maar een deel van de repository zien")
    return Unavailable(forge, why)


def no_whole_server(forge: str) -> Unavailable:
    """Nobody lists all of a host that the whole world shares."""
    why = Phrase(
        "all that is there cannot be listed; name its owners",
        "alles wat er staat kan niet worden opgesomd; noem de eigenaren",
    )
    return Unavailable(forge, why)
