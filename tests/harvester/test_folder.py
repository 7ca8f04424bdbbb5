"""A folder as a forge: real repositories, made by the test and read by the real program git."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from harvester.forges import ForgeClient, open_forge
from harvester.forges.folder_git import ENVIRONMENT, GitError, GitFolder
from harvester.model import Account, Forge, ForgeKind, Release, Scope
from harvester.outcomes import AccountGone, Complete, CouldNotLook, Partial
from harvester.settings import ForgeSettings, HarvesterSettings
from tests.builders import content
from tests.harvester.git_folder import checkout, mirror
from tests.harvester.looking import Clock, look

if TYPE_CHECKING:
    from pathlib import Path

HOST = "git.example.org"
FORGE = Forge(name=HOST, kind=ForgeKind.FOLDER)
FILE = content()


def client_of(root: Path, **options: Any) -> ForgeClient:
    clock = Clock()
    web_url = options.pop("web_url", None)
    forges = {HOST: ForgeSettings(kind=ForgeKind.FOLDER, path=root, web_url=web_url)}
    client = open_forge(FORGE, HarvesterSettings(forges=forges, **options), {}, clock, clock.sleep)
    assert client is not None
    return client


def account(path: str = "gemeente", **given: Any) -> Account:
    return Account(forge=FORGE, path=path, organisation_id="urn:x:organisation", **given)


def why(outcome: object) -> str:
    assert isinstance(outcome, Partial | CouldNotLook | AccountGone)
    return outcome.reason.en


def test_a_checkout_and_a_bare_mirror_show_the_same(tmp_path: Path) -> None:
    source = checkout(tmp_path / "away" / "zaken", {"publiccode.yml": FILE, "README.md": b"# Zaken\n"})
    source.git("tag", "v1.0")
    root = tmp_path / "forge"
    mirror(source, root / "gemeente" / "spiegel.git")
    made = checkout(root / "gemeente" / "uitgecheckt", {"publiccode.yml": FILE, "docs/x.md": b"x"}, "trunk")

    found = look(client_of(root), account())

    assert found.outcome == Complete(repositories=2, files=2)
    bare, plain = found.seen["gemeente/spiegel"], found.seen["gemeente/uitgecheckt"]
    assert (bare.files[0].path, bare.files[0].content) == ("publiccode.yml", FILE)
    assert bare.repository.url == "https://git.example.org/gemeente/spiegel"
    assert bare.repository.newest_release == Release(name="v1.0", released_at=datetime(2024, 5, 1, 12, 0))  # noqa: DTZ001
    assert bare.repository.head_committed_at == datetime(2024, 5, 1, 12, 0)  # noqa: DTZ001
    assert {entry.name: entry.kind for entry in plain.repository.root_files} == {
        "publiccode.yml": "file",
        "docs": "directory",
    }
    assert plain.repository.default_branch == "trunk"
    assert plain.repository.head_oid == made.git("rev-parse", "HEAD")


def test_what_is_not_committed_is_not_seen(tmp_path: Path) -> None:
    made = checkout(tmp_path / "gemeente" / "zaken", {"publiccode.yml": FILE})
    (made.folder / "publiccode.yml").write_bytes(b"name: Anders\n")
    (made.folder / "publiccode.yaml").write_bytes(FILE)

    (seen,) = look(client_of(tmp_path), account()).seen.values()

    assert [(file.path, file.content) for file in seen.files] == [("publiccode.yml", FILE)]


def test_repositories_in_groups_and_the_whole_folder_are_found(tmp_path: Path) -> None:
    for path in ("provincie/geo/kaart", "provincie/portaal", "gemeente/zaken.git"):
        mirror(checkout(tmp_path / "away" / path, {}), tmp_path / "forge" / path)
    client = client_of(tmp_path / "forge")

    assert set(look(client, account("provincie")).seen) == {"provincie/geo/kaart", "provincie/portaal"}
    assert set(look(client, account("Provincie", subgroups=False)).seen) == {"provincie/portaal"}
    assert set(look(client, account("", scope=Scope.INSTANCE)).seen) == {
        "provincie/geo/kaart",
        "provincie/portaal",
        "gemeente/zaken",
    }
    assert set(look(client, account("gemeente/zaken", scope=Scope.REPOSITORY)).seen) == {"gemeente/zaken"}


def test_a_repository_without_a_commit_is_empty_and_one_with_a_detached_head_has_no_branch(
    tmp_path: Path,
) -> None:
    checkout(tmp_path / "gemeente" / "leeg")
    made = checkout(tmp_path / "gemeente" / "los", {"publiccode.yml": FILE})
    made.git("checkout", "--quiet", "--detach")

    seen = look(client_of(tmp_path), account()).seen

    assert seen["gemeente/leeg"].repository.is_empty
    assert seen["gemeente/los"].repository.default_branch is None
    assert not seen["gemeente/los"].repository.is_empty
    assert len(seen["gemeente/los"].files) == 1


def test_a_head_that_names_no_branch_is_not_an_empty_repository(tmp_path: Path) -> None:
    made = checkout(tmp_path / "gemeente" / "zaken", {"publiccode.yml": FILE})
    made.git("symbolic-ref", "HEAD", "refs/heads/weg")

    found = look(client_of(tmp_path), account())

    assert "gemeente/zaken: its HEAD names a branch that is not there" in why(found.outcome)


def test_damaged_objects_are_could_not_look_and_the_others_are_seen(tmp_path: Path) -> None:
    checkout(tmp_path / "gemeente" / "heel", {"publiccode.yml": FILE})
    for name, damage in (("kapot", b"no zlib"), ("zoek", None)):
        made = checkout(tmp_path / "gemeente" / name, {"publiccode.yml": FILE})
        oid = made.git("rev-parse", "HEAD")
        place = made.folder / ".git" / "objects" / oid[:2] / oid[2:]
        place.unlink()
        if damage:
            place.write_bytes(damage)

    found = look(client_of(tmp_path), account())

    assert set(found.seen) == {"gemeente/heel"}
    assert isinstance(found.outcome, Partial)
    assert "did not show 2 repositories" in why(found.outcome)
    assert "damaged or missing" in why(found.outcome)
    assert str(tmp_path) not in why(found.outcome)


def test_a_file_whose_bytes_are_missing_is_unreadable_and_its_repository_is_seen(tmp_path: Path) -> None:
    made = checkout(tmp_path / "gemeente" / "zaken", {"publiccode.yml": FILE})
    oid = made.git("rev-parse", "HEAD:publiccode.yml")
    (made.folder / ".git" / "objects" / oid[:2] / oid[2:]).unlink()

    (seen,) = look(client_of(tmp_path), account()).seen.values()

    assert seen.unreadable[0].reason.en == "publiccode.yml: its bytes are not in this copy of the repository."


def test_links_pointers_folders_and_giants_are_said_to_be_what_they_are(tmp_path: Path) -> None:
    linked = checkout(tmp_path / "gemeente" / "link", {"README.md": b"x"})
    (linked.folder / "publiccode.yml").symlink_to("/etc/passwd")
    linked.commit({})
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    checkout(tmp_path / "gemeente" / "pointer", {"publiccode.yml": pointer})
    checkout(tmp_path / "gemeente" / "map", {"publiccode.yml/x": b"x"})
    checkout(tmp_path / "gemeente" / "reus", {"publiccode.yml": b"#" * (1024 * 1024 + 1)})

    seen = look(client_of(tmp_path), account()).seen

    assert {name.partition("/")[2]: item.unreadable[0].reason.en for name, item in seen.items()} == {
        "link": "publiccode.yml: is a symbolic link; links are not followed.",
        "pointer": "publiccode.yml: is a pointer of Git LFS; the file itself lies elsewhere.",
        "map": "publiccode.yml: is a folder, not a file.",
        "reus": "publiccode.yml: larger than 1024 KiB.",
    }


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    secret = checkout(tmp_path / "geheim" / "zaken", {"publiccode.yml": FILE})
    owner = tmp_path / "forge" / "gemeente"
    owner.mkdir(parents=True)
    (owner / "link").symlink_to(secret.folder)
    (owner / "wijzer").mkdir()
    (owner / "wijzer" / ".git").write_text(f"gitdir: {secret.folder}/.git\n")
    secret.git("worktree", "add", "--quiet", str(owner / "werkmap"))
    secret.git("clone", "--quiet", "--shared", "--bare", str(secret.folder), str(owner / "leent.git"))
    (checkout(owner / "objecten").folder / ".git" / "objects" / "pack").rmdir()
    (owner / "objecten" / ".git" / "objects" / "pack").symlink_to(secret.folder / ".git" / "objects" / "pack")

    found = look(client_of(tmp_path / "forge"), account())

    assert isinstance(found.outcome, CouldNotLook)
    assert "did not show 5 repositories" in why(found.outcome)
    assert str(tmp_path) not in why(found.outcome)


def test_the_configuration_of_a_strange_repository_starts_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "gestart"
    made = checkout(
        tmp_path / "forge" / "gemeente" / "zaken",
        {"publiccode.yml": FILE, ".gitattributes": b"* filter=x diff=x\n"},
    )
    program = tmp_path / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    for key, value in {
        "core.fsmonitor": program,
        "core.pager": program,
        "core.sshCommand": program,
        "core.hooksPath": tmp_path,
        "filter.x.smudge": program,
        "filter.x.clean": program,
        "diff.x.textconv": program,
        "diff.external": program,
        "log.showSignature": "true",
        "gpg.program": program,
        "pager.for-each-ref": "true",
        "remote.origin.url": made.folder,
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": program,
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
    }.items():
        made.git("config", key, str(value))
    oid = made.git("rev-parse", "HEAD:publiccode.yml")
    mark.unlink(missing_ok=True)
    (made.folder / ".git" / "objects" / oid[:2] / oid[2:]).unlink()

    found = look(client_of(tmp_path / "forge"), account())

    (unread,) = found.seen["gemeente/zaken"].unreadable
    assert unread.reason.code == "no-bytes"
    assert not mark.exists()


def test_a_program_that_does_not_end_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    made = checkout(tmp_path / "zaken", {})
    alias = "!sleep 100 & sleep 100"  # an alias, since nothing that we run takes long
    made.git("config", "alias.slow", alias)
    git = GitFolder(directory=made.folder / ".git", timeout_seconds=0.2)

    with pytest.raises(GitError, match="did not answer within"):
        git.run("slow")


def test_git_sees_nothing_of_our_environment() -> None:
    assert ENVIRONMENT["HOME"] == os.devnull
    assert not {"GITHUB_TOKEN", "GITLAB_TOKEN", "SSH_AUTH_SOCK"} & ENVIRONMENT.keys()


def test_a_folder_that_is_away_or_empty_is_no_empty_forge(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    for root in (tmp_path / "leeg", tmp_path / "weg"):
        outcome = look(client_of(root), account()).outcome
        assert isinstance(outcome, CouldNotLook)
        assert str(tmp_path) not in outcome.reason.en


def test_an_owner_that_is_not_there_is_gone(tmp_path: Path) -> None:
    checkout(tmp_path / "gemeente" / "zaken", {})

    assert isinstance(look(client_of(tmp_path), account("provincie")).outcome, AccountGone)
    assert isinstance(look(client_of(tmp_path), account("..")).outcome, AccountGone)
    lost = account("gemeente/anders", scope=Scope.REPOSITORY)
    assert isinstance(look(client_of(tmp_path), lost).outcome, AccountGone)


def test_one_that_is_there_twice_could_be_either(tmp_path: Path) -> None:
    made = checkout(tmp_path / "gemeente" / "zaken", {})
    mirror(made, tmp_path / "gemeente" / "zaken.git")

    assert "it is there twice" in why(look(client_of(tmp_path), account()).outcome)


def test_a_listing_that_was_cut_off_goes_on_behind_the_last_name(tmp_path: Path) -> None:
    for number in range(5):
        checkout(tmp_path / "gemeente" / f"n{number}", {})
    client = client_of(tmp_path, page_size=2)
    whole = look(client, account())

    rest = look(client, account(), whole.pages[0].cursor)

    assert [len(page.observations) for page in whole.pages] == [2, 2, 1]
    assert list(rest.seen) == ["gemeente/n2", "gemeente/n3", "gemeente/n4"]


def test_programs_are_counted_as_requests_are(tmp_path: Path) -> None:
    checkout(tmp_path / "gemeente" / "zaken", {"publiccode.yml": FILE})
    client = client_of(tmp_path)
    look(client, account())

    (count,) = client.requests()

    assert (count.kind, count.sent) == ("git", 6)


def test_people_open_another_address_where_the_configuration_says_so(tmp_path: Path) -> None:
    checkout(tmp_path / "gemeente" / "zaken", {})
    client = client_of(tmp_path, web_url="https://code.example.org/git")

    (seen,) = look(client, account()).seen.values()

    assert seen.repository.url == "https://code.example.org/git/gemeente/zaken"


def test_a_folder_without_a_path_and_a_path_without_a_folder_are_mistakes(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="belong together"):
        ForgeSettings(kind=ForgeKind.FOLDER)
    with pytest.raises(ValueError, match="belong together"):
        ForgeSettings(path=tmp_path)
    with pytest.raises(ValueError, match="web_url"):
        ForgeSettings(web_url="code.example.org")


def test_a_kind_that_only_the_list_states_is_could_not_look() -> None:
    clock = Clock()
    client = open_forge(FORGE, HarvesterSettings(), {}, clock, clock.sleep)
    assert client is not None

    assert 'harvester.forges."git.example.org".path names no folder' in why(look(client, account()).outcome)
