"""What is concluded of reuse, counted, and held beside what was judged by hand.

python -m tests.reports.reuse_evaluation [FOLDER]: FOLDER holds the reference material (default: the folder
`shared` beside the checkout).
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reports.relations import RelationKind
from reports.used_by import Verdict
from tests.reports import judged
from tests.reports.corpus import CURRENT, OTHERS
from tests.reports.reuse_corpus import MANY, ROOT, conclude_corpus, shipped_directory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.used_by import Directory
    from tests.reports.reuse_corpus import ReuseFound


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleScore:
    """Counts of one sample of what the rules concluded."""

    judged: int
    right: int
    still: int
    """Of those judged: what the rules of today conclude, too."""
    still_right: int
    wrong: tuple[str, ...]
    """Those of today that are wrong, each with the reason."""


def score_sample(found: ReuseFound, kind: str, draw: str) -> SampleScore:
    """Hold what is concluded today beside one judged sample; a pair is the same either way round."""
    population = {frozenset(item) for item in found.populations()[kind]}
    its = [one for one in judged.sampled() if (one.kind, one.draw) == (kind, draw)]
    today = [one for one in its if frozenset(one.item) in population]
    return SampleScore(
        judged=len(its),
        right=sum(one.is_right for one in its),
        still=len(today),
        still_right=sum(one.is_right for one in today),
        wrong=tuple(f"{' + '.join(one.item)}: {one.reason}" for one in today if not one.is_right),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionScore:
    """How many of the pairs that go together, by names and addresses, are found, and how many wrong ones."""

    pairs: int
    meant: int
    right: int
    wrong: int


def score_mentions(found: ReuseFound, drawn: str) -> MentionScore:
    """Hold *depends on* and *works with* beside all judged pairs of a set that name or link one another."""
    shown = set(found.populations()["works-with"])
    its = [one for one in judged.mentions() if one.drawn == drawn]
    return MentionScore(
        pairs=len(its),
        meant=sum(one.is_right for one in its),
        right=sum(one.is_right and (one.one, one.other) in shown for one in its),
        wrong=sum(not one.is_right and (one.one, one.other) in shown for one in its),
    )


def main() -> None:
    """Print the figures, the largest overlaps and alternatives, and the scores."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    if not (shared / "corpus").is_dir():
        click.echo(f"There is no {shared}/corpus: give the folder of the reference material.", err=True)
        sys.exit(2)
    found = conclude_corpus(shared)
    _tell_counts(found)
    _tell_largest(found)
    _tell_names()
    wider = conclude_corpus(shared, CURRENT | OTHERS)
    _tell_samples({"first": found, "second": wider})
    click.echo("\npairs of files that name or link one another, judged by hand")
    _tell_mentions(found, "current")
    _tell_mentions(wider, "others")


def _tell_counts(found: ReuseFound) -> None:
    verdicts = Counter(one.verdict for one in found.users)
    names = {verdict: len({one.name for one in found.users if one.verdict is verdict}) for verdict in Verdict}
    values = {(one.account_id, one.key, one.value) for its in found.residue.values() for one in its}
    kinds = Counter(one.kind for one in found.relations)
    click.echo(f"\nreuse among the current files: {len(found.entries)} entries")
    click.echo(
        f"  families: {len({one.head for one in found.members})}, with {len(found.members)} files in them"
    )
    for verdict in Verdict:
        click.echo(f"  names of users, {verdict}: {verdicts[verdict]}, {names[verdict]} different")
    click.echo(f"  residue: {len(values)} values at {sum(map(len, found.residue.values()))} places")
    for kind in (RelationKind.DEPENDS_ON, RelationKind.WORKS_WITH):
        click.echo(f"  {kind}: {kinds[kind]}")
    click.echo(f"  pairs of possible alternatives: {len(found.alternatives)}")
    click.echo(f"  needs and examples met by two publishers or more: {len(found.overlaps)}")


def _tell_largest(found: ReuseFound) -> None:
    click.echo(f"\nthe {MANY} largest overlaps: software (a family once), publishers, the largest of them")
    for one in found.overlaps[:MANY]:
        largest = ", ".join(f"{name} {count}" for name, count in one.publishers[:3])
        click.echo(f"  {one.purpose:<32}{len(one.software):>4}{len(one.publishers):>4}  {largest}")
    click.echo(f"\nthe {MANY} most alike alternatives: score, pair, shared purpose")
    for pair in found.alternatives[:MANY]:
        click.echo(f"  {pair.score:.2f}  {found.files[pair.key]} + {found.files[pair.other]}: {pair.value}")


def _tell_names() -> None:
    click.echo("\nnames of users, judged one by one")
    directory = shipped_directory()
    for drawn in ("random", "rest", "made"):
        one = score_names(directory, drawn)
        click.echo(
            f"  {drawn}: {one.judged} judged, {one.resolved} resolved, {one.right} of them right, "
            f"{one.meant - one.missing} of {one.meant} meant are in the list"
        )
        for line in one.disagreements:
            click.echo(f"    {line}")


def _tell_samples(found: Mapping[str, ReuseFound]) -> None:
    click.echo("\nsamples judged by hand: of those that the rules of today conclude, how many are right")
    for kind, draw in sorted({(one.kind, one.draw) for one in judged.sampled()}):
        score = score_sample(found[draw], kind, draw)
        share = f"{score.still_right / score.still:.2f}" if score.still else "none"
        before = f"of {score.judged} judged {score.right} were right"
        click.echo(f"  {kind:<14}{draw:<8}{score.still_right:>3} of {score.still:>2}  {share}   ({before})")
        for line in score.wrong:
            click.echo(f"    wrong  {line}")


def _tell_mentions(found: ReuseFound, drawn: str) -> None:
    one = score_mentions(found, drawn)
    click.echo(
        f"  {drawn}: of {one.pairs} pairs {one.meant} go together; {one.right} of these are found, "
        f"and {one.wrong} that do not"
    )


if __name__ == "__main__":
    main()
