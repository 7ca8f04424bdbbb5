"""What the three metadata files of a sample world may say; ``world/README.md`` tells what each key means."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import (
    NaiveDatetime,
    TypeAdapter,
    ValidationError,
)

from tests.forge.world import Committer, HostKind, OwnerKind, Visibility  # noqa: TC001 — pydantic reads them

if TYPE_CHECKING:
    from pathlib import Path

HOST_FILE, OWNER_FILE, REPOSITORY_FILE = ".host.toml", ".owner.toml", ".repository.toml"
_FORBID: dict[str, str] = {"extra": "forbid"}
_T = TypeVar("_T")


class WorldError(ValueError):
    """A sample world that cannot be read; the message names the file and the cure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostToml:
    """What a ``.host.toml`` may say."""

    __pydantic_config__: ClassVar = _FORBID
    kind: HostKind | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerToml:
    """What an ``.owner.toml`` may say; None stands for the default of ``world.Owner``."""

    __pydantic_config__: ClassVar = _FORBID
    kind: OwnerKind | None = None
    name: str | None = None
    description: str | None = None
    website: str | None = None
    verified: bool | None = None
    native_id: int | None = None
    visibility: Visibility | None = None
    deleted: bool | None = None
    renamed_from: str | tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseToml:
    """One ``[[releases]]`` table."""

    __pydantic_config__: ClassVar = _FORBID
    tag: str
    published_at: NaiveDatetime | None = None
    name: str | None = None
    prerelease: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryToml:
    """What a ``.repository.toml`` may say; None stands for the default of ``world.Repository``."""

    __pydantic_config__: ClassVar = _FORBID
    native_id: int | None = None
    description: str | None = None
    homepage: str | None = None
    visibility: Visibility | None = None
    archived: bool | None = None
    disabled: bool | None = None
    empty: bool | None = None
    deleted: bool | None = None
    fork_of: str | None = None
    is_template: bool | None = None
    template: str | None = None
    mirror_of: str | None = None
    renamed_from: str | tuple[str, ...] | None = None
    default_branch: str | None = None
    licence: str | None = None
    languages: dict[str, int] | None = None
    topics: tuple[str, ...] | None = None
    stars: int | None = None
    forks: int | None = None
    watchers: int | None = None
    disk_kilobytes: int | None = None
    created_at: NaiveDatetime | None = None
    committed_at: NaiveDatetime | None = None
    pushed_at: NaiveDatetime | None = None
    updated_at: NaiveDatetime | None = None
    committer: Committer | None = None
    releases: tuple[ReleaseToml, ...] = ()
    tags: tuple[str, ...] | None = None
    has_issues: bool | None = None
    has_wiki: bool | None = None
    code_of_conduct: str | None = None
    security_policy: bool | None = None
    files: dict[str, str] = field(default_factory=dict)
    files_base64: dict[str, str] = field(default_factory=dict)
    symlinks: dict[str, str] = field(default_factory=dict)
    submodules: dict[str, str] | None = None


def load_toml(path: Path, kind: type[_T]) -> _T:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return kind()
    try:
        return TypeAdapter(kind).validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise WorldError(f"{path}: no valid TOML: {error}") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors())
        raise WorldError(f"{path}: {wrong}") from error


def given_in(toml: Any, *, skip: tuple[str, ...]) -> dict[str, Any]:
    pairs = ((f.name, getattr(toml, f.name)) for f in fields(toml) if f.name not in skip)
    return {name: value for name, value in pairs if value is not None}


def as_texts(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()
