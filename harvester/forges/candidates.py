"""Which files of a root folder describe software, and whether bytes are the right ones.

The standard names ``publiccode.yml`` in the root of a repository; in the world one file in seven is called
``.yaml`` and some have capitals. They are taken from the listing, never asked for by guessed paths.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from harvester.observations import CandidateFile, Observation, UnreadableFile
from harvester.reasons import NO_BYTES, NOT_A_FILE, TOO_LARGE, Phrase, Reason, TellingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harvester.model import Repository, RootEntry

SPELLINGS = ("publiccode.yml", "publiccode.yaml")
LARGEST_FILE_BYTES = 1024 * 1024  # the largest real one known has 60 KiB
SHA256_DIGITS = 64  # repositories of git's newer object format
LFS_POINTER = b"version https://git-lfs.github.com/spec/"  # Git LFS specification, "The Pointer"
IS_POINTER = Reason(
    code=NO_BYTES,
    en="is a pointer of Git LFS; the file itself lies elsewhere",
    nl="is een verwijzing van Git LFS; het bestand zelf ligt elders",
)
OTHERS = {
    "directory": Phrase("is a folder, not a file", "is een map, geen bestand"),
    "symlink": Phrase(
        "is a symbolic link; links are not followed", "is een symbolische link; links worden niet gevolgd"
    ),
    "submodule": Phrase("is a submodule, not a file", "is een submodule, geen bestand"),
}
OTHER_BYTES = Phrase("other bytes than the listing names", "andere bytes dan de lijst noemt")
UNHAD = Phrase("its bytes could not be had", "de bytes waren niet te krijgen")


class TooLargeFileError(TellingError):
    """No description of software is that large."""

    def __init__(self) -> None:
        """Write the words from the size allowed."""
        size = f"{LARGEST_FILE_BYTES // 1024} KiB"
        super().__init__(Phrase(f"larger than {size}", f"groter dan {size}"))


def why_no_bytes(problem: TellingError) -> Reason:
    """A failure to fetch a file, as words that follow the file's name."""
    words = problem.phrase.bare
    return Reason(
        code=TOO_LARGE if isinstance(problem, TooLargeFileError) else NO_BYTES, en=words.en, nl=words.nl
    )


def candidates(repository: Repository) -> tuple[RootEntry, ...]:
    """The entries of the root folder with the standard's name in any letter case, whatever they are."""
    return tuple(entry for entry in repository.root_files if is_name(entry.name))


def is_name(name: str) -> bool:
    """Whether a file of this name, in whatever folder, describes software or seems to."""
    return name.rpartition("/")[2].lower() in SPELLINGS


def wanted(repository: Repository) -> tuple[RootEntry, ...]:
    """The candidates whose bytes are to be fetched: files with a blob id."""
    return tuple(entry for entry in candidates(repository) if entry.kind == "file" and entry.oid)


def is_blob(content: bytes, oid: str) -> bool:
    """Whether ``content`` is the blob called ``oid`` (Pro Git, 10.2: the digest of "blob SIZE NUL BYTES")."""
    algorithm = hashlib.sha256 if len(oid) == SHA256_DIGITS else hashlib.sha1
    return algorithm(b"blob %d\0" % len(content) + content).hexdigest() == oid.lower()


def observe(
    repository: Repository, contents: Mapping[str, bytes], reasons: Mapping[str, Reason]
) -> Observation:
    """The repository with its files; ``contents`` and ``reasons`` (why there are no bytes) by blob id."""
    found, unreadable = sort_out(candidates(repository), contents, reasons)
    return Observation(repository=repository, files=found, unreadable=unreadable)


def sort_out(
    entries: Iterable[RootEntry], contents: Mapping[str, bytes], reasons: Mapping[str, Reason]
) -> tuple[tuple[CandidateFile, ...], tuple[UnreadableFile, ...]]:
    """Entries with the standard's name as files with their bytes, and as what could not be read.

    A name that is listed twice, as a forged tree can have it, counts once.
    """
    found: list[CandidateFile] = []
    unreadable: list[UnreadableFile] = []
    for entry in {each.name: each for each in entries}.values():
        content = contents.get(entry.oid) if entry.kind == "file" and entry.oid else None
        if content is not None and content.startswith(LFS_POINTER):
            reasons = {**reasons, entry.oid or "": IS_POINTER}
        elif content is not None and entry.oid:
            found.append(CandidateFile(path=entry.name, git_oid=entry.oid, content=content))
            continue
        unreadable.append(
            UnreadableFile(path=entry.name, git_oid=entry.oid, reason=_why_unreadable(entry, reasons))
        )
    return tuple(found), tuple(unreadable)


def _why_unreadable(entry: RootEntry, reasons: Mapping[str, Reason]) -> Reason:
    """A sentence about one entry that is no file, or whose bytes are not there."""
    if entry.kind in OTHERS:
        code, words = NOT_A_FILE, OTHERS[entry.kind]
    else:
        known = reasons.get(entry.oid or "")
        code, words = (known.code, known.phrase) if known else (NO_BYTES, UNHAD)
    return Reason(code=code, en=f"{entry.name}: {words.en}.", nl=f"{entry.name}: {words.nl}.")
