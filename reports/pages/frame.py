"""What every page has (place, title, crumbs, dates), and the small values that pages are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside the register: `href` counts from the folder of the language (`software/index.html`)."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A link to elsewhere; without a `url` that a page may link to, only the label is shown."""

    label: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Text of somebody else; `language` (BCP 47) and `note` are set when it is not the page's own."""

    text: str
    language: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A short fact; `kind` ("", "positive", "warning", "negative") is never the only bearer of meaning."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A term and what is stated about it: links, addresses elsewhere or plain text."""

    term: str
    values: tuple[Link | Outside | Quote | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it counts."""

    number: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """A row of a table of counts; `width` is the bar's share of the longest one, in percent."""

    label: Link | str
    number: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a page is and what it is called.

    `path` counts from the folder of the language. `facts_on` is the date of the newest fact shown. `run_at`,
    the moment of the run, is set on the home, data and night pages only: without news no other page changes.
    """

    path: str
    section: str
    title: str
    description: str
    crumbs: tuple[Link, ...] = ()
    facts_on: date | None = None
    run_at: datetime | None = None
    searches: bool = False
    indexed: bool = True
    home_url: str | None = None
    """Address of the folder of the language, for a page that is served at any address (not found)."""

    @property
    def home(self) -> str:
        """The way to the folder of the language."""
        return self.home_url or "../" * self.path.count("/")

    @property
    def root(self) -> str:
        """The way to the publication's folder."""
        return f"{self.home_url}../" if self.home_url else "../" + self.home


def kind_of(value: Link | Outside | Quote | str) -> str:
    """Which of the four a fact's value is, for templates: "link", "outside", "quote" or "text"."""
    match value:
        case Link():
            return "link"
        case Outside():
            return "outside"
        case Quote():
            return "quote"
        case str():
            return "text"
