"""Whether a file describes software for the register, judged by what it says and by where it lies.

A file that is no entry is still kept, read and shown to its owner, with the reason. In doubt a file is an
entry: a wrong entry is seen and mended, software that is left out is missed by nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from publiccode import NOT_AN_ENTRY, Text, not_an_entry
from publiccode.addresses import repository_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publiccode import Reading

TEMPLATE_REPOSITORY: Final = "template-repository"
FIXTURE_REPOSITORY: Final = "fixture-repository"
FIXTURE: Final = "fixture"
TEMPLATE_FOLDER: Final = "template-folder"
VENDORED: Final = "vendored"
TECHNICAL_FORK: Final = "technical-fork"
COPY_IN_CATALOGUE: Final = "copy-in-catalogue"

NOT_ENTRY_TEXTS: Final[Mapping[str, Text]] = {
    **{reason.value: text for reason, text in NOT_AN_ENTRY.items()},
    TEMPLATE_REPOSITORY: Text(
        nl="Deze repository is een sjabloon en de url in het bestand wijst niet naar deze repository.",
        en="This repository is a template and the file's url does not name this repository.",
    ),
    FIXTURE_REPOSITORY: Text(
        nl="Deze repository bevat volgens haar naam alleen testgegevens of voorbeelden.",
        en="By its name, this repository holds nothing but test data or examples.",
    ),
    FIXTURE: Text(
        nl="Dit bestand ligt in een map met tests of voorbeelden.",
        en="This file lies in a folder of tests or examples.",
    ),
    TEMPLATE_FOLDER: Text(
        nl="Dit bestand ligt in een map met sjablonen.",
        en="This file lies in a folder of templates.",
    ),
    VENDORED: Text(
        nl="Dit bestand ligt in een map met software van anderen.",
        en="This file lies in a folder of other people's software.",
    ),
    TECHNICAL_FORK: Text(
        nl="Deze repository is een fork of spiegel van een andere: de url in het bestand wijst naar het "
        "origineel. Is het een eigen variant, wijzig dan url en vul isBasedOn in.",
        en="This repository is a fork or mirror of another: the file's url names the original. "
        "If it is a variant of its own, change url and fill in isBasedOn.",
    ),
    COPY_IN_CATALOGUE: Text(
        nl="Dit is een kopie: het bestand beschrijft software uit een andere repository.",
        en="This is a copy: the file describes software that lies in another repository.",
    ),
}


@dataclass(frozen=True, slots=True)
class Software:
    """The file describes software: it is an entry of the register."""


@dataclass(frozen=True, slots=True)
class NotAnEntry:
    """The file describes no software of its own; ``code`` is a key of ``NOT_ENTRY_TEXTS``."""

    code: str


class Place(Protocol):
    """What a judgement needs to know of a repository; ``harvester.model.Repository`` is one."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def is_fork(self) -> bool: ...  # noqa: D102
    @property
    def fork_of_url(self) -> str | None: ...  # noqa: D102
    @property
    def is_template(self) -> bool: ...  # noqa: D102
    @property
    def is_mirror(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a judgement needs to know of a content; kept in the database, so that nothing is read twice."""

    reason: str | None = None  # why the content alone describes no software
    url: str | None = None
    is_based_on: tuple[str, ...] = ()


def said_by(reading: Reading) -> Said:
    """What the file says that counts for a judgement."""
    reason = not_an_entry(reading)
    component = reading.component
    return Said(
        reason=reason.value if reason else None,
        url=component.url if component else None,
        is_based_on=component.is_based_on if component else (),
    )


def judge_entry(repository: Place, path: str, reading: Reading) -> Software | NotAnEntry:
    """Whether the file at ``path`` is an entry of the register."""
    return judge_said(repository, path, said_by(reading))


def judge_said(repository: Place, path: str, said: Said) -> Software | NotAnEntry:
    """The same for a content that was read before. The first reason that holds is the one given."""
    code = (
        said.reason
        or reason_of_folders(path)
        or _reason_of_name(repository, said)
        or _reason_of_template(repository, said)
        or _reason_of_fork(repository, said)
        or _reason_of_copy(repository, path, said)
    )
    return NotAnEntry(code) if code else Software()


_TEST_WORDS = frozenset({
    *("test", "tests", "testdata", "fixture", "fixtures", "mock", "mocks"),
    *("example", "examples", "sample", "samples", "voorbeeld", "voorbeelden"),
})  # fmt: skip
_TEST_FILLERS = frozenset({"data", "files", "unit", "integration", "cases", "resources"})
_PUBLICCODE_WORDS = frozenset({*_TEST_FILLERS, "publiccode", "yml", "yaml"})
_TEMPLATE_WORDS = frozenset({"template", "templates", "sjabloon", "sjablonen"})
_MIRROR_WORDS = frozenset({"mirror", "spiegel"})
_VENDOR_FOLDERS = frozenset(
    {
        *("vendor", "vendors", "vendored", "third_party", "third-party", "site-packages"),
        *("node_modules", "bower_components", "jspm_packages"),
    }
)


_TO_FILL_IN = re.compile(r"\{\{.*\}\}|\[\[.*\]\]|\{%.*%\}")
"""What cookiecutter and copier write in the name of a folder."""


def _is_of(name: str, words: frozenset[str], fillers: frozenset[str]) -> bool:
    """Whether a name consists of nothing but such words: ``test-fixtures`` is, ``test-portal`` is not."""
    parts = {part for part in re.split(r"[-_. ]+", name.casefold()) if part}
    return bool(parts & words) and parts <= words | fillers


def reason_of_folders(path: str) -> str | None:
    """The outermost folder that says the file is not meant for a register."""
    for folder in path.split("/")[:-1]:
        if folder.casefold() in _VENDOR_FOLDERS:
            return VENDORED
        if _is_of(folder, _TEST_WORDS, _TEST_FILLERS):
            return FIXTURE
        if _is_of(folder, _TEMPLATE_WORDS, frozenset()) or _TO_FILL_IN.search(folder):
            return TEMPLATE_FOLDER
    return None


def _reason_of_name(repository: Place, said: Said) -> str | None:
    """Software may be called "example": a file that names its own repository describes what is there."""
    is_fixture = _is_of(repository.name, _TEST_WORDS, _PUBLICCODE_WORDS)
    return FIXTURE_REPOSITORY if is_fixture and not _names_itself(repository, said) else None


def _names_itself(repository: Place, said: Said) -> bool:
    return said.url is not None and is_same_repository(said.url, repository.url)


def _reason_of_template(repository: Place, said: Said) -> str | None:
    """A template that also describes itself is software; one that holds a form to fill in is not."""
    return TEMPLATE_REPOSITORY if repository.is_template and not _names_itself(repository, said) else None


def _reason_of_fork(repository: Place, said: Said) -> str | None:
    """Standard 0.7, "Forks and variants": a technical fork keeps the original's file, a variant does not.

    The forge's flag alone proves nothing, and nor does a url elsewhere: both together count, unless
    isBasedOn names the original.
    """
    copies = repository.is_fork or repository.is_mirror or _says_mirror(repository.name)
    if not copies or said.url is None or not names_another(said.url, repository.url):
        return None
    original = repository.fork_of_url
    names_original = any(original is None or is_same_repository(url, original) for url in said.is_based_on)
    return None if names_original else TECHNICAL_FORK


def _says_mirror(name: str) -> bool:
    """GitLab tells nobody that a repository is a mirror, so people put it in the name."""
    return not _MIRROR_WORDS.isdisjoint(re.split(r"[-_. ]+", name.casefold()))


def _reason_of_copy(repository: Place, path: str, said: Said) -> str | None:
    """A file in a folder, or under a name of its own, about software of another owner and another name.

    A repository that moved keeps its name, one that was renamed keeps its owner: both stay entries.
    """
    plain = re.fullmatch(r"publiccode\.ya?ml", path, re.IGNORECASE)
    if plain or said.url is None or not names_another(said.url, repository.url):
        return None
    owner, name = _owner_and_name(said.url)
    own_owner, own_name = _owner_and_name(repository.url)
    return COPY_IN_CATALOGUE if owner != own_owner and name != own_name else None


def _owner_and_name(url: str) -> tuple[str, str]:
    *owner, name = repository_key(url).split("/")
    return "/".join(owner), name


def is_same_repository(one: str, other: str) -> bool:
    """Whether two addresses name the same repository."""
    return repository_key(one) == repository_key(other)


_CODE_HOST = re.compile(r"git|code|bitbucket|sourceforge|sr\.ht")


def names_another(url: str, own_url: str) -> bool:
    """Whether ``url`` names a repository on a host of code that is not the one at ``own_url``.

    The address of a website names no repository.
    """
    key, own = repository_key(url), repository_key(own_url)
    host, *segments = key.split("/")
    is_code_host = host == own.split("/")[0] or _CODE_HOST.search(host) is not None
    return is_code_host and len(segments) > 1 and key != own
