"""The page of one entry: can I reuse this, and how do I start?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.pages.addresses import web_address
from reports.pages.beside import Beside, beside
from reports.pages.decision import checks
from reports.pages.descriptions import file_anchor, organisation_page
from reports.pages.details import details
from reports.pages.frame import Badge, Fact, Frame, Link, Outside
from reports.pages.reality import differences
from reports.pages.reasons import mistake, reasons
from reports.pages.start import start
from reports.pages.together import together, variants
from reports.pages.users import user_groups

if TYPE_CHECKING:
    from datetime import date

    from reports.model.software import ComponentRow
    from reports.pages.check import Check
    from reports.pages.edition import Edition
    from reports.pages.frame import Quote
    from reports.pages.reality import Difference
    from reports.pages.reasons import Reason
    from reports.pages.together import FeatureList, TogetherGroup
    from reports.pages.users import UserGroup

_STATUS_KIND = {"stable": "positive", "beta": "warning", "concept": "warning", "obsolete": "negative"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Markdown of a publisher; relative addresses count from `base_url`."""

    quote: Quote
    base_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwarePage:
    """Everything on the page, in its order."""

    frame: Frame
    name: str
    name_note: str | None
    short: Quote | None
    badges: tuple[Badge, ...]
    banners: tuple[str, ...]
    checks: tuple[Check, ...]
    buttons: tuple[Outside, ...]
    organisation: Link | None
    prose: Prose | None
    features: tuple[Quote, ...]
    start: tuple[Fact, ...]
    clone_url: str | None
    users: tuple[UserGroup, ...]
    together: tuple[TogetherGroup, ...]
    variants: tuple[FeatureList, ...]
    details: tuple[Fact, ...]
    reasons: tuple[Reason, ...]
    no_reasons: str | None
    beside: Beside
    mistake: Outside | None
    differences: tuple[Difference, ...]
    remarks: str
    remarks_link: Link
    source: tuple[Fact, ...]


def software_page(edition: Edition, component: ComponentRow) -> SoftwarePage:
    """The page of `component` in the reader's language."""
    words, short = edition.words, edition.best_quote(component, lambda text: text.short_description)
    why = reasons(edition, component)
    return SoftwarePage(
        frame=_frame(edition, component, short),
        name=component.name,
        name_note=_name_note(edition, component),
        short=short,
        badges=_badges(edition, component),
        banners=_banners(edition, component),
        checks=checks(edition, component),
        buttons=_buttons(edition, component),
        organisation=edition.organisation_link(component.organisation_id),
        prose=_prose(edition, component),
        features=_features(edition, component),
        start=start(edition, component),
        clone_url=web_address(component.repository_url),
        users=user_groups(edition, component),
        together=together(edition, component),
        variants=variants(edition, component),
        details=details(edition, component),
        reasons=why,
        no_reasons=None if why else _no_reasons(edition, component),
        beside=beside(edition, component),
        mistake=mistake(edition),
        differences=differences(edition, component.component_id),
        remarks=_remarks(edition, component),
        remarks_link=Link(
            label=words.say("See what can be better, and how"), href=_remarks_href(edition, component)
        ),
        source=_source(edition, component),
    )


def _frame(edition: Edition, component: ComponentRow, short: Quote | None) -> Frame:
    words = edition.words
    return Frame(
        path=component.page,
        section="software",
        title=component.name,
        description=short.text if short else words.say("%(name)s: software to reuse", name=component.name),
        crumbs=edition.crumbs("software"),
        facts_on=_facts_on(edition, component),
    )


def _facts_on(edition: Edition, component: ComponentRow) -> date:
    """The date of the newest fact on the page."""
    repository = edition.lookup.repositories.get(component.repository_id)
    moments = [component.unchanged_since, *([repository.unchanged_since] if repository else [])]
    moments += [link.since for link in edition.lookup.links_of.get(component.component_id, ())]
    return max(moments).date()


def _name_note(edition: Edition, component: ComponentRow) -> str | None:
    if component.name_source == "repository":
        return edition.words.say("The description gives no name; this is the name of the repository.")
    return None


