"""The worlds whose requests `benchmarks.requests` counts, who reads them, and the caps of their nights."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from harvester.model import Account, Forge, ForgeKind, Scope
from tests.forge.world import HostKind, OwnerKind, World, make_host, make_owner, make_repository
from tests.forge.world_generator import generated

GITHUB, GITLAB, SERVER = "github.com", "gitlab.com", "git.example.org"
LISTED = (
    100  # repositories in a page of GitHub's REST listing  # repositories in a page of GitHub's REST listing
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One world and who reads it; ``caps`` of first, later and rolling night were set before measuring.

    ``scope`` instance: the host is one account; else each owner is one.
    """

    what: str
    world: World
    host: str
    caps: tuple[int, int, int]
    scope: Scope = Scope.ORGANISATION
    token: bool = True

    @property
    def kind(self) -> ForgeKind:
        """What the host is."""
        return ForgeKind(self.world.host(self.host).kind.value)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The list of sources."""
        forge = Forge(name=self.host, kind=self.kind)
        owners = self.world.host(self.host).owners
        paths = ("",) if self.scope is Scope.INSTANCE else tuple(owner.path for owner in owners)
        return tuple(
            Account(forge=forge, path=path, organisation_id="urn:x:sample", scope=self.scope)
            for path in paths
        )

    @property
    def naive(self) -> int:
        """A REST listing of each owner, and two file names of each repository."""
        host = self.world.host(self.host)
        shown = Counter(each.owner for each in host.repositories)
        return 2 * len(host.repositories) + sum(-(-number // LISTED) for number in shown.values())


def cases() -> tuple[Case, ...]:
    """Every case with its caps, which follow from what must be asked.

    GitHub: a page of 25 repositories a request, twenty owners in a sweep. Without a token a folder is a
    request, a file three more (head, release, bytes): 1,000 folders, ten lists and 5 in 100 with a file are
    1,160, and 1,200 with a margin; later two lists, 31 folders and 14 for files. GitLab: 50 projects a page
    and a request more for its files; five accounts in a sweep. A server: 4 + 7 lists of owners, 7 counts and
    900 pages; later 15 questions, and 22 for what was pushed.
    """
    thousand, many = generated(1, 1000), generated(300, 60)
    return (
        Case(what="GitHub, 1 account of 1,000", world=thousand, host=GITHUB, caps=(40, 3, 40)),
        Case(what="GitHub, 300 accounts of 60", world=many, host=GITHUB, caps=(900, 37, 129 + 13)),
        Case(
            what="GitHub without a token, 1 of 1,000",
            world=thousand,
            host=GITHUB,
            caps=(1200, 47, 1200),
            token=False,
        ),
        Case(
            what="Enterprise Server, whole, 300 of 60",
            world=as_server(many),
            host=SERVER,
            caps=(918, 55, 918),
            scope=Scope.INSTANCE,
        ),
        Case(what="GitLab, 1 group of 1,000", world=as_gitlab(thousand), host=GITLAB, caps=(40, 3, 40)),
        Case(
            what="GitLab, 60 users of 20",
            world=as_gitlab(generated(60, 20), OwnerKind.USER),
            host=GITLAB,
            caps=(120, 14, 20 + 12),
            scope=Scope.USER,
        ),
        Case(
            what="GitLab, whole, 50 groups of 20",
            world=as_gitlab(generated(50, 20)),
            host=GITLAB,
            caps=(40, 3, 40),
            scope=Scope.INSTANCE,
        ),
    )


def as_gitlab(world: World, kind: OwnerKind = OwnerKind.GROUP) -> World:
    """The same repositories as projects of groups, or of users."""
    github = world.host(GITHUB)
    groups = tuple(make_owner(GITLAB, owner.path, kind) for owner in github.owners)
    projects = tuple(
        replace(make_repository(GITLAB, item.path), files=item.files, native_id=item.native_id)
        for item in github.repositories
    )
    return World(hosts=(make_host(GITLAB, HostKind.GITLAB, owners=groups, repositories=projects),))


def as_server(world: World) -> World:
    """The same on a server where as many users have nothing as there are organisations."""
    github = world.host(GITHUB)
    people = tuple(make_owner(SERVER, f"person-{n}", OwnerKind.USER) for n in range(len(github.owners)))
    return World(hosts=(replace(github, name=SERVER, owners=(*github.owners, *people)),))
