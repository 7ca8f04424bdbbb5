from datetime import date, datetime
from typing import Any

import pytest

from reports.model.answers import KeyLineRow
from reports.pages.check import Check, State
from reports.pages.decision import checks
from tests.reports.builders import (
    component,
    component_text,
    contact,
    contractor,
    file,
    repository,
    snapshot,
    standard,
    used_by,
)
from tests.reports.site.editions import edition


def answer(
    label: str, seen: dict[str, Any] | None = None, contacts: tuple[Any, ...] = (), **stated: Any
) -> Check:
    entry = component(**stated)
    made = snapshot(components=(entry,), repositories=(repository(**(seen or {})),), contacts=contacts)
    return next(check for check in checks(edition(made), entry) if check.label == label)


@pytest.mark.parametrize(
    ("licence", "state"),
    [
        ("EUPL-1.2", State.YES),
        ("eupl-1.2", State.YES),
        ("AGPL-3.0-or-later", State.YES),
        ("GPL-2.0+", State.YES),
        ("BSD-3-Clause", State.YES),
        ("MIT OR Apache-2.0", State.YES),
        ("(MIT OR Proprietary)", State.YES),
        ("GPL-2.0-only WITH Classpath-exception-2.0", State.YES),
        ("CC-BY-SA-4.0", State.YES),
        ("CC0-1.0", State.YES),
        ("CC-BY-NC-4.0", State.NO),
        ("BUSL-1.1", State.NO),
        ("MIT AND CC-BY-NC-4.0", State.NO),
        ("Proprietary", State.NO),
        ("MIT AND LicenseRef-house", State.NOT_STATED),
        ("EUPL", State.YES),
        ("gplv3", State.YES),
    ],
)
def test_a_licence_is_open_restricted_or_none_that_is_known(licence: str, state: State) -> None:
    assert answer("Open licence", seen={"licence_spdx": None}, licence=licence).state is state


def test_no_licence_is_not_stated_and_never_no() -> None:
    assert answer("Open licence", seen={"licence_spdx": None}, licence=None).state is State.NOT_STATED
    assert (
        answer("Open licence", seen={"licence_spdx": "NOASSERTION"}, licence=None).state is State.NOT_STATED
    )


def test_a_licence_in_the_repository_counts_when_the_description_names_none() -> None:
    check = answer("Open licence", seen={"licence_spdx": "MIT"}, licence=None)
    assert check.state is State.YES
    assert check.source is not None
    assert check.source.label == "the repository"


def test_two_licences_that_differ_contradict_each_other() -> None:
    check = answer("Open licence", seen={"licence_spdx": "MIT"}, licence="EUPL-1.2")
    assert check.state is State.CONTRADICTS
    assert "EUPL-1.2" in check.reason
    assert "MIT" in check.reason


def test_a_forge_that_drops_or_later_does_not_contradict() -> None:
    assert (
        answer("Open licence", seen={"licence_spdx": "GPL-3.0"}, licence="GPL-3.0-or-later").state
        is State.YES
    )


def test_an_archived_repository_is_not_maintained_whatever_the_description_says() -> None:
    assert answer("Maintained", is_archived=True, maintenance_type="internal").state is State.NO


def test_a_stated_maintainer_without_a_change_for_a_year_contradicts() -> None:
    old = datetime(2025, 11, 1)  # noqa: DTZ001 -- naive UTC
    check = answer("Maintained", head_committed_at=old, released_at=None, pushed_at=old)
    assert check.state is State.CONTRADICTS
    assert "1 November 2025" in check.reason


LONG_AGO, RECENT = datetime(2025, 10, 1), datetime(2026, 11, 1)  # noqa: DTZ001 -- naive UTC
NEVER: dict[str, Any] = {"last_human_activity_at": None, "last_not_by_bot_at": None}
BOT: dict[str, Any] = {"head_author_kind": "bot", "head_committed_at": RECENT, "released_at": None}
UNKNOWN: dict[str, Any] = {**BOT, "head_author_kind": "unknown"}


