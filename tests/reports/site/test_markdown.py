from html.parser import HTMLParser

import pytest

from reports.markdown import render_markdown

BASE = "https://github.com/voorbeeld/x/blob/abc/publiccode.yml"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![volg mij](https://evil.example/pixel.png)",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt:alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    "[klik](vbscript:x)",
    '[klik](https://a.example/ "x\\" onmouseover=\\"alert(1)")',
    "<a href='https://a.example/' style='position:fixed'>x</a>",
    "<iframe src=https://evil.example></iframe>",
    "<svg onload=alert(1)>",
    '<https://a.example/"onclick=alert(1)>',
    "<style>*{display:none}</style>",
    "<form action=https://evil.example><input></form>",
    "# <b onclick=x>kop</b>",
    "`</code><script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "[a]: javascript:alert(1)\n[a]",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<object data=x></object>",
    "| a |\n|---|\n| <img src=x onerror=y> |",
]


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_becomes_harmless(text: str) -> None:
    seen = Seen(render_markdown(text, BASE))
    assert not {
        "script",
        "img",
        "iframe",
        "svg",
        "style",
        "form",
        "input",
        "base",
        "meta",
        "object",
        "h1",
    } & set(seen.tags)
    assert {name for name, _ in seen.attributes} <= {"href", "title", "rel"}
    for name, value in seen.attributes:
        if name == "href":
            assert value.startswith(("https://", "http://", "mailto:"))


def test_headings_start_below_the_pages_own_and_skip_no_level() -> None:
    html = render_markdown("# Een\n\n### Twee\n\n###### Drie\n\n## Weer\n\n# Nog een", None)
    assert Seen(html).tags == ["h3", "h4", "h5", "h4", "h3"]


def test_relative_addresses_point_into_the_repository() -> None:
    assert 'href="https://github.com/voorbeeld/x/blob/abc/docs/a.md"' in render_markdown(
        "[a](docs/a.md)", BASE
    )


def test_relative_addresses_without_a_repository_are_no_links() -> None:
    assert "href" not in render_markdown("[a](docs/a.md)", None)


def test_an_address_without_a_scheme_never_leads_to_a_script() -> None:
    assert 'href="https://evil.example/"' in render_markdown("[a](//evil.example/)", BASE)
    assert "href" not in render_markdown("[a](//evil.example/)", None)
