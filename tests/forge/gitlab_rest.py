"""GitLab's REST API (nothing is served until the next commit)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.forge.wire import Answer, Request, json_answer

if TYPE_CHECKING:
    from tests.forge.catalogue import Catalogue
    from tests.forge.limits import Token


def answer_rest(catalogue: Catalogue, token: Token | None, request: Request, base: str) -> Answer:
    """Nothing is served yet."""
    return json_answer({"message": f"404 Not Found {catalogue.host.name} {token} {request} {base}"}, 404)
