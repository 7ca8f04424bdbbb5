"""A browser on the generated site, opened from its folder: Debian's chromium, driven by playwright."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from reports.settings import ReportsSettings
from reports.site import write_site
from tests.browser.register import browsable_snapshot
from tests.reports.site.editions import DOWNLOADS

_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with more than one page of software."""
    folder = tmp_path_factory.mktemp("browsed")
    for download in DOWNLOADS:
        (folder / download.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / download.path).write_bytes(b"")
    write_site(folder, browsable_snapshot(), ReportsSettings(), DOWNLOADS)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests are skipped, saying so, where it is not installed."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        yield started
        started.close()


@dataclass
class Visitor:
    """Opens pages of the site and keeps what the browser complained about, and what it asked of others."""

    site: Path
    page: Page
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def opens(self, path: str, query: str = "") -> Page:
        self.page.goto((self.site / path).as_uri() + query)
        return self.page

    def _heard(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith(self.site.as_uri()):
            self.outside.append(url)


@pytest.fixture(params=[1200, 320], ids=["wide", "narrow"])
def visitor(request: pytest.FixtureRequest, browser: Browser, site: Path) -> Iterator[Visitor]:
    """A reader with a wide screen, and one with the narrowest that WCAG 1.4.10 asks for."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    yield Visitor(site, context.new_page())
    context.close()


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Visitor]:
    """A reader with a wide screen."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    yield Visitor(site, context.new_page())
    context.close()


@pytest.fixture
def reader_without_scripts(browser: Browser, site: Path) -> Iterator[Visitor]:
    """A reader whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1200, "height": 800})
    yield Visitor(site, context.new_page())
    context.close()
