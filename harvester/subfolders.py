"""Files below the root: looked for only on request, within bounds, and only where something changed there.

A repository without a file in its root is asked for its whole tree, again only when one of the folders in its
root has another id: a night on which nothing changed costs nothing. What a bound keeps from being seen is
*not looked*, with its reason; what is known there stays known.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from harvester.entry import reason_of_folders
from harvester.forges.candidates import candidates, is_name, sort_out
from harvester.forges.errors import ForgeError, Unavailable
from harvester.observations import BelowLooked, BelowNotLooked, BelowUnseen, RequestCount, UnreadableFile
from harvester.reasons import BOUND_MET, Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from harvester.forges import TreeClient
    from harvester.model import Repository, RootEntry
    from harvester.observations import Observation, Page
    from harvester.settings import HarvesterSettings

TREE: Final = "tree"  # the kind under which what is asked here is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How far to look: folders deep, files and names a repository, requests a night and forge."""

    depth: int
    files: int
    names: int
    requests: int

    @property
    def of_a_repository(self) -> str:
        """The bounds that decide what of one repository is seen: with others it is looked at again."""
        return f"{self.depth}/{self.files}/{self.names}"


def bounds_below(settings: HarvesterSettings) -> Bounds | None:
    """What the settings allow; None: not to look below the roots."""
    if not settings.subfolders:
        return None
    return Bounds(
        depth=settings.subfolder_depth,
        files=settings.subfolder_files,
        names=settings.subfolder_names,
        requests=settings.subfolder_requests,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBelow:
    """What came of the last look below a root: its mark, and why it was not looked through, if so."""

    mark: str
    reason: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowPlan:
    """The bounds, and what the database knows: last looks, and repositories with files below their root."""

    bounds: Bounds
    last: Mapping[int, LastBelow]
    described: Collection[int]

    def shared_by(self, workers: int) -> BelowPlan:
        """The same for one of several workers of a forge: together they send no more requests."""
        return replace(self, bounds=replace(self.bounds, requests=self.bounds.requests // workers))


class Subfolders:
    """Looks below the roots of one forge's repositories, during one night."""

    def __init__(self, client: TreeClient, plan: BelowPlan) -> None:
        """Asks nothing yet."""
        self._client = client
        self._plan = plan
        self._asked: Counter[str] = Counter()  # requests by the client's own kind
        self._retried: Counter[str] = Counter()
        self._stopped: Reason | None = None

    def seen_with(self, page: Page) -> Page:
        """The page with what lies below the roots of its repositories."""
        return replace(page, observations=tuple(self._look(seen) for seen in page.observations))

    def counts(self) -> tuple[RequestCount, ...]:
        """What the client sent, with the part that was asked for here under a kind of its own."""
        counts = [
            replace(
                count,
                sent=count.sent - self._asked[count.kind],
                retried=count.retried - self._retried[count.kind],
            )
            for count in self._client.requests()
        ]
        sent, retried = self._asked.total(), self._retried.total()
        if sent:
            counts.append(RequestCount(forge=counts[0].forge, kind=TREE, sent=sent, retried=retried))
        return tuple(counts)

    def _look(self, seen: Observation) -> Observation:
        repository = seen.repository
        is_described = repository.repository_id in self._plan.described
        folders = [entry for entry in repository.root_files if entry.kind == "directory"]
        if not is_described and (candidates(repository) or not folders):
            return seen
        mark = self._mark(folders)
        last = self._plan.last.get(repository.repository_id)
        if last is not None and last.mark == mark:
            return seen if last.reason is None else replace(seen, below=BelowNotLooked(reason=last.reason))
        if not folders:
            return replace(seen, below=BelowLooked(mark=mark))
        if self._stopped is None and self._asked.total() >= self._plan.bounds.requests:
            self._stopped = _spent(self._plan.bounds.requests)
        if self._stopped is not None:
            return replace(seen, below=BelowNotLooked(reason=self._stopped))
        return self._counted(seen, mark)

    def _mark(self, folders: Iterable[RootEntry]) -> str:
        """Another one whenever a folder in the root holds something else, or the bounds are others."""
        listed = sorted(f"{entry.oid} {entry.name}" for entry in folders)
        text = "\n".join((self._plan.bounds.of_a_repository, *listed))
        return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()

    def _counted(self, seen: Observation, mark: str) -> Observation:
        before = {count.kind: count for count in self._client.requests()}
        try:
            return self._read(seen, mark)
        except Unavailable as problem:
            return replace(seen, below=BelowUnseen(reason=problem.reason))
        except ForgeError as problem:  # a limit is used up, the time is up, or nobody may ask
            self._stopped = problem.reason
            return replace(seen, below=BelowNotLooked(reason=problem.reason))
        finally:
            for count in self._client.requests():
                earlier = before.get(count.kind)
                self._asked[count.kind] += count.sent - (earlier.sent if earlier else 0)
                self._retried[count.kind] += count.retried - (earlier.retried if earlier else 0)

    def _read(self, seen: Observation, mark: str) -> Observation:
        """One repository with the files below its root. Raises the family of ``errors``."""
        bounds = self._plan.bounds
        entries = self._client.tree(seen.repository, bounds.names)
        if entries is None:
            return replace(seen, below=BelowNotLooked(reason=_too_many_names(bounds.names), mark=mark))
        found = sorted((entry for entry in entries if "/" in entry.name and is_name(entry.name)), key=_rank)
        near = [entry for entry in found if entry.name.count("/") <= bounds.depth]
        wanted = near[: bounds.files]
        contents, reasons = self._bytes(seen.repository, wanted)
        files, unreadable = sort_out(wanted, contents, reasons)
        passed = [_passed(entry, _too_many_files(entry.name, bounds.files)) for entry in near[bounds.files :]]
        deep = [_passed(entry, _too_deep(entry.name, bounds.depth)) for entry in found if entry not in near]
        return replace(
            seen,
            files=seen.files + files,
            unreadable=(*seen.unreadable, *unreadable, *passed, *deep),
            below=BelowLooked(mark=mark),
        )

    def _bytes(
        self, repository: Repository, entries: Iterable[RootEntry]
    ) -> tuple[dict[str, bytes], dict[str, Reason]]:
        contents: dict[str, bytes] = {}
        reasons: dict[str, Reason] = {}
        for entry in entries:
            oid = entry.oid or ""
            if entry.kind != "file" or oid in contents or oid in reasons:
                continue
            match self._client.file(repository, entry):
                case bytes(content):
                    contents[oid] = content
                case Reason() as reason:
                    reasons[oid] = reason
        return contents, reasons


def _rank(entry: RootEntry) -> tuple[bool, int, str]:
    """Software before fixtures and other people's, near before deep: what a bound cuts off matters least."""
    return reason_of_folders(entry.name) is not None, entry.name.count("/"), entry.name


def _passed(entry: RootEntry, reason: Reason) -> UnreadableFile:
    return UnreadableFile(path=entry.name, git_oid=entry.oid, reason=reason, was_tried=False)


def _spent(requests: int) -> Reason:
    return Reason(
        code=BOUND_MET,
        en=f"The {requests} requests a night for sub-folders were used up; the next night goes on.",
        nl=f"De {requests} verzoeken per nacht voor submappen waren op; de volgende nacht gaat verder.",
    )


def _too_many_names(names: int) -> Reason:
    return Reason(
        code=BOUND_MET,
        en=f"Its sub-folders were not looked through: there are more than {names} names in it.",
        nl=f"De submappen zijn niet doorzocht: er staan meer dan {names} namen in.",
    )


def _too_many_files(path: str, files: int) -> Reason:
    return Reason(
        code=BOUND_MET,
        en=f"{path}: {files} files of this repository were read, and no more.",
        nl=f"{path}: van deze repository zijn {files} bestanden gelezen, en niet meer.",
    )


def _too_deep(path: str, depth: int) -> Reason:
    return Reason(
        code=BOUND_MET,
        en=f"{path}: lies more than {depth} folders deep.",
        nl=f"{path}: ligt meer dan {depth} mappen diep.",
    )
