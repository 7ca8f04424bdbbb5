"""A generated site as tests read it: every page parsed, with what is wrong with its markup."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "rect", "path", "wbr"})
_NOT_IN_A_PARAGRAPH = frozenset(
    {"p", "div", "ul", "ol", "dl", "table", "h1", "h2", "h3", "section", "pre", "form"}
)
# an empty element of SVG may also be closed at once, and then comes as a start and end in one


@dataclass
class PageReader(HTMLParser):
    """One page: its elements with attributes, its ids, and its mistakes."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.mistakes.append(f"<{tag}> repeats an attribute: {names}")
        if tag in _NOT_IN_A_PARAGRAPH and "p" in self._open:
            self.mistakes.append(f"<{tag}> in a <p>")
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if "id" in values:
            self.ids.append(values["id"])
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.mistakes.append(f"</{tag}> closes {self._open[-3:]}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def done(self) -> "PageReader":
        self.close()
        if self._open:
            self.mistakes.append(f"never closed: {self._open}")
        if len(self.ids) != len(set(self.ids)):
            self.mistakes.append(
                f"repeated ids: {sorted(one for one in set(self.ids) if self.ids.count(one) > 1)}"
            )
        return self

    def values_of(self, attribute: str) -> list[str]:
        return [values[attribute] for _, values in self.elements if attribute in values]


def read_site(folder: Path) -> dict[str, PageReader]:
    """Every page by its path below `folder`."""
    found = {}
    for path in sorted(folder.rglob("*.html")):
        reader = PageReader()
        reader.feed(path.read_text(encoding="utf-8"))
        found[path.relative_to(folder).as_posix()] = reader.done()
    return found


def broken_links(folder: Path, pages: dict[str, PageReader]) -> list[str]:
    """Links and forms that lead to no file, or to a place that its page does not have."""
    broken = []
    for path, page in pages.items():
        for attribute in ("href", "src", "action"):
            for value in page.values_of(attribute):
                parts = urlsplit(value)
                if parts.scheme or parts.netloc:
                    continue
                target = (folder / path).parent / unquote(parts.path) if parts.path else folder / path
                name = target.resolve().relative_to(folder.resolve()).as_posix()
                if not target.is_file() or (parts.fragment and parts.fragment not in pages[name].ids):
                    broken.append(f"{path}: {value}")
    return broken
