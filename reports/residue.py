"""Template residue: what stands identically in many files of one account was copied along, and says nothing.

People start a new publiccode.yml from an older one and leave values standing: the same `usedBy`, the same
`categories`, the host name of a template as API documentation. Such a value is shown, and is never counted as
evidence, as a use, or as a relation.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RESIDUE_FILES: Final = 5
"""A value in this many files of one account with different names is residue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one file states at one key.

    A list whose items may each be true of several files (`categories`, `usedBy`, `supports`) is one value,
    whole: five tools of one supplier may well be used by the same town, but hardly by the same eight. Where
    one item repeated is enough (`isBasedOn`, an address, a sentence), each item is a statement of its own.
    """

    account_id: str
    name: str  # of the software; of its repository where the file states none
    key: str  # as in `usedBy`, `description.nl.apiDocumentation`
    value: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """The values that are residue, each with the number of different names whose files state it."""

    files_by_value: Mapping[tuple[str, str, tuple[str, ...]], int]

    def files(self, account_id: str, key: str, value: tuple[str, ...]) -> int:
        """In how many files of the account this value stands when it is residue; 0: it is none."""
        return self.files_by_value.get((account_id, key, value), 0)


def find_residue(statements: Iterable[Statement]) -> Residue:
    """Find what is residue among everything that the current files of a register state.

    Names that differ in letter case or space alone are one name: a copy of a file, or a fork, repeats
    everything and is no template. An empty list is *not stated*, never residue.
    """
    names: dict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)
    for one in statements:
        if one.value:
            names[one.account_id, one.key, one.value].add(" ".join(one.name.split()).casefold())
    return Residue(
        files_by_value={
            repeated: len(different)
            for repeated, different in names.items()
            if len(different) >= RESIDUE_FILES
        }
    )


NO_RESIDUE: Final = Residue(files_by_value={})
