"""BCP 47 language tags: whether a tag is one, and today's spelling of what old files wrote."""

import re
from functools import lru_cache
from typing import Final

from publiccode import vocabulary

_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?P<extlangs>(?:-[a-z]{3}){0,3})(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)(?:-x(?:-[a-z0-9]{1,8})+)?"
)
"""RFC 5646, section 2.1."""
_TRANSFORMED: Final = re.compile(r"-t-([a-z]{2,3})(?![a-z0-9])")
"""The source language of a transformed text, RFC 6497, section 2.2."""
_LONGEST: Final = 100
_PRIVATE: Final = re.compile(r"x(?:-[a-z0-9]{1,8})+")
_REGION: Final = re.compile(r"[A-Za-z]{2}")
_SCRIPT: Final = re.compile(r"[A-Za-z]{4}")
_NAMES: Final = {
    "english": "en", "nederlands": "nl", "dutch": "nl", "italiano": "it", "italian": "it", "français": "fr",
    "francais": "fr", "french": "fr", "deutsch": "de", "german": "de", "español": "es", "spanish": "es",
}  # fmt: skip


@lru_cache(maxsize=4096)
def is_language(tag: str) -> bool:
    """Whether a tag is a valid BCP 47 tag with the shortest code of its language (`en`, not `eng`)."""
    folded = tag.lower()
    if len(tag) > _LONGEST or not tag.isascii():
        return False
    if folded in vocabulary.grandfathered() or _PRIVATE.fullmatch(folded):
        return True
    match = _TAG.fullmatch(folded)
    return match is not None and _parts_are_registered(match)


def _parts_are_registered(match: re.Match[str]) -> bool:
    language, script, region = match["language"], match["script"], match["region"]
    if language not in vocabulary.languages():
        return False
    extlangs = [part for part in match["extlangs"].split("-") if part]
    if len(extlangs) > 1 or any(language not in vocabulary.extlangs().get(part, ()) for part in extlangs):
        return False
    if script and script.title() not in vocabulary.scripts():
        return False
    if region and region.upper() not in vocabulary.regions():
        return False
    transformed = _TRANSFORMED.search(match["extensions"])
    if transformed and transformed[1] not in vocabulary.languages():
        return False
    variants = [part for part in match["variants"].split("-") if part]
    return all(variant in vocabulary.variants() for variant in variants) and len(set(variants)) == len(
        variants
    )


def is_unknown_to_reference(tag: str) -> bool:
    """Whether a valid tag has a variant that the reference validator has not learnt yet."""
    return any(part in vocabulary.variants_unknown_to_reference() for part in tag.lower().split("-"))


@lru_cache(maxsize=4096)
def today_tag(written: str) -> str:
    """The BCP 47 tag for what a file writes: `eng` → `en`, `en_US` → `en-US`, `Italiano` → `it`."""
    tag = written.strip().replace("_", "-")
    language, *rest = tag.split("-")
    language = language.lower()
    language = _NAMES.get(language) or vocabulary.three_letter_languages().get(language, language)
    return "-".join([language, *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    if _REGION.fullmatch(part):
        return part.upper()
    return part.title() if _SCRIPT.fullmatch(part) else part.lower()
