from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.forge.objects import Objects, object_id
from tests.forge.world import make_repository

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"README.md": b"# Hallo\n", "a.b/file": b"x", "a/deep/er.txt": b"\xe9\x00", "a0": b""}


def test_a_blob_has_the_id_that_git_gives_it() -> None:
    assert object_id("blob", b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"


def test_an_empty_tree_has_gits_well_known_id() -> None:
    root = Objects(make_repository("github.com", "a/b")).root
    assert root is not None
    assert root.oid == "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_tree_with_folders_links_and_executables_has_the_id_that_git_gives_it(tmp_path: Path) -> None:
    repository = make_repository(
        "github.com", "a/b", files=FILES, symlinks={"z-link": "README.md"}, executables=frozenset({"a0"})
    )
    _lay(tmp_path)
    for command in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    written = subprocess.run(["git", "write-tree"], cwd=tmp_path, check=True, capture_output=True, text=True)
    root = Objects(repository).root
    assert root is not None
    assert root.oid == written.stdout.strip()


def _lay(folder: Path) -> None:
    for name, body in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    (folder / "a0").chmod(0o755)
    (folder / "z-link").symlink_to("README.md")


def test_an_empty_repository_has_no_head() -> None:
    empty = Objects(make_repository("github.com", "a/b", empty=True))
    assert (empty.root, empty.head) == (None, None)


def test_the_head_commit_changes_with_the_files() -> None:
    one = Objects(make_repository("github.com", "a/b", files={"x": b"1"})).head
    two = Objects(make_repository("github.com", "a/b", files={"x": b"2"})).head
    assert one != two


def test_files_are_found_by_path_and_by_id() -> None:
    objects = Objects(make_repository("github.com", "a/b", files=FILES))
    assert objects.root is not None
    found = objects.root.find("a/deep/er.txt")
    assert found is not None
    assert objects.by_oid(found.oid) == found
    assert objects.root.find("a/deep/missing") is None
    assert objects.root.find("README.md/below") is None