@pytest.mark.parametrize(
    ("seen", "state", "said"),
    [
        (
            {"head_committed_at": RECENT, "released_at": LONG_AGO},
            State.YES,
            "Last change by a person: 1 November 2026. Newest release: 1 October 2025.",
        ),
        (
            {**BOT, **NEVER},
            State.NOT_STATED,
            "newest change, of 1 November 2026, is by a bot (a program). We have not seen one by a person.",
        ),
        (  # somebody released it: that is no bot's update of dependencies
            {**BOT, **NEVER, "released_at": RECENT},
            State.YES,
            "We have not seen one by a person. Newest release: 1 November 2026.",
        ),
        ({**BOT, **NEVER, "released_at": LONG_AGO}, State.NOT_STATED, "Newest release: 1 October 2025."),
        (
            {**BOT, "last_human_activity_at": RECENT, "last_not_by_bot_at": RECENT},
            State.YES,
            "is by a bot (a program). The last one by a person that we saw: 1 November 2026.",
        ),
        (
            {**BOT, "last_human_activity_at": LONG_AGO, "last_not_by_bot_at": LONG_AGO},
            State.CONTRADICTS,
            "But for more than a year nobody but bots has changed it, as far as we saw. The newest change",
        ),
        (  # in between somebody of whom nothing is known: perhaps a person
            {**BOT, "last_human_activity_at": LONG_AGO, "last_not_by_bot_at": RECENT},
            State.YES,
            "The last one by a person that we saw: 1 October 2025.",
        ),
        (
            {**BOT, **NEVER, "head_committed_at": LONG_AGO},
            State.CONTRADICTS,
            "But nothing has changed for more than a year. The newest change, of 1 October 2025, is by a bot",
        ),
        (
            {**UNKNOWN, "last_human_activity_at": None, "last_not_by_bot_at": RECENT},
            State.YES,
            "Newest change: 1 November 2026. Whether a person or a bot made it, is not known.",
        ),
        (
            {**UNKNOWN, "last_human_activity_at": LONG_AGO, "last_not_by_bot_at": RECENT},
            State.YES,
            "is not known. The last one by a person that we saw: 1 October 2025.",
        ),
        (  # seen before kinds were asked for
            {"head_author_kind": None, "last_human_activity_at": None, "head_committed_at": RECENT},
            State.YES,
            "Last change on 1 November 2026.",
        ),
        (
            {"head_author_kind": None, "head_committed_at": None, "released_at": None, "pushed_at": RECENT},
            State.YES,
            "Last change on 1 November 2026.",
        ),
    ],
)
def test_maintained_goes_by_what_a_person_did_and_says_what_is_not_known(
    seen: dict[str, Any], state: State, said: str
) -> None:
    check = answer("Maintained", **seen)
    assert check.state is state
    assert said in check.reason


def test_a_status_alone_beside_bots_is_not_believed_and_not_denied() -> None:
    check = answer("Maintained", maintenance_type=None, **BOT, **NEVER)
    assert check.state is State.NOT_STATED
    assert "by a bot" in check.reason


def test_what_bots_do_is_said_in_dutch_too() -> None:
    entry = component(**BOT, **NEVER)
    made = edition(snapshot(components=(entry,), repositories=(repository(),)), "nl")
    check = next(check for check in checks(made, entry) if check.label == "Onderhouden")
    assert "De nieuwste wijziging, van 1 november 2026, is van een bot (een programma)." in check.reason
    assert "Een wijziging door een mens hebben wij niet gezien." in check.reason


def test_a_stated_maintainer_alone_proves_nothing() -> None:
    check = answer("Maintained", head_committed_at=None, released_at=None, pushed_at=None)
    assert check.state is State.NOT_STATED


def test_activity_alone_does_not_say_who_maintains_it() -> None:
    assert answer("Maintained", maintenance_type=None).state is State.NOT_STATED


