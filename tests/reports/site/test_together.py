from reports.pages.frame import Link, Outside
from reports.pages.together import together, variants
from tests.reports.builders import component, component_text, family, relation, snapshot
from tests.reports.site.editions import edition

FORMS = component()
OTHER = component(
    component_id="elders-formulieren", repository_id=2, page="software/elders.html", name="Elders"
)


def test_members_of_a_family_say_why_and_a_fork_without_an_entry_is_its_repository() -> None:
    rows = (
        family(),
        family(component_id="elders-formulieren", tie="variant"),
        family(
            component_id=None, tie="technical_fork", repository_url="https://github.com/derde/formulieren"
        ),
    )
    made = edition(snapshot(components=(FORMS, OTHER), families=rows))
    (group,) = together(made, FORMS)
    assert isinstance(group.lines[0].software, Link)
    assert isinstance(group.lines[1].software, Outside)
    assert group.lines[0].why == "a variant: isBasedOn names the original"


def test_works_with_is_shown_on_both_pages_and_apart_from_alternatives() -> None:
    rows = (
        relation(component_id="elders-formulieren", other_id=FORMS.component_id),
        relation(
            component_id=FORMS.component_id,
            other_id="elders-formulieren",
            kind="alternative",
            score=0.31,
            purposes_en="Forms",
        ),
    )
    made = edition(snapshot(components=(FORMS, OTHER), relations=rows))
    assert [group.title for group in together(made, FORMS)] == ["Works with", "Possibly an alternative"]
    assert together(made, FORMS)[1].lines[0].why == "both are for: Forms; likeness of the texts 31 of 100"
    assert [group.title for group in together(made, OTHER)] == ["Works with"]


def test_feature_lists_are_compared_only_where_there_is_a_variant() -> None:
    texts = (
        component_text(features=("Formulieren",)),
        component_text(component_id=OTHER.component_id, features=()),
    )
    rows = (family(), family(component_id=OTHER.component_id, tie="variant"))
    made = edition(snapshot(components=(FORMS, OTHER), component_texts=texts, families=rows))
    assert [[each.text for each in one.features] for one in variants(made, OTHER)] == [["Formulieren"], []]
    assert variants(edition(snapshot(components=(FORMS,))), FORMS) == ()
