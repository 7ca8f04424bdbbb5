"""The search, opened from a folder as a reader does who got the site on a disk."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

LIST = "nl/software/index.html"


def titles(page: Page) -> list[str]:
    return page.locator("#list .reg-card__title").all_inner_texts()


def test_a_word_inside_a_compound_and_its_plural_are_found(reader: Visitor) -> None:
    page = reader.opens(LIST)
    page.fill("#q", "portaal")
    expect(page.locator("#status")).to_have_text("30 resultaten gevonden")
    assert all("portaal" in title for title in titles(page))
    page.fill("#q", "vergunning")
    expect(page.locator("#status")).to_have_text("20 resultaten gevonden")
    page.fill("#q", "vergunningen")
    expect(page.locator("#status")).to_have_text("20 resultaten gevonden")
    assert reader.complaints == []
    assert reader.outside == []


def test_every_word_has_to_be_found_and_accents_do_not_matter(reader: Visitor) -> None:
    page = reader.opens(LIST)
    page.fill("#q", "Vergúnningen 42")
    expect(page.locator("#status")).to_have_text("1 resultaat gevonden")
    page.fill("#q", "vergunningen onvindbaarwoord")
    expect(page.locator("#status")).to_have_text(
        "Niets gevonden. Probeer een ander woord, of minder filters."
    )


def test_facets_narrow_down_together_and_stand_in_the_address(reader: Visitor) -> None:
    page = reader.opens(LIST)
    page.get_by_label("MIT").check()
    expect(page.locator("#status")).to_have_text("15 resultaten gevonden")
    page.get_by_label("Bèta").check()
    expect(page.locator("#status")).to_have_text("5 resultaten gevonden")
    assert page.url.endswith("?status=beta&licence=MIT")
    page.get_by_label("AGPL-3.0-only").check()
    expect(page.locator("#status")).to_have_text("10 resultaten gevonden")
    page.get_by_role("button", name="Wis alles").click()
    expect(page.locator("#status")).to_have_text("122 resultaten gevonden; de eerste 50 worden getoond")
    assert "?" not in page.url


def test_an_address_with_words_and_filters_shows_their_results(visitor: Visitor) -> None:
    page = visitor.opens(LIST, "?q=zaak&licence=BSD-3-Clause&sort=name")
    expect(page.locator("#status")).to_have_text("5 resultaten gevonden")
    assert page.input_value("#q") == "zaak"
    assert page.input_value("#sort") == "name"
    expect(page.get_by_label("BSD-3-Clause")).to_be_checked()
    assert titles(page) == sorted(titles(page))


def test_the_home_page_searches(reader: Visitor) -> None:
    page = reader.opens("nl/index.html")
    page.fill("#q", "loket")
    page.get_by_role("button", name="Zoeken").click()
    expect(page.locator("#status")).to_have_text("30 resultaten gevonden")


def test_more_results_are_shown_on_request_and_the_first_new_one_gets_the_focus(reader: Visitor) -> None:
    page = reader.opens(LIST, "?sort=name")
    page.get_by_role("button", name="Toon meer").click()
    assert len(titles(page)) == 100
    assert page.evaluate("document.activeElement.textContent") == titles(page)[50]


def test_the_order_that_is_shown_is_the_order_of_the_list(reader: Visitor) -> None:
    page = reader.opens(LIST)
    assert page.input_value("#sort") == "name"
    page.fill("#q", "loket")
    assert page.input_value("#sort") == ""
    page.select_option("#sort", "date")
    page.fill("#q", "")
    assert page.input_value("#sort") == "date"
    page.get_by_role("button", name="Wis alles").click()
    page.wait_for_function("location.search === ''")
    assert page.input_value("#sort") == "name"


def test_most_named_users_come_first_when_asked(reader: Visitor) -> None:
    page = reader.opens(LIST)
    page.select_option("#sort", "users")
    expect(page.locator("#list .reg-card__meta").first).to_contain_text("3 gebruikers bekend")


def test_a_text_in_another_language_says_so_in_results_too(reader: Visitor) -> None:
    page = reader.opens(LIST, "?q=loket+7")
    first = page.locator("#list .reg-card").first
    expect(first).to_contain_text("Parkeerloket 7")
    expect(first).to_contain_text("(alleen in het Engels)")
    assert first.locator("[lang=en]").inner_text() == "Over Parkeerloket 7"


def test_a_text_whose_language_nobody_stated_says_so_in_results_too(reader: Visitor) -> None:
    page = reader.opens(LIST, "?q=zaakregister+5")
    expect(page.locator("#list .reg-card").first).to_contain_text("Over Zaakregister 5 (taal niet vermeld)")


def test_filters_are_folded_on_a_narrow_screen(visitor: Visitor) -> None:
    page = visitor.opens(LIST)
    wide = page.evaluate("innerWidth") > 900
    assert page.locator("#filters").get_attribute("open") == ("" if wide else None)


def test_without_scripts_there_is_a_list_with_pages_and_no_dead_form(reader_without_scripts: Visitor) -> None:
    page = reader_without_scripts.opens(LIST)
    assert not page.locator("#facets").is_visible()
    assert page.locator("noscript p").is_visible()
    page.get_by_role("link", name="Volgende pagina").click()
    assert len(titles(page)) == 50
    page.locator("#list a").first.click()
    assert page.get_by_role("heading", name="Kan ik dit hergebruiken?").is_visible()
