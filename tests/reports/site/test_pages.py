from dataclasses import replace

import pytest

from reports.pages.addresses import contact_address, web_address
from reports.pages.categories import category_pages, in_short
from reports.pages.changes import changes_feed, changes_page
from reports.pages.clauses import clause_in
from reports.pages.data import data_page
from reports.pages.descriptions import descriptions_page
from reports.pages.frame import Link, Quote
from reports.pages.home import home_page
from reports.pages.night import night_page
from reports.pages.organisation_descriptions import organisation_descriptions_pages
from reports.pages.organisation_list import organisations_page
from reports.pages.organisations import organisation_pages
from reports.pages.software import software_page
from reports.pages.software_list import PAGE_SIZE, catalogue, software_list_pages
from reports.translation import load_words
from tests.reports.builders import (
    account,
    component,
    component_text,
    file,
    finding,
    need,
    organisation,
    repository,
    sample_snapshot,
    snapshot,
)
from tests.reports.site.editions import DOWNLOADS, edition


@pytest.mark.parametrize(
    "hostile",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "/etc/passwd",
        "http://",
        "https://a b/",
        "https://[::1",
        "file:///etc/passwd",
        "vbscript:x",
        "",
        None,
    ],
)
def test_an_address_that_is_no_web_address_is_never_linked(hostile: str | None) -> None:
    assert web_address(hostile) is None


def test_a_contact_may_be_a_mail_address() -> None:
    assert contact_address("team@example.org") == "mailto:team@example.org"
    assert contact_address("https://example.org/contact") == "https://example.org/contact"
    assert contact_address("javascript:x@y") is None


def test_a_description_in_another_language_says_so() -> None:
    entry = component()
    english = snapshot(components=(entry,), component_texts=(component_text(language="en"),))
    page = software_page(edition(english, "nl"), entry)
    assert page.short == Quote(
        text="Maak en publiceer webformulieren voor inwoners.", language="en", note="alleen in het Engels"
    )


@pytest.mark.parametrize(("language", "said"), [("nl", "taal niet vermeld"), ("en", "language not stated")])
def test_a_description_whose_language_nobody_stated_says_so(language: str, said: str) -> None:
    entry = component()
    unstated = snapshot(components=(entry,), component_texts=(component_text(language="und"),))
    short = software_page(edition(unstated, language), entry).short
    assert short is not None
    assert (short.language, short.note) == ("und", said)


def test_the_readers_own_language_comes_first_then_english() -> None:
    entry = component()
    texts = tuple(component_text(language=tag, short_description=tag) for tag in ("de", "en", "nl-NL"))
    made = snapshot(components=(entry,), component_texts=texts)
    for language, expected in (("nl", "nl-NL"), ("en", "en")):
        page = software_page(edition(made, language), entry)
        assert page.short is not None
        assert page.short.text == expected
    without_english = replace(made, component_texts=texts[:1])
    german = software_page(edition(without_english, "nl"), entry).short
    assert german is not None
    assert german.language == "de"


def test_a_name_of_the_repository_is_shown_as_such() -> None:
    entry = component(name_source="repository")
    page = software_page(edition(snapshot(components=(entry,))), entry)
    assert page.name_note == "The description gives no name; this is the name of the repository."


def test_archived_forked_and_obsolete_software_each_get_their_warning() -> None:
    entry = component(is_archived=True, is_fork=True, development_status="obsolete")
    assert len(software_page(edition(snapshot(components=(entry,))), entry).banners) == 3


def test_source_code_is_a_fact_and_needs_no_reason() -> None:
    made = edition()
    entry = made.lookup.components["gemeente-voorbeeld-formulieren"]
    page = software_page(made, entry)
    assert [reason.category.label for reason in page.reasons] == ["Components", "Form solutions"]
    assert page.reasons[1].sentences == (
        "The short description: “webformulieren” in “Maak en publiceer webformulieren voor inwoners.”",
    )
    categories = next(fact for fact in page.details if fact.term == "Reuse categories")
    first = categories.values[0]
    assert isinstance(first, Link)
    assert first.label == "Source code"


def test_remarks_link_to_the_file_on_the_page_of_its_organisation() -> None:
    made = edition()
    page = software_page(made, made.lookup.components["bouwer-groep-zaken"])
    assert page.remarks_link.href == "beschrijvingen/bouwer-bv.html#bouwer-groep-zaken-publiccode-yaml"
    anchors = [
        one.anchor
        for of_one in organisation_descriptions_pages(made)
        for one in of_one.files
        if of_one.name == "Bouwer BV"
    ]
    assert anchors == ["bouwer-groep-zaken-publiccode-yaml"]


