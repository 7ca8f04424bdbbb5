"""A folder as a forge: checkouts and bare mirrors at ``OWNER/NAME`` or ``OWNER/NAME.git``, groups in between.

For machines without a way out, and for mirrors that are kept anyway. What HEAD names is read, from git's own
objects: what lies uncommitted in a checkout is nobody's publication. No place on this machine is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvester.forges.bookmarks import open_at
from harvester.forges.candidates import LARGEST_FILE_BYTES, TooLargeFileError, observe, wanted, why_no_bytes
from harvester.forges.errors import AccountNotThere, Incomplete, Unavailable
from harvester.forges.folder_git import GitError, GitRuns, failed, find_git
from harvester.forges.folder_nodes import read_paths, read_repository
from harvester.model import Scope
from harvester.observations import Page, RequestCount
from harvester.reasons import NO_BYTES, NOTHING, Phrase, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from harvester.forges.folder_git import GitFolder
    from harvester.model import Account, Forge, Repository, RootEntry
    from harvester.observations import Observation
    from harvester.settings import HarvesterSettings

FOLDER = "folder"  # the way of listing that a bookmark names
DEEPEST_GROUP = 20  # as many as GitLab allows
NOT_IN_FOLDER = "ENOENT"
NOT_COPIED = Reason(
    code=NO_BYTES,
    en="its bytes are not in this copy of the repository",
    nl="de bytes staan niet in deze kopie van de repository",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A repository on disk: its name on the forge, and git's way to it or why there is none."""

    full_name: str
    git: GitFolder | GitError


def open_folder(forge: Forge, settings: HarvesterSettings) -> FolderClient:
    """A client for the folder that the settings name; nothing is read yet."""
    return FolderClient(forge, settings)


class FolderClient:
    """A ``ForgeClient`` over a folder."""

    def __init__(self, forge: Forge, settings: HarvesterSettings) -> None:
        """Reads nothing."""
        self._forge = forge
        self._settings = settings
        self._runs = GitRuns()

    def requests(self) -> tuple[RequestCount, ...]:
        """How often git was started."""
        return (RequestCount(forge=self._forge.name, kind="git", sent=self._runs.started),)

    def pages(self, account: Account, *, cursor: str | None = None) -> Iterator[Page]:
        """See ``ForgeClient``; in the order of names, so that a listing that was cut off can go on."""
        mark = open_at(FOLDER, cursor)
        done, size = mark.place or "", self._settings.page_size
        found = [each for each in self.repositories(account) if each.full_name > done]
        for start in range(0, max(len(found), 1), size):
            some = found[start : start + size]
            observations, lost, why = self._observations(some)
            goes_on = start + size < len(found)
            mark = mark.after(some[-1].full_name if goes_on else None, lost, why)
            yield Page(observations=observations, cursor=mark.written if goes_on else None)
        if mark.lost:
            raise Incomplete(self._forge.name, mark.lost, mark.why)

    def tree(self, repository: Repository, most: int) -> tuple[RootEntry, ...] | None:
        """See ``TreeClient``."""
        try:
            entries = read_paths(self.git_of(repository.full_name))
        except GitError as problem:
            raise Unavailable(self._forge.name, problem.phrase) from problem
        return entries if len(entries) <= most else None

    def file(self, repository: Repository, entry: RootEntry) -> bytes | Reason:
        """See ``TreeClient``."""
        oid = entry.oid or ""
        try:
            contents, reasons = read_blobs(self.git_of(repository.full_name), (oid,))
        except GitError as problem:
            return why_no_bytes(problem)
        return contents[oid] if oid in contents else reasons[oid]

    def git_of(self, full_name: str) -> GitFolder:
        """Git's way to a repository that was listed. Raises ``GitError`` and ``Unavailable``."""
        root = self._root()
        for folder in (root / full_name, root / f"{full_name}.git"):
            found = self._git(folder, root) if folder.is_dir() else None
            if isinstance(found, GitError):
                raise found
            if found is not None:
                return found
        raise GitError("it went away meanwhile", "het is intussen weg")

    def repositories(self, account: Account) -> list[_Found]:
        """The account's repositories, sorted by name. Raises ``Unavailable`` and ``AccountNotThere``."""
        root = self._root()
        is_one = account.scope is Scope.REPOSITORY
        owner, _, name = account.path.rpartition("/") if is_one else (account.path, "", "")
        folder = _below(root, owner)
        depth = DEEPEST_GROUP if account.subgroups and not is_one else 0
        found = list(self._listed(folder, root, depth)) if folder else []
        if is_one:
            found = [each for each in found if each.full_name.rpartition("/")[2].lower() == name.lower()]
        if folder is None or (is_one and not found):
            raise AccountNotThere(self._forge.name, account.path, NOT_IN_FOLDER)
        return sorted(_once(found), key=lambda each: each.full_name)

    def _root(self) -> Path:
        """The configured folder: one that is away or empty is a disk that is not there, no empty forge."""
        place = f'harvester.forges."{self._forge.name}".path'
        root = self._settings.of_forge(self._forge.name).path
        if root is None:
            raise Unavailable(self._forge.name, Phrase(f"{place} names no folder", f"{place} noemt geen map"))
        try:
            if not any(root.iterdir()):
                empty = Phrase(f"the folder of {place} is empty", f"de map van {place} is leeg")
                raise Unavailable(self._forge.name, empty)
        except OSError as problem:
            told = problem.strerror
            why = Phrase(f"the folder of {place}: {told}", f"de map van {place}: {told}")
            raise Unavailable(self._forge.name, why) from None
        return root

    def _listed(self, folder: Path, root: Path, depth: int) -> Iterator[_Found]:
        """Repositories in ``folder``, and in folders below it that are none; named as they are on disk."""
        try:
            inner = sorted(each for each in folder.iterdir() if each.is_dir() and each.name[:1] != ".")
        except OSError as problem:
            name = folder.relative_to(root).as_posix()
            yield _Found(full_name=name, git=failed(problem))
            return
        for each in inner:
            found = self._git(each, root)
            if found is not None:
                name = each.relative_to(root).as_posix().removesuffix(".git")
                yield _Found(full_name=name, git=found)
            elif depth:
                yield from self._listed(each, root, depth - 1)

    def _git(self, folder: Path, root: Path) -> GitFolder | GitError | None:
        """Git's way to a repository, or why there is none; None where the folder is no repository."""
        if folder.is_symlink():
            return GitError(
                "it is a symbolic link; links are not followed",
                "het is een symbolische link; links worden niet gevolgd",
            )
        try:
            return find_git(folder, root, self._settings.deadline_seconds, self._runs)
        except GitError as problem:
            return problem
        except OSError as problem:
            return failed(problem)

    def _observations(self, found: Iterable[_Found]) -> tuple[tuple[Observation, ...], int, Phrase]:
        """What was seen, how many repositories could not be, and why not."""
        observations: list[Observation] = []
        lost, why = 0, NOTHING
        for each in found:
            try:
                if isinstance(each.git, GitError):
                    raise each.git
                observations.append(self._observe(each.git, each.full_name))
            except GitError as problem:
                told = problem.phrase
                here = Phrase(f"{each.full_name}: {told.en}", f"{each.full_name}: {told.nl}")
                lost, why = lost + 1, why if lost else here
        return tuple(observations), lost, why

    def _observe(self, git: GitFolder, full_name: str) -> Observation:
        url = f"{self._settings.of_forge(self._forge.name).web_url or f'https://{self._forge.name}'}/{full_name}"
        repository = read_repository(git, self._forge, full_name, url)
        contents, reasons = read_blobs(git, [entry.oid for entry in wanted(repository) if entry.oid])
        return observe(repository, contents, reasons)


