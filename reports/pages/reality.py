"""The file beside reality: where a description says something else than its repository shows.

Advice, and precision first: where two writings may mean the same (a repository that was renamed, letter case,
`.git`, `v1.2` and `1.2`, -only and -or-later), or where nothing can be compared, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from publiccode.addresses import repository_key
from reports.licence_expressions import licences_differ
from reports.pages.activity import is_silent, last_activity, silence_beside
from reports.pages.addresses import web_address
from reports.pages.frame import Outside
from reports.pages.versions import is_older, is_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.model.answers import MismatchRow
    from reports.model.repositories import RepositoryRow
    from reports.model.software import ComponentRow
    from reports.pages.edition import Edition

SILENT_AFTER: Final = timedelta(days=2 * 365)
_SAME_RELEASE: Final = timedelta(days=31)
"""A release is written down around its day: sooner or later by less than this is no difference."""
_LIVE: Final = frozenset({"concept", "development", "beta", "stable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One difference: the key, what the file says, what was seen, in a sentence, and where it was seen."""

    code: str
    key_path: str
    file_value: str
    real_value: str
    message: str
    source_url: str


def mismatches(edition: Edition, component: ComponentRow) -> tuple[Mismatch, ...]:
    """All differences of one entry, in the order of the standard's keys."""
    repository = edition.lookup.repositories.get(component.repository_id)
    if repository is None:
        return ()
    return (
        *_address(edition, component, repository),
        *(_release(edition, component, repository) if _is_alone(edition, component) else ()),
        *_organisation(edition, component, repository),
        *_status(edition, component),
        *(_licence(edition, component) if _is_alone(edition, component) else ()),
    )


def _is_alone(edition: Edition, component: ComponentRow) -> bool:
    """Whether licence and releases of the repository are those of this software, not of a part or a whole."""
    software = [
        file for file in edition.lookup.files_in.get(component.repository_id, ()) if file.entry == "software"
    ]
    return "/" not in component.path and len(software) <= 1


def _address(edition: Edition, component: ComponentRow, repository: RepositoryRow) -> Iterator[Mismatch]:
    """`url` names another repository for sure: one of another forge, the original of a fork, one we know.

    An unknown address on the same forge may be an earlier name, which the forge leads on from: not said.
    """
    stated = web_address(component.url)
    if stated is None:
        return
    there, here = repository_key(stated), repository_key(repository.url)
    if there == here or there in edition.lookup.earlier_places.get(repository.repository_id, ()):
        return
    known = edition.lookup.repository_at.get(there)
    other_forge = _host(stated) != _host(repository.url)
    original = repository.fork_of_url is not None and there == repository_key(repository.fork_of_url)
    if not (other_forge or original or (known is not None and known != repository.repository_id)):
        return
    yield Mismatch(
        code="url-elsewhere",
        key_path="url",
        file_value=stated,
        real_value=repository.url,
        message=edition.words.say(
            "The description gives %(stated)s as address of the source code, but it lies in %(seen)s.",
            stated=stated,
            seen=repository.url,
        ),
        source_url=repository.url,
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").casefold().removeprefix("www.")


def _release(edition: Edition, component: ComponentRow, repository: RepositoryRow) -> Iterator[Mismatch]:
    """Version and date are older than those of the newest release; a trial release says nothing."""
    words, name, at = edition.words, repository.release_name, repository.released_at
    if name is None or not is_version(name):
        return
    stated, on = component.software_version, component.release_date
    if stated is not None and is_older(stated, name):
        yield Mismatch(
            code="version-older",
            key_path="softwareVersion",
            file_value=stated,
            real_value=name,
            message=words.say(
                "The description says version %(stated)s, but the newest release is %(seen)s.",
                stated=stated,
                seen=name,
            ),
            source_url=repository.url,
        )
    if on is not None and at is not None and at.date() - on > _SAME_RELEASE:
        yield Mismatch(
            code="release-date-older",
            key_path="releaseDate",
            file_value=on.isoformat(),
            real_value=at.date().isoformat(),
            message=words.say(
                "The description says that the newest version is of %(stated)s, "
                "but release %(name)s is of %(seen)s.",
                stated=words.date(on),
                name=name,
                seen=words.date(at.date()),
            ),
            source_url=repository.url,
        )


def _organisation(edition: Edition, component: ComponentRow, repository: RepositoryRow) -> Iterator[Mismatch]:
    """The file names another government organisation than the one whose account it is.

    Accounts of suppliers and of cooperations publish for others: they are compared with nothing.
    """
    stated = next(
        (
            role
            for role in edition.lookup.roles_in.get(component.component_id, ())
            if role.role == "publisher" and role.organisation_id
        ),
        None,
    )
    owner = edition.lookup.organisations.get(repository.organisation_id or "")
    named = edition.lookup.organisations.get(stated.organisation_id or "") if stated else None
    if stated is None or owner is None or named is None or owner is named:
        return
    if {owner.role, named.role} != {"government"} or "cooperation" in {owner.level, named.level}:
        return
    account = _account(repository.url)
    yield Mismatch(
        code="organisation-not-owner",
        key_path="organisation",
        file_value=named.name,
        real_value=owner.name,
        message=edition.words.say(
            "The description names %(stated)s, but the account %(account)s is of %(seen)s.",
            stated=named.name,
            account=account,
            seen=owner.name,
        ),
        source_url=repository.url,
    )


def _status(edition: Edition, component: ComponentRow) -> Iterator[Mismatch]:
    """A status that says it goes on, beside a repository that is archived, or silent for over two years."""
    words, status = edition.words, component.development_status
    if status not in _LIVE:
        return
    shown = edition.labels.development_status[status]
    active = last_activity(component)
    if component.is_archived:
        code, seen = "status-archived", "archived"
        message = words.say(
            "The description says “%(stated)s”, but the repository is archived.", stated=shown
        )
    elif active is not None and is_silent(edition, component, SILENT_AFTER):
        code, seen = "status-silent", active.date().isoformat()
        message = silence_beside(edition, component, shown, words.date(active.date()))
    else:
        return
    yield Mismatch(
        code=code,
        key_path="developmentStatus",
        file_value=status,
        real_value=seen,
        message=message,
        source_url=component.repository_url,
    )


def _licence(edition: Edition, component: ComponentRow) -> Iterator[Mismatch]:
    stated, seen = component.licence, edition.licence_seen(component)
    if not stated or not seen or not licences_differ(stated, seen):
        return
    yield Mismatch(
        code="licence-differs",
        key_path="legal.license",
        file_value=stated,
        real_value=seen,
        message=edition.words.say(
            "The description says licence %(stated)s, but the repository holds the text of %(seen)s.",
            stated=stated,
            seen=seen,
        ),
        source_url=component.repository_url,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference as a page shows it."""

    key: str
    message: str
    source: Outside


def differences(edition: Edition, component_id: str) -> tuple[Difference, ...]:
    """The published differences of one entry."""
    return tuple(_difference(edition, row) for row in edition.lookup.mismatches_of.get(component_id, ()))


def _difference(edition: Edition, row: MismatchRow) -> Difference:
    words = edition.words
    return Difference(
        key=row.key_path,
        message=words.pick(row.message_nl, row.message_en),
        source=Outside(label=words.say("the repository"), url=web_address(row.source_url)),
    )


def _account(url: str) -> str | None:
    """Host and owner of a repository's address, as in `github.com/minbzk`; None: it has no such parts."""
    parts = repository_key(url).split("/")
    return "/".join(parts[:-1]) if len(parts) > 2 else None  # noqa: PLR2004 -- host, owner, name
