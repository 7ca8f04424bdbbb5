"""Values for tests: every field has a default, so that a test states only what it is about."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from harvester.model import (
    Account,
    Forge,
    ForgeKind,
    Level,
    Organisation,
    Release,
    Repository,
    Role,
    RootEntry,
    Scope,
    Sources,
)
from harvester.observations import CandidateFile, Observation, Page, UnreadableFile
from harvester.reasons import UNAVAILABLE, Phrase, Reason
from publiccode import Finding, Position, Severity, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

GITHUB = Forge(name="github.com", kind=ForgeKind.GITHUB)
GITLAB = Forge(name="gitlab.com", kind=ForgeKind.GITLAB)
FIRST_NIGHT = datetime(2026, 3, 1, 2, 0)  # noqa: DTZ001 - moments are naive UTC


def phrase(en: str) -> Phrase:
    """A piece of a sentence; what it says in Dutch follows from the English."""
    return Phrase(en, f"(nl) {en}")


def reason(en: str, code: str = UNAVAILABLE) -> Reason:
    """A reason with this sentence in English."""
    return Reason(code=code, en=en, nl=phrase(en).nl)


def night(number: int) -> datetime:
    """Start of the night with this number, from 1."""
    return FIRST_NIGHT + timedelta(days=number - 1)


def organisation(organisation_id: str = "urn:org:voorbeeld", **fields: Any) -> Organisation:
    given: dict[str, Any] = {
        "name": "Gemeente Voorbeeld",
        "role": Role.GOVERNMENT,
        "level": Level.MUNICIPALITY,
        "country": "NL",
    }
    return Organisation(organisation_id=organisation_id, **(given | fields))


def account(path: str = "voorbeeld", *, forge: Forge = GITHUB, **fields: Any) -> Account:
    given: dict[str, Any] = {"organisation_id": "urn:org:voorbeeld", "scope": Scope.ORGANISATION}
    return Account(forge=forge, path=path, **(given | fields))


def sources(*accounts: Account, organisations: Iterable[Organisation] = ()) -> Sources:
    """A list with these accounts (one when none is given) and the organisations that they need."""
    listed = accounts or (account(),)
    stated = {each.organisation_id: each for each in organisations}
    needed = {each.organisation_id: organisation(each.organisation_id) for each in listed}
    return Sources(organisations=tuple((needed | stated).values()), accounts=listed)


def repository(
    full_name: str = "voorbeeld/zaaksysteem", *, forge: Forge = GITHUB, **fields: Any
) -> Repository:
    """A repository whose native id follows from its name unless stated: state it to rename or move one."""
    given: dict[str, Any] = {
        "native_id": hashlib.sha256(full_name.encode()).hexdigest()[:8],
        "url": f"https://{forge.name}/{full_name}",
        "name": full_name.rpartition("/")[2],
        "default_branch": "main",
        "root_files": (RootEntry(name="README.md", kind="file", oid="a" * 40),),
        "created_at": datetime(2020, 1, 1),  # noqa: DTZ001
        "pushed_at": datetime(2026, 2, 1),  # noqa: DTZ001
        "head_oid": "c" * 40,
    }
    return Repository(forge=forge, full_name=full_name, **(given | fields))


def release(name: str = "v1.0", released_at: datetime | None = None) -> Release:
    return Release(name=name, released_at=released_at or datetime(2026, 1, 15))  # noqa: DTZ001


def content(
    name: str = "Zaaksysteem", url: str = "https://github.com/voorbeeld/zaaksysteem", rest: str = ""
) -> bytes:
    """The bytes of a short publiccode.yml; ``rest`` are further lines."""
    return f'publiccodeYmlVersion: "0.4"\nname: {name}\nurl: {url}\n{rest}'.encode()


def file(path: str = "publiccode.yml", content: bytes = content()) -> CandidateFile:
    git_oid = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
    return CandidateFile(path=path, git_oid=git_oid, content=content)


def unreadable(
    path: str = "publiccode.yml", why: str = "The forge gave other bytes than it promised."
) -> UnreadableFile:
    return UnreadableFile(path=path, git_oid=None, reason=reason(why))


def observation(
    full_name: str = "voorbeeld/zaaksysteem",
    *files: CandidateFile,
    unreadable: Iterable[UnreadableFile] = (),
    **fields: Any,
) -> Observation:
    """A repository as it is seen; ``fields`` are those of the repository."""
    return Observation(repository=repository(full_name, **fields), files=files, unreadable=tuple(unreadable))


def page(*observations: Observation, cursor: str | None = None) -> Page:
    return Page(observations=observations, cursor=cursor)


def finding(code: str = "missing-key", **fields: Any) -> Finding:
    """An error, unless stated otherwise."""
    given: dict[str, Any] = {
        "severity": Severity.ERROR,
        "key_path": "platforms",
        "position": Position(line=1, column=1),
        "value": None,
        "message": Text(nl="Er ontbreekt iets.", en="Something is missing."),
        "why": Text(nl="Zonder dit weet niemand het.", en="Without it nobody knows."),
        "cure": Text(nl="Vul het in.", en="Fill it in."),
    }
    return Finding(code=code, **(given | fields))
