from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reports.classification import SOURCE_CODE, Classification, Classifier, classify_all
from reports.guideline.curation import Action, Curation, Override
from reports.guideline.loading import load_curation
from reports.guideline.model import Example, Rule
from reports.matching import evidence_of
from reports.overriding import OVERRIDE, overridden
from reports.ready_rules import Texts, ready
from reports.subject import Subject, SubjectText, passages
from tests.reports.evaluation import CHECK, FRESH, LABELLED, PICKED, RANDOM, TUNE, evaluate, evaluate_needs


@pytest.fixture(scope="module")
def curation() -> Curation:
    return load_curation()


def _subject(n: int = 1, *, name: str = "Voorbeeld", language: str = "nl", **said: Any) -> Subject:
    """Software of the account github.com/town; `said` are fields of its description, or of the subject."""
    of_text = {key: value for key, value in said.items() if key in SubjectText.__dataclass_fields__}
    rest = {key: value for key, value in said.items() if key not in of_text}
    return replace(
        Subject(
            repository_id=n,
            path="publiccode.yml",
            account_id="github.com/town",
            repository_name=f"repository-{n}",
            name=name,
            texts=(replace(SubjectText(language=language), **of_text),),
        ),
        **rest,
    )


def _categories(found: Classification) -> set[str]:
    return {link.category_id for link in found.links}


def _classified(curation: Curation, subject: Subject) -> Classification:
    return Classifier(curation).classify(subject)


def _examples() -> list[tuple[Rule, Example]]:
    curation = load_curation()
    every = (*curation.rules.rules, *curation.needs.rules, *curation.facts.rules, *curation.possible.rules)
    return [(rule, example) for rule in every for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"), _examples(), ids=lambda value: value.id if isinstance(value, Rule) else None
)
def test_a_rule_does_what_its_examples_say(rule: Rule, example: Example, curation: Curation) -> None:
    subject = Subject(
        repository_id=1,
        path="publiccode.yml",
        account_id="github.com/town",
        repository_name=example.repository_name,
        name=example.name,
        software_type=example.software_type,
        categories=example.categories,
        topics=example.topics,
        root_files=example.root_files,
        texts=(
            SubjectText(
                language=example.language,
                localised_name=example.localised_name,
                generic_name=example.generic_name,
                short_description=example.short_description,
                long_description=example.long_description,
                features=example.features,
                api_documentation_url=example.api_documentation_url,
            ),
        ),
    )
    (prepared,) = ready((rule,), curation.rules)
    found = evidence_of(prepared, Texts(passages(subject)))
    assert bool(found.offers) == example.links, (rule.id, example, found)


def test_every_rule_has_examples_in_two_languages(curation: Curation) -> None:
    for rule in curation.rules.rules:
        assert len({example.language for example in rule.examples}) >= 2, rule.id


def test_a_link_tells_where_which_words_were_found(curation: Curation) -> None:
    found = _classified(curation, _subject(short_description="Webformulieren bouwen voor inwoners"))
    (link,) = (link for link in found.links if link.category_id == "components:forms")
    assert (link.strength, link.rule_id) == ("strong", "forms-words")
    assert link.evidence[0].key_path == "description.nl.shortDescription"
    assert link.evidence[0].matched == "Webformulieren"
    assert link.evidence[0].value == "Webformulieren bouwen voor inwoners"


def test_a_link_to_an_example_is_a_link_to_components_too(curation: Curation) -> None:
    found = _classified(curation, _subject(short_description="Webformulieren bouwen voor inwoners"))
    assert _categories(found) == {"components", "components:forms"}


def test_what_is_only_mentioned_makes_no_link(curation: Curation) -> None:
    found = _classified(curation, _subject(short_description="Afspraken maken, inloggen met DigiD"))
    assert _categories(found) == set()


