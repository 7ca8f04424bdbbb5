"""Rules for one value: each takes the text of a scalar and answers what is wrong with it, or None."""

import re
from functools import cache
from typing import Final

from publiccode import addresses, dates, languages, lengths, licences, vocabulary

_MIME: Final = re.compile(
    r" *[A-Za-z0-9][A-Za-z0-9!#$&^_\-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+\-]{0,126} *"
)
_SHORT_LIMIT: Final = 150
_GENERIC_LIMIT: Final = 35
_LONG_MINIMUM: Final = 150
_LONG_LIMIT: Final = 10_000


def url(text: str) -> str | None:
    """`url` and `isBasedOn`: a URL of any scheme."""
    return None if addresses.is_url(text) else "invalid-url"


def parsable(text: str) -> str | None:
    """Every URL: what cannot be taken apart at all, which the reference reports in its own way."""
    return "unparsable-url" if addresses.split(text) is None else None


def web_address(text: str) -> str | None:
    """Links for people: http or https, with a host."""
    return None if addresses.is_web_address(text) else "invalid-web-address"


def date(text: str) -> str | None:
    """YYYY-MM-DD, a day that exists."""
    return None if dates.exact_date(text) is not None else "invalid-date"


def development_status(text: str) -> str | None:
    """One of the five."""
    return None if text in vocabulary.DEVELOPMENT_STATUS else "unknown-development-status"


def software_type(text: str) -> str | None:
    """One of the nine."""
    return None if text in vocabulary.SOFTWARE_TYPE else "unknown-software-type"


def maintenance_type(text: str) -> str | None:
    """One of the four."""
    return None if text in vocabulary.MAINTENANCE_TYPE else "unknown-maintenance-type"


def category(text: str) -> str | None:
    """One of the categories list."""
    return None if text in vocabulary.categories() else "unknown-category"


def scope(text: str) -> str | None:
    """One of the scope list."""
    return None if text in vocabulary.scopes() else "unknown-scope"


def country(text: str) -> str | None:
    """ISO 3166-1 alpha-2; lower case is on its way out since 0.5."""
    if text in vocabulary.countries():
        return None
    if text.islower() and text.upper() in vocabulary.countries():
        return "lowercase-country"
    return "invalid-country"


def language(text: str) -> str | None:
    """A BCP 47 tag."""
    return None if languages.is_language(text) else "invalid-language"


def language_for_reference(text: str) -> str | None:
    """A BCP 47 tag whose variants the reference validator knows."""
    good = languages.is_language(text) and not languages.is_unknown_to_reference(text)
    return None if good else "invalid-language"


def mime_type(text: str) -> str | None:
    """`type/subtype`, without parameters."""
    return None if _MIME.fullmatch(text) else "invalid-mime-type"


def email(text: str) -> str | None:
    """One bare address."""
    return None if addresses.is_email(text) else "invalid-email"


def licence(text: str) -> str | None:
    """An SPDX expression."""
    return None if licences.parse(text) is not None else "invalid-licence"


def licence_for_reference(text: str) -> str | None:
    """An SPDX expression, as the reference validator's library takes it."""
    return None if licences.parse(text, lenient=True) is not None else "invalid-licence"


def generic_name(text: str) -> str | None:
    """At most 35 characters."""
    return "text-too-long" if lengths.is_longer(text, _GENERIC_LIMIT) else None


def short_description(text: str) -> str | None:
    """At most 150 characters."""
    return "text-too-long" if lengths.is_longer(text, _SHORT_LIMIT) else None


def long_description(text: str) -> str | None:
    """Between 150 and 10,000 characters."""
    if lengths.is_shorter(text, _LONG_MINIMUM):
        return "text-too-short"
    return "text-too-long" if lengths.is_longer(text, _LONG_LIMIT) else None


def organisation_uri(text: str) -> str | None:
    """A URL with a host or a URN; of Italian URNs the code must be well formed."""
    if not addresses.is_uri(text):
        return "invalid-organisation-uri"
    if addresses.is_italian_urn(text) and not addresses.is_italian_code(text[len(addresses.ITALIAN_URN) :]):
        return "invalid-organisation-uri"
    return None


def support(text: str) -> str | None:
    """`alias:NAME` of the alias list, or a URI."""
    if text.startswith("alias:"):
        return None if text[6:] in vocabulary.ALIASES else "unknown-support-alias"
    return None if addresses.is_uri(text) else "invalid-support-id"


def italian_code(text: str) -> str | None:
    """A well-formed code of the Italian index of public administrations."""
    return None if not text or addresses.is_italian_code(text) else "invalid-ipa-code"


def country_extension_version(text: str) -> str | None:
    """`1.0` since 0.3; `0.2` is what files before it have."""
    if text == "0.2":
        return "old-country-extension-version"
    return None if text == "1.0" else "invalid-country-extension-version"


def country_extension_for_reference(text: str) -> str | None:
    """Both versions are good to the reference validator; an unquoted 1.0 becomes the text 1 there."""
    return None if text in vocabulary.COUNTRY_EXTENSION_VERSION else "invalid-country-extension-version"


def relative_or_web(text: str) -> str | None:
    """A path within the repository or a web address: never an absolute path, never `file:`."""
    if text.startswith("file:"):
        return "file-address"
    return "absolute-path" if text.startswith("/") else None


def logo_file(text: str) -> str | None:
    """SVG, SVGZ or PNG; of a web address only the standard's reader looks at the extension."""
    return _extension(text, (*vocabulary.LOGO_EXTENSIONS,))


def screenshot_file(text: str) -> str | None:
    """JPG or PNG (`.jpeg` is a JPG)."""
    return _extension(text, (*vocabulary.SCREENSHOT_EXTENSIONS, ".jpeg"))


def _extension(text: str, known: tuple[str, ...]) -> str | None:
    address = addresses.split(text)
    if not text or (address is not None and address.scheme not in {"", "http", "https"}):
        return None
    path = text if address is None else address.path.partition("?")[0]
    name = path.rpartition("/")[2]
    if address is not None and address.scheme and "." not in name:
        return None  # a web address may serve an image under any name
    return None if name.lower().endswith(known) else "wrong-extension"


@cache
def _videos() -> re.Pattern[str]:
    patterns = (re.escape(pattern).replace(r"\*", ".*") for pattern in vocabulary.video_addresses())
    return re.compile("|".join(patterns))


def video(text: str) -> str | None:
    """An address that an oEmbed provider serves."""
    return None if _videos().fullmatch(text) else "video-not-oembed"
