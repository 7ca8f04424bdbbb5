"""One page of each kind, in both languages: axe, reflow, no complaints, no requests to others."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

_PAGES = (
    *(
        "index.html",
        "404.html",
        "over.html",
        "data.html",
        "nacht.html",
        "toegankelijkheid.html",
        "wijzigingen.html",
        "gaten-en-overlap.html",
        "wie-heeft-wat.html",
        "niet-ingedeeld.html",
        "tegenspraak.html",
    ),
    *("software/index.html", "software/pagina-2.html", "software/gemeente-voorbeeld-formulieren.html"),
    *("software/bouwer-groep-zaken.html", "software/gemeente-voorbeeld-software-7.html"),
    "software/gemeente-voorbeeld-software-5.html",
    *("categorieen/index.html", "categorieen/datasets.html", "categorieen/formulieroplossingen.html"),
    *("organisaties/index.html", "organisaties/gemeente-voorbeeld.html", "organisaties/bouwer-bv.html"),
    *("beschrijvingen/index.html", "beschrijvingen/bouwer-bv.html", "beschrijvingen/gemeente-stil.html"),
)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPTIONS = {
    "runOnly": {"type": "tag", "values": _RULES},
    "resultTypes": ["violations"],
    "preload": False,  # axe would fetch style sheets, which no page opened from a folder may
}


_ALL = ["index.html", *(f"{tag}/{path}" for tag in ("nl", "en") for path in _PAGES)]


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    violations = Axe().run(page, options=_OPTIONS).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in violations]


def read_sideways(page: Page) -> list[str]:
    """The tables that are wider than their place on the screen."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.reg-table-wrap')].filter(
            wrap => wrap.scrollWidth > wrap.clientWidth
        ).map(wrap => wrap.innerText.slice(0, 80))"""
    )
    return found


@pytest.mark.parametrize("path", _ALL)
def test_a_page_fits_on_320_pixels_and_has_no_barrier_that_can_be_found_by_machine(
    reader: Visitor, path: str
) -> None:
    """WCAG 1.4.10. One page in two languages: axe searches the English one narrow, the Dutch one wide."""
    page = reader.opens(path)
    narrow = ViewportSize(width=320, height=800)
    if path.startswith("en/"):
        page.set_viewport_size(narrow)
    assert barriers(page) == []
    assert read_sideways(page) == []
    page.set_viewport_size(narrow)
    assert read_sideways(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert reader.complaints == []
    assert reader.outside == []


@pytest.mark.parametrize("path", ["nl/index.html", "nl/software/gemeente-voorbeeld-formulieren.html"])
def test_the_keyboard_meets_the_skip_link_first_and_always_sees_where_it_is(
    reader: Visitor, path: str
) -> None:
    page = reader.opens(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _ in range(25):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width >= 2, page.evaluate("document.activeElement.outerHTML.slice(0, 80)")


@pytest.mark.parametrize("path", ["nl/index.html", "nl/software/index.html", "nl/organisaties/index.html"])
def test_what_is_clicked_is_at_least_24_pixels_high(visitor: Visitor, path: str) -> None:
    page = visitor.opens(path)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, summary')].filter(element => {
            const box = element.getBoundingClientRect();
            return box.height > 0 && box.height < 24 && !element.closest('p, li, dd, td, th, label');
        }).map(element => element.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_a_cell_says_its_column_where_the_head_of_the_table_is_gone(visitor: Visitor) -> None:
    page = visitor.opens("nl/nacht.html")
    narrow = page.evaluate("innerWidth") < 400
    said = page.evaluate("getComputedStyle(document.querySelector('[data-head]'), '::before').content")
    assert said == ('"Organisatie: "' if narrow else "none")


def test_wider_text_spacing_hides_nothing(visitor: Visitor) -> None:
    """WCAG 1.4.12."""
    page = visitor.opens("nl/software/gemeente-voorbeeld-formulieren.html")
    page.evaluate(
        """() => { for (const element of document.querySelectorAll('*')) {
            element.style.lineHeight = '1.5';
            element.style.letterSpacing = '.12em';
            element.style.wordSpacing = '.16em';
        } }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
