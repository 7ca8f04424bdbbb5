import json
from importlib.resources import files
from pathlib import Path

import pytest

from reports.guideline.loading import GuidelineError, load_curation, parse_curation
from reports.wording import Asides, Lexicon

FOLDER = files("reports") / "guideline"


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _mistakes(**changed: str) -> tuple[str, ...]:
    texts = {
        "guideline": _text("guideline.toml"),
        "rules": _text("rules.toml"),
        "overrides": _text("overrides.toml"),
    }
    with pytest.raises(GuidelineError) as caught:
        parse_curation(**{**texts, **changed})
    return caught.value.mistakes


def test_the_shipped_guideline_has_eight_kinds_and_six_examples_of_components() -> None:
    kinds = load_curation().guideline.kinds
    assert len([kind for kind in kinds if kind.parent is None]) == 8
    assert len([kind for kind in kinds if kind.parent == "components"]) == 6


def test_slugs_of_categories_hold_no_colon() -> None:
    assert not [
        kind.slug for kind in load_curation().guideline.kinds if not kind.slug.replace("-", "").isalpha()
    ]


def test_every_category_but_the_default_one_has_a_rule() -> None:
    curation = load_curation()
    ruled = {rule.category for rule in curation.rules.rules}
    assert {kind.id for kind in curation.guideline.kinds} - ruled == {"source-code"}


def test_a_misspelt_key_is_named_with_its_place() -> None:
    rules = _text("rules.toml").replace('looks_at = ["software_type"]', 'look_at = ["software_type"]', 1)
    mistakes = _mistakes(rules=rules)
    assert any(line.startswith("rules.toml, rules[1].when.look_at:") for line in mistakes), mistakes


def test_all_mistakes_are_named_at_once() -> None:
    rules = _text("rules.toml").replace('strength = "medium"', 'strength = "huge"')
    assert len(_mistakes(rules=rules)) > 3


def test_a_category_that_the_guideline_lacks_is_named() -> None:
    rules = _text("rules.toml").replace('category = "apis"', 'category = "api"', 1)
    assert _mistakes(rules=rules) == ("rules.toml, rule apis-name: the guideline has no category api.",)


def test_a_rule_without_a_counter_example_is_named() -> None:
    rules = """
        version = "1"
        example_texts = []
        [mention_words]
        [relative_words]
        [purpose_words]
        [[rules]]
        id = "x"
        category = "apis"
        strength = "weak"
        when = { looks_at = ["name"], words = { any = ["api"] } }
        examples = [{ links = true, name = "API" }]
        """
    assert _mistakes(rules=rules) == (
        "rules.toml, rule x: give examples that link in at least 2 languages.",
        "rules.toml, rule x: give examples that do not in at least 2 languages.",
    )


def test_words_that_cannot_be_meant_are_named() -> None:
    rules = _text("rules.toml").replace(
        'words.nl = ["componentenbibliotheek"]', 'words.NL = ["com*ponent", "x ", "twee", "twee"]', 1
    )
    place, star = "rules.toml, rule components-parts: ", "a star may stand at its ends only, a space nowhere"
    assert _mistakes(rules=rules) == (
        f'{place}\'NL\' is no language: write two small letters, as in "nl", or "any".',
        f"{place}the word 'com*ponent': {star} at its ends.",
        f"{place}the word 'x ': {star} at its ends.",
        f"{place}the word 'twee' stands twice under NL.",
    )


def test_every_rule_that_reads_text_knows_nine_languages_or_words_of_all() -> None:
    languages = {"nl", "en", "de", "fr", "it", "da", "sv", "fi", "es"}
    for rule in load_curation().rules.rules:
        for condition in (rule.when, *rule.also):
            assert "any" in condition.words or condition.words.keys() >= languages, rule.id


@pytest.mark.shared
def test_no_rule_names_a_product_or_an_organisation(shared: Path) -> None:
    rows = [
        json.loads(line)
        for line in (shared / "corpus" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    names = {name.casefold() for row in rows for name in (row["owner"], row.get("component_name") or "")}
    general = {"design system", "notify", "berichtservice"}  # words that somebody made a name of
    for rule in load_curation().rules.rules:
        conditions = (rule.when.words, *(condition.words for condition in rule.also), rule.unless)
        words = {word.casefold() for group in conditions for some in group.values() for word in some}
        assert not (words & names) - general, rule.id


def test_two_rules_with_one_id_are_named() -> None:
    rules = _text("rules.toml").replace('id = "apis-tooling"', 'id = "apis-name"', 1)
    assert _mistakes(rules=rules) == ("rules.toml: 2 entries have the id apis-name.",)


def test_a_parent_that_is_no_kind_is_named() -> None:
    guideline = _text("guideline.toml").replace('parent = "components"', 'parent = "component"', 1)
    assert _mistakes(guideline=guideline) == (
        "guideline.toml, kind components:authentication: the parent component is no kind.",
    )


def test_an_override_for_an_unknown_category_is_named() -> None:
    override = """
        [[overrides]]
        action = "add"
        repository_url = "https://github.com/a/b"
        category = "forms"
        who = "Curator"
        why = "It is one."
        decided_on = 2026-11-24
        """
    assert _mistakes(overrides=override) == (
        "overrides.toml, overrides[1]: the guideline has no category forms.",
    )


def test_a_file_that_is_no_toml_is_named() -> None:
    assert _mistakes(overrides="[[overrides")[0].startswith("overrides.toml: no TOML: ")


def test_the_format_that_the_overrides_file_documents_is_understood() -> None:
    lines = _text("overrides.toml").splitlines()
    example = "\n".join(line.removeprefix("#").strip() for line in lines if line.startswith("#   "))
    curation = parse_curation(guideline=_text("guideline.toml"), rules=_text("rules.toml"), overrides=example)
    assert [override.category for override in curation.overrides] == ["components:forms"]


def test_what_a_relative_clause_behind_a_comma_says_is_no_next_item_of_a_list() -> None:
    rules = load_curation().rules
    asides = Asides(
        mentions=Lexicon(rules.mention_words),
        purposes=Lexicon(rules.purpose_words),
        relatives=Lexicon(rules.relative_words),
    )
    assert not asides.is_listed("Systeem voor overheden, dat ", "nl")
    assert not asides.is_listed("System for public bodies, which ", "en")
    assert asides.is_listed("Systeem voor afspraken, ", "nl")
    assert asides.is_listed("Systeem, dat afspraken, ", "nl")
    assert asides.is_listed("Systeem voor afspraken, datasets en ", "nl")
