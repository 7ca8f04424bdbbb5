"""The history of files from real repositories into a real database, beside what was seen."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from harvester.backfill import BackfillPlan, backfill_step
from harvester.forges.folder_clone import clone_history, fetch_files
from harvester.forges.folder_history import changes_of, contents_of
from harvester.model import Account, Forge, ForgeKind, Scope
from harvester.night import Done, NightContext, PartlyDone
from harvester.settings import ForgeSettings, HarvesterSettings
from harvester.telling import LogWatcher
from tests.builders import content, night, sources
from tests.harvester.git_folder import checkout, mirror
from tests.harvester.looking import look
from tests.harvester.recorded import Nights
from tests.harvester.test_folder import HOST, account, client_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from harvester.night import StepOutcome
    from tests.harvester.git_folder import Checkout

pytestmark = pytest.mark.database

OLD, NEW = content(name="Oud"), content(name="Nieuw")


def stamp(at: datetime) -> str:
    return f"{int((at - night(1)).total_seconds()) + 1772330400} +0000"


@dataclass
class Register:
    """A folder forge, the database of nights that looked at it, and backfills."""

    folder: Path
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nights = Nights(self.folder / "data" / "work.duckdb")
        self.root = self.folder / "forge"

    def repository(self, name: str = "zaken") -> Checkout:
        return checkout(self.root / "gemeente" / name)

    def look(self) -> None:
        seen = look(client_of(self.root), account()).seen
        self.nights.run({account(): list(seen.values())})

    def backfill(self, *chosen: Account, settings: HarvesterSettings | None = None) -> StepOutcome:
        folder = ForgeSettings(kind=ForgeKind.FOLDER, path=self.root)
        plan = BackfillPlan(
            sources=sources(account()),
            chosen=chosen or (account(),),
            rules=self.nights.rules,
            settings=settings or HarvesterSettings(forges={HOST: folder}),
            say=self.said.append,
        )
        self.nights.number += 1
        now = night(self.nights.number)
        context = NightContext(
            data_dir=self.folder / "data", clock=lambda: now, watcher=LogWatcher(self.said.append)
        )
        return backfill_step(plan).run(context)

    def history(self) -> list[tuple[Any, ...]]:
        return self.nights.rows(
            "SELECT path, name, valid_from, valid_to, entry FROM store.file_history "
            "JOIN store.component USING (content_id, rules_version) ORDER BY valid_from, path"
        )


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


LOOKED_AT = night(1).replace(minute=5)


def test_versions_from_before_the_first_look_are_recorded_and_what_was_seen_stays(register: Register) -> None:
    made = register.repository()
    made.commit({"publiccode.yml": OLD}, stamp(night(-400)))
    made.commit({"README.md": b"x"}, stamp(night(-300)))
    made.commit({"publiccode.yml": NEW}, stamp(night(-200)))
    register.look()
    live = register.nights.dump(without=("content", "reading", "finding", "component", "component_text"))

    outcome = register.backfill()

    assert outcome == Done()
    assert register.history() == [
        ("publiccode.yml", "Oud", night(-400), night(-200), "software"),
        ("publiccode.yml", "Nieuw", night(-200), LOOKED_AT, "software"),
    ]
    after = register.nights.dump(without=("content", "reading", "finding", "component", "component_text"))
    assert {table for table in after if after[table] != live[table]} == {"file_history", "backfill"}
    assert register.nights.rows("SELECT commits, unread, outcome FROM store.backfill") == [(2, 0, "complete")]


def test_no_author_is_kept_anywhere(register: Register) -> None:
    register.repository().commit({"publiccode.yml": OLD}, stamp(night(-9)))
    register.look()
    register.backfill()

    assert b"jan@example.org" not in register.nights.path.read_bytes()
    assert b"Jan de Vries" not in register.nights.path.read_bytes()


def test_a_second_backfill_reads_and_changes_nothing_even_when_history_was_rewritten(
    register: Register,
) -> None:
    made = register.repository()
    made.commit({"publiccode.yml": OLD}, stamp(night(-9)))
    register.look()
    register.backfill()
    before = register.nights.dump()
    made.git("commit", "--quiet", "--amend", "--message", "Other", when=stamp(night(-5)))

    assert register.backfill() == Done()

    assert register.nights.dump() == before
    assert "No repository here" in register.said[-1]


def test_renames_deletions_and_merges_are_told_as_the_branch_showed_them(register: Register) -> None:
    made = register.repository()
    made.commit({"publiccode.yml": OLD}, stamp(night(-50)))
    made.commit({"publiccode.yml": None, "PublicCode.YAML": OLD}, stamp(night(-40)))
    made.commit({"PublicCode.YAML": None}, stamp(night(-30)))
    made.git("checkout", "--quiet", "-b", "werk")
    made.commit({"publiccode.yml": OLD}, stamp(night(-25)))
    made.commit({"publiccode.yml": NEW}, stamp(night(-24)))
    made.git("checkout", "--quiet", "main")
    made.git("merge", "--quiet", "--no-ff", "--message", "Merge", "werk", when=stamp(night(-20)))
    register.look()
    register.backfill()

    assert register.history() == [
        ("publiccode.yml", "Oud", night(-50), night(-40), "software"),
        ("PublicCode.YAML", "Oud", night(-40), night(-30), "software"),
        ("publiccode.yml", "Nieuw", night(-20), LOOKED_AT, "software"),
    ]


def test_odd_dates_do_not_stop_it(register: Register) -> None:
    made = register.repository()
    tree = made.git("write-tree")
    person = b"Jan de Vries <jan@example.org>"
    made.commit({"publiccode.yml": OLD}, stamp(night(-50)))
    tree = made.git("rev-parse", "HEAD^{tree}")
    parent = made.git("rev-parse", "HEAD")
    blob = made.git("hash-object", "-w", "--stdin", given=NEW)
    tree = made.git("mktree", given=f"100644 blob {blob}\tpubliccode.yml\n".encode())
    for date in (b"-86400 +0000", b"99999999999999 +0000"):
        raw = b"tree %s\nparent %s\nauthor %s %s\ncommitter %s %s\n\nOdd\n" % (
            tree.encode(),
            parent.encode(),
            person,
            date,
            person,
            date,
        )
        parent = made.git("hash-object", "-w", "-t", "commit", "--stdin", "--literally", given=raw)
    made.git("update-ref", "HEAD", parent)
    made.git("reset", "--quiet", "--hard")
    made.commit({"publiccode.yml": OLD}, stamp(night(-10)))
    register.look()

    assert register.backfill() == Done()
    assert [(name, since) for _, name, since, _, _ in register.history()] == [
        ("Nieuw", night(-50)),
        ("Oud", night(-10)),
    ]


def test_a_history_that_cannot_be_read_is_noted_and_tried_again(register: Register) -> None:
    made = register.repository()
    made.commit({"publiccode.yml": OLD}, stamp(night(-9)))
    register.look()
    hidden = made.folder.rename(made.folder.with_name("weg"))

    outcome = register.backfill()
    assert isinstance(outcome, PartlyDone)
    assert register.nights.rows("SELECT outcome, reason FROM store.backfill") == [
        ("could_not_look", "it went away meanwhile")
    ]
    hidden.rename(made.folder)

    assert register.backfill() == Done()
    assert len(register.history()) == 1


def test_only_what_is_chosen_is_read(register: Register) -> None:
    for name in ("een", "twee"):
        register.repository(name).commit({"publiccode.yml": content(name=name)}, stamp(night(-9)))
    register.repository("leeg").commit({"README.md": b"x"}, stamp(night(-9)))
    register.look()

    register.backfill(account("gemeente/Een", scope=Scope.REPOSITORY))

    assert [name for _, name, _, _, _ in register.history()] == ["een"]


def test_a_forge_is_cloned_without_the_bytes_of_other_files(register: Register, tmp_path: Path) -> None:
    made = register.repository()
    made.commit({"publiccode.yml": OLD, "groot.bin": b"x" * 100_000}, stamp(night(-9)))
    made.commit({"publiccode.yml": NEW}, stamp(night(-5)))
    register.look()
    bare = mirror(made, tmp_path / "bij-de-forge" / "gemeente" / "zaken.git")
    for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        replace(made, folder=bare).git("config", key, "true")
    cloned = HarvesterSettings(forges={HOST: ForgeSettings(clone_url=f"file://{tmp_path}/bij-de-forge")})
    elsewhere = replace(account(), forge=Forge(name=HOST, kind=ForgeKind.GITLAB))

    outcome = register.backfill(elsewhere, settings=cloned)

    assert outcome == Done(), register.said
    assert [name for _, name, _, _, _ in register.history()] == ["Oud", "Nieuw"]


def test_a_forge_that_gives_no_history_is_could_not_look(register: Register, tmp_path: Path) -> None:
    register.repository().commit({"publiccode.yml": OLD}, stamp(night(-9)))
    register.look()
    cloned = HarvesterSettings(forges={HOST: ForgeSettings(clone_url=f"file://{tmp_path}/nergens")})
    elsewhere = replace(account(), forge=Forge(name=HOST, kind=ForgeKind.GITLAB))

    assert isinstance(register.backfill(elsewhere, settings=cloned), PartlyDone)
    assert register.nights.rows("SELECT reason FROM store.backfill") == [
        ("the forge did not give git its history",)
    ]


def test_a_clone_holds_no_bytes_but_those_of_the_files_asked_for(tmp_path: Path) -> None:
    made = checkout(tmp_path / "forge", {"publiccode.yml": OLD, "groot.bin": os.urandom(500_000)})
    for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        made.git("config", key, "true")
    folder = tmp_path / "clone"
    folder.mkdir()

    git = clone_history(f"file://{made.folder}", folder, 20, "test")
    fetch_files(git, [made.git("rev-parse", "HEAD:publiccode.yml")])

    (change,) = changes_of(git)
    assert list(contents_of(git, [oid for _, oid in change.files], 1000).values()) == [OLD]
    assert sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < 100_000
