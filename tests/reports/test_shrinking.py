from dataclasses import replace

import pytest

from reports.errors import ShrunkError
from reports.register_facts import OrganisationFacts, RegisterFacts
from reports.settings import ReportsSettings
from reports.shrinking import refuse_shrunken

SETTINGS = ReportsSettings()  # 20 % and 10 in total, 50 % and 5 of one organisation


def _facts(**software: int) -> RegisterFacts:
    """A register with so much software of each organisation, a file each, and nothing else."""
    total = sum(software.values())
    return RegisterFacts(
        digest="x",
        software=total,
        files=total,
        repositories=total,
        organisations=tuple(
            OrganisationFacts(organisation_id=f"urn:{name}", name=name.title(), software=number)
            for name, number in software.items()
        ),
    )


def test_an_organisation_that_lost_most_of_its_software_holds_back_a_register_that_hardly_shrank() -> None:
    with pytest.raises(ShrunkError, match=r"Town from 12 to 5 software, over 50%.*--accept-shrinking"):
        refuse_shrunken(_facts(town=12, rest=988), _facts(town=5, rest=995), SETTINGS)


def test_an_organisation_that_left_the_list_has_lost_everything() -> None:
    with pytest.raises(ShrunkError, match="Town from 12 to 0 software"):
        refuse_shrunken(_facts(town=12, rest=988), _facts(rest=988), SETTINGS)


@pytest.mark.parametrize(
    ("had", "has"),
    [(4, 0), (12, 6), (9, 5), (12, 12), (12, 20)],  # below the floor, not over the share, nothing lost
)
def test_a_small_loss_of_one_organisation_is_published(had: int, has: int) -> None:
    refuse_shrunken(_facts(town=had, rest=988), _facts(town=has, rest=988), SETTINGS)


def test_share_and_floor_are_settings() -> None:
    before, now = _facts(town=4, rest=988), _facts(town=3, rest=988)
    strict = replace(SETTINGS, shrink_organisation_share=0.1, shrink_organisation_entries=1)
    with pytest.raises(ShrunkError, match="Town from 4 to 3 software, over 10%"):
        refuse_shrunken(before, now, strict)


def test_many_losses_are_counted_and_the_first_ones_named() -> None:
    before = _facts(**{f"town{n}": 10 for n in range(8)}, rest=988)
    with pytest.raises(ShrunkError, match=r"Town0.*Town4.*and 3 more") as refused:
        refuse_shrunken(before, _facts(rest=1068), SETTINGS)
    assert "Town5" not in str(refused.value)


def test_a_loss_in_total_is_told_with_its_numbers() -> None:
    before, now = (replace(_facts(), software=n, files=n) for n in (40, 29))
    with pytest.raises(ShrunkError, match="from 40 to 29 software, over 20%; from 40 to 29 files, over 20%"):
        refuse_shrunken(before, now, SETTINGS)
    refuse_shrunken(before, replace(now, software=31, files=31), SETTINGS)
