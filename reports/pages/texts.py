"""Pages that are mostly text: about, accessibility, not found, and the choice of language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import contact_address, web_address
from reports.pages.categories import tiles
from reports.pages.frame import Frame, Outside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reports.pages.categories import Tile
    from reports.pages.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Foreign work that the site is made with."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """Who makes the register, how, and what it cannot show."""

    frame: Frame
    publisher: str
    contact: Outside | None
    mistake: Outside | None
    guideline: Outside
    guideline_on: str
    rules_version: str
    classification_version: str
    data_licence: str
    kinds: tuple[Tile, ...]
    examples: tuple[Tile, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityPage:
    """How accessible the site is, how that was tested, and where to report a barrier."""

    frame: Frame
    publisher: str
    contact: Outside | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundPage:
    """For an address that does not exist."""

    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChoicePage:
    """The first page of all: Dutch or English."""

    names: tuple[tuple[str, str], ...]
    """Each language of the site, the default first, with the register's name in it."""


def about_page(edition: Edition, parts: Sequence[Part]) -> AboutPage:
    """Who, how, and limits."""
    words, about = edition.words, edition.about
    guideline = Outside(label=about.guideline_document, url=web_address(about.guideline_url))
    return AboutPage(
        frame=_frame(
            edition,
            "over.html",
            words.say("About this register"),
            words.say("Who makes this register, how, and what it cannot show."),
            about.guideline_on,
        ),
        publisher=about.publisher,
        contact=_contact(edition),
        mistake=_outside(words.say("Report a mistake"), about.report_mistake_url),
        guideline=guideline,
        guideline_on=words.date(about.guideline_on),
        rules_version=about.rules_version,
        classification_version=about.classification_version,
        data_licence=about.data_licence,
        kinds=tiles(edition, parent_id=None),
        examples=tiles(edition, parent_id="components"),
        parts=tuple(parts),
    )


def accessibility_page(edition: Edition) -> AccessibilityPage:
    """What was done and tested for readers with a disability."""
    words = edition.words
    return AccessibilityPage(
        frame=_frame(
            edition,
            "toegankelijkheid.html",
            words.say("Accessibility"),
            words.say("How accessible this site is, and how that was tested."),
            None,
        ),
        publisher=edition.about.publisher,
        contact=_contact(edition),
    )


def not_found_page(edition: Edition) -> NotFoundPage:
    """What to do when there is no page at an address: with whole links, if the register knows its own."""
    words, base_url = edition.words, web_address(edition.about.base_url)
    frame = Frame(
        path="404.html",
        section="",
        title=words.say("This page does not exist"),
        description=words.say("There is no page at this address."),
        indexed=False,
        home_url=f"{base_url.rstrip('/')}/{edition.language}/" if base_url else None,
    )
    return NotFoundPage(frame=frame)


def language_choice_page(editions: Sequence[Edition]) -> LanguageChoicePage:
    """The choice of language, the default first."""
    return LanguageChoicePage(names=tuple((edition.language, edition.register_name) for edition in editions))


def _frame(edition: Edition, path: str, title: str, description: str, facts_on: date | None) -> Frame:
    return Frame(
        path=path,
        section="about" if path == "over.html" else "",
        title=title,
        description=description,
        crumbs=edition.crumbs(),
        facts_on=facts_on,
    )


def _contact(edition: Edition) -> Outside | None:
    return _outside(edition.about.contact, edition.about.contact)


def _outside(label: str, address: str) -> Outside | None:
    return Outside(label=label, url=contact_address(address)) if address else None