def test_a_page_carries_the_date_of_its_own_facts() -> None:
    made = edition()
    page = software_page(made, made.lookup.components["gemeente-voorbeeld-formulieren"])
    assert str(page.frame.facts_on) == "2026-11-20"
    assert page.frame.run_at is None


def test_the_list_is_cut_into_pages_by_name() -> None:
    entries = tuple(
        component(component_id=f"s-{n:03}", page=f"software/s-{n:03}.html", name=f"Entry {n:03}")
        for n in range(PAGE_SIZE + 1)
    )
    first, second = software_list_pages(edition(snapshot(components=tuple(reversed(entries)))))
    assert (first.frame.path, second.frame.path) == ("software/index.html", "software/pagina-2.html")
    assert first.cards[0].name == "Entry 000"
    assert [card.name for card in second.cards] == ["Entry 050"]
    assert first.following == "pagina-2.html"
    assert second.facets == ()


def test_facets_count_what_is_stated_and_what_is_not() -> None:
    page = software_list_pages(edition())[0]
    facets = {facet.key: [(option.label, option.count) for option in facet.options] for facet in page.facets}
    assert facets["licence"] == [("EUPL-1.2", 1), ("not stated", 1)]
    assert facets["level"] == [("Municipalities", 1), ("Suppliers", 1)]
    assert facets["category"] == [("Components", 1), ("Form solutions", 1)]
    assert list(facets) == [
        *("category", "status", "licence", "maintenance", "type", "language", "organisation", "level")
    ]


def test_the_catalogue_points_at_the_options_of_the_page() -> None:
    made = edition()
    page, data = software_list_pages(made)[0], catalogue(made)
    facets, rows = data["facets"], data["rows"]
    assert isinstance(facets, list)
    assert isinstance(rows, list)
    assert [key for key, _ in facets] == [facet.key for facet in page.facets]
    assert [[value for value, _ in options] for _, options in facets] == [
        [option.value for option in facet.options] for facet in page.facets
    ]
    assert [row[0] for row in rows] == [card.href for card in page.cards]


def test_an_empty_category_says_where_such_things_are_kept() -> None:
    pages = {page.name: page for page in category_pages(edition())}
    assert pages["Data sets"].summary == "No software in the register fits this category today."
    assert "data.overheid.nl" in (pages["Data sets"].kept_elsewhere or "")
    assert pages["Form solutions"].kept_elsewhere is None
    assert pages["Form solutions"].parent == Link(label="Components", href="categorieen/componenten.html")
    assert pages["Source code"].shelves == ()
    assert pages["Source code"].whole_list is not None


@pytest.mark.parametrize(
    ("outcome", "has_file", "sentence"),
    [
        ("complete", True, "We looked at all of it and found descriptions."),
        ("complete", False, "We looked at all of it and found no description."),
        ("could_not_look", False, "We could not look. What we knew still holds."),
        ("not_looked", False, "We did not look."),
        (None, False, "Not looked: this account is new in the list."),
    ],
)
def test_looking_finding_and_not_looking_are_different_sentences(
    outcome: str | None, has_file: bool, sentence: str
) -> None:
    made = snapshot(
        organisations=(organisation(),),
        accounts=(account(outcome=outcome),),
        repositories=(repository(),),
        files=(file(),) if has_file else (),
    )
    (page,) = organisation_pages(edition(made))
    assert [line.outcome for line in page.accounts] == [sentence]


def test_an_organisation_shows_repositories_with_and_without_a_description_and_those_that_are_gone() -> None:
    made = snapshot(
        organisations=(organisation(),),
        repositories=(
            repository(),
            repository(repository_id=2, full_name="gemeente-voorbeeld/los"),
            repository(repository_id=3, full_name="gemeente-voorbeeld/weg", state="gone"),
        ),
        files=(file(),),
        components=(component(),),
    )
    (page,) = organisation_pages(edition(made))
    assert [line.repository.label for line in page.described] == ["gemeente-voorbeeld/formulieren"]
    assert [link.label for link in page.described[0].entries] == ["Formulieren"]
    assert [line.repository.label for line in page.undescribed] == ["gemeente-voorbeeld/los"]
    assert [line.repository.label for line in page.gone] == ["gemeente-voorbeeld/weg"]


