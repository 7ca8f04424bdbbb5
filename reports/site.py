"""The whole site: page data made, rendered and written, in both languages. The same snapshot gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address
from reports.pages.categories import categories_page, category_pages
from reports.pages.changes import changes_feed, changes_page
from reports.pages.data import data_page
from reports.pages.descriptions import descriptions_page, organisation_descriptions_pages
from reports.pages.edition import Edition
from reports.pages.frame import Link
from reports.pages.home import home_page
from reports.pages.labels import labels_in
from reports.pages.lookup import look_up
from reports.pages.night import night_page
from reports.pages.organisations import organisation_pages, organisations_page
from reports.pages.software import software_page
from reports.pages.software_list import catalogue, software_list_pages
from reports.pages.texts import Part, about_page, accessibility_page, language_choice_page, not_found_page
from reports.rendering import Site, renderer
from reports.translation import LANGUAGES, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Protocol

    from reports.model import Snapshot
    from reports.pages.data import Download
    from reports.pages.frame import Frame
    from reports.rendering import Renderer

    class _Framed(Protocol):
        @property
        def frame(self) -> Frame: ...


_HASH = 10


def write_site(folder: Path, snapshot: Snapshot, downloads: Sequence[Download]) -> int:
    """Write the site below `folder` (which exists and holds no site yet) and return the number of pages.

    `downloads` are the files of the publication, as they will lie beside the site. Raises OSError when a file cannot be written.
    """
    lookup = look_up(snapshot)
    editions = []
    for language in LANGUAGES:
        words = load_words(language)
        editions.append(Edition(words=words, labels=labels_in(words), lookup=lookup))
    assets = _write_assets(folder / "assets", editions)
    pages = 0
    for edition in editions:
        pages += _Writer(folder / edition.language, renderer(edition.words, _site(edition, assets))).write(
            edition, downloads
        )
    first = renderer(editions[0].words, _site(editions[0], assets))
    _write(folder / "index.html", first.render("language_choice.html.j2", language_choice_page(editions[0])))
    return pages + 1


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the pages of one language below its folder."""

    folder: Path
    renderer: Renderer

    def write(self, edition: Edition, downloads: Sequence[Download]) -> int:
        for name in ("software", "categorieen", "organisaties", "beschrijvingen"):
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
    yield "organisations.html.j2", organisations_page(edition)
    yield from (("organisation.html.j2", page) for page in organisation_pages(edition))
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


def _site(edition: Edition, assets: Mapping[str, str]) -> Site:
    base_url = web_address(edition.about.base_url)
    return Site(
        register_name=edition.register_name,
        publisher=edition.about.publisher,
        report_mistake_url=web_address(edition.about.report_mistake_url),
        menu=_menu(edition),
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


def foreign_parts() -> tuple[Part, ...]:
    """The vendored files with their licences, by package."""
    manifest = tomllib.loads(files("templates").joinpath("vendor", "vendor.toml").read_text(encoding="utf-8"))
    return tuple(
        Part(name=file["package"], version=file["version"], licence=file["licence"])
        for file in manifest["file"]
    )


def _write_assets(folder: Path, editions: Sequence[Edition]) -> Mapping[str, str]:
    """Write styles, scripts and catalogues under names that change with their content; the name of each by its plain name."""
    folder.mkdir(parents=True, exist_ok=True)
    static = files("templates").joinpath("static")
    contents = {
        "site.css": _style(),
        "search.js": static.joinpath("search.js").read_text(encoding="utf-8"),
        "icon.svg": static.joinpath("icon.svg").read_text(encoding="utf-8"),
        **{f"catalogue.{edition.language}.js": script_of(catalogue(edition)) for edition in editions},
    }
    names = {}
    for name, text in contents.items():
        stem, _, suffix = name.rpartition(".")
        names[name] = f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:_HASH]}.{suffix}"
        _write(folder / names[name], text)
    return names


def _style() -> str:
    """One style sheet: the vendored components in their layer, under our own."""
    vendor = files("templates").joinpath("vendor")
    manifest = tomllib.loads(vendor.joinpath("vendor.toml").read_text(encoding="utf-8"))
    parts = []
    for file in manifest["file"]:
        text = vendor.joinpath(file["name"]).read_text(encoding="utf-8").strip()
        parts.append(f"/*! {file['package']} {file['version']}, {file['licence']} */\n{text}\n")
    own = files("templates").joinpath("static", "register.css").read_text(encoding="utf-8")
    return f"@layer nlds, reg;\n@layer nlds {{\n{''.join(parts)}}}\n{own}"


def script_of(value: Mapping[str, object]) -> str:
    """The catalogue as a classic script: nothing in it can end the script or break a line of it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(sign, escaped)
    return f"window.REGISTER_CATALOGUE={text};\n"


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
