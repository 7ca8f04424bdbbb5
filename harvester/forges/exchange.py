"""One request and what came of it, as it stands in a recording: a file of JSON that a person can read.

The format is described in docs/recording.md; ``FORMAT`` grows when an older program could not read it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harvester.forges.answers import Fields, MalformedError, as_fields
from harvester.reasons import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FORMAT = 1
NAME = "herbruik recording"
MANIFEST, ANSWERS = "recording.json", "answers"
READ_TIMEOUT, TOO_LARGE, HEALS, LASTS = "read timeout", "too large", "may heal", "lasts"
KEPT_HEADERS = frozenset({"content-type", "date", "link", "retry-after", "x-next-page"})
KEPT_PREFIXES = ("x-ratelimit-", "ratelimit-")
REST_PREFIX, GRAPHQL = "/api/v3", "/api/graphql"  # of a GitHub Enterprise Server; github.com has neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request without its headers; ``path`` with its query, without the address of the API."""

    method: str
    path: str
    body: bytes = b""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two requests the same one: of a JSON body what it says, not how it is written."""
        try:
            body = json.dumps(json.loads(self.body), sort_keys=True).encode() if self.body else b""
        except ValueError:
            body = self.body
        return self.method, self.path, hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer, decoded, with those of its headers that are looked at."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """No answer: its ``kind`` is one of the four above; the words for it in English and Dutch."""

    kind: str
    phrase: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its outcome, ``at_seconds`` after the run began."""

    asked: Asked
    outcome: Answered | Failed
    at_seconds: float


def asked_by(
    method: str | None, url: str | None, body: bytes | str | None, clean: Callable[[bytes], bytes]
) -> Asked:
    """The parts of a request that are kept, each ``clean``."""
    data = body.encode() if isinstance(body, str) else body or b""
    return Asked(method=method or "", path=clean(_path_of(url or "").encode()).decode(), body=clean(data))


def _path_of(url: str) -> str:
    """The part of an address that is the same wherever the API of the forge answers."""
    parts = urlsplit(url)
    path = "/graphql" if parts.path == GRAPHQL else parts.path.removeprefix(REST_PREFIX)
    return f"{path}?{parts.query}" if parts.query else path


def is_kept(header: str) -> bool:
    """Whether a header (in lower case) is looked at by anybody; the others may hold cookies and addresses."""
    return header in KEPT_HEADERS or header.startswith(KEPT_PREFIXES)


def written(exchange: Exchange) -> str:
    """The exchange as JSON."""
    asked, outcome = exchange.asked, exchange.outcome
    request: dict[str, object] = {"method": asked.method, "path": asked.path}
    if asked.body:
        request["body"] = _body(asked.body)
    table: dict[str, object] = {"at_seconds": round(exchange.at_seconds, 3), "request": request}
    if isinstance(outcome, Failed):
        table["failure"] = {"kind": outcome.kind, "en": outcome.phrase.en, "nl": outcome.phrase.nl}
    else:
        body = _body(outcome.body)
        table["answer"] = {"status": outcome.status, "headers": dict(outcome.headers), "body": body}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def parsed(text: str) -> Exchange:
    """The exchange that ``written`` wrote. Raises ``MalformedError``."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise _no_exchange("it is no readable JSON") from None
    table = as_fields(value, Phrase("the file", "het bestand"))
    request = table.need_child("request")
    body = _bytes(request.need_child("body")) if "body" in request.values else b""
    asked = Asked(method=request.need_text("method"), path=request.need_text("path"), body=body)
    at = table.values.get("at_seconds")
    if not isinstance(at, int | float):
        raise _no_exchange("at_seconds is no number")
    return Exchange(asked=asked, outcome=_outcome(table), at_seconds=at)


def _no_exchange(why: str) -> MalformedError:
    """Told on the command line, which speaks English."""
    return MalformedError(Phrase(why, why))


def _outcome(table: Fields) -> Answered | Failed:
    failure = table.child("failure")
    if failure is not None:
        kind, en = failure.need_text("kind"), failure.need_text("en")
        return Failed(kind=kind, phrase=Phrase(en, failure.text("nl") or en))
    answer = table.need_child("answer")
    headers = answer.need_child("headers").values
    return Answered(
        status=answer.need_number("status"),
        headers={name: str(value) for name, value in headers.items()},
        body=_bytes(answer.need_child("body")),
    )


def _body(body: bytes) -> dict[str, object]:
    """A body in the form that is read most easily and still says all of it."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}
    try:
        value = json.loads(text, parse_constant=_no_json, object_pairs_hook=_plain)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return {"text": text}
    return {"json": value}


def _no_json(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _plain(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; a name that comes twice would be lost."""
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a name comes twice")
    return table


def _bytes(body: Fields) -> bytes:
    """What ``_body`` was given, or for JSON what says the same."""
    if "json" in body.values:
        return json.dumps(body.values["json"], ensure_ascii=False).encode("utf-8", "replace")
    text = body.values.get("text")
    if isinstance(text, str):
        return text.encode("utf-8", "replace")
    try:
        return base64.b64decode(body.need_text("base64"), validate=True)
    except ValueError:
        raise _no_exchange("a body is neither json, text nor base64") from None
