"""What a wrong value most likely means: suggested to its owner, never put in its place unasked."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from publiccode import licences, vocabulary
from publiccode.dates import understood_date
from publiccode.languages import is_language, today_tag

_LONGEST: Final = 60


@lru_cache(maxsize=1024)
def suggestion(code: str, value: str) -> str | None:
    """The right value that a wrong one stands for, None when that is not clear."""
    make = _MAKERS.get(code)
    if make is None or len(value) > _LONGEST:
        return None
    made = make(value.strip())
    return None if made == value else made


def _close(known: Iterable[str]) -> Callable[[str], str | None]:
    words = sorted(known)

    def closest(value: str) -> str | None:
        folded = value.casefold().replace("_", "-").replace(" ", "-")
        by_fold = {word.casefold(): word for word in words}
        found = get_close_matches(folded, list(by_fold), n=1, cutoff=0.8)
        return by_fold[found[0]] if found else None

    return closest


def _category(value: str) -> str | None:
    return _close(vocabulary.categories())(value)


def _scope(value: str) -> str | None:
    return vocabulary.SCOPES_BEFORE_0_2.get(value) or _close(vocabulary.scopes())(value)


def _software_type(value: str) -> str | None:
    folded = value.casefold()
    if folded == "softwareaddon":
        return "addon"
    standalone = f"standalone/{folded.removeprefix('standalone').strip('/- ')}"
    return standalone if standalone in vocabulary.SOFTWARE_TYPE else _close(vocabulary.SOFTWARE_TYPE)(value)


def _country(value: str) -> str | None:
    upper = {"UK": "GB", "EL": "GR"}.get(value.upper(), value.upper())
    return upper if upper in vocabulary.countries() else None


def _language(value: str) -> str | None:
    tag = today_tag(value)
    return tag if is_language(tag) else None


def _date(value: str) -> str | None:
    day = understood_date(value)
    return None if day is None else day.isoformat()


def _url(value: str) -> str | None:
    """`git@host:a/b.git`, and addresses without their scheme."""
    if value.startswith("git@") and ":" in value:
        host, _, path = value[4:].partition(":")
        return f"https://{host}/{path.removesuffix('.git')}"
    return f"https://{value}" if value.startswith("www.") and " " not in value else None


_MAKERS: Final[dict[str, Callable[[str], str | None]]] = {
    "unknown-category": _category,
    "unknown-scope": _scope,
    "unknown-software-type": _software_type,
    "unknown-development-status": _close(vocabulary.DEVELOPMENT_STATUS),
    "unknown-maintenance-type": _close(vocabulary.MAINTENANCE_TYPE),
    "invalid-country": _country,
    "lowercase-country": _country,
    "invalid-language": _language,
    "invalid-date": _date,
    "invalid-licence": licences.suggestion,
    "unparsable-url": _url,
    "invalid-web-address": _url,
    "invalid-url": _url,
}
