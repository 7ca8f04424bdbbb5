"""Takes the people out of an answer before it is kept: a recording names no author of a commit or release.

What is left is enough to tell the author's kind again (``author_kinds``). Answers of GraphQL hold what was
asked for; REST names authors unasked, and quotes them in messages and signatures.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from harvester.forges.author_kinds import BOT_NAME, REMOVED, stand_in

_ACTORS: Final = frozenset({"author", "committer", "uploader"})
_NAMES: Final = frozenset({"author_name", "committer_name"})
_ADDRESSES: Final = frozenset({"author_email", "committer_email"})
_PEOPLE: Final = _ACTORS | _NAMES | _ADDRESSES
_QUOTING: Final = frozenset({
    "message", "title", "trailers", "extended_trailers", "verification", "signature",  # of commits
    "body", "body_html", "body_text", "description", "description_html",  # of releases: they thank people
})  # fmt: skip
_KEPT: Final = frozenset({"date", "type", "bot"})
_BROKEN: Final = re.compile(('"(?:' + "|".join(sorted(_PEOPLE | _QUOTING)) + ')"').encode())


def without_people(body: bytes) -> bytes:
    """The body as it came, or, where it names people, JSON that says the same without them.

    What is no JSON ends before the first of them, or of what may quote them: it still is none.
    """
    found: list[bool] = []

    def reduced(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """One object; those inside it were reduced before."""
        if not any(name in _PEOPLE for name, _ in pairs):
            return dict(pairs)
        found.append(True)
        return {name: _value(name, value) for name, value in pairs}

    try:
        value = json.loads(body.decode("utf-8-sig", "replace"), object_pairs_hook=reduced)
    except (ValueError, RecursionError):
        named = _BROKEN.search(body)
        return body[: named.start()] if named else body
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") if found else body


def _value(name: str, value: Any) -> Any:
    if name in _ACTORS and isinstance(value, dict):
        return _actor(value)
    if name in _ADDRESSES:
        return stand_in(value) if isinstance(value, str) else None
    if name in _NAMES and isinstance(value, str) and value.endswith(BOT_NAME):
        return f"{REMOVED}{BOT_NAME}"  # where an ordinary address goes with it, the name alone tells
    return REMOVED if value and name in _NAMES | _QUOTING | _ACTORS else value


def _actor(value: dict[str, Any]) -> dict[str, Any]:
    """What tells a kind: of the account its type, of the address a mark that belongs to nobody."""
    kept = {name: value[name] for name in value if name in _KEPT}
    email, name, user = value.get("email"), value.get("name"), value.get("user")
    if isinstance(email, str):
        kept["email"] = stand_in(email, name if isinstance(name, str) else None)
    if "user" in value:
        kept["user"] = {"__typename": str(user.get("__typename"))} if isinstance(user, dict) else None
    return kept
