"""A look at the publication in a browser, on this machine only; a web server serves the real thing."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

from reports.publication import visible
from reports.showing import VISIBLE

if TYPE_CHECKING:
    from pathlib import Path


LOOPBACK: Final = "127.0.0.1"


class NoPublicationError(Exception):
    """There is nothing to look at yet; the message says what to do."""


class _Handler(SimpleHTTPRequestHandler):
    """Follows the symbolic link at every request, so that a new publication shows without a restart."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name of the base class
        """Say nothing: this is a preview."""


def open_preview(data_dir: Path, port: int) -> ThreadingHTTPServer:
    """A server on loopback, not serving yet; the caller closes it. Port 0 takes a free one.

    Raises:
        NoPublicationError: nothing is published in `data_dir`.
        OSError: the port is taken.
    """
    if visible(data_dir) is None:
        raise NoPublicationError(f"Nothing is published in {data_dir} yet: run `herbruik nightly` first.")
    return ThreadingHTTPServer((LOOPBACK, port), partial(_Handler, directory=str(data_dir / VISIBLE)))
