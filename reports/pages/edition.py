"""The register in one language: everything a page is made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.frame import Link, Quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.model.links import Category, Need
    from reports.model.snapshot import About
    from reports.model.software import ComponentRow, ComponentText
    from reports.pages.labels import Labels
    from reports.pages.lookup import Lookup
    from reports.translation import Words

    Stated = Callable[[ComponentText], str | None]

SOURCE_CODE = "source-code"
"""The guideline's first kind holds for nearly every entry: a fact, never a facet or a reason."""
_UNKNOWN_TO_FORGE = {"NOASSERTION", "OTHER"}
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47 as far as a lang attribute needs it


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A reader's language with its words and labels, and the snapshot arranged for looking up."""

    words: Words
    labels: Labels
    lookup: Lookup

    @property
    def language(self) -> str:
        """The reader's language: "nl" or "en"."""
        return self.words.language

    @property
    def about(self) -> About:
        """What the register says of itself."""
        return self.lookup.snapshot.about

    @property
    def register_name(self) -> str:
        """The register's name in the reader's language."""
        return self.words.pick(self.about.register_name_nl, self.about.register_name_en)

    def crumbs(self, folder: str | None = None) -> tuple[Link, ...]:
        """The way to a page: home, and the overview of the folder that it lies in."""
        names = {
            "software": self.words.say("Software"),
            "categorieen": self.words.say("Reuse categories"),
            "behoeften": self.words.say("What software is for"),
            "organisaties": self.words.say("Organisations"),
            "beschrijvingen": self.words.say("Improve descriptions"),
        }
        home = Link(label=self.words.say("Home"), href="index.html")
        return (home, Link(label=names[folder], href=f"{folder}/index.html")) if folder else (home,)

    def category_name(self, category: Category) -> str:
        """The guideline's name of a category."""
        return self.words.pick(category.name_nl, category.name_en)

    def category_link(self, category: Category) -> Link:
        """The page of a category."""
        return Link(label=self.category_name(category), href=f"categorieen/{category.slug}.html")

    def need_link(self, need: Need) -> Link:
        """The page of a need of the curator's list."""
        return Link(label=self.words.pick(need.name_nl, need.name_en), href=f"behoeften/{need.slug}.html")

    def organisation_link(self, organisation_id: str | None) -> Link | None:
        """The page of an organisation of the list, or None for a repository that belongs to none."""
        row = self.lookup.organisations.get(organisation_id or "")
        return Link(label=row.name, href=f"organisaties/{row.slug}.html") if row else None

    def component_link(self, component: ComponentRow) -> Link:
        """The page of an entry."""
        return Link(label=component.name, href=component.page)

    def quote(self, text: str, language: str | None) -> Quote:
        """Text of a publisher, marked with its language when that is not the reader's."""
        if language is None or _same_language(language, self.language):
            return Quote(text=text)
        if not _LANGUAGE_TAG.fullmatch(language):
            return Quote(text=text)
        return Quote(text=text, language=language, note=self._only_in(language))

    def _only_in(self, language: str) -> str:
        """What is said beside a text in `language`; `und` is what BCP 47 calls one that nobody stated."""
        if _same_language(language, "und"):
            return self.words.say("language not stated")
        return self.words.say("only in %(language)s", language=self.words.language_name(language))

    def why(self, english: str | None, dutch: str | None) -> Quote | None:
        """The reason of an outcome in the reader's language, where it is known in it; None: there is none."""
        return self.sentence(english, dutch) if english else None

    def sentence(self, english: str, dutch: str | None) -> Quote:
        """A sentence that the harvest wrote, in the reader's language where it is known in it."""
        return Quote(text=dutch) if self.language == "nl" and dutch else self.quote(english, "en")

    def licence(self, component: ComponentRow) -> str | None:
        """The licence that the description states, else the one whose text the forge recognises."""
        return component.licence or self.licence_seen(component)

    def licence_seen(self, component: ComponentRow) -> str | None:
        """The licence whose text the forge recognises in the repository."""
        repository = self.lookup.repositories.get(component.repository_id)
        seen = repository.licence_spdx if repository else None
        return None if seen is None or seen.upper() in _UNKNOWN_TO_FORGE else seen

    def best(self, component: ComponentRow, stated: Stated) -> tuple[str, str] | None:
        """What descriptions state, in the language that suits the reader best, and that language.

        The reader's own language, then English, then the first by language tag.
        """
        for text in self.texts_by_preference(component):
            value = stated(text)
            if value and value.strip():
                return value.strip(), text.language
        return None

    def texts_by_preference(self, component: ComponentRow) -> list[ComponentText]:
        """The descriptions of an entry, the one that suits the reader best first."""
        texts = self.lookup.texts_of.get(component.component_id, ())
        return sorted(texts, key=lambda text: _distance(text.language, self.language))

    def best_quote(self, component: ComponentRow, stated: Stated) -> Quote | None:
        """As `best`, as a quote."""
        found = self.best(component, stated)
        return self.quote(*found) if found else None


def _same_language(tag: str, language: str) -> bool:
    return tag.casefold().replace("_", "-").split("-")[0] == language


def _distance(tag: str, language: str) -> int:
    if tag.casefold() == language:
        return 0
    if _same_language(tag, language):
        return 1
    return 2 if _same_language(tag, "en") else 3
