from reports.pages.beside import beside
from reports.pages.categories import category_pages
from reports.pages.frame import Link
from reports.pages.guideline import guideline_page
from reports.pages.needs import need_pages, needs_page
from reports.pages.reasons import sentences
from reports.pages.software import software_page
from tests.reports.builders import evidence, override, sample_snapshot
from tests.reports.site.editions import edition


def test_needs_are_shown_as_the_curators_with_gemma_and_what_answers_them() -> None:
    page = needs_page(edition(sample_snapshot()))
    assert [(tile.link.label, tile.count) for tile in page.needs] == [
        ("Appointments", "1"),
        ("Forms", "0"),
    ]
    assert [link.label for link in page.unmet] == ["Forms"]
    appointments, forms = need_pages(edition(sample_snapshot()))
    assert appointments.gemma is not None
    assert appointments.gemma.label == "Afsprakenbeheercomponent"
    assert len(appointments.cards) == 1
    assert appointments.cards[0].why
    assert forms.category is not None
    assert forms.category.label == "Form solutions"
    assert "does not mean that there is no such software" in forms.summary


def test_repositories_without_a_description_stand_apart_with_their_reasons_and_are_not_counted() -> None:
    pages = {page.name: page for page in category_pages(edition(sample_snapshot()))}
    data_sets = pages["Data sets"]
    (guess,) = data_sets.possible
    assert (guess.repository.label, guess.description) == ("bomen", "Dataset van bomen")
    assert guess.why == ("The description of the repository: “Dataset” in “Dataset van bomen”",)
    assert data_sets.summary == "No software in the register fits this category today."
    assert data_sets.mistake is not None


def test_a_decision_of_a_person_is_a_sentence_with_who_and_why() -> None:
    piece = evidence(rule_id="override", value="Wij zagen het.", matched="Curator, 2026-11-01", key_path="x")
    assert sentences(edition(sample_snapshot()), (piece,)) == (
        "A person decided this: Wij zagen het. (Curator, 2026-11-01)",
    )


def test_software_shows_needs_facts_residue_and_what_was_decided() -> None:
    here = edition(sample_snapshot())
    component = here.lookup.components[override().component_id or ""]
    shown = beside(here, component)
    assert [answered.need.label for answered in shown.needs] == ["Appointments"]
    assert [(fact.term, fact.values) for fact in shown.facts] == [
        ("For whom", ("not stated",)),
        ("How to reuse it", ("Install it yourself",)),
    ]
    assert shown.residue[0].startswith("usedBy: “Stad” stands identically in 6 descriptions")
    assert shown.decisions == (
        "Not in “Data sets”, decided by Curator on 1 November 2026: Het zijn geen gegevens.",
    )
    assert software_page(here, component).beside == shown


def test_the_guideline_shows_each_statement_with_its_figure_its_question_and_its_limits() -> None:
    page = guideline_page(edition(sample_snapshot()))
    kinds, examples, measures, challenges = (part.statements for part in page.parts)
    assert [one.figure for one in kinds] == ["2", "1", "0"]
    assert examples[0].query == "SELECT software FROM category WHERE category_id = 'components:forms'"
    assert (measures[0].name, measures[0].figure, measures[0].cannot) == (
        Link(label="Make it findable", href="software/index.html"),
        "2",
        "Whether people find it.",
    )
    assert challenges[0].figure == "7"
    assert "data.overheid.nl" in kinds[2].cannot
    assert page.outside.startswith("Besides, 1 repository without a description")
