"""The commands ``nightly`` and ``harvest`` as somebody types them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from click.testing import CliRunner, Result
from rich.console import Console
from rich.progress import Progress

from harvester.cli import ScreenWatcher, harvest, nightly
from harvester.cli_upkeep import backfill
from harvester.lock import sole_run
from harvester.model import ForgeKind
from harvester.night import Done, NothingPublished, PartlyDone, Step, Summary
from harvester.outcomes import AccountGone, Complete, CouldNotLook, NotLooked, Partial
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.telling import missing_tokens, outcome_text, summary_text
from tests.builders import GITHUB, GITLAB, account, night, reason
from tests.forge.limits import PLAIN_TOKEN
from tests.harvester.git_folder import checkout
from tests.harvester.looking import FILE
from tests.harvester.recorded import RUN_TABLES, Nights

if TYPE_CHECKING:
    from collections.abc import Callable

    import click

    from harvester.night import NightContext, StepOutcome
    from tests.forge.server import SampleForge

pytestmark = pytest.mark.database

LIST = """
version = 1
[[organisations]]
id = "urn:org:voorbeeld"
name = "Gemeente Voorbeeld"
role = "government"
level = "municipality"
country = "NL"
accounts = [{ url = "https://github.com/gemeente-voorbeeld" }, { url = "https://gitlab.com/provincie" }]
"""
SUMMARY = Summary(
    run_id=1,
    accounts=2,
    accounts_complete=2,
    accounts_swept=0,
    repositories=1234,
    software=3,
    files=4,
    findings=5,
    requests=6,
    seconds=7.4,
)


@dataclass(frozen=True)
class Front:
    """What the front door hands to a command, with steps of a test."""

    data_dir: Path
    harvester: HarvesterSettings
    steps: tuple[Step, ...] = ()
    read_summary: Callable[[Path], Summary | None] = field(default=lambda _: SUMMARY)


@pytest.fixture
def front(tmp_path: Path, sample_forge: SampleForge, monkeypatch: pytest.MonkeyPatch) -> Front:
    """The sample forge under its stable names, with a token."""
    monkeypatch.setenv("SAMPLE_TOKEN", PLAIN_TOKEN)
    (tmp_path / "sources.toml").write_text(LIST)
    forges = {
        name: ForgeSettings(api_url=url, token_env="SAMPLE_TOKEN")
        for name, url in sample_forge.api_urls().items()
    }
    settings = HarvesterSettings(sources=tmp_path / "sources.toml", forges=forges)
    return Front(data_dir=tmp_path / "data", harvester=settings)


def typed(command: click.Command, front: Front, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=front, catch_exceptions=False)


def rows(front: Front, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(front.data_dir / "work.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_harvest_reads_real_answers_of_both_kinds_of_forge_into_the_work_database(front: Front) -> None:
    result = typed(harvest, front)

    assert result.exit_code == 0, result.stderr
    assert rows(front, "SELECT outcome, repositories FROM store.account_outcome") == [("complete", 2)] * 2
    assert rows(front, "SELECT count(*) FROM store.file_version") == [(2,)]
    assert rows(front, "SELECT count(*) FROM store.repository_version WHERE url LIKE '%127.0.0.1%'") == [(0,)]
    assert "github.com/gemeente-voorbeeld: complete, 2 repositories, 1 file" in result.stderr
    assert result.stdout == ""


def test_a_second_harvest_changes_nothing_and_reads_no_file(front: Front) -> None:
    work = Nights(front.data_dir / "work.duckdb", number=1)
    typed(harvest, front)
    before = work.dump(without=RUN_TABLES)
    typed(harvest, front)

    assert work.dump(without=RUN_TABLES) == before
    assert rows(front, "SELECT files_read FROM store.run ORDER BY run_id") == [(1,), (0,)]


def test_only_one_account_or_repository_is_looked_at(front: Front) -> None:
    assert typed(harvest, front, "--only", "https://gitlab.com/provincie/zaaksysteem").exit_code == 0

    assert rows(front, "SELECT full_name, account_id FROM store.repository_version") == [
        ("provincie/zaaksysteem", "gitlab.com/provincie")
    ]
    assert rows(front, "SELECT DISTINCT outcome FROM store.account_outcome") == [("not_looked",)]


def test_only_an_account_that_is_not_in_the_list_is_a_mistake_of_use(front: Front) -> None:
    result = typed(harvest, front, "--only", "https://gitlab.com/provinci")

    assert result.exit_code == 2
    assert "https://gitlab.com/provinci" in result.stderr
    assert not front.data_dir.exists()


def test_a_wrong_list_of_sources_ends_before_any_request(front: Front, sample_forge: SampleForge) -> None:
    front.harvester.sources.write_text(LIST.replace('"government"', '"goverment"'))

    result = typed(nightly, front)

    assert result.exit_code == 2
    assert "sources.toml" in result.stderr
    assert not front.data_dir.exists()


def test_a_token_file_that_is_not_there_is_a_mistake_of_configuration(front: Front) -> None:
    forges = {"github.com": ForgeSettings(token_file=Path("nowhere"))}

    result = typed(harvest, replace(front, harvester=replace(front.harvester, forges=forges)))

    assert result.exit_code == 2
    assert "token_file" in result.stderr


def test_a_run_beside_another_is_refused(front: Front) -> None:
    with sole_run(front.data_dir, "nightly", night(1)):
        result = typed(harvest, front)

    assert result.exit_code == 5
    assert "nightly runs since 2026-03-01 02:00:00 UTC" in result.stderr


@pytest.mark.parametrize(
    ("outcome", "code", "told"),
    [
        (Done(), 0, "1,234 repositories"),
        (PartlyDone("A page is missing."), 3, "1,234 repositories"),
        (NothingPublished("The register shrank."), 4, ""),
    ],
)
def test_nightly_ends_with_a_summary_of_what_is_published(
    front: Front, outcome: StepOutcome, code: int, told: str
) -> None:
    def publish(_context: NightContext) -> StepOutcome:
        return outcome

    result = typed(nightly, replace(front, steps=(Step("publish", publish),)))

    assert result.exit_code == code
    assert told in result.stdout
    assert (result.stdout == "") == (told == "")
    assert getattr(outcome, "reason", "publish: done") in result.stderr


def test_a_run_that_is_interrupted_says_what_becomes_of_it(front: Front) -> None:
    def interrupted(_context: NightContext) -> StepOutcome:
        raise KeyboardInterrupt

    result = typed(nightly, replace(front, steps=(Step("publish", interrupted),)))

    assert result.exit_code == 3
    assert "the next run goes on from there" in result.stderr


def test_nothing_published_yet_has_no_summary(front: Front) -> None:
    assert typed(nightly, replace(front, read_summary=lambda _: None)).stdout == ""


def test_a_forge_that_is_not_there_makes_the_run_partial(front: Front) -> None:
    nowhere = {"github.com": ForgeSettings(api_url="http://127.0.0.1:9", token_env="SAMPLE_TOKEN")}
    settings = replace(front.harvester, forges={**front.harvester.forges, **nowhere}, tries=1)

    result = typed(harvest, replace(front, harvester=settings))

    assert result.exit_code == 3
    assert "github.com/gemeente-voorbeeld: could not look" in result.stderr


def test_without_a_token_it_is_said_what_that_means_and_what_to_do() -> None:
    accounts = (account("a"), account("b"), account("c", forge=GITLAB))

    (line,) = missing_tokens(accounts, HarvesterSettings(), {})

    assert line == (
        "There is no token for github.com: it answers 60 requests an hour and no GraphQL, so only a part of "
        "its 2 accounts can be seen in a run. A token without any permission is enough: set GITHUB_TOKEN."
    )
    assert list(missing_tokens(accounts, HarvesterSettings(), {"github.com"})) == []


def test_a_host_of_its_own_without_a_token_names_the_option() -> None:
    own = replace(GITHUB, name="git.example.org", kind=ForgeKind.GITHUB)

    (line,) = missing_tokens((account("a", forge=own),), HarvesterSettings(), {})

    assert line.endswith('name one in [harvester.forges."git.example.org"] of herbruik.toml.')


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Complete(repositories=1, files=2), "complete, 1 repository, 2 files"),
        (
            Partial(repositories=3, files=1, reason=reason("Cut.")),
            "partly seen, 3 repositories, 1 file: Cut.",
        ),
        (CouldNotLook(reason=reason("Down.")), "could not look: Down."),
        (NotLooked(reason=reason("Left out.")), "not looked: Left out."),
        (AccountGone(reason=reason("404.")), "gone: 404."),
    ],
)
def test_outcomes_in_words(
    outcome: Complete | Partial | CouldNotLook | NotLooked | AccountGone, text: str
) -> None:
    assert outcome_text(outcome) == text


def test_the_summary_in_words() -> None:
    assert summary_text(replace(SUMMARY, accounts_complete=1)).splitlines() == [
        "    2 accounts, 1 of them seen whole",
        "1,234 repositories",
        "    4 publiccode files",
        "    3 pieces of software",
        "    5 findings for the owners of the files",
        "    6 requests sent",
        "    7 seconds",
    ]


def test_the_summary_of_a_night_that_swept() -> None:
    first = summary_text(replace(SUMMARY, accounts_complete=1, accounts_swept=1)).splitlines()[0]
    assert first == "    2 accounts, 1 of them seen whole, 1 looked at for changes"


def test_at_a_terminal_a_bar_counts_and_only_trouble_gets_a_line(tmp_path: Path) -> None:
    with (tmp_path / "screen").open("w+") as screen:
        with Progress(console=Console(file=screen, force_terminal=True, width=200)) as progress:
            watcher = ScreenWatcher(progress)
            watcher.step_began("harvest")
            watcher.looking_at(2)
            watcher.page_recorded(account("a"), 25)
            watcher.account_ended(account("a"), Complete(repositories=25, files=0))
            watcher.account_ended(account("b"), CouldNotLook(reason=reason("Down.")))
            watcher.step_ended("harvest", Done())
        screen.seek(0)
        shown = screen.read()

    assert "github.com/b: could not look: Down." in shown
    assert "github.com/a: complete" not in shown
    assert "github.com/a · 25 repositories" in shown


def test_backfill_reads_the_history_of_what_is_named(front: Front, tmp_path: Path) -> None:
    made = checkout(tmp_path / "forge" / "gemeente-voorbeeld" / "zaken", {"publiccode.yml": FILE})
    settings = replace(
        front.harvester,
        forges={"github.com": ForgeSettings(kind=ForgeKind.FOLDER, path=tmp_path / "forge")},
    )
    front = replace(front, harvester=settings)
    assert typed(harvest, front, "--only", "github.com/gemeente-voorbeeld").exit_code == 0

    result = typed(backfill, front, "github.com/gemeente-voorbeeld")

    assert result.exit_code == 0, result.stderr
    assert "gemeente-voorbeeld/zaken: earlier versions 1, commits 1" in result.stderr
    head = made.git("rev-parse", "HEAD")
    assert rows(front, "SELECT path, commit_oid FROM store.file_history") == [("publiccode.yml", head)]
    assert str(tmp_path) not in str(rows(front, "FROM store.repository_version"))


def test_backfill_of_what_is_not_in_the_list_is_a_mistake_of_use(front: Front) -> None:
    assert typed(backfill, front, "github.com/iemand-anders").exit_code == 2
    assert typed(backfill, front).exit_code == 2


@pytest.mark.parametrize("command", [["nightly"], ["report"], ["derive"]])
def test_a_data_folder_that_cannot_be_used_is_told(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "data").write_text("no folder")
    (tmp_path / "sources.toml").write_text("version = 1\n")
    root = Path(__file__).resolve().parents[2]
    result = subprocess.run(
        [sys.executable, str(root / "herbruik.py"), "--data-dir", "data/below", *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2, result.stderr
    assert "data/below cannot be used: Not a directory" in result.stderr
    assert "Traceback" not in result.stderr
