"""Fixtures that many tests share: the reference material, and sample forges that run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.forge.server import SampleForge
from tests.forge.world import HostKind, OwnerKind, Visibility, World, make_host, make_owner, make_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parent.parent
_PUBLICCODE = b"""\
publiccodeYmlVersion: '0.5'
name: Zaaksysteem
url: https://github.com/gemeente-voorbeeld/zaaksysteem
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
description:
  nl:
    shortDescription: Behandelt zaken van inwoners
    longDescription: Een voorbeeld
    features: [zaken behandelen]
legal:
  license: EUPL-1.2
maintenance:
  type: none
localisation:
  localisationReady: false
  availableLanguages: [nl]
"""
_SMALL: dict[str, dict[str, Any]] = {
    "zaaksysteem": {
        "files": {
            "publiccode.yml": _PUBLICCODE,
            "README.md": b"# Zaaksysteem\n",
            "docs/start.md": b"Begin.\n",
        },
        "symlinks": {"LEESMIJ.md": "README.md"},
        "licence": "EUPL-1.2",
        "languages": {"Python": 9000, "HTML": 1000},
        "topics": ("zaakgericht-werken",),
        "renamed_from": ("gemeente-voorbeeld/zaken",),
    },
    "leeg": {"empty": True},
    "geheim": {"visibility": Visibility.PRIVATE, "files": {"publiccode.yml": _PUBLICCODE}},
}


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material beside the checkout; tests that use it carry ``@pytest.mark.shared``."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the reference material is absent: no folder `shared` beside the checkout")
    return folder


@pytest.fixture
def small_world() -> World:
    """One GitHub and one GitLab host with three repositories each, one of them private."""
    github = make_host(
        "github.com",
        HostKind.GITHUB,
        owners=(make_owner("github.com", "gemeente-voorbeeld", OwnerKind.ORGANISATION),),
        repositories=tuple(
            make_repository("github.com", f"gemeente-voorbeeld/{name}", **given)
            for name, given in _SMALL.items()
        ),
    )
    gitlab = make_host(
        "gitlab.com",
        HostKind.GITLAB,
        owners=(
            make_owner("gitlab.com", "provincie", OwnerKind.GROUP),
            make_owner("gitlab.com", "provincie/team-data", OwnerKind.GROUP),
        ),
        repositories=tuple(
            make_repository("gitlab.com", f"provincie/{folder}{name}", **given)
            for folder, (name, given) in zip(("", "team-data/", ""), _SMALL.items(), strict=True)
        ),
    )
    return World(hosts=(github, gitlab))


@pytest.fixture
def sample_forge(small_world: World) -> Iterator[SampleForge]:
    """A running forge that serves ``small_world``."""
    with SampleForge(small_world) as forge:
        yield forge
