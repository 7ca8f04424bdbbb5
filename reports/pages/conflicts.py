"""What does not go together: links and claims that contradict each other, and descriptions beside reality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.pages.addresses import web_address
from reports.pages.bounded import Line, bounded
from reports.pages.frame import Frame, Outside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.model.answers import MismatchRow
    from reports.model.links import ConflictRow
    from reports.pages.bounded import BoundedList
    from reports.pages.edition import Edition
    from reports.pages.frame import Link

CONFLICTS_PATH: Final = "tegenspraak.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictsPage:
    """The whole page: a list for each way in which links or claims, or file and reality, do not agree."""

    frame: Frame
    links: tuple[BoundedList, ...]
    links_query: str
    reality: tuple[BoundedList, ...]
    reality_query: str


def conflicts_page(edition: Edition) -> ConflictsPage:
    """The page in the reader's language; kinds without software are shown with a nought."""
    words = edition.words
    return ConflictsPage(
        frame=Frame(
            path=CONFLICTS_PATH,
            section="descriptions",
            title=words.say("What contradicts itself"),
            description=words.say(
                "Claims and links that do not go together, and descriptions that say something else than "
                "their repository shows."
            ),
            crumbs=edition.crumbs("beschrijvingen"),
        ),
        links=tuple(_of_kind(edition, kind, texts) for kind, texts in _kinds(edition).items()),
        links_query="SELECT kind, count(*) FROM conflict GROUP BY kind",
        reality=tuple(_of_code(edition, code, title) for code, title in _codes(edition).items()),
        reality_query="SELECT code, count(*) FROM mismatch GROUP BY code",
    )


def _of_kind(edition: Edition, kind: str, texts: tuple[str, str]) -> BoundedList:
    title, about = texts
    rows = [row for row in edition.lookup.snapshot.conflicts if row.kind == kind]
    return bounded(
        edition,
        anchor=kind.replace("_", "-"),
        title=title,
        about=about,
        rows=rows,
        line=lambda row: Line(software=_software(edition, row.component_id), note=_note(edition, row)),
        query=f"FROM conflict WHERE kind = '{kind}'",
    )


def _software(edition: Edition, component_id: str) -> Link:
    return edition.component_link(edition.lookup.components[component_id])


def _kinds(edition: Edition) -> Mapping[str, tuple[str, str]]:
    words = edition.words
    return {
        "claim_without_words": (
            words.say("A category that the words do not bear out"),
            words.say(
                "The list of categories in the description names it; name and texts do not. "
                "Of that alone the register makes no link."
            ),
        ),
        "many_categories": (
            words.say("Many categories in one description"),
            words.say("A description that names so many categories says little with each of them."),
        ),
        "many_links": (
            words.say("Fits many categories at once"),
            words.say(
                "More than three besides source code is nearly always too much. A curator should look."
            ),
        ),
        "program_or_text": (
            words.say("Data or text, and a program as well"),
            words.say(
                "Its words place it with data, texts or ways of working; its type says that it is a program."
            ),
        ),
        "against_the_rules": (
            words.say("A person decided otherwise than the rules"),
            words.say("The decision holds. It shows where the rules may be wrong."),
        ),
    }


def _note(edition: Edition, row: ConflictRow) -> str:
    words, named = edition.words, _purpose(edition, row.category_id)
    match row.kind:
        case "claim_without_words":
            return words.say("names “%(value)s”, a sign of %(category)s", value=row.detail, category=named)
        case "many_categories":
            return words.say_n("%(n)s category", "%(n)s categories", int(row.detail))
        case "many_links":
            names = (_purpose(edition, category_id) for category_id in row.detail.split(", "))
            return ", ".join(names)
        case "program_or_text":
            kind = edition.labels.software_type.get(row.detail, row.detail)
            return words.say("fits %(category)s, and its type is %(type)s", category=named, type=kind)
        case _:
            if row.detail == "add":
                return words.say("a person added %(category)s", category=named)
            return words.say("a person took away %(category)s", category=named)


def _purpose(edition: Edition, purpose_id: str | None) -> str:
    """The name of a category or need."""
    category = edition.lookup.categories.get(purpose_id or "")
    if category is not None:
        return edition.category_name(category)
    need = edition.lookup.needs.get(purpose_id or "")
    return edition.words.pick(need.name_nl, need.name_en) if need else purpose_id or ""


# --- The description beside the repository ----------------------------------------------------------


def _codes(edition: Edition) -> Mapping[str, str]:
    words = edition.words
    return {
        "url-elsewhere": words.say("The address of the source code is another one"),
        "version-older": words.say("There is a newer version than the description says"),
        "release-date-older": words.say("There is a newer release than the description says"),
        "organisation-not-owner": words.say("The organisation is not the owner of the account"),
        "status-archived": words.say(
            "In use or in development, says the description; the repository is archived"
        ),
        "status-silent": words.say(
            "In use or in development, says the description; for two years no change was seen but by bots"
        ),
        "licence-differs": words.say("The repository holds another licence"),
    }


def _of_code(edition: Edition, code: str, title: str) -> BoundedList:
    rows = [row for row in edition.lookup.snapshot.mismatches if row.code == code]
    return bounded(
        edition,
        anchor=code,
        title=title,
        rows=rows,
        line=lambda row: _difference(edition, row),
        query=f"FROM mismatch WHERE code = '{code}'",
    )


def _difference(edition: Edition, row: MismatchRow) -> Line:
    words = edition.words
    return Line(
        software=_software(edition, row.component_id),
        note=words.pick(row.message_nl, row.message_en),
        source=Outside(label=words.say("the repository"), url=web_address(row.source_url)),
    )
