import pytest

from reports.errors import CuratedError
from reports.standards import Named, find_named, parse_standards, standard_table


def named(text: str) -> list[str]:
    return [one.standard_id for one in find_named((("description.nl.features[0]", text),), standard_table())]


@pytest.mark.parametrize(
    ("text", "standards"),
    [
        ("Werkt met de ZGW-API's en StUF-ZKN", ["zgw", "stuf"]),
        ("Inloggen met OpenID Connect of SAML 2.0", ["openid-connect", "saml"]),
        ("Documented with OpenAPI; CloudEvents via webhooks", ["openapi", "cloudevents"]),
        ("Karten als WMS und GeoJSON", ["ogc-web-services", "geojson"]),
        ("Accesso con SPID e CIE", ["spid", "cie"]),
        ("Voldoet aan WCAG 2.1 (EN 301 549)", ["wcag"]),
    ],
)
def test_standards_are_found_by_their_names(text: str, standards: list[str]) -> None:
    assert named(text) == standards


@pytest.mark.parametrize(
    "text",
    [
        "stuff en stof",  # no part of a word
        "This may inspire others",  # an ordinary word: INSPIRE only as written
        "See https://example.org/openapi/swagger",  # an address is no text
        "Zaken behandelen",
    ],
)
def test_what_only_looks_like_a_standard_is_none(text: str) -> None:
    assert named(text) == []


def test_a_standard_is_named_once_where_it_stands_first() -> None:
    texts = (("description.nl.shortDescription", "Met StUF"), ("description.en.features[0]", "StUF-BG"))
    assert find_named(texts, standard_table()) == (
        Named(standard_id="stuf", key_path="description.nl.shortDescription", matched="StUF"),
    )


def test_every_alias_of_the_standard_is_a_standard_of_the_list() -> None:
    from publiccode.vocabulary import ALIASES

    assert [alias for alias in ALIASES if standard_table().stated(f"alias:{alias}") is None] == []


def test_no_two_standards_share_a_word() -> None:
    for one in standard_table().by_standard.values():
        for word in one.words:
            assert named(word) == [one.id], word


def test_a_mistake_in_the_list_is_named_with_its_place() -> None:
    with pytest.raises(CuratedError, match=r"standards\.toml, standards\.0\.name"):
        parse_standards('[[standards]]\nid = "x"\nabout_nl = ""\nabout_en = ""\nwords = []\n')
    with pytest.raises(CuratedError, match="holds no word"):
        parse_standards('[[standards]]\nid="x"\nname="X"\nabout_nl=""\nabout_en=""\nwords=["!"]\n')
    with pytest.raises(CuratedError, match="no TOML"):
        parse_standards("[[standards")
