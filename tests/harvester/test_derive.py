"""``herbruik derive``: new rules over what is kept, without a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path  # noqa: TC003 - pytest reads the annotations of fixtures
from typing import TYPE_CHECKING

import pytest

import publiccode
from harvester import registry_rules
from harvester.night import Done, ExitCode, NightContext, NothingPublished, StepOutcome, run_night
from harvester.registry_reading import standard_rules
from harvester.telling import LogWatcher
from harvester.upkeep import derive_step, tidy_step
from tests.builders import account, file, finding, night, observation
from tests.harvester.recorded import Nights, other_rules

if TYPE_CHECKING:
    from harvester.registry_reading import ReadContent, Rules

pytestmark = pytest.mark.database

HERE = account("voorbeeld")


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "work.duckdb")


def derive(nights: Nights, rules: Rules) -> tuple[ExitCode, list[str]]:
    """The step alone, in a night of its own; the lines that a person is told."""
    nights.number += 1
    told: list[str] = []
    context = NightContext(
        data_dir=nights.path.parent, clock=lambda: night(nights.number), watcher=LogWatcher(told.append)
    )
    return run_night(context, (derive_step(rules, "2"), tidy_step()), "derive"), told


def test_new_rules_are_applied_to_all_that_is_kept_and_its_events_say_so(nights: Nights) -> None:
    rules = other_rules("lenient", findings=())
    shown = [observation("voorbeeld/een", file()), observation("voorbeeld/twee", file())]
    nights.run({HERE: shown}, rules=rules)
    stricter = other_rules("stricter", findings=(finding(),))

    code, _ = derive(nights, stricter)

    assert code is ExitCode.DONE
    assert nights.events() == [("became_invalid", "rules")] * 2
    assert nights.rows("SELECT DISTINCT rules_version FROM store.file_version WHERE valid_to IS NULL") == [
        ("stricter",)
    ]
    assert nights.rows("SELECT count(*) FROM store.reading WHERE rules_version = 'stricter'") == [(1,)]
    assert nights.rows(
        "SELECT status, tool_version, rules_version, files_read FROM store.run ORDER BY run_id DESC LIMIT 1"
    ) == [("complete", "2", "stricter", 1)]
    assert nights.rows("FROM store.request") == []
    assert nights.rows("SELECT count(*) FROM store.account_outcome") == [(1,)]


def test_a_changed_version_of_the_rules_is_enough(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.run({HERE: [observation("voorbeeld/een", file())]})
    monkeypatch.setattr(publiccode, "RULES_VERSION", "next")

    assert derive(nights, standard_rules())[0] is ExitCode.DONE
    assert nights.rows("SELECT rules_version FROM store.file_version WHERE valid_to IS NULL") == [("next",)]
    assert nights.events() == []
    assert derive(nights, standard_rules())[0] is ExitCode.DONE
    assert nights.rows("SELECT files_read FROM store.run ORDER BY run_id") == [(1,), (1,), (0,)]


def test_the_next_harvest_goes_on_from_what_was_derived(nights: Nights) -> None:
    rules = other_rules("next")
    nights.run({HERE: [observation("voorbeeld/een", file())]})
    derive(nights, rules)

    assert nights.run({HERE: [observation("voorbeeld/een", file())]}, rules=rules).files_read == 0
    assert nights.events() == []


def three_versions(nights: Nights) -> None:
    """A file that said something else on each of three nights."""
    for name in (b"Eerst", b"Toen", b"Nu"):
        nights.run({HERE: [observation("voorbeeld/een", file(content=b"name: " + name + b"\n"))]})


READ_AGAIN = """
SELECT c.name FROM store.component c JOIN store.reading r USING (content_id, rules_version)
WHERE rules_version = 'next' ORDER BY r.read_at, c.name
"""


def test_what_a_file_once_said_is_read_under_new_rules_and_stays_told_under_the_old(nights: Nights) -> None:
    three_versions(nights)
    before = nights.rows("FROM store.file_version WHERE valid_to IS NOT NULL ORDER BY valid_from")

    assert derive(nights, other_rules("next", findings=(finding(),)))[0] is ExitCode.DONE

    assert [name for (name,) in nights.rows(READ_AGAIN)] == ["Eerst", "Nu", "Toen"]
    assert nights.rows("SELECT count(*) FROM store.finding WHERE rules_version = 'next'") == [(3,)]
    assert nights.rows("SELECT count(*) FROM store.reading WHERE rules_version <> 'next'") == [(3,)]
    past = nights.rows("FROM store.file_version WHERE valid_to IS NOT NULL ORDER BY valid_from")
    assert past[: len(before)] == before
    assert nights.rows("SELECT files_read FROM store.run ORDER BY run_id DESC LIMIT 1") == [(3,)]
    derive(nights, other_rules("next"))
    assert nights.rows("SELECT files_read FROM store.run ORDER BY run_id DESC LIMIT 1") == [(0,)]


def test_a_night_reads_all_that_lies_somewhere_now_and_a_part_of_what_once_did(nights: Nights) -> None:
    three_versions(nights)
    for former, names in ((1, {"Nu", "Toen"}), (1, {"Nu", "Toen", "Eerst"})):
        with nights.opened() as registry:
            now = night(nights.number)
            run = registry.begin_deriving(other_rules("next"), "1", now)
            run.rederive(now, former=former)
            run.finish("complete", now)
        assert {name for (name,) in nights.rows(READ_AGAIN)} == names


def test_a_derivation_that_was_cut_off_goes_on_where_it_was(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry_rules, "_AT_ONCE", 1)
    three_versions(nights)
    rules, seen = other_rules("next"), list[bytes]()

    def read(content: bytes, today: date) -> ReadContent:
        seen.append(content)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return rules.read(content, today)

    with pytest.raises(KeyboardInterrupt):
        derive(nights, replace(rules, read=read))
    assert len(nights.rows(READ_AGAIN)) == 2

    assert derive(nights, rules)[0] is ExitCode.DONE
    assert len(nights.rows(READ_AGAIN)) == 3
    assert nights.rows("SELECT files_read FROM store.run ORDER BY run_id DESC LIMIT 1") == [(1,)]


def test_a_text_that_was_forgotten_is_not_read_again(nights: Nights) -> None:
    three_versions(nights)
    nights.run({HERE: []}, forget_after=timedelta(0))
    nights.run({HERE: []}, forget_after=timedelta(0))

    assert derive(nights, other_rules("next"))[0] is ExitCode.DONE
    assert nights.rows(READ_AGAIN) == []
    assert nights.rows("FROM store.integrity_problem") == []


def test_without_a_work_database_there_is_nothing_to_derive(nights: Nights) -> None:
    code, told = derive(nights, standard_rules())

    assert code is ExitCode.NOTHING_PUBLISHED
    assert "run a harvest first" in told[-1]
    outcome: StepOutcome = tidy_step().run(
        NightContext(data_dir=nights.path.parent, clock=lambda: night(1), watcher=LogWatcher(print))
    )
    assert outcome == Done()


def test_a_database_that_cannot_be_opened_is_told(nights: Nights) -> None:
    nights.path.write_bytes(b"no database" * 5000)
    outcome = derive_step(standard_rules(), "2").run(
        NightContext(data_dir=nights.path.parent, clock=lambda: night(1), watcher=LogWatcher(print))
    )
    assert isinstance(outcome, NothingPublished)
    assert "Put back a copy" in outcome.reason
