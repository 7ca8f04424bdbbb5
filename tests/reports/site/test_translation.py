import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from reports.translation import Words, load_words

CHECKOUT = Path(__file__).parents[3]
CATALOGUE = CHECKOUT / "templates/locale/nl/LC_MESSAGES/messages.po"
_PLACE = re.compile(r"%\(\w+\)s|%%|#")
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": None,
    "say": None,
    "say_n": (1, 2),
}


def in_the_code() -> Iterator[tuple[str, ...]]:
    options = {"**.j2": {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}}
    for folder, method in (("templates", [("**.j2", "jinja2")]), ("reports", [("**.py", "python")])):
        for _, _, message, *_ in extract_from_dir(CHECKOUT / folder, method, options, _KEYWORDS):
            yield message if isinstance(message, tuple) else (message,)


def in_dutch() -> dict[tuple[str, ...], tuple[tuple[str, ...], bool]]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="nl")
    return {forms(message.id): (forms(message.string), message.fuzzy) for message in catalogue if message.id}


def forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


def test_the_dutch_catalogue_has_every_sentence_and_no_other() -> None:
    code, dutch = set(in_the_code()), set(in_dutch())
    assert code - dutch == set()
    assert dutch - code == set()


def test_no_translation_is_missing_or_doubtful() -> None:
    assert [ids for ids, (texts, fuzzy) in in_dutch().items() if fuzzy or not all(texts)] == []


def test_translations_have_the_same_places_to_fill_in() -> None:
    for ids, (texts, _) in in_dutch().items():
        for text in texts:
            assert sorted(_PLACE.findall(text)) == sorted(_PLACE.findall(ids[-1])), ids


def test_readers_are_called_u() -> None:
    assert [
        text
        for texts, _ in in_dutch().values()
        for text in texts
        if re.search(r"\b(je|jij|jouw|jullie)\b", text)
    ] == []


@pytest.mark.parametrize(
    ("language", "day", "moment", "number", "share"),
    [
        ("nl", "24 november 2026", "24 november 2026 om 02:30 (UTC)", "1.234.567", "3,5"),
        ("en", "24 November 2026", "24 November 2026 at 02:30 (UTC)", "1,234,567", "3.5"),
    ],
)
def test_dates_and_numbers_are_written_as_the_reader_writes_them(
    language: str, day: str, moment: str, number: str, share: str
) -> None:
    words = load_words(language)
    assert words.date(date(2026, 11, 24)) == day
    assert words.moment(datetime(2026, 11, 24, 2, 30)) == moment  # noqa: DTZ001 -- naive UTC
    assert words.number(1_234_567) == number
    assert words.number(3.5) == share


def test_languages_have_names_and_unknown_ones_keep_their_tag() -> None:
    words = load_words("nl")
    assert words.language_name("en-GB") == "Engels"
    assert words.language_name("x-eigen") == "x-eigen"
    assert words.country_name("NL") == "Nederland"
    assert words.country_name("QQ") == "QQ"


def test_one_thing_and_more_things_have_their_own_sentence() -> None:
    words = Words("en")
    assert [words.say_n("%(n)s file", "%(n)s files", n) for n in (0, 1, 2)] == [
        "0 files",
        "1 file",
        "2 files",
    ]
