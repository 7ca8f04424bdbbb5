"""A run from a recording: its answers, its moments, and no network at all."""

from __future__ import annotations

import json
import threading
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

import requests
from requests.structures import CaseInsensitiveDict

from harvester.forges.answers import Fields, MalformedError
from harvester.forges.exchange import (
    ANSWERS,
    FORMAT,
    HEALS,
    MANIFEST,
    NAME,
    READ_TIMEOUT,
    TOO_LARGE,
    Answered,
    Exchange,
    Failed,
    asked_by,
    parsed,
)
from harvester.forges.network_failures import ReplayedFailureError
from harvester.forges.recording import RecordingError
from harvester.forges.transport import TooLargeError
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from harvester.forges.exchange import Asked
    from harvester.forges.transport import Send, Track


class Player:
    """Gives the answers of a recording instead of sending requests. May be used by many threads."""

    def __init__(self, folder: Path) -> None:
        """Reads nothing yet."""
        self._folder = folder
        self._lock = threading.Lock()
        self._places: dict[tuple[str, tuple[str, str, str]], deque[Path]] = {}
        self._elapsed = 0.0

    def begin(self) -> None:
        """Read what is there. Raises ``RecordingError`` where the folder or a file in it is no recording."""
        manifest = self._manifest()
        moment = manifest.moment("started_at")
        if moment is None:
            raise self._wrong(MANIFEST, "started_at is no moment")
        self._started_at = moment
        self.forges_with_a_token = manifest.texts("forges_with_a_token")
        for path in sorted(self._folder.glob(f"{ANSWERS}/*/*.json")):
            key = (path.parent.name, self._read(path).asked.key)
            self._places.setdefault(key, deque()).append(path)

    def clock(self) -> datetime:
        """The moment in the recording: that of the last answer so far."""
        return self._started_at + timedelta(seconds=self._elapsed)

    def track(self, forge: str) -> Track:
        """What gives the answers of one forge; nothing is ever sent."""

        def passed(request: requests.PreparedRequest, send: Send) -> requests.Response:  # noqa: ARG001
            outcome = self._next(forge, asked_by(request.method, request.url, request.body, bytes))
            if isinstance(outcome, Failed):
                raise _failure(outcome)
            return _response(outcome, request)

        return passed

    def _next(self, forge: str, asked: Asked) -> Answered | Failed:
        """What came of a request; of the same request sent again, what came of it then."""
        with self._lock:
            places = self._places.get((forge, asked.key))
            if not places:
                what = f"{asked.method} {asked.path}"
                en, nl = (
                    f"the recording holds no answer to {what}",
                    f"de opname bevat geen antwoord op {what}",
                )
                raise ReplayedFailureError(Phrase(en, nl), heals=False)
            exchange = self._read(places.popleft())
            self._elapsed = max(self._elapsed, exchange.at_seconds)
        return exchange.outcome

    def _manifest(self) -> Fields:
        path = self._folder / MANIFEST
        if not path.is_file():
            raise self._wrong(MANIFEST, "it is not there")
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            raise self._wrong(MANIFEST, "it cannot be read") from None
        manifest = Fields(value if isinstance(value, dict) else {})
        if manifest.text("what") != NAME:
            raise self._wrong(MANIFEST, "it is of something else")
        if manifest.number("format") != FORMAT:
            raise self._wrong(MANIFEST, f"this version of herbruik reads format {FORMAT}, and it has another")
        return manifest

    def _read(self, path: Path) -> Exchange:
        try:
            return parsed(path.read_text(encoding="utf-8"))
        except (MalformedError, OSError, UnicodeDecodeError) as problem:
            why = "it is no UTF-8" if isinstance(problem, UnicodeDecodeError) else str(problem)
            raise self._wrong(str(path.relative_to(self._folder)), why) from None

    def _wrong(self, name: str, why: str) -> RecordingError:
        return RecordingError(f"--replay {self._folder}: {name}: {why}. Name a folder that --record made.")


def _failure(failed: Failed) -> requests.RequestException:
    if failed.kind == READ_TIMEOUT:
        return requests.exceptions.ReadTimeout(failed.phrase.en)
    if failed.kind == TOO_LARGE:
        return TooLargeError(failed.phrase)
    return ReplayedFailureError(failed.phrase, heals=failed.kind == HEALS)


def _response(answered: Answered, request: requests.PreparedRequest) -> requests.Response:
    """As ``transport.deliver`` gives it."""
    response = requests.Response()
    response.status_code = answered.status
    response.headers = CaseInsensitiveDict(answered.headers)
    response.url = request.url or ""
    response.request = request
    response.encoding = "utf-8"
    response._content = answered.body  # noqa: SLF001 - requests offers no other way to hand over a body
    return response