def _badges(edition: Edition, component: ComponentRow) -> tuple[Badge, ...]:
    words, labels, status = edition.words, edition.labels, component.development_status
    badges = []
    if status:
        shown = labels.development_status.get(status, status)
        badges.append(Badge(text=shown, kind=_STATUS_KIND.get(status, "")))
    badges.append(Badge(text=edition.licence(component) or words.say("No licence stated")))
    if component.software_type:
        badges.append(Badge(text=labels.software_type.get(component.software_type, component.software_type)))
    return tuple(badges)


def _banners(edition: Edition, component: ComponentRow) -> tuple[str, ...]:
    words, banners = edition.words, []
    if component.is_archived:
        banners.append(
            words.say(
                "This repository is archived: it can be read and copied, "
                "but nobody works on it here any more."
            )
        )
    if component.is_fork:
        banners.append(
            words.say("This repository is a fork: a copy of another repository, which may be ahead of it.")
        )
    if component.development_status == "obsolete":
        banners.append(words.say("The publisher calls this software obsolete. Look for a successor first."))
    return tuple(banners)


def _buttons(edition: Edition, component: ComponentRow) -> tuple[Outside, ...]:
    words = edition.words
    documentation = edition.best(component, lambda text: text.documentation_url)
    api = edition.best(component, lambda text: text.api_documentation_url)
    named = (
        (words.say("To the source code"), component.repository_url),
        (words.say("Website"), component.landing_url),
        (words.say("Documentation"), documentation[0] if documentation else None),
        (words.say("API documentation"), api[0] if api else None),
    )
    return tuple(Outside(label=label, url=web_address(url)) for label, url in named if web_address(url))


def _prose(edition: Edition, component: ComponentRow) -> Prose | None:
    quote = edition.best_quote(component, lambda text: text.long_description)
    if quote is None:
        return None
    file = edition.lookup.files.get((component.repository_id, component.path))
    return Prose(quote=quote, base_url=web_address(file.file_url) if file else None)


def _features(edition: Edition, component: ComponentRow) -> tuple[Quote, ...]:
    for text in edition.texts_by_preference(component):
        if text.features:
            return tuple(edition.quote(feature, text.language) for feature in text.features)
    return ()


def _no_reasons(edition: Edition, component: ComponentRow) -> str:
    words = edition.words
    if component.too_little_text:
        return words.say(
            "The description holds too little text to tell what this software is for. "
            "A short description helps people to find it."
        )
    if edition.lookup.links_of.get(component.component_id):
        return words.say("Its source code is public. No rule of the register places it in another category.")
    return words.say("No rule of the register places this software in a category of the guideline.")


def _remarks(edition: Edition, component: ComponentRow) -> str:
    found = edition.lookup.findings_of.get((component.repository_id, component.path), ())
    if not found:
        return edition.words.say("We have no remarks on the description of this software.")
    return edition.words.say_n(
        "We have %(n)s remark on the description of this software.",
        "We have %(n)s remarks on the description of this software.",
        len(found),
    )


def _remarks_href(edition: Edition, component: ComponentRow) -> str:
    page = organisation_page(edition.lookup.organisations.get(component.organisation_id or ""))
    return f"{page}#{file_anchor(edition.lookup, component.repository_id, component.path)}"


def _source(edition: Edition, component: ComponentRow) -> tuple[Fact, ...]:
    words = edition.words
    file = edition.lookup.files.get((component.repository_id, component.path))
    described = Outside(label=component.path, url=web_address(file.file_url) if file else None)
    version = component.publiccode_yml_version
    return (
        Fact(term=words.say("Description"), values=(described,)),
        Fact(term=words.say("Version of the standard"), values=(version or words.say("not stated"),)),
        Fact(term=words.say("First seen"), values=(words.date(component.first_seen_at.date()),)),
        Fact(term=words.say("Unchanged since"), values=(words.date(component.unchanged_since.date()),)),
    )