@pytest.mark.parametrize("stated", [{"maintenance_type": "none"}, {"development_status": "obsolete"}])
def test_a_publisher_who_says_that_it_ended_is_believed(stated: dict[str, Any]) -> None:
    assert answer("Maintained", **stated).state is State.NO


def test_users_are_others_that_somebody_named_and_that_are_no_copied_list() -> None:
    entry, label = component(), "Used by others"
    for row, state in (
        (used_by(), State.YES),
        (used_by(basis="curator"), State.YES),
        (used_by(is_own=True), State.NOT_STATED),
        (used_by(verdict="residue"), State.NOT_STATED),
        (used_by(basis="fork"), State.NOT_STATED),
    ):
        made = edition(snapshot(components=(entry,), repositories=(repository(),), used_by=(row,)))
        assert next(check for check in checks(made, entry) if check.label == label).state is state, row


@pytest.mark.parametrize(
    ("languages", "ready", "state"),
    [
        (("nl-NL",), None, State.YES),
        (("en",), True, State.NO),
        (("en",), False, State.NO),
        ((), True, State.NOT_STATED),
    ],
)
def test_dutch_is_judged_by_the_languages_that_are_stated(
    languages: tuple[str, ...], ready: bool | None, state: State
) -> None:
    assert answer("In Dutch", available_languages=languages, localisation_ready=ready).state is state


def test_standards_are_named_or_not_stated() -> None:
    assert answer("Follows standards", supports=("alias:eidas",)).state is State.YES
    assert answer("Follows standards", supports=()).state is State.NOT_STATED


def test_a_contact_is_named_without_its_address() -> None:
    check = answer("Contact", contacts=(contact(),))
    assert check.state is State.YES
    assert check.reason == "Team Formulieren (Gemeente Voorbeeld). The address is in the description."
    assert answer("Contact").state is State.NOT_STATED


@pytest.mark.parametrize(
    ("licence", "part"),
    [
        ("MIT", "use its code in software under EUPL-1.2"),
        ("GPL-3.0-or-later", "the whole then comes under GPL-3.0-or-later"),
        ("MPL-2.0", "the whole then comes under MPL-2.0"),
    ],
)
def test_a_licence_says_what_it_allows_beside_the_eupl(licence: str, part: str) -> None:
    assert part in answer("Open licence", seen={"licence_spdx": None}, licence=licence).reason


def test_of_the_eupl_itself_and_of_what_the_appendix_lacks_is_said_what_is_known() -> None:
    none = {"licence_spdx": None}
    assert "EUPL-1.2;" not in answer("Open licence", seen=none, licence="EUPL-1.2").reason
    assert "appendix of EUPL-1.2 does not name it" in answer("Open licence", none, licence="EPL-2.0").reason
    assert "Our tables do not say" in answer("Open licence", none, licence="etalab-2.0").reason


def test_a_licence_says_its_class_and_what_it_asks() -> None:
    reason = answer("Open licence", seen={"licence_spdx": None}, licence="LGPL-3.0-only").reason
    assert "LGPL-3.0-only is open: weak copyleft." in reason
    assert "share the changes to this code under the same licence" in reason
    dual = answer("Open licence", seen={"licence_spdx": None}, licence="MIT OR GPL-3.0-only").reason
    assert "MIT OR GPL-3.0-only: you choose; the one that asks least is permissive." in dual


def test_the_licence_is_laid_beside_the_repository() -> None:
    same = answer("Open licence", seen={"licence_spdx": "EUPL-1.2"}, licence="EUPL-1.2")
    assert "The repository holds the same licence." in same.reason
    assert [source.label for source in same.sources] == ["publiccode.yml", "the repository"]
    other = answer("Open licence", seen={"licence_spdx": "NOASSERTION"}, licence="EUPL-1.2").reason
    assert "the forge does not recognise its text" in other


def test_a_misspelt_licence_says_which_one_is_most_likely_meant() -> None:
    assert "EUPL-1.2 is meant" in answer("Open licence", seen={"licence_spdx": None}, licence="EUPL").reason


