"""A host's owners and repositories, found by path, by old path and by id, as far as a token may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.forge.world import OwnerKind, Visibility, make_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.forge.limits import Token
    from tests.forge.world import Host, Owner, Repository


class Catalogue:
    """Look-ups over one host; paths are compared without letter case, as both forges do."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._owners = {owner.path.lower(): owner for owner in host.owners}
        self._by_path = {repository.path.lower(): repository for repository in host.repositories}
        self._by_id = {repository.native_id: repository for repository in host.repositories}
        self._owners_by_id = {owner.native_id: owner for owner in host.owners}
        self._old_owners = {old.lower(): owner for owner in host.owners for old in owner.renamed_from}
        self._old_paths = {old.lower(): r for r in host.repositories for old in r.renamed_from}
        self._of_owner: dict[str, list[Repository]] = {}
        for repository in host.repositories:
            self._of_owner.setdefault(repository.owner.lower(), []).append(repository)

    def owner(self, path: str, token: Token | None = None) -> Owner | None:
        """The owner at a path of today."""
        return _seen(self._owners.get(path.lower()), token, self)

    def owner_by_id(self, native_id: int, token: Token | None = None) -> Owner | None:
        """The owner with the forge's own number."""
        return _seen(self._owners_by_id.get(native_id), token, self)

    def renamed_owner(self, path: str, token: Token | None = None) -> Owner | None:
        """The owner that formerly had this path."""
        return _seen(self._old_owners.get(path.lower()), token, self)

    def repository(self, path: str, token: Token | None = None) -> Repository | None:
        """The repository at a path of today."""
        found = self._by_path.get(path.lower())
        return found if found and self.sees(found, token) else None

    def renamed(self, path: str, token: Token | None = None) -> Repository | None:
        """The repository that formerly had this path, through its own or its owner's old name."""
        found = self._old_paths.get(path.lower())
        if found is None:
            owner_path, _, name = path.rpartition("/")
            owner = self._old_owners.get(owner_path.lower())
            found = self._by_path.get(f"{owner.path}/{name}".lower()) if owner else None
        return found if found and self.sees(found, token) else None

    def by_id(self, native_id: int, token: Token | None = None) -> Repository | None:
        """The repository with the forge's own number."""
        found = self._by_id.get(native_id)
        return found if found and self.sees(found, token) else None

    def parent(self, repository: Repository) -> Repository | None:
        """What it was forked from; a parent outside the world is known by name alone."""
        return self._other(repository.fork_of)

    def template(self, repository: Repository) -> Repository | None:
        """The template it was made from."""
        return self._other(repository.template)

    def repositories(self, owner: Owner, token: Token | None = None) -> list[Repository]:
        """Directly in that owner, as far as ``token`` sees them, in order of the world."""
        return [r for r in self._of_owner.get(owner.path.lower(), ()) if self.sees(r, token)]

    def below(self, group: Owner, token: Token | None = None) -> Iterator[Repository]:
        """In that group and all its sub-groups, each once."""
        yield from self.repositories(group, token)
        for inner in self.subgroups(group, token):
            yield from self.below(inner, token)

    def subgroups(self, group: Owner, token: Token | None = None) -> list[Owner]:
        """The groups directly below a group."""
        prefix = group.path.lower() + "/"
        inner = (
            o
            for path, o in self._owners.items()
            if path.startswith(prefix) and "/" not in path[len(prefix) :]
        )
        return [owner for owner in inner if self.sees_owner(owner, token)]

    def all_repositories(self, token: Token | None = None) -> list[Repository]:
        """Of the whole host, as far as ``token`` sees them."""
        return [r for r in self.host.repositories if self.sees(r, token)]

    def sees(self, repository: Repository, token: Token | None) -> bool:
        """Whether a repository exists for the bearer of ``token`` (None: for nobody in particular)."""
        owner = self._owners.get(repository.owner.lower())
        gone = repository.deleted or owner is None or owner.deleted
        return not gone and _allowed(repository.visibility, token)

    def sees_owner(self, owner: Owner, token: Token | None) -> bool:
        """Whether an owner exists for the bearer of ``token``."""
        return not owner.deleted and _allowed(owner.visibility, token)

    def owner_of(self, repository: Repository) -> Owner:
        """The owner; KeyError for a parent outside the world."""
        return self._owners[repository.owner.lower()]

    def is_user(self, repository: Repository) -> bool:
        """Whether it lies in a personal account."""
        owner = self._owners.get(repository.owner.lower())
        return owner is not None and owner.kind is OwnerKind.USER

    def _other(self, path: str | None) -> Repository | None:
        if path is None:
            return None
        found = self._by_path.get(path.lower())
        if found is None:
            return make_repository(self.host.name, path)
        return found if self.sees(found, None) else None  # a private or deleted parent is not told


def _seen(owner: Owner | None, token: Token | None, catalogue: Catalogue) -> Owner | None:
    return owner if owner and catalogue.sees_owner(owner, token) else None


def _allowed(visibility: Visibility, token: Token | None) -> bool:
    match visibility:
        case Visibility.PUBLIC:
            return True
        case Visibility.INTERNAL:
            return token is not None
        case Visibility.PRIVATE:
            return token is not None and token.sees_private
