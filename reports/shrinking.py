"""The guard before a publication: a register that lost much waits until a person has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.errors import ShrunkError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.register_facts import RegisterFacts
    from reports.settings import ReportsSettings

_NAMED: Final = 5


def refuse_shrunken(before: RegisterFacts, now: RegisterFacts, settings: ReportsSettings) -> None:
    """Compare a register with the one that is visible, in total and for each organisation.

    Raises:
        ShrunkError: too much is gone; names what, and how to accept it once.
    """
    losses = [*_in_total(before, now, settings), *_of_organisations(before, now, settings)]
    if not losses:
        return
    named = "; ".join(losses[:_NAMED])
    more = f"; and {len(losses) - _NAMED} more" if len(losses) > _NAMED else ""
    raise ShrunkError(
        f"The register would shrink: {named}{more}. Nothing is published and the last publication stays. See "
        "what came of the accounts in this run; when the loss is right, accept it once with "
        "`herbruik report --accept-shrinking`."
    )


def _in_total(before: RegisterFacts, now: RegisterFacts, settings: ReportsSettings) -> Iterator[str]:
    for what in ("software", "files"):
        had, has = getattr(before, what), getattr(now, what)
        if had - has >= settings.shrink_entries and had - has > had * settings.shrink_share:
            yield f"from {had} to {has} {what}, over {settings.shrink_share:.0%}"


def _of_organisations(before: RegisterFacts, now: RegisterFacts, settings: ReportsSettings) -> Iterator[str]:
    """An organisation that is no longer in the list has nothing left."""
    left = {each.organisation_id: each.software for each in now.organisations}
    for each in before.organisations:
        has = left.get(each.organisation_id, 0)
        lost = each.software - has
        if (
            lost >= settings.shrink_organisation_entries
            and lost > each.software * settings.shrink_organisation_share
        ):
            yield (
                f"{each.name} from {each.software} to {has} software, "
                f"over {settings.shrink_organisation_share:.0%}"
            )
