from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.forge.world import Committer, HostKind, OwnerKind, Visibility
from tests.forge.world_folder import load_corpus, load_world
from tests.forge.world_toml import WorldError

if TYPE_CHECKING:
    from pathlib import Path


def lay(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_folders_become_hosts_owners_and_repositories_with_defaults(tmp_path: Path) -> None:
    world = load_world(
        lay(tmp_path, {"github.com/gemeente/zaken/publiccode.yml": "name: x\n", "README.md": "-"})
    )
    (host,) = world.hosts
    (repository,) = host.repositories
    assert (host.name, host.kind, host.owners[0].kind) == (
        "github.com",
        HostKind.GITHUB,
        OwnerKind.ORGANISATION,
    )
    assert (repository.path, repository.owner, repository.name) == ("gemeente/zaken", "gemeente", "zaken")
    assert dict(repository.files) == {"publiccode.yml": b"name: x\n"}
    assert repository.visibility is Visibility.PUBLIC
    assert repository.created_at <= repository.committed_at <= repository.pushed_at


def test_metadata_is_read_and_never_served(tmp_path: Path) -> None:
    text = """
        description = "Zaken"
        visibility = "private"
        fork_of = "ander/zaken"
        renamed_from = "gemeente/oud"
        committer = "bot"
        created_at = 2020-01-02T03:04:05
        languages = { Python = 10 }
        [[releases]]
        tag = "v1"
        [files]
        ".gitignore" = "build/"
        [files_base64]
        "odd.bin" = "/w=="
        [symlinks]
        "LEESMIJ" = "README.md"
    """
    world = load_world(lay(tmp_path, {"github.com/gemeente/zaken/.repository.toml": text}))
    (repository,) = world.hosts[0].repositories
    assert (repository.visibility, repository.committer) == (Visibility.PRIVATE, Committer.BOT)
    assert repository.created_at == datetime(2020, 1, 2, 3, 4, 5)  # noqa: DTZ001 — naive UTC by contract
    assert repository.renamed_from == ("gemeente/oud",)
    assert [r.tag for r in repository.releases] == ["v1"]
    assert dict(repository.files) == {".gitignore": b"build/", "odd.bin": b"\xff"}
    assert dict(repository.symlinks) == {"LEESMIJ": "README.md"}


def test_a_folder_with_an_owner_file_in_a_gitlab_group_is_a_subgroup(tmp_path: Path) -> None:
    laid = lay(tmp_path, {"gitlab.com/groep/team/.owner.toml": "", "gitlab.com/groep/team/software/a": ""})
    world = load_world(laid)
    assert [owner.path for owner in world.hosts[0].owners] == ["groep", "groep/team"]
    assert [repository.path for repository in world.hosts[0].repositories] == ["groep/team/software"]


def test_links_on_disk_are_served_as_links(tmp_path: Path) -> None:
    lay(tmp_path, {"github.com/gemeente/zaken/README.md": "x"})
    (tmp_path / "github.com/gemeente/zaken/LEESMIJ.md").symlink_to("README.md")
    (repository,) = load_world(tmp_path).hosts[0].repositories
    assert dict(repository.symlinks) == {"LEESMIJ.md": "README.md"}
    assert set(repository.files) == {"README.md"}


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({"github.com/o/r/.repository.toml": "lizence = 'x'"}, r"o/r/\.repository\.toml: lizence"),
        ({"github.com/o/r/.repository.toml": "archived = 'often'"}, "archived"),
        ({"github.com/o/r/.repository.toml": "created_at = 2020-01-01T00:00:00Z"}, "created_at"),
        ({"github.com/o/r/.repository.toml": "= 3"}, "no valid TOML"),
        ({"github.com/o/r/.repository.toml": "empty = true", "github.com/o/r/a": ""}, "holds files"),
        ({"github.com/o/r/.repository.toml": "[files_base64]\nx = '?'"}, "no base64"),
        ({"github.com/o/r/.owner.toml": ""}, "GitHub knows no groups"),
        ({"git.example.org/o/r/a": ""}, 'say kind = "github"'),
        ({}, "no host folder"),
    ],
)
def test_a_wrong_world_is_refused_with_its_place(
    tmp_path: Path, files: dict[str, str], complaint: str
) -> None:
    with pytest.raises(WorldError, match=complaint):
        load_world(lay(tmp_path, files))


def test_a_corpus_is_one_github_host(tmp_path: Path) -> None:
    world = load_corpus(
        lay(tmp_path, {"MinBZK/.github/publiccode.yml": "a", "Andere/naam/publiccode.yml": "b"})
    )
    (host,) = world.hosts
    assert host.kind is HostKind.GITHUB
    assert [repository.path for repository in host.repositories] == ["Andere/naam", "MinBZK/.github"]


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="no OWNER/NAME folders"):
        load_corpus(tmp_path)


@pytest.mark.shared
def test_the_whole_corpus_can_be_served(shared: Path) -> None:
    (host,) = load_corpus(shared / "corpus" / "files").hosts
    assert len(host.repositories) == 459
    assert len({repository.native_id for repository in host.repositories}) == 459
    assert all("publiccode.yml" in repository.files for repository in host.repositories)