def test_files_that_are_no_entry_say_why() -> None:
    pages = {page.name: page for page in organisation_pages(edition())}
    (line,) = pages["Gemeente Voorbeeld"].no_entries
    assert line.file.label == "gemeente-voorbeeld/sjabloon/publiccode.yml"
    assert line.reason == "This is a template: its name still holds places to fill in."


def test_organisations_without_accounts_are_in_the_list_too() -> None:
    names = [link.label for group in organisations_page(edition()).groups for link in group.unknown]
    assert "Gemeente Stil" in names


def test_hundreds_of_organisations_without_accounts_do_not_drown_those_with_software() -> None:
    silent = tuple(
        organisation(
            organisation_id=f"urn:x:{n}",
            slug=f"stil-{n}",
            name=f"Gemeente Stil {n}",
            accounts=0,
            repositories=0,
            files=0,
            software=0,
        )
        for n in range(341)
    )
    (group,) = organisations_page(edition(snapshot(organisations=(*silent, organisation())))).groups
    assert [row.organisation.label for row in group.rows] == ["Gemeente Voorbeeld"]
    assert len(group.unknown) == 341
    assert group.counts == (
        "With software in the register: 1 of 342. With an account that we know: 1 of 342."
    )


def test_descriptions_are_counted_by_organisation_and_by_kind_of_remark() -> None:
    page = descriptions_page(edition())
    assert page.summary == "1 of 3 descriptions follow the standard."
    assert [row.organisation.label for row in page.rows] == ["Bouwer BV", "Gemeente Voorbeeld"]
    assert [(code.code, code.remarks, code.files) for code in page.codes] == [
        ("missing-key", "1", "1"),
        ("deprecated-key", "1", "1"),
    ]
    assert page.entries is not None
    assert "The home page counts the 2 files that are an entry of software" in page.entries


def test_what_stands_in_most_files_comes_first_for_all_and_errors_come_first_for_an_owner() -> None:
    files = tuple(file(path=f"{n}/publiccode.yml") for n in range(3))
    findings = (
        *(finding(n=n, path="0/publiccode.yml", code="often-in-one", severity="error") for n in range(9)),
        *(finding(path=one.path, code="in-all", severity="advice") for one in files),
        *(finding(path=one.path, code="in-two", severity="warning") for one in files[:2]),
        *(finding(path=one.path, code="in-two-too", severity="error") for one in files[:2]),
    )
    made = edition(snapshot(organisations=(organisation(),), files=files, findings=findings))
    assert [code.code for code in descriptions_page(made).codes] == [
        *("in-all", "in-two-too", "in-two", "often-in-one")
    ]
    (page,) = organisation_descriptions_pages(made)
    assert [code.code for code in page.codes] == ["in-two-too", "often-in-one", "in-two", "in-all"]


def test_nothing_is_said_of_two_counts_that_are_the_same() -> None:
    made = snapshot(components=(component(),), files=(file(),))
    assert descriptions_page(edition(made)).entries is None


@pytest.mark.parametrize(
    ("clause", "dutch", "english"),
    [
        (
            "Standard 0.7, Data types: date",
            "standaard 0.7, Data types: date",
            "standard 0.7, Data types: date",
        ),
        ("Standard 0.5 and later, organisation", "standaard 0.5 en later, organisation", None),
        (
            "Standard 0.5 and 0.7, Country-specific sections",
            "standaard 0.5 en 0.7, Country-specific sections",
            None,
        ),
        ("Standard 0.7, The standard (core)", "standaard 0.7, The standard (core)", None),
        (
            "Standard 0.7, legal/license; SPDX 2.3, annex D",
            "standaard 0.7, legal/license; SPDX 2.3, bijlage D",
            None,
        ),
        (
            "YAML 1.2.2, section 10.3.2; standard 0.3 and later",
            "YAML 1.2.2, paragraaf 10.3.2; standaard 0.3 en later",
            "YAML 1.2.2, section 10.3.2; standard 0.3 and later",
        ),
        (
            "https://opensource.org/licenses",
            "https://opensource.org/licenses",
            "https://opensource.org/licenses",
        ),
    ],
)
def test_where_a_rule_is_written_is_said_in_the_readers_language(
    clause: str, dutch: str, english: str | None
) -> None:
    assert clause_in(load_words("nl"), clause) == dutch
    assert clause_in(load_words("en"), clause) == (english or clause.replace("Standard", "standard", 1))


