"""How well names of users are resolved, held beside what was judged by hand.

python -m tests.reports.reuse_evaluation [FOLDER]: FOLDER holds the reference material (default: the folder
`shared` beside the checkout).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harvester.sources.toml import load_sources
from reports.curated import load_curated
from reports.entry import Organisation
from reports.used_by import Directory, Verdict, directory_of
from tests.reports import judged

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameScore:
    """Counts of one set of judged names."""

    judged: int
    resolved: int
    right: int
    meant: int
    missing: int
    """Of those meant: their organisation is not in the list, so that no rule can find it."""
    disagreements: tuple[str, ...]


def shipped_directory() -> Directory:
    """The shipped list, as names are resolved against it."""
    sources = load_sources(ROOT / "sources.toml")
    return directory_of(
        (
            Organisation(
                organisation_id=one.organisation_id,
                name=one.name,
                role=one.role.value,
                level=one.level.value,
                country=one.country,
                aliases=one.aliases,
            )
            for one in sources.organisations
        ),
        load_curated().all_writings(),
    )


def score_names(directory: Directory, drawn: str) -> NameScore:
    """Resolve one set of judged names; those whose organisation the list lacks must stay unresolved."""
    known = set(directory.by_address.values())
    resolved = right = meant = missing = 0
    disagreements = []
    names = [one for one in judged.names() if one.drawn == drawn]
    for one in names:
        found = directory.resolve(one.name)
        got = found.organisation_ids[0] if found.verdict is Verdict.RESOLVED else None
        expected = one.organisation_id if one.organisation_id in known else None
        meant += one.organisation_id is not None
        missing += one.organisation_id is not None and expected is None
        resolved += got is not None
        right += got is not None and got == one.organisation_id
        if got != expected:
            disagreements.append(f"{one.name}: {got or 'none'}, judged {expected or 'none'}")
    return NameScore(
        judged=len(names),
        resolved=resolved,
        right=right,
        meant=meant,
        missing=missing,
        disagreements=tuple(disagreements),
    )


def main() -> None:
    """Print the scores."""
    directory = shipped_directory()
    for drawn in ("random", "rest", "made"):
        one = score_names(directory, drawn)
        print(  # noqa: T201
            f"{drawn}: {one.judged} judged, {one.resolved} resolved, {one.right} of them right, "
            f"{one.meant - one.missing} of {one.meant} meant are in the list"
        )
        for line in one.disagreements:
            print(f"  {line}")  # noqa: T201


if __name__ == "__main__":
    main()
