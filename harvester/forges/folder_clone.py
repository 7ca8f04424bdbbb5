"""The history of a repository on a forge, by git: commits and folders first, then the files asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvester.forges.folder_git import GitError, GitFolder, GitRuns

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BRANCH: Final = "refs/heads/default"  # whatever the forge calls it


def clone_history(url: str, folder: Path, timeout_seconds: float, user_agent: str) -> GitFolder:
    """The history of the default branch at ``url``, without the bytes of any file, in the empty ``folder``.

    Only the transport of ``url`` itself is allowed, no redirect leads to another. Raises ``GitError``.
    """
    scheme = url.partition("://")[0]
    git = GitFolder(directory=folder, timeout_seconds=timeout_seconds, runs=GitRuns(), transport=scheme)
    git.run("init", "--quiet", "--bare", "--template=")
    for key, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.url", url),
        ("remote.origin.promisor", "true"),
        ("http.userAgent", user_agent),
        ("http.followRedirects", "false"),
        ("gc.auto", "0"),
    ):
        git.run("config", key, value)
    _fetch(git, "origin", f"+HEAD:{BRANCH}")
    git.run("symbolic-ref", "HEAD", BRANCH)
    return git


def fetch_files(git: GitFolder, oids: Iterable[str]) -> None:
    """Fetch these blobs, all in one request. Raises ``GitError``."""
    asked = sorted(set(oids))
    if asked:
        _fetch(git, "--stdin", "origin", ask=asked)


def _fetch(git: GitFolder, *what: str, ask: Iterable[str] = ()) -> None:
    options = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none")
    if git.run("-c", "fetch.negotiationAlgorithm=noop", *options, *what, ask=ask, silent=(1, 128)) is None:
        raise GitError("the forge did not give git its history", "het platform gaf git de geschiedenis niet")
