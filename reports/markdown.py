"""Foreign Markdown to harmless HTML: the one room that knows markdown-it-py and nh3.

Long descriptions come from anyone. Raw HTML and images are not rendered (an image would tell its host who
reads the page), what remains is cleaned to a short list of elements, and addresses are http, https or mailto
only. Checked with a set of hostile texts in `tests/reports/site/test_markdown.py`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_ELEMENTS = {
    *("p", "br", "hr", "blockquote", "pre", "code", "strong", "em", "a"),
    *("h3", "h4", "h5", "h6", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_SCHEMES = {"http", "https", "mailto"}
_DEEPEST = 6
_TWO_EDITIONS = 256  # a text without a translation appears in both languages' pages, close after one another


@lru_cache(maxsize=_TWO_EDITIONS)
def render_markdown(text: str, base_url: str | None, *, top: int = 3) -> Markup:
    """Markdown as HTML whose highest heading is `h<top>` and where no level of heading is skipped.

    Relative addresses are resolved against `base_url` (an address of the repository), or dropped when there
    is none.
    """
    parser = _parser()
    html = parser.renderer.render(_with_headings_from(top, parser.parse(text)), parser.options, {})
    return Markup(  # noqa: S704 -- this is the sanitiser: nothing else makes Markup
        nh3.clean(
            html,
            tags=_ELEMENTS,
            attributes={"a": {"href", "title"}},
            url_schemes=_SCHEMES,
            link_rel="nofollow noopener noreferrer",
            url_relative=("rewrite_with_base", base_url) if base_url else "deny",
        )
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")


def _with_headings_from(top: int, tokens: Sequence[Token]) -> Sequence[Token]:
    """Renumber headings: the first level becomes `top`.

    A deeper one is one step down, however many it was (WCAG 1.3.1).
    """
    open_levels: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(_DEEPEST, top - 1 + len(open_levels))}"
    return tokens
