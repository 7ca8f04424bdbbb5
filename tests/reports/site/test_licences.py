"""What is told of licences, beside answers that were judged by hand before the code was written."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from publiccode import vocabulary
from reports.errors import CuratedError
from reports.licence_expressions import agreement, judge, openness
from reports.licensing import LicenceClass, family_of, licence_table, parse_licences
from reports.single_licences import Openness
from tests.reports import judged

_JUDGED = tomllib.loads((Path(judged.__file__).parent / "licences.toml").read_text(encoding="utf-8"))
_OPEN = {"open": "yes", "restricted": "no", "unclear": "unknown"}


@pytest.mark.parametrize("one", _JUDGED["answers"], ids=lambda one: one["licence"])
def test_a_licence_is_told_as_judged_by_hand(one: dict[str, Any]) -> None:
    found = judge(one["licence"])
    told = {
        "open": _OPEN[found.openness.value],
        "class": found.licence_class and found.licence_class.value,
        "eupl": found.with_eupl.value,
        "spdx": found.spdx,
    }
    assert told == {"class": None, "spdx": found.spdx, **{k: v for k, v in one.items() if k != "licence"}}


@pytest.mark.parametrize("one", _JUDGED["beside"], ids=lambda one: f"{one['stated']} beside {one['seen']}")
def test_a_stated_licence_is_laid_beside_the_text_in_the_repository(one: dict[str, str]) -> None:
    assert agreement(one["stated"], one["seen"]).value == one["agrees"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("LGPL 3", "LGPL-3.0"),
        ("BSD 3-Clause License", "BSD-3-Clause"),
        ("GNU General Public License v3.0", "GPL-3.0"),
        ("GNU Affero General Public License, version 3", "AGPL-3.0"),
        ("European Union Public Licence 1.2", "EUPL-1.2"),
        ("Etalab 2.0", "etalab-2.0"),
        ("The MIT License", "MIT"),
        ("Mozilla Public License 2.0", "MPL-2.0"),
        ("Creative Commons Attribution 4.0", "CC-BY-4.0"),
    ],
)
def test_a_licence_that_is_written_in_full_or_loosely_is_understood(written: str, meant: str) -> None:
    found = judge(written)
    assert (found.spdx, found.openness) == (meant, Openness.OPEN)


@pytest.mark.parametrize("text", ["EUPL-1.2 or later", "GNU GPL 3.0 or any later version", "GPLv3+"])
def test_a_later_version_is_no_choice_between_two_licences(text: str) -> None:
    assert not judge(text).is_choice
    assert judge("MIT OR EUPL-1.2 or later").is_choice


@pytest.mark.parametrize("text", ["other", "License", "UPL-1.2 License", "GPL", "see LICENSE", "3"])
def test_what_names_no_licence_for_sure_is_not_guessed(text: str) -> None:
    assert openness(text) is Openness.UNCLEAR


def test_every_licence_that_osi_approved_is_open_and_in_a_class() -> None:
    for name in sorted(vocabulary.osi_licences()):
        found = judge(name)
        assert found.openness is Openness.OPEN, name
        assert found.licence_class not in {None, LicenceClass.NOT_OPEN}, name


def test_every_licence_of_our_table_is_one_that_spdx_knows_or_a_restricted_one() -> None:
    known = {*vocabulary.licences().values(), *vocabulary.deprecated_licences().values()}
    table = licence_table()
    for kind, of_it in table.by_class.items():
        for name in of_it.licences:
            assert name in known, (kind, name)
        for family in of_it.families:
            meant = {name for name in known if family_of(name) == family.casefold()}
            assert any(table.class_of(name) is kind for name in meant), family


@pytest.mark.parametrize(
    "text",
    ["", "(", ")", "MIT OR", "OR MIT", "()" * 40, "(" * 4_000, "MIT WITH", "a" * 5_000, "MIT,,MIT", "ή"],
)
def test_any_text_has_an_answer_and_no_broken_one_is_called_open_or_closed(text: str) -> None:
    assert openness(text) is Openness.UNCLEAR


def test_a_mistake_in_the_table_is_named_with_its_place() -> None:
    with pytest.raises(CuratedError, match=r"licences\.toml, classes\.0\.id"):
        parse_licences('appendix = []\n[[classes]]\nid = "free"\n')
    with pytest.raises(CuratedError, match="no TOML"):
        parse_licences("[[classes")