def test_what_it_is_a_means_for_is_an_offer_again(curation: Curation) -> None:
    found = _classified(
        curation, _subject(short_description="Bouwstenen met voorbeelden om webformulieren te maken")
    )
    assert "components:forms" in _categories(found)


def test_the_rest_of_a_long_description_never_makes_a_link(curation: Curation) -> None:
    text = "Een zaaksysteem voor gemeenten. Het heeft ook een documentbeheersysteem en een open data portaal."
    assert _categories(_classified(curation, _subject(long_description=text))) == set()


def test_a_name_with_humps_is_read_word_by_word(curation: Curation) -> None:
    assert "components:notification" in _categories(
        _classified(curation, _subject(name="CustomerNotificationsBundle"))
    )


def test_letters_inside_a_word_are_no_word(curation: Curation) -> None:
    found = _classified(curation, _subject(short_description="Efficiëntie van gemeentelijke processen meten"))
    assert _categories(found) == set()


def test_one_weak_piece_of_evidence_is_no_link_and_two_at_different_keys_are(curation: Curation) -> None:
    one = _subject(categories=("data-collection",), short_description="Telt, en toont in een catalogus")
    none = replace(one, categories=())
    assert "components:data-management" in _categories(_classified(curation, one))
    assert _categories(_classified(curation, none)) == set()


def test_what_stands_behind_a_comma_is_one_of_many_things_and_weak(curation: Curation) -> None:
    found = _classified(curation, _subject(short_description="Aanvraag, betaling, planning van monsters"))
    assert _categories(found) == set()


def test_six_categories_in_one_file_each_count_as_weak(curation: Curation) -> None:
    few = ("document-management", "crm", "erp")
    many = (*few, "hr", "budgeting", "accounting")
    said = "Werkplek voor dossiers van een gemeente"
    assert "components:document-management" in _categories(
        _classified(curation, _subject(short_description=said, categories=few))
    )
    assert "components:document-management" not in _categories(
        _classified(curation, _subject(short_description=said, categories=many))
    )


def test_a_value_in_five_files_of_an_account_with_different_names_is_no_evidence(curation: Curation) -> None:
    def software(n: int) -> Subject:
        text = f"Werkplek nummer {n} voor dossiers"
        return _subject(n, name=f"Werk {n}", short_description=text, categories=("document-management",))

    four = classify_all([software(n) for n in range(4)], curation)
    five = classify_all([software(n) for n in range(5)], curation)
    assert all("components:document-management" in _categories(one) for one in four)
    assert all(_categories(one) == set() for one in five)


def test_the_same_value_in_another_account_is_evidence(curation: Curation) -> None:
    subjects = [
        replace(
            _subject(n, name=f"Werk {n}", short_description=f"Werkplek {n} voor dossiers"),
            categories=("document-management",),
            account_id=f"github.com/town{n}",
        )
        for n in range(5)
    ]
    assert all(_categories(one) for one in classify_all(subjects, curation))


def test_source_code_follows_from_the_languages_of_the_repository(curation: Curation) -> None:
    found = _classified(curation, _subject(languages=("Python", "HTML")))
    (link,) = found.links
    assert (link.category_id, link.strength) == (SOURCE_CODE, "medium")
    assert link.evidence[0].matched == "Python"


def test_without_languages_the_stated_type_makes_it_source_code_and_other_does_not(
    curation: Curation,
) -> None:
    assert _categories(_classified(curation, _subject(software_type="standalone/web"))) == {SOURCE_CODE}
    assert _categories(_classified(curation, _subject(software_type="standalone/other"))) == set()


def test_a_file_that_only_repeats_its_name_has_too_little_text(curation: Curation) -> None:
    assert _classified(curation, _subject(name="Zaakbeheer", short_description="Zaakbeheer")).too_little_text
    assert not _classified(
        curation, _subject(short_description="Plant het onderhoud van wegen")
    ).too_little_text


