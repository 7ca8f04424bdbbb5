"""What was judged by hand, read back: names of users, pairs, and samples of what rules concluded."""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class JudgedName(NamedTuple):
    """A name and the organisation of the list that it means; None: none."""

    drawn: str  # "random" | "rest" | "made"
    name: str
    organisation_id: str | None


class JudgedPair(NamedTuple):
    """Two files of the corpus and what they are to each other."""

    one: str
    other: str
    verdict: str  # "same" | "alternative" | "works_with" | "unrelated"


class JudgedItem(NamedTuple):
    """Something that the rules concluded, and whether that is right."""

    kind: str
    draw: str  # "first" | "second"
    item: tuple[str, ...]
    is_right: bool
    reason: str


class JudgedMention(NamedTuple):
    """The one file writes a name or address of the other: whether the software goes together."""

    one: str
    other: str
    drawn: str  # "current" | "others"
    is_right: bool


def names() -> tuple[JudgedName, ...]:
    return tuple(
        JudgedName(drawn, name, None if meant == "-" else meant)
        for drawn, name, meant in _lines("used_by.tsv")
    )


def pairs() -> tuple[JudgedPair, ...]:
    return tuple(JudgedPair(*line) for line in _lines("pairs.tsv"))


def families() -> dict[str, frozenset[str]]:
    """By name of the family: its files."""
    found: dict[str, set[str]] = {}
    for family, file in _lines("families.tsv"):
        found.setdefault(family, set()).add(file)
    return {family: frozenset(of_it) for family, of_it in found.items()}


def sampled() -> tuple[JudgedItem, ...]:
    return tuple(
        JudgedItem(kind, draw, (one,) if other == "-" else (one, other), verdict == "yes", reason)
        for kind, draw, one, other, verdict, reason in _lines("sampled.tsv")
    )


def mentions() -> tuple[JudgedMention, ...]:
    return tuple(
        JudgedMention(one, other, drawn, verdict == "yes")
        for one, other, drawn, verdict, _ in _lines("mentions.tsv")
    )


def _lines(name: str) -> list[list[str]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
