"""A made-up world of any size: the same for the same arguments; file bodies are computed when asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.forge.world import HostKind, OwnerKind, Repository, World, make_host, make_owner, make_repository

HOST = "github.com"
_FILE = """\
publiccodeYmlVersion: '0.5'
name: Generated component {number}
url: https://{host}/{path}
releaseDate: '2025-01-01'
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
description:
  nl:
    shortDescription: Voorbeeld nummer {number} uit een bedachte wereld
    longDescription: >-
      {filler}
    features: [rekenen aan grote aantallen]
legal:
  license: EUPL-1.2
maintenance:
  type: internal
  contacts:
    - name: Voorbeeld
localisation:
  localisationReady: false
  availableLanguages: [nl]
"""
_FILLER = "Deze beschrijving is door een programma gemaakt en beschrijft geen bestaand onderdeel. " * 3


@dataclass(frozen=True, slots=True)
class GeneratedFiles(Mapping[str, bytes]):
    """The files of one made-up repository, computed on access from its number."""

    path: str
    number: int
    carries_file: bool

    def __getitem__(self, name: str) -> bytes:
        if name == "README.md":
            return f"# Generated {self.number}\n".encode()
        if name == "LICENSE":
            return b"EUPL-1.2\n"
        if name == "publiccode.yml" and self.carries_file:
            return _FILE.format(number=self.number, host=HOST, path=self.path, filler=_FILLER).encode()
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        yield from ("LICENSE", "README.md")
        if self.carries_file:
            yield "publiccode.yml"

    def __len__(self) -> int:
        return 3 if self.carries_file else 2


def generated(
    owners: int = 10, repositories_per_owner: int = 60, share_with_file: float = 0.05, seed: int = 1
) -> World:
    """``owners`` times ``repositories_per_owner`` repositories at github.com, a share of them with a file."""
    accounts = tuple(
        make_owner(HOST, f"sample-owner-{number:05d}", OwnerKind.ORGANISATION, native_id=1000 + number)
        for number in range(owners)
    )
    repositories = tuple(
        _repository(
            f"{owner.path}/sample-{place:05d}", index * repositories_per_owner + place, share_with_file, seed
        )
        for index, owner in enumerate(accounts)
        for place in range(repositories_per_owner)
    )
    return World(hosts=(make_host(HOST, HostKind.GITHUB, owners=accounts, repositories=repositories),))


def _repository(path: str, number: int, share_with_file: float, seed: int) -> Repository:
    drawn = int.from_bytes(hashlib.blake2b(f"{seed}/{number}".encode(), digest_size=8).digest(), "big")
    files = GeneratedFiles(path, number, drawn % 10_000 < share_with_file * 10_000)
    archived = drawn // 10_000 % 100 < 15
    return make_repository(HOST, path, native_id=1_000_000 + number, files=files, archived=archived)