def test_a_file_without_remarks_is_praised_and_one_without_an_organisation_is_not_lost() -> None:
    homeless = file(organisation_id=None, organisation=None)
    made = snapshot(organisations=(organisation(),), files=(homeless,))
    empty, page = organisation_descriptions_pages(edition(made))
    assert empty.summary == "We have found no publiccode.yml of this organisation."
    assert not empty.all_fine
    assert page.frame.path == "beschrijvingen/zonder-organisatie.html"
    assert page.all_fine


def test_no_remark_is_cut_off() -> None:
    many = tuple(finding(n=n) for n in range(700))
    made = snapshot(organisations=(organisation(),), files=(file(),), findings=many)
    (page,) = organisation_descriptions_pages(edition(made))
    assert len(page.files[0].remarks) == 700


def test_home_shows_the_needs_that_most_software_answers() -> None:
    met = tuple(need(need_id=f"n{n}", slug=f"n{n}", name_en=f"Need {n}", software=n % 8) for n in range(10))
    page = home_page(edition(snapshot(needs=met)))
    assert [(tile.link.label, tile.count) for tile in page.needs] == [
        ("Need 7", "7"), ("Need 6", "6"), ("Need 5", "5"), ("Need 4", "4"), ("Need 3", "3"), ("Need 2", "2")
    ]  # fmt: skip


def test_home_tells_how_complete_the_last_run_was() -> None:
    page = home_page(edition())
    assert page.completeness == (
        "We looked completely at 1 of 2 accounts.",
        "At 1 account we could not look; what we knew of it still holds.",
    )
    assert page.frame.run_at is not None


def test_the_night_shows_what_could_not_be_looked_at_first() -> None:
    page = night_page(edition())
    assert [row.outcome for row in page.accounts] == ["Could not look", "Looked at completely"]
    assert page.repositories[0].name == "gemeente-voorbeeld/formulieren/publiccode.yaml"


def test_downloads_are_shown_with_size_and_checksum() -> None:
    first, second = data_page(edition(), DOWNLOADS).downloads
    assert (first.name, first.size, first.sha256) == ("register.duckdb", "3.5 MB", "ab" * 32)
    assert second.size == "212 B"


def test_tables_are_offered_in_each_form_and_lists_apart() -> None:
    page = data_page(edition(), DOWNLOADS)
    (table,), (values,) = page.tables, page.lists
    assert (table.name, table.about) == ("component", "Software, with what its description says.")
    assert [file.label for file in table.files] == ["Excel (NL)", "CSV", "Parquet", "JSON"]
    assert (table.files[0].path, table.files[0].size) == ("data/csv-excel-nl/component.csv", "1.2 kB")
    assert (values.name, len(values.files)) == ("component_categories", 2)


def test_changes_are_grouped_by_day_and_the_feed_holds_what_the_world_changed() -> None:
    page = changes_page(edition())
    assert [day.title for day in page.days] == ["24 November 2026", "20 November 2026"]
    assert page.days[1].lines == ()
    assert page.days[1].first_looks == "A first look: 1 thing seen that we did not know."
    assert page.days[0].lines[0].changes == ("softwareVersion: from 2.0.0 to 2.1.0",)
    feed = changes_feed(edition())
    assert [entry.title for entry in feed.entries] == ["Formulieren: Description changed"]
    assert feed.entries[0].href == "https://register.example/en/software/gemeente-voorbeeld-formulieren.html"


def test_a_register_without_an_address_of_its_own_links_its_feed_to_the_repositories() -> None:
    made = sample_snapshot()
    feed = changes_feed(edition(replace(made, about=replace(made.about, base_url=""))))
    assert feed.self_url is None
    assert feed.entries[0].href == "https://github.com/gemeente-voorbeeld/formulieren"


def test_a_tile_shows_the_first_clause_of_a_definition() -> None:
    assert (
        in_short("Een bouwsteen voor één taak: bibliotheek, plug-in. Meer tekst.")
        == "Een bouwsteen voor één taak."
    )
    assert in_short("One sentence.") == "One sentence."
    assert in_short("Version 1.2 of it") == "Version 1.2 of it."


def test_a_licence_that_only_the_repository_holds_is_shown_as_such() -> None:
    entry = component(licence=None)
    made = edition(snapshot(components=(entry,), repositories=(repository(licence_spdx="MIT"),)))
    page = software_page(made, entry)
    assert [badge.text for badge in page.badges] == ["Stable", "MIT", "Web application"]
    (licence,) = (fact for fact in page.details if fact.term == "Licence")
    assert licence.values == ("not stated; the repository holds MIT",)
