import pytest

from reports.beginnings import beginnings_of, heard_in
from reports.guideline.loading import load_curation
from reports.ready_rules import Texts, ready
from reports.rule_index import RuleIndex
from reports.subject import Subject, SubjectText, passages
from reports.wording import pattern


@pytest.mark.parametrize(
    ("sought", "text"),
    [
        ("formulier*", "Webformulier en Formulieren"),
        ("open api", "Een Open-API"),
        ("api's", "API’s en API's"),  # noqa: RUF001 -- the apostrophe that people type
        ("*.archimate", "model.archimate"),
        ("e-mail", "per e-mail"),
        ("ab*", "abc"),
        (".well-known", "map .well-known"),
    ],
)
def test_where_words_stand_a_text_is_never_left_out(sought: str, text: str) -> None:
    found = pattern([sought], whole=False)
    assert found is not None
    assert found.search(text)
    assert beginnings_of([sought]).may_stand_in(heard_in(text))


def test_a_text_without_the_beginning_of_any_word_is_left_out() -> None:
    assert not beginnings_of(["formulier*", "open api"]).may_stand_in(heard_in("Zaken en opening"))


def test_the_index_leaves_out_no_rule_whose_words_a_subject_has() -> None:
    curation = load_curation()
    index = RuleIndex(ready((*curation.rules.rules, *curation.needs.rules), curation.rules))
    for one in index.rules:
        for language, words in one.rule.when.words.items():
            for word in words:
                text = SubjectText(language=language, short_description=word.replace("*", "ab"))
                subject = Subject(
                    repository_id=1, path="publiccode.yml", account_id="a", repository_name="x", texts=(text,)
                )
                assert one in tuple(index.worth_trying(Texts(passages(subject)))), (one.rule.id, word)
