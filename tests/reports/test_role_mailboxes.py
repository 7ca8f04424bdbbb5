"""Mailboxes of roles are shown where the settings name the role; an address of a person never is."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from reports.publication import REGISTER
from reports.settings import ReportsSettings
from reports.steps import links_step, publish_step
from tests.reports.reading_exports import readable_bytes
from tests.reports.work import DAY, NIGHT, WorkDatabase

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports.conftest import Built

pytestmark = pytest.mark.database

ROLES = ReportsSettings(role_mailboxes=("info", "open-source"))
DESK = "info@voorbeeld.example"  # of other software in the same database
SHOWN = ("Info@stad.example", "open-source@team.stad.example")
PERSONS = (
    "jan.marker@stad.example",
    "info.jan@marker-dot.example",
    "info+jan@marker-plus.example",
    "info-jan@marker-hyphen.example",
    "infos@marker-longer.example",
    "nfo@marker-shorter.example",
    "support@marker-not-listed.example",
    "\u0456nfo@marker-cyrillic.example",
    "\uff49nfo@marker-fullwidth.example",
    "\u0131nfo@marker-dotless.example",
    "\u0130nfo@marker-dotted.example",
    "info\u200b@marker-zero-width.example",
    "info @marker-space.example",
    "info@jan@marker-twice.example",
    '"info"@marker-quoted.example',
    "Jan <info@marker-angle.example>",
    "info@marker-line.example\njan@marker-line.example",
    "info@marker-no-dot",
    "info@marker-\u0456dn.example",
    "info@marker-comma.example,jan@stad.example",
)
WAS = "info@marker-of-the-past.example"
EXCLUDED = "info@marker-of-the-excluded.example"


def contacts(*addresses: str) -> dict[str, Any]:
    people = [
        {"name": f"Team {n}", "affiliation": None, "email": each, "phone": None}
        for n, each in enumerate(addresses)
    ]
    return {"name": "Postbussen", "contacts": people, "repo_owner": addresses[0]}


@pytest.fixture
def data_dir(built: Built, tmp_path: Path) -> Path:
    """Software with two mailboxes of roles and many of persons, and with one that its owner removed."""
    shutil.copyfile(built.work, tmp_path / "work.duckdb")
    work = WorkDatabase(tmp_path / "work.duckdb")
    for number, name in ((71, "postbussen"), (72, "uitgesloten")):
        work.repository(number, name=name)
    said = {"long_description": f"Schrijf {SHOWN[1]} of {PERSONS[0]}."}
    work.file(71, raw="name: Nu\n", component=contacts(*SHOWN, *PERSONS), texts=(said,))
    work.file(71, raw="name: Eerder\n", component=contacts(WAS), valid_from=NIGHT - 3 * DAY, valid_to=NIGHT)
    work.file(72, raw="name: Weg\n", component=contacts(EXCLUDED), valid_from=NIGHT - 3 * DAY, valid_to=NIGHT)
    work.insert("excluded_repository", {"repository_id": 72, "since": NIGHT.date()})
    work.close()
    links_step(tmp_path, NIGHT + DAY)
    return tmp_path


def mailboxes(folder: Path) -> list[str]:
    with duckdb.connect(str(folder / REGISTER), read_only=True) as connection:
        sql = "SELECT role_mailbox FROM {} WHERE role_mailbox IS NOT NULL ORDER BY ALL"
        shown = connection.execute(sql.format("contact")).fetchall()
        assert connection.execute(sql.format("data.contact")).fetchall() == shown
    return [mailbox for (mailbox,) in shown]


def found_in(folder: Path, *words: str) -> set[str]:
    """The words that anybody can read somewhere in a publication, packed or not."""
    kept = [content for _, content in readable_bytes(folder)]
    return {word for word in words if any(word.encode() in content for content in kept)}


def markers(addresses: tuple[str, ...]) -> set[str]:
    """What only these addresses hold: their hosts."""
    return {part for each in addresses for part in each.replace(">", "").split("@") if "marker" in part}


def test_by_default_no_mailbox_is_shown(data_dir: Path) -> None:
    folder = publish_step(data_dir, ReportsSettings()).folder
    assert mailboxes(folder) == []
    assert found_in(folder, *SHOWN, *PERSONS, *markers((*PERSONS, WAS, EXCLUDED))) == set()


def test_a_mailbox_of_a_named_role_is_shown_and_no_other_address_is_in_any_byte(data_dir: Path) -> None:
    folder = publish_step(data_dir, ROLES).folder
    assert mailboxes(folder) == [SHOWN[0], DESK, SHOWN[1]]
    assert found_in(folder, *SHOWN) == {*SHOWN}
    assert found_in(folder, *PERSONS, *markers((*PERSONS, WAS, EXCLUDED))) == set()
    page = next((folder / "nl" / "software").glob("*postbussen*.html")).read_text(encoding="utf-8")
    assert f"Team 0: {SHOWN[0]}." in page
    assert SHOWN[1] not in page  # hidden in what the file says elsewhere


def test_turned_off_again_the_next_publication_has_none(data_dir: Path) -> None:
    publish_step(data_dir, ROLES)
    published = publish_step(data_dir, ReportsSettings())
    assert published.facts_changed
    assert mailboxes(published.folder) == []
    assert found_in(published.folder, *SHOWN) == set()


@pytest.mark.parametrize("name", ["info.jan", "info+jan", "Info", "info@", "", "*", "\u0456nfo", "-info"])
def test_what_is_no_name_of_a_role_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ValueError, match="is no name of a role"):
        ReportsSettings(role_mailboxes=(name,))
