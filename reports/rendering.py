"""Page data to HTML: the one room that knows Jinja.

Templates loop and print; what they print arrives as page data. Everything is escaped (`autoescape=True`:
Jinja's own choice by file name does not know `.html.j2`), and a name that is not there is a mistake of ours
(`StrictUndefined`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined

from reports.markdown import render_markdown
from reports.pages.frame import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.pages.frame import Link
    from reports.translation import Words

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
"""For a meta element; `frame-ancestors` and reports of violations would need a header of the web server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page of a language shares."""

    register_name: str
    publisher: str
    report_mistake_url: str | None
    menu: tuple[tuple[str, Link], ...]
    """Key of the section and its link."""
    languages: tuple[str, ...] = ("nl", "en")
    assets: Mapping[str, str] = field(default_factory=dict)
    """Name to file name with a hash."""
    base_url: str | None = None


@dataclass(frozen=True, slots=True)
class Renderer:
    """Templates of one language."""

    environment: Environment

    def render(self, template: str, page: object) -> str:
        """The text of `page` by the template of that name (`software.html.j2`)."""
        return self.environment.get_template(template).render(page=page)


def renderer(words: Words, site: Site) -> Renderer:
    """The templates in the reader's language."""
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    _teach(environment, words, site)
    return Renderer(environment)


def _teach(environment: Environment, words: Words, site: Site) -> None:
    """Give templates the reader's words and what all pages share."""
    environment.policies["ext.i18n.trimmed"] = True
    gettext = partial(_say, words)
    ngettext = partial(_say_n, words)
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "date": words.date,
        "moment": words.moment,
        "number": words.number,
        "markdown": render_markdown,
    }
    environment.globals |= {
        "language": words.language,
        "site": site,
        "kind_of": kind_of,
        "content_security_policy": CONTENT_SECURITY_POLICY,
    }


def _template(name: str) -> str | None:
    path = files("templates").joinpath(name)
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _say(words: Words, message: str) -> str:
    """The translation as it is: Jinja's newstyle calls fill in values themselves, escaped."""
    return words.messages.get((message,), (message,))[0]


def _say_n(words: Words, one: str, many: str, n: int) -> str:
    forms = words.messages.get((one, many), (one, many))
    return forms[0 if n == 1 else 1]
