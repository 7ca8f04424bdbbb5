"""Which files of a root folder describe software, and whether bytes are the right ones.

The standard names ``publiccode.yml`` in the root of a repository; in the world one file in seven is called
``.yaml`` and some have capitals. They are taken from the listing, never asked for by guessed paths.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from harvester.model import CandidateFile, Observation, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvester.model import Repository, RootEntry

SPELLINGS = ("publiccode.yml", "publiccode.yaml")
LARGEST_FILE_BYTES = 1024 * 1024  # the largest real one known has 60 KiB
SHA256_DIGITS = 64  # repositories of git's newer object format
NOT_A_FILE = {
    "directory": "is a folder, not a file",
    "symlink": "is a symbolic link; links are not followed",
    "submodule": "is a submodule, not a file",
}


def candidates(repository: Repository) -> tuple[RootEntry, ...]:
    """The entries of the root folder with the standard's name in any letter case, whatever they are."""
    return tuple(entry for entry in repository.root_files if entry.name.lower() in SPELLINGS)


def wanted(repository: Repository) -> tuple[RootEntry, ...]:
    """The candidates whose bytes are to be fetched: files with a blob id."""
    return tuple(entry for entry in candidates(repository) if entry.kind == "file" and entry.oid)


def is_blob(content: bytes, oid: str) -> bool:
    """Whether ``content`` is the blob called ``oid`` (Pro Git, 10.2: the digest of "blob SIZE NUL BYTES")."""
    algorithm = hashlib.sha256 if len(oid) == SHA256_DIGITS else hashlib.sha1
    return algorithm(b"blob %d\0" % len(content) + content).hexdigest() == oid.lower()


def observe(repository: Repository, contents: Mapping[str, bytes], reasons: Mapping[str, str]) -> Observation:
    """The repository with its files; ``contents`` and ``reasons`` (why there are no bytes) by blob id."""
    found: list[CandidateFile] = []
    unreadable: list[UnreadableFile] = []
    for entry in candidates(repository):
        content = contents.get(entry.oid) if entry.kind == "file" and entry.oid else None
        if content is not None and entry.oid:
            found.append(CandidateFile(path=entry.name, git_oid=entry.oid, content=content))
            continue
        reason = NOT_A_FILE.get(entry.kind) or reasons.get(entry.oid or "", "its bytes could not be had")
        unreadable.append(
            UnreadableFile(path=entry.name, git_oid=entry.oid, reason=f"{entry.name}: {reason}.")
        )
    return Observation(repository=repository, files=tuple(found), unreadable=tuple(unreadable))
