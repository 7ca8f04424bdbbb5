"""What software is for, as far as it decides what can take its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reports.entry import FileKey
from reports.guideline.besides import Job
from reports.guideline.model import Strength
from reports.names import plain
from reports.similar import Aim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.classification import Classification, Link
    from reports.guideline.besides import Needs

API: Final = "apis"
"""The kind of the guideline for software that offers an API."""
BEGINNING: Final = 5
"""Letters with which words begin alike (notificatie, notification); a shorter word says too little."""
_NO_WORDS: Final = frozenset({"categories", "softwareType", "supports", "apiDocumentation"})
"""Keys that hold values of a list, no words of its own."""


def aims_of(found: Iterable[Classification], needs: Needs) -> dict[FileKey, Aim]:
    """By file with enough text: the needs that it is surely linked to, and whether it offers an API.

    Needs that are bound to a technology or a country are left out.
    """
    bound = needs.of_job(Job.BOUND)
    return {
        FileKey(one.subject.repository_id, one.subject.path): Aim(
            needs={
                link.category_id: _beginnings(link)
                for link in one.needs
                if link.strength is not Strength.WEAK and link.category_id not in bound
            },
            offers_api=any(link.category_id == API for link in one.links),
        )
        for one in found
        if not one.too_little_text
    }


def _beginnings(link: Link) -> frozenset[str]:
    """How the words begin that show a need, without accents and capitals."""
    return frozenset(
        word[:BEGINNING]
        for evidence in link.evidence
        if evidence.key_path.rpartition(".")[2].partition("[")[0] not in _NO_WORDS
        for word in re.split(r"[\W_]+", plain(evidence.matched))
        if len(word) >= BEGINNING
    )