def test_every_answer_rests_on_something_of_a_day() -> None:
    entry = component(maintenance_type=None, available_languages=(), licence=None)
    made = edition(snapshot(components=(entry,), repositories=(repository(),)))
    for check in checks(made, entry):
        assert check.source is not None, check.label
        assert check.rests_on is not None, check.label


def test_the_line_of_a_key_is_part_of_the_source() -> None:
    entry = component()
    made = edition(
        snapshot(
            components=(entry,),
            repositories=(repository(),),
            files=(file(),),
            key_lines=(KeyLineRow(component_id=entry.component_id, key_path="legal.license", line=12),),
        )
    )
    source = next(check for check in checks(made, entry) if check.label == "Open licence").source
    assert source is not None
    assert (source.label, source.line) == ("publiccode.yml, line 12", 12)
    assert source.url == f"{file().file_url}#L12"
    assert source.note == "since 20 November 2026"


def test_used_by_rests_on_the_day_of_the_newest_name_and_on_what_a_curator_noted() -> None:
    rows = (
        used_by(n=1, stated_on=date(2026, 3, 1)),
        used_by(n=2, name="Stad", organisation_id=None, stated_on=date(2026, 5, 2)),
        used_by(n=3, basis="curator", name="B", source_url="https://b.example/a", stated_on=date(2026, 4, 1)),
    )
    check = around("Used by others", used_by=rows)
    assert check.rests_on == date(2026, 5, 2)
    assert [source.url for source in check.sources][1:] == ["https://b.example/a"]


def test_a_standard_that_a_text_only_names_is_a_weak_sign_and_no_yes() -> None:
    named = (standard(),)
    check = around("Follows standards", standards=named)
    assert check.state is State.NOT_STATED
    assert "Its text names StUF: a weak sign, because naming is not following." in check.reason


def test_a_contact_without_an_address_is_named_and_not_stated() -> None:
    check = answer("Contact", contacts=(contact(has_email=False, has_phone=False),))
    assert check.state is State.NOT_STATED
    assert "named without an address" in check.reason


def around(label: str, **rows: Any) -> Check:
    entry = component(maintenance_type="contract")
    default: dict[str, Any] = {"components": (entry,), "repositories": (repository(),)}
    made = edition(snapshot(**{**default, **rows}))
    return next(check for check in checks(made, entry) if check.label == label)


def test_a_contract_that_ended_contradicts_maintenance_under_contract() -> None:
    ended = (contractor(until=date(2026, 1, 31)),)
    assert around("Maintained", contractors=ended).state is State.CONTRADICTS
    assert around("Maintained", contractors=(contractor(),)).state is State.YES
    assert around("Who can deliver it", contractors=ended).state is State.CONTRADICTS
    assert around("Who can deliver it", contractors=(contractor(),)).state is State.YES
    assert around("Who can deliver it").state is State.NOT_STATED


def test_documentation_is_named_seen_in_a_folder_or_not_stated() -> None:
    named = (component_text(documentation_url="https://docs.example"),)
    folder = (repository(root_files=("docs/",)),)
    assert around("Documentation", component_texts=named).state is State.YES
    assert around("Documentation", repositories=folder).state is State.YES
    assert (
        around("Documentation", repositories=(repository(root_files=("README.md",)),)).state
        is State.NOT_STATED
    )


def test_rules_for_taking_part_are_seen_or_not_stated() -> None:
    seen = (repository(root_files=("CONTRIBUTING.md", "SECURITY.md", "src/")),)
    assert "CONTRIBUTING.md, SECURITY.md" in around("How to take part", repositories=seen).reason
    assert (
        "did not see there: CODE_OF_CONDUCT, GOVERNANCE"
        in around("How to take part", repositories=seen).reason
    )
    none, unseen = (repository(root_files=("src/",)),), (repository(root_files=()),)
    assert "We saw no rules" in around("How to take part", repositories=none).reason
    assert "could not see" in around("How to take part", repositories=unseen).reason
