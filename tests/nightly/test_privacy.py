"""What is excluded leaves site, register, links and history the same night, and the work database's bytes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.forge.demo import SAMPLE_WORLD
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_world
from tests.nightly.running import ask, files_of, herbruik, night

if TYPE_CHECKING:
    from pathlib import Path

    from tests.nightly.conftest import Night

pytestmark = pytest.mark.database
SOURCES = SAMPLE_WORLD / "sources.toml"
CHOSEN = """
SELECT r.url, r.slug, r.description, c.name, d.short_description FROM component c
JOIN repository r USING (repository_id)
JOIN component_text d ON d.component_id = c.component_id AND d.language = 'nl'
WHERE length(r.description) > 20 AND length(d.short_description) > 20
  AND c.repository_id IN (SELECT repository_id FROM reuse_link) ORDER BY r.url LIMIT 1
"""


def test_an_excluded_repository_leaves_the_publication_and_the_bytes_of_the_work_database(
    night_before: Path,
) -> None:
    with SampleForge(load_world(SAMPLE_WORLD)) as forge:
        register = night_before / "publication" / "data" / "register.duckdb"
        ((url, slug, *texts),) = ask(register, CHOSEN)
        words = [str(text).encode() for text in (url, slug, *texts)]
        before = b"".join(files_of(night_before / "publication").values())
        assert [word for word in words if word not in before] == []
        (night_before / "exclude.toml").write_text(
            f'[[exclusions]]\nurl = "{url}"\nreason = "Op verzoek."\nsince = 2020-01-01\nby = "beheer"\n'
        )

        second = night(forge, night_before, SOURCES)

    assert second.returncode == 0, second.stderr
    published = files_of(night_before / "publication")
    assert {path: word for path, held in published.items() for word in words if word in held} == {}
    work = (night_before / "work.duckdb").read_bytes()
    assert [text for text in texts if str(text).encode() in work] == []
    again = herbruik(night_before, "report")
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize("command", [("report",), ("derive", "--publish")])
def test_what_was_excluded_after_the_harvest_is_not_in_the_next_publication(
    first_night: Night, tmp_path: Path, command: tuple[str, ...]
) -> None:
    ((url, slug, *texts),) = ask(first_night.register, CHOSEN)
    words = [str(text).encode() for text in (url, slug, *texts)]
    shutil.copyfile(first_night.folder / "work.duckdb", tmp_path / "work.duckdb")
    (tmp_path / "exclude.toml").write_text(
        f'[[exclusions]]\nurl = "{url}"\nreason = "Op verzoek."\nsince = 2020-01-01\nby = "beheer"\n'
    )

    result = herbruik(tmp_path, *command)

    assert result.returncode == 0, result.stderr
    published = files_of(tmp_path / "publication")
    assert {path: word for path, held in published.items() for word in words if word in held} == {}
    work = (tmp_path / "work.duckdb").read_bytes()
    assert [text for text in texts if str(text).encode() in work] == []


def test_a_list_of_exclusions_with_a_mistake_lets_nothing_be_published(
    first_night: Night, tmp_path: Path
) -> None:
    shutil.copyfile(first_night.folder / "work.duckdb", tmp_path / "work.duckdb")
    (tmp_path / "exclude.toml").write_text('[[exclusions]]\nurl = "https://github.com/a"\n')

    report, derive = herbruik(tmp_path, "report"), herbruik(tmp_path, "derive", "--publish")

    assert (report.returncode, derive.returncode) == (2, 2)
    for result in (report, derive):
        assert "exclusions[0].since must be a date, as in 2026-11-24." in result.stderr
    assert not (tmp_path / "publication").exists()
