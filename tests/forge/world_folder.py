"""A world read from folders: the sample world (laid out as ``world/README.md`` says) or a plain corpus."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tests.forge.world import (
    Host,
    HostKind,
    Owner,
    OwnerKind,
    Release,
    Repository,
    World,
    make_host,
    make_owner,
    make_repository,
)
from tests.forge.world_toml import (
    HOST_FILE,
    OWNER_FILE,
    REPOSITORY_FILE,
    HostToml,
    OwnerToml,
    ReleaseToml,
    RepositoryToml,
    WorldError,
    as_texts,
    given_in,
    load_toml,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def load_world(folder: Path) -> World:
    """The sample world in ``folder``, one sub-folder a host; WorldError when a metadata file is wrong."""
    hosts = tuple(_load_host(path) for path in _folders(folder))
    if not hosts:
        raise WorldError(f"{folder}: no host folder in it, for instance {folder / 'github.com'}")
    return World(hosts=hosts)


def load_corpus(folder: Path, host_name: str = "github.com") -> World:
    """A folder of ``OWNER/NAME/…`` as one GitHub host; everything but the files is default."""
    owners = _folders(folder)
    if not owners:
        raise WorldError(f"{folder}: no OWNER/NAME folders in it")
    repositories = tuple(
        _load_repository(host_name, f"{o.name}/{r.name}", r) for o in owners for r in _folders(o)
    )
    accounts = tuple(make_owner(host_name, o.name, OwnerKind.ORGANISATION) for o in owners)
    return World(hosts=(make_host(host_name, HostKind.GITHUB, owners=accounts, repositories=repositories),))


def _load_host(folder: Path) -> Host:
    toml = load_toml(folder / HOST_FILE, HostToml)
    kind = toml.kind or _kind_by_name(folder)
    found = [
        value for owner in _folders(folder) for value in _load_owner(folder.name, kind, owner, owner.name)
    ]
    owners = tuple(value for value in found if isinstance(value, Owner))
    repositories = tuple(value for value in found if isinstance(value, Repository))
    given = {"version": toml.version} if toml.version else {}
    return make_host(folder.name, kind, owners=owners, repositories=repositories, **given)


def _kind_by_name(folder: Path) -> HostKind:
    if folder.name == "github.com":
        return HostKind.GITHUB
    if "gitlab" in folder.name:
        return HostKind.GITLAB
    raise WorldError(f'{folder / HOST_FILE}: say kind = "github" or kind = "gitlab", the name does not tell')


def _load_owner(host_name: str, kind: HostKind, folder: Path, path: str) -> Iterator[Owner | Repository]:
    toml = load_toml(folder / OWNER_FILE, OwnerToml)
    given = given_in(toml, skip=("kind", "renamed_from"))
    usual = OwnerKind.ORGANISATION if kind is HostKind.GITHUB else OwnerKind.GROUP
    yield make_owner(host_name, path, toml.kind or usual, renamed_from=as_texts(toml.renamed_from), **given)
    for inner in _folders(folder):
        inner_path = f"{path}/{inner.name}"
        if not (inner / OWNER_FILE).exists():
            yield _load_repository(host_name, inner_path, inner)
        elif kind is HostKind.GITLAB:
            yield from _load_owner(host_name, kind, inner, inner_path)
        else:
            place = inner / OWNER_FILE
            raise WorldError(f"{place}: GitHub knows no groups within an organisation; remove the file")


def _load_repository(host_name: str, path: str, folder: Path) -> Repository:
    place = folder / REPOSITORY_FILE
    toml = load_toml(place, RepositoryToml)
    own = ("releases", "renamed_from", "files", "files_base64", "symlinks")
    given = given_in(toml, skip=own)
    files, symlinks, executables = _on_disk(folder)
    files |= {name: text.encode() for name, text in toml.files.items()}
    files |= {name: _decoded(place, name, text) for name, text in toml.files_base64.items()}
    if given.get("empty") and (files or symlinks or toml.symlinks):
        raise WorldError(f"{place}: empty = true, but the folder holds files; remove one or the other")
    bare = make_repository(host_name, path, **given)
    return make_repository(
        host_name,
        path,
        **given,
        files=files,
        symlinks=symlinks | toml.symlinks,
        executables=executables,
        renamed_from=as_texts(toml.renamed_from),
        releases=tuple(_release(release, bare.committed_at) for release in toml.releases),
    )


def _on_disk(folder: Path) -> tuple[dict[str, bytes], dict[str, str], frozenset[str]]:
    files: dict[str, bytes] = {}
    symlinks: dict[str, str] = {}
    executables: set[str] = set()
    for place, folders, names in os.walk(folder):
        here = Path(place)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted([*names, *links]):
            path = here / name
            inside = path.relative_to(folder).as_posix()
            if inside == REPOSITORY_FILE:
                continue
            if path.is_symlink():
                symlinks[inside] = str(path.readlink())
                continue
            files[inside] = path.read_bytes()
            if os.access(path, os.X_OK) and path.stat().st_mode & 0o100:
                executables.add(inside)
    return files, symlinks, frozenset(executables)


def _release(toml: ReleaseToml, committed_at: datetime) -> Release:
    published_at = toml.published_at or committed_at
    return Release(
        tag=toml.tag,
        published_at=published_at,
        name=toml.name or toml.tag,
        prerelease=toml.prerelease,
        draft=toml.draft,
    )


def _decoded(place: Path, name: str, text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise WorldError(f"{place}: files_base64.{name!r} is no base64: {error}") from error


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