def read_blobs(git: GitFolder, oids: Iterable[str]) -> tuple[dict[str, bytes], dict[str, Reason]]:
    """The bytes of blobs, and the reasons where there are none, by blob id. Raises ``GitError``."""
    asked = dict.fromkeys(oids)
    if not asked:
        return {}, {}
    try:
        sizes = git.sizes(asked)
    except GitError:  # so git ends where a partial clone lacks a blob that it may not fetch
        return {}, dict.fromkeys(asked, NOT_COPIED)
    small = [oid for oid, size in sizes.items() if size <= LARGEST_FILE_BYTES]
    reasons = dict.fromkeys(asked.keys() - sizes.keys(), NOT_COPIED)
    reasons |= dict.fromkeys(sizes.keys() - set(small), why_no_bytes(TooLargeFileError()))
    found = git.objects(small) if small else ()
    return {each.oid: each.content for each in found if each is not None}, reasons


def _below(root: Path, path: str) -> Path | None:
    """The folder of an account: as it is written, else in another letter case; None where there is none."""
    folder = root
    for part in path.split("/") if path else ():
        names = [each.name for each in folder.iterdir()] if folder.is_dir() else []
        same = [part] if part in names else [name for name in names if name.lower() == part.lower()]
        if not same or part in (".", ".."):
            return None
        folder = folder / same[0]
        if folder.is_symlink() or not folder.is_dir():
            return None
    return folder


def _once(found: Iterable[_Found]) -> list[_Found]:
    """One that is there twice, as a checkout and as a mirror, could be either: neither is read."""
    by_name: dict[str, _Found] = {}
    for each in found:
        twice = GitError(
            "it is there twice, with and without .git at the end",
            "het staat er twee keer, met en zonder .git aan het eind",
        )
        by_name[each.full_name] = (
            _Found(full_name=each.full_name, git=twice) if each.full_name in by_name else each
        )
    return list(by_name.values())
