"""Every answer of a run, kept in a folder.

Requests go through ``Recorder.track``, below both libraries; no secret and no author of a commit is written
(docs/recording.md).
"""

from __future__ import annotations

import base64
import json
import threading
from typing import TYPE_CHECKING
from urllib.parse import quote

import requests

from harvester.forges.errors import Unavailable
from harvester.forges.exchange import (
    ANSWERS,
    FORMAT,
    HEALS,
    LASTS,
    MANIFEST,
    NAME,
    READ_TIMEOUT,
    TOO_LARGE,
    Answered,
    Exchange,
    Failed,
    asked_by,
    is_kept,
    written,
)
from harvester.forges.network_failures import failure_of_network
from harvester.forges.people import without_people
from harvester.forges.transport import TooLargeError
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from harvester.forges.transport import Send, Track

REMOVED = b"(removed)"
SILENT = Phrase("it did not answer in time", "het antwoordde niet op tijd")  # a replay finds its own words
GIVING_TOKENS = "/access_tokens"
BYTES_OF_FILES = ("text/plain", "application/octet-stream")  # as GitLab gives them: they stay as they are
SHORTEST_SECRET = 4  # shorter ones would be found everywhere


class RecordingError(Exception):
    """A folder cannot be recorded to or replayed from; the message names it and the cure."""


class Recorder:
    """Keeps what comes in, one file an answer, without any secret. May be used by many threads."""

    def __init__(
        self, folder: Path, secrets: Iterable[str], clock: Callable[[], datetime], limit: int
    ) -> None:
        """``limit`` is the size, in bytes, after which nothing more is kept."""
        self.trouble = ""  # why the recording is not whole
        self._folder = folder
        self._clock = clock
        self._left = limit
        self._lock = threading.Lock()
        self._number = 0
        self._secrets: set[bytes] = set()
        for secret in secrets:
            self.hide(secret)

    def begin(self, with_token: Iterable[str], tool_version: str) -> None:
        """Make the folder. Raises ``RecordingError`` when it is not empty or cannot be made."""
        self._started_at = self._clock()
        manifest = {
            "what": NAME,
            "format": FORMAT,
            "started_at": self._started_at.isoformat(),
            "tool_version": tool_version,
            "forges_with_a_token": sorted(with_token),
        }
        try:
            if self._folder.exists() and any(self._folder.iterdir()):
                raise RecordingError(f"--record {self._folder}: it is not empty. Name a new folder.")
            (self._folder / ANSWERS).mkdir(parents=True)
            text = json.dumps(manifest, indent=1) + "\n"
            (self._folder / MANIFEST).write_text(text, encoding="utf-8")
        except OSError as problem:
            raise RecordingError(
                f"--record {self._folder}: it cannot be written ({problem.strerror}). Name another folder."
            ) from problem

    def clock(self) -> datetime:
        """The moment; until the first answer that of the start, so that a replay has the same run."""
        return self._clock() if self._number else self._started_at

    def hide(self, secret: str) -> None:
        """From now on ``secret`` is written nowhere, nor in the ways in which it may travel."""
        if len(secret) >= SHORTEST_SECRET:
            plain = secret.encode()
            ways = {plain, quote(secret, safe="").encode(), base64.b64encode(plain).rstrip(b"=")}
            with self._lock:
                self._secrets = self._secrets | ways

    def track(self, forge: str) -> Track:
        """What keeps the answers of one forge."""

        def passed(request: requests.PreparedRequest, send: Send) -> requests.Response:
            self.hide(str(request.headers.get("Authorization", "")).rpartition(" ")[2])
            try:
                response = send(request)
            except requests.RequestException as problem:
                self._keep(forge, request, _failed(problem, forge))
                raise
            if request.path_url.endswith(GIVING_TOKENS):
                self._hide_given(response)
            headers = {name.lower(): value for name, value in response.headers.items()}
            kept = {name: value for name, value in headers.items() if is_kept(name)}
            answered = Answered(status=response.status_code, headers=kept, body=response.content)
            self._keep(forge, request, answered)
            return response

        return passed

    def _hide_given(self, response: requests.Response) -> None:
        """A forge gives a token (that of a GitHub App): it is a secret from here on."""
        try:
            given = response.json()
        except ValueError:
            return
        if isinstance(given, dict) and isinstance(given.get("token"), str):
            self.hide(given["token"])

    def _keep(self, forge: str, request: requests.PreparedRequest, outcome: Answered | Failed) -> None:
        exchange = Exchange(
            asked=asked_by(request.method, request.url, request.body, self._clean),
            outcome=self._cleaned(outcome),
            at_seconds=(self._clock() - self._started_at).total_seconds(),
        )
        text = written(exchange).encode()
        with self._lock:
            if self.trouble:
                return
            self._left -= len(text)
            if self._left < 0:
                self.trouble = (
                    f"The recording in {self._folder} is not whole: largest_recording_bytes is reached."
                )
                return
            self._number += 1
            try:
                place = self._folder / ANSWERS / forge
                place.mkdir(exist_ok=True)
                (place / f"{self._number:06}.json").write_bytes(text)
            except OSError as problem:
                self.trouble = f"The recording in {self._folder} is not whole: {problem.strerror}."

    def _cleaned(self, outcome: Answered | Failed) -> Answered | Failed:
        if isinstance(outcome, Failed):
            return outcome
        headers = {name: self._clean(value.encode()).decode() for name, value in outcome.headers.items()}
        is_file = outcome.headers.get("content-type", "").startswith(BYTES_OF_FILES)
        body = outcome.body if is_file else without_people(outcome.body)
        return Answered(status=outcome.status, headers=headers, body=self._clean(body))

    def _clean(self, data: bytes) -> bytes:
        for secret in self._secrets:
            data = data.replace(secret, REMOVED)
        return data


def _failed(problem: requests.RequestException, forge: str) -> Failed:
    if isinstance(problem, requests.exceptions.ReadTimeout):
        return Failed(kind=READ_TIMEOUT, phrase=SILENT)
    if isinstance(problem, TooLargeError):
        return Failed(kind=TOO_LARGE, phrase=problem.phrase)
    failure = failure_of_network(problem, forge)
    if isinstance(failure, Unavailable):
        return Failed(kind=LASTS, phrase=failure.why)
    return Failed(kind=HEALS, phrase=failure.phrase)
