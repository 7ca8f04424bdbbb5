"""GitHub's REST API (stub until the next commit)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.forge.wire import Answer, Request, json_answer

if TYPE_CHECKING:
    from tests.forge.catalogue import Catalogue
    from tests.forge.limits import Allowance, Meter, Token


def answer_rest(
    catalogue: Catalogue, token: Token | None, meter: Meter, request: Request, base: str
) -> tuple[Answer, Allowance]:
    """Nothing is served yet."""
    return json_answer({"message": "Not Found"}, 404), meter.take(token, "core")
