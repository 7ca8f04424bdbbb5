"""The line over 459 real files: each is seen, none is missing, none stops the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.forge.demo import corpus_sources
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_corpus
from tests.nightly.running import ask, night

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.shared
@pytest.mark.database
def test_every_file_of_the_corpus_is_software_or_says_why_not(shared: Path, tmp_path: Path) -> None:
    world = load_corpus(shared / "corpus" / "files")
    (host,) = world.hosts
    sources = tmp_path / "sources.toml"
    sources.write_text(corpus_sources(world), encoding="utf-8")
    with SampleForge(world) as forge:
        result = night(forge, tmp_path, sources)
    assert result.returncode == 0, result.stderr
    register = tmp_path / "publication" / "data" / "register.duckdb"
    rows = ask(register, "SELECT repository_url, entry, not_entry_code, not_entry_nl FROM file")
    assert {str(url) for url, *_ in rows} == {f"https://github.com/{one.path}" for one in host.repositories}
    assert len(rows) == 459
    left_out = [row for row in rows if row[1] == "not_an_entry"]
    assert all(code and sentence for _, _, code, sentence in left_out)
    assert len(left_out) <= 30
    unexplained = ask(
        register,
        "SELECT repository_url FROM file WHERE entry = 'not_an_entry' AND not_entry_code = 'not-a-map' "
        "AND NOT EXISTS (FROM finding WHERE finding.repository_id = file.repository_id)",
    )
    assert unexplained == []
    assert ask(register, "SELECT count(*) FROM component") == [(459 - len(left_out),)]
