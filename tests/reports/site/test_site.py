import json
import re
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reports.assets import script_of
from reports.model.snapshot import Snapshot
from reports.rendering import CONTENT_SECURITY_POLICY
from reports.settings import ReportsSettings
from reports.site import write_site
from tests.reports.builders import sample_snapshot, snapshot
from tests.reports.site.editions import DOWNLOADS
from tests.reports.site.reading import broken_links, read_site

HOSTILE = "\"'></title></p><script>alert(1)</script>{{ 7 * 7 }}{% raw %}"
_KEPT = re.compile(  # what is ours or an identifier: folders and file names are made of it
    r".*_id|slug|page|outcome|entry|state|severity|strength|level|role|kind|cause|name_source|language|code"
)


def written(folder: Path, made: Snapshot, settings: ReportsSettings | None = None) -> dict[str, bytes]:
    write_site(folder, made, settings or ReportsSettings(), DOWNLOADS)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def hostile(value: Any, name: str = "") -> Any:
    """The same value with hostile words in every text of others, and a script in every address."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: hostile(getattr(value, one.name), one.name) for one in fields(value)}
        )
    if isinstance(value, tuple):
        return tuple(hostile(one, name) for one in value)
    if not isinstance(value, str) or _KEPT.fullmatch(name):
        return value
    if name.endswith("url") or name in {"website", "uri", "contact"}:
        return "javascript:alert(document.domain)"
    return value + HOSTILE


def test_every_page_is_well_formed(sample_site: Path) -> None:
    pages = read_site(sample_site)
    assert {path: page.mistakes for path, page in pages.items() if page.mistakes} == {}


def test_every_link_leads_somewhere(sample_site: Path) -> None:
    pages = read_site(sample_site)
    assert broken_links(sample_site, pages) == []
    assert len(pages) == 67


def test_every_page_of_one_language_stands_in_the_other_too(sample_site: Path) -> None:
    dutch, english = (
        {path.relative_to(sample_site / tag) for path in (sample_site / tag).rglob("*")}
        for tag in ("nl", "en")
    )
    assert dutch == english


def test_every_page_has_one_main_heading_a_language_and_the_policy(sample_site: Path) -> None:
    for path, page in read_site(sample_site).items():
        tags = [tag for tag, _ in page.elements]
        assert tags.count("h1") == 1, path
        assert tags.count("main") == 1, path
        assert page.elements[0][1]["lang"] == ("en" if path.startswith("en/") else "nl")
        policies = [
            values["content"] for tag, values in page.elements if tag == "meta" and "http-equiv" in values
        ]
        assert policies == [CONTENT_SECURITY_POLICY], path


def test_nothing_needs_more_than_the_policy_allows(sample_site: Path) -> None:
    for path, page in read_site(sample_site).items():
        for tag, values in page.elements:
            assert tag not in {"style", "iframe", "object", "embed", "img"}, path
            assert not [name for name in values if name.startswith("on") or name in {"style", "integrity"}], (
                path
            )
            if tag == "script":
                assert set(values) == {"src", "defer"}, path
        for source in page.values_of("src"):
            assert source.startswith("../../assets/"), path


def test_hostile_words_in_every_text_do_no_harm(tmp_path: Path) -> None:
    written(tmp_path, hostile(sample_snapshot()))
    for path, page in read_site(tmp_path).items():
        assert page.mistakes == [], path
        for tag, values in page.elements:
            assert tag != "script" or set(values) == {"src", "defer"}, path
            for name, value in values.items():
                assert not name.startswith("on"), path
                if name in {"href", "src", "action"}:
                    assert "javascript" not in value, path
    page = read_site(tmp_path)["nl/software/gemeente-voorbeeld-formulieren.html"]
    assert "{{ 7 * 7 }}" in "".join(page.text)


def test_hostile_words_cannot_leave_the_catalogue() -> None:
    text = script_of({"rows": ["</script><!--\u2028\u2029"]})
    assert "</script" not in text
    assert text.count("\n") == 1
    assert "\u2028" not in text
    assert json.loads(text.removeprefix("window.REGISTER_CATALOGUE=").removesuffix(";\n")) == {
        "rows": ["</script><!--\u2028\u2029"]
    }


def test_the_feed_is_well_formed_whatever_the_texts(tmp_path: Path) -> None:
    written(tmp_path, hostile(sample_snapshot()))
    for tag in ("nl", "en"):
        feed = ET.parse(tmp_path / tag / "wijzigingen.atom").getroot()
        assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1


def test_the_same_snapshot_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    assert written(one, sample_snapshot()) == written(other, sample_snapshot())


def test_a_night_without_news_changes_home_data_and_the_page_of_the_night_only(tmp_path: Path) -> None:
    made, one, other = sample_snapshot(), tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    run = replace(
        made.night.run, run_id=20261125023000, started_at=made.night.run.started_at + timedelta(days=1)
    )
    before, after = written(one, made), written(other, replace(made, night=replace(made.night, run=run)))
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {f"{tag}/{page}.html" for tag in ("nl", "en") for page in ("index", "data", "nacht")}


def test_a_register_with_nothing_in_it_is_a_whole_site_too(tmp_path: Path) -> None:
    written(tmp_path, snapshot())
    for download in DOWNLOADS:
        (tmp_path / download.path).parent.mkdir(exist_ok=True)
        (tmp_path / download.path).write_bytes(b"")
    pages = read_site(tmp_path)
    assert broken_links(tmp_path, pages) == []
    assert {path: page.mistakes for path, page in pages.items() if page.mistakes} == {}


def test_a_site_in_one_language_offers_no_other(tmp_path: Path) -> None:
    paths = written(tmp_path, sample_snapshot(), ReportsSettings(languages=("nl",)))
    assert not [path for path in paths if path.startswith("en/")]
    assert b"English" not in paths["nl/index.html"]
    assert b"English" not in paths["index.html"]


def test_the_page_for_a_missing_address_works_at_any_depth(sample_site: Path) -> None:
    page = read_site(sample_site)["nl/404.html"]
    inside = [value for value in page.values_of("href") if not value.startswith("#")]
    assert all(value.startswith("https://register.example/") for value in inside)
    assert "https://register.example/nl/software/index.html" in inside


def test_only_a_site_that_knows_its_address_names_its_pages_in_full(tmp_path: Path) -> None:
    made, one, other = sample_snapshot(), tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    named = written(one, made)["nl/over.html"]
    nameless = written(other, replace(made, about=replace(made.about, base_url="")))["nl/over.html"]
    assert b'rel="canonical" href="https://register.example/nl/over.html"' in named
    assert b'rel="canonical"' not in nameless


@pytest.mark.parametrize(
    "template", sorted((Path(__file__).parents[3] / "templates").glob("*.j2")), ids=lambda path: path.name
)
def test_no_template_switches_escaping_off(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|style=|<script(?! src)", text)