def test_with_too_little_text_the_stated_type_alone_makes_no_component(curation: Curation) -> None:
    bare = _subject(name="SimpelBundle", short_description="SimpelBundle", software_type="addon")
    said = _subject(
        name="SimpelBundle", short_description="Zet berichten om naar de norm", software_type="addon"
    )
    assert "components" not in _categories(_classified(curation, bare))
    assert "components" in _categories(_classified(curation, said))


def test_the_example_text_of_the_standard_tells_nothing(curation: Curation) -> None:
    found = _classified(
        curation,
        _subject(
            name="Project template",
            short_description="A rather short description which is probably useless",
            language="en",
        ),
    )
    assert found.too_little_text
    assert _categories(found) == set()


def _override(action: Action, **changes: Any) -> Override:
    default = Override(
        action=action,
        repository_url="https://github.com/town/one",
        category="components:forms",
        who="Curator",
        why="Wij hebben het bekeken.",
        decided_on=date(2026, 11, 1),
    )
    return replace(default, **changes)


def _after(
    curation: Curation, subject: Subject, *overrides: Override, today: date = date(2026, 11, 24)
) -> Classification:
    decided = replace(curation, overrides=overrides)
    (found,) = overridden(
        (_classified(curation, subject),), {1: "https://github.com/Town/one"}, decided, today
    )
    return found


def test_an_override_adds_a_link_with_its_parent_and_says_who_and_why(curation: Curation) -> None:
    found = _after(curation, _subject(short_description="Een werkplek voor iedereen"), _override(Action.ADD))
    assert _categories(found) == {"components", "components:forms"}
    evidence = found.links[-1].evidence[0]
    assert (evidence.rule_id, evidence.value) == (OVERRIDE, "Wij hebben het bekeken.")
    assert evidence.matched == "Curator, 2026-11-01"


def test_an_override_removes_a_link(curation: Curation) -> None:
    subject = _subject(short_description="Webformulieren bouwen voor inwoners")
    assert _categories(_after(curation, subject, _override(Action.REMOVE))) == {"components"}
    assert (
        _categories(
            _after(
                curation, subject, _override(Action.REMOVE), _override(Action.REMOVE, category="components")
            )
        )
        == set()
    )


def test_an_override_holds_until_its_last_day(curation: Curation) -> None:
    subject = _subject(short_description="Een werkplek voor iedereen")
    until = _override(Action.ADD, until=date(2026, 11, 24))
    assert _categories(_after(curation, subject, until))
    assert not _categories(_after(curation, subject, until, today=date(2026, 11, 25)))


def test_other_software_is_untouched_by_an_override(curation: Curation) -> None:
    other = _override(Action.ADD, path="sub/publiccode.yml")
    assert not _categories(_after(curation, _subject(short_description="Een werkplek voor iedereen"), other))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("labels", "precision", "recall"),
    [
        (PICKED, 0.92, 0.85),
        (RANDOM, 0.90, 0.85),
        (TUNE, 0.92, 0.85),
        (CHECK, 0.92, 0.85),
        (FRESH, 0.90, 0.85),
    ],
)
def test_the_labelled_corpus_is_classified_as_people_do(
    shared: Path, labels: str, precision: float, recall: float
) -> None:
    evaluation = evaluate(shared, labels)
    assert evaluation.total.precision >= precision, evaluation.mistakes
    assert evaluation.total.recall >= recall, evaluation.mistakes
    for category, score in evaluation.scores.items():
        assert score.labels < 8 or score.f1 >= 0.75, (category, evaluation.mistakes)


@pytest.mark.shared
@pytest.mark.parametrize("labels", [LABELLED, TUNE, CHECK, FRESH])
def test_needs_of_judged_software_are_found_as_people_do(shared: Path, labels: str) -> None:
    evaluation = evaluate_needs(shared, labels)
    assert evaluation.total.precision >= 0.90, evaluation.mistakes
    assert evaluation.total.recall >= 0.80, evaluation.mistakes
