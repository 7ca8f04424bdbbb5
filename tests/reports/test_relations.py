from reports.entry import Entry
from reports.relations import Relation, RelationKind, find_relations
from tests.reports.reuse_builders import entry, text

URL = "https://github.com/voorbeeld/software-1"


def test_a_dependency_is_resolved_by_name_or_address_to_one_entry_alone() -> None:
    zaak, twice, again = entry(1, name="Open Zaak"), entry(2, name="Dubbel"), entry(3, name="dubbel")
    user = entry(4, dependencies=("open zaak", "Dubbel", "PostgreSQL"))
    relations = find_relations((zaak, twice, again, user), {})
    assert [(one.kind, one.other, one.key_path) for one in relations] == [
        (RelationKind.DEPENDS_ON, zaak.key, "dependsOn[0]")
    ]


def test_software_named_in_a_text_works_with_it_with_the_words_as_evidence() -> None:
    zaak = entry(1, name="Open Zaak")
    user = entry(2, texts=(text("Toont zaken uit Open Zaak aan inwoners."),))
    (relation,) = find_relations((zaak, user), {})
    assert (relation.kind, relation.other) == (RelationKind.WORKS_WITH, zaak.key)
    assert relation.value == "Toont zaken uit Open Zaak aan inwoners"


def test_an_ordinary_word_is_no_name() -> None:
    notify = entry(1, name="Notify")
    user = entry(2, texts=(text("Notify your residents; you can notify them by post."),))
    assert find_relations((notify, user), {}) == ()


def named_by(other: Entry, words: str) -> tuple[Relation, ...]:
    """What a text of these words says of the other entry."""
    user = entry(9, texts=(text(words),), seen={"account_id": "github.com/gebruiker"})
    return find_relations((other, user), {})


def test_the_name_of_a_platform_or_standard_means_no_entry_that_bears_it() -> None:
    git = entry(1, name="PostgreSQL")
    assert named_by(git, "Bewaart alles in PostgreSQL.") == ()
    assert find_relations((git, entry(2, dependencies=("PostgreSQL",))), {}) == ()


def test_settings_of_an_account_are_not_what_a_name_means() -> None:
    settings = entry(1, name=".OpenZaken", seen={"name": ".OpenZaken"})
    assert named_by(settings, "Toont zaken uit OpenZaken.") == ()


def test_a_name_that_is_the_account_of_others_means_those() -> None:
    town = entry(1, name="OpenZaken")
    maker = entry(2, name="Schermen", seen={"account_id": "github.com/openzaken"})
    user = entry(3, texts=(text("Toont zaken uit OpenZaken."),), seen={"account_id": "github.com/derde"})
    assert find_relations((town, maker, user), {}) == ()
    own = entry(1, name="OpenZaken", seen={"account_id": "github.com/openzaken"})
    assert [one.other for one in find_relations((own, user), {})] == [own.key]


def test_a_site_with_the_name_of_the_software_means_it_wherever_it_is_named() -> None:
    zaak = entry(1, name="Open Zaak", landing_url="https://www.openzaak.example/over")
    for words in ("Zie https://openzaak.example/handleiding.", "Onderdeel van openzaak.example sinds kort."):
        assert [one.other for one in named_by(zaak, words)] == [zaak.key]
    town = entry(1, name="Open Zaak", landing_url="https://www.gemeente.example/")
    assert named_by(town, "Gebouwd door https://www.gemeente.example/ in 2025.") == ()


def test_the_name_of_a_repository_counts_when_it_has_three_parts_or_more() -> None:
    api = entry(1, name="Catalogus", seen={"name": "open-catalogus-api"})
    assert [one.other for one in named_by(api, "Werkt met de open-catalogus-api.")] == [api.key]
    design = entry(1, name="Huisstijl", seen={"name": "design-system"})
    assert named_by(design, "Gebouwd met een design-system.") == ()


def test_a_file_that_speaks_of_another_repository_says_nothing_of_its_own() -> None:
    example, needed = entry(1, url=URL), entry(3, name="Berichten")
    copied = entry(2, url=URL, dependencies=("Berichten",))
    assert find_relations((example, copied, needed), {}) == ()


def test_a_dependency_is_resolved_by_the_name_of_its_repository_too() -> None:
    renamed = entry(1, name="Open Object", seen={"name": "objects-api"})
    (relation,) = find_relations((renamed, entry(2, dependencies=("Objects API",))), {})
    assert relation.other == renamed.key


def test_within_a_family_nothing_works_with_the_other() -> None:
    one, other = entry(1, name="Open Zaak"), entry(2, texts=(text("Deel van Open Zaak."),))
    assert find_relations((one, other), {one.key: one.key, other.key: one.key}) == ()
