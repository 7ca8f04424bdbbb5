"""The whole site: page data made, rendered and written in every language.

The same snapshot gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.assets import foreign_parts, write_assets
from reports.pages.addresses import web_address
from reports.pages.categories import categories_page, category_pages
from reports.pages.changes import changes_feed, changes_page
from reports.pages.conflicts import conflicts_page
from reports.pages.data import data_page
from reports.pages.descriptions import descriptions_page
from reports.pages.edition import Edition
from reports.pages.frame import Link
from reports.pages.gaps import gaps_page
from reports.pages.guideline import guideline_page
from reports.pages.home import home_page
from reports.pages.labels import labels_in
from reports.pages.lookup import look_up
from reports.pages.needs import need_pages, needs_page
from reports.pages.night import night_page
from reports.pages.organisation_descriptions import organisation_descriptions_pages
from reports.pages.organisation_list import organisations_page
from reports.pages.organisations import organisation_pages
from reports.pages.software import software_page
from reports.pages.software_list import software_list_pages
from reports.pages.suppliers import suppliers_page, unmatched_page
from reports.pages.texts import about_page, accessibility_page, language_choice_page, not_found_page
from reports.pages.unclassified import unclassified_page
from reports.pages.who_has_what import who_has_what_page
from reports.rendering import Site, renderer
from reports.translation import load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Protocol

    from reports.model.snapshot import Snapshot
    from reports.pages.data import Download
    from reports.pages.frame import Frame
    from reports.rendering import Renderer
    from reports.settings import ReportsSettings

    class _Framed(Protocol):
        @property
        def frame(self) -> Frame: ...


_FOLDERS = ("software", "categorieen", "behoeften", "organisaties", "beschrijvingen")


def write_site(
    folder: Path, snapshot: Snapshot, settings: ReportsSettings, downloads: Sequence[Download]
) -> int:
    """Write the site below `folder`, which exists and holds no site yet, and return the number of pages.

    `downloads` are the files that will lie beside the site. Of `settings` only the languages are used: what
    the register says of itself is a fact of the snapshot. Raises OSError when a file cannot be written.
    """
    lookup = look_up(snapshot)
    editions = []
    for language in settings.languages:
        words = load_words(language)
        editions.append(Edition(words=words, labels=labels_in(words), lookup=lookup))
    assets = write_assets(folder / "assets", editions)
    pages = 0
    for edition in editions:
        site = _site(edition, settings.languages, assets)
        pages += _Writer(folder / edition.language, renderer(edition.words, site)).write(edition, downloads)
    first = renderer(editions[0].words, _site(editions[0], settings.languages, assets))
    _write(folder / "index.html", first.render("language_choice.html.j2", language_choice_page(editions)))
    return pages + 1


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the pages of one language below its folder."""

    folder: Path
    renderer: Renderer

    def write(self, edition: Edition, downloads: Sequence[Download]) -> int:
        for name in _FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        pages = 0
        for template, page in _pages(edition, downloads):
            _write(self.folder / page.frame.path, self.renderer.render(template, page))
            pages += 1
        _write(
            self.folder / "wijzigingen.atom", self.renderer.render("changes.atom.j2", changes_feed(edition))
        )
        return pages


def _pages(edition: Edition, downloads: Sequence[Download]) -> Iterator[tuple[str, _Framed]]:
    """Every page of one language with its template, made one by one."""
    yield "home.html.j2", home_page(edition)
    yield from (("software_list.html.j2", page) for page in software_list_pages(edition))
    for component in edition.lookup.snapshot.components:
        yield "software.html.j2", software_page(edition, component)
    yield "categories.html.j2", categories_page(edition)
    yield from (("category.html.j2", page) for page in category_pages(edition))
    yield "needs.html.j2", needs_page(edition)
    yield from (("need.html.j2", page) for page in need_pages(edition))
    yield "guideline.html.j2", guideline_page(edition)
    yield "gaps.html.j2", gaps_page(edition)
    yield "who_has_what.html.j2", who_has_what_page(edition)
    yield "unclassified.html.j2", unclassified_page(edition)
    yield "conflicts.html.j2", conflicts_page(edition)
    yield "organisations.html.j2", organisations_page(edition)
    yield from (("organisation.html.j2", page) for page in organisation_pages(edition))
    yield "suppliers.html.j2", suppliers_page(edition)
    yield "unmatched.html.j2", unmatched_page(edition)
    yield "descriptions.html.j2", descriptions_page(edition)
    yield from (
        ("organisation_descriptions.html.j2", page) for page in organisation_descriptions_pages(edition)
    )
    yield "changes.html.j2", changes_page(edition)
    yield "data.html.j2", data_page(edition, downloads)
    yield "night.html.j2", night_page(edition)
    yield "about.html.j2", about_page(edition, foreign_parts())
    yield "accessibility.html.j2", accessibility_page(edition)
    yield "not_found.html.j2", not_found_page(edition)


def _site(edition: Edition, languages: tuple[str, ...], assets: Mapping[str, str]) -> Site:
    base_url = web_address(edition.about.base_url)
    return Site(
        register_name=edition.register_name,
        publisher=edition.about.publisher,
        report_mistake_url=web_address(edition.about.report_mistake_url),
        menu=_menu(edition),
        languages=languages,
        assets=assets,
        base_url=f"{base_url.rstrip('/')}/" if base_url else None,
    )


def _menu(edition: Edition) -> tuple[tuple[str, Link], ...]:
    words = edition.words
    return (
        ("home", Link(label=words.say("Home"), href="index.html")),
        ("software", Link(label=words.say("Software"), href="software/index.html")),
        ("categories", Link(label=words.say("Categories"), href="categorieen/index.html")),
        ("organisations", Link(label=words.say("Organisations"), href="organisaties/index.html")),
        ("descriptions", Link(label=words.say("Improve descriptions"), href="beschrijvingen/index.html")),
        ("changes", Link(label=words.say("Changes"), href="wijzigingen.html")),
        ("about", Link(label=words.say("About"), href="over.html")),
    )


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
