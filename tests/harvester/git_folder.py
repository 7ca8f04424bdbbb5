"""Real git repositories on disk, made in a test; every date is given, so that every commit id is the same."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WHEN = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
PERSON = ("Jan de Vries", "jan@example.org")


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout with one branch."""

    folder: Path

    def git(self, *arguments: str, when: str | None = None, given: bytes | None = None) -> str:
        """Run git in the checkout; what it prints. Fails the test where git fails."""
        name, mail = PERSON
        stamp = when or f"{int(WHEN.timestamp())} +0000"
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": mail,
            "GIT_AUTHOR_DATE": stamp,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": mail,
            "GIT_COMMITTER_DATE": stamp,
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=environment,
            input=given,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def commit(self, files: Mapping[str, bytes | None], when: str | None = None) -> str:
        """Write (None: delete) files and commit it all; the commit's id."""
        for path, content in files.items():
            place = self.folder / path
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change", when=when)
        return self.git("rev-parse", "HEAD")


def checkout(folder: Path, files: Mapping[str, bytes] | None = None, branch: str = "main") -> Checkout:
    """A new repository; with a commit where files are given (an empty mapping is one, too)."""
    folder.mkdir(parents=True)
    made = Checkout(folder)
    made.git("init", "--quiet", f"--initial-branch={branch}")
    if files is not None:
        made.commit(files)
    return made


def mirror(of: Checkout, folder: Path) -> Path:
    """A bare mirror of a checkout."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    of.git("clone", "--quiet", "--mirror", str(of.folder), str(folder))
    return folder
