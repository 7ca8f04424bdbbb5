"""Precision and recall of the classification on hand labels: python -m tests.reports.evaluation [FOLDER]

FOLDER holds the reference material (default: the folder `shared` beside the checkout). Borderline labels and
`source-code` are not scored; a borderline example of components makes the parent borderline, too. Besides
the labels of the reference material stand those of `judged.jsonl`, in this folder: a part to learn from, one
to check against while working, and one judged last, that no rule was made for.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

import publiccode
from reports.classification import SOURCE_CODE, Classification, Link, classify_all
from reports.guideline.loading import load_curation
from reports.subject import Subject, SubjectText

PICKED, RANDOM = "labels.jsonl", "labels-random.jsonl"
JUDGED = Path(__file__).with_name("judged.jsonl")
JUDGED_NEEDS = Path(__file__).with_name("judged-needs.jsonl")
TUNE, CHECK, FRESH, LABELLED = "tune", "check", "fresh", "labelled"
PARENT = "components"


@dataclass(slots=True)
class Score:
    """Counts of one category."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def labels(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labels if self.labels else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


@dataclass(slots=True)
class Evaluation:
    """Scores of one set of labels, and a line for each mistake."""

    entries: int = 0
    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    mistakes: list[str] = field(default_factory=list)

    @property
    def total(self) -> Score:
        scores = self.scores.values()
        return Score(
            right=sum(one.right for one in scores),
            wrong=sum(one.wrong for one in scores),
            missed=sum(one.missed for one in scores),
        )


def evaluate(shared: Path, labels: str) -> Evaluation:
    """Classify the corpus and hold it beside one set of labels: a file of it, or a part of the judged."""
    corpus = shared / "corpus"
    found = _classified(corpus)
    evaluation = Evaluation()
    for label in _labels(corpus, labels):
        evaluation.entries += 1
        links = {
            link.category_id: link for link in found[label["file"]].links if link.category_id != SOURCE_CODE
        }
        _score(evaluation, label, links)
    return evaluation


def evaluate_needs(shared: Path, labels: str) -> Evaluation:
    """The same for needs. LABELLED: the entries that the reference material labels; else a judged part.

    Needs that the software of a category answers are scored as that category, not here.
    """
    found = _classified(shared / "corpus")
    answering = {need.id for need in load_curation().needs.needs if need.category is not None}
    evaluation = Evaluation()
    for row in _lines(JUDGED_NEEDS if labels == LABELLED else JUDGED):
        if row.get("set", LABELLED) == labels:
            evaluation.entries += 1
            links = {link.category_id: link for link in found[row["file"]].needs}
            label = {
                "file": row["file"],
                "labels": row["needs"],
                "borderline": row["needs_borderline"],
                "reason": row.get("reason", ""),
            }
            _score(evaluation, label, {name: links[name] for name in links.keys() - answering})
    return evaluation


def _labels(corpus: Path, labels: str) -> list[dict[str, Any]]:
    if labels in {TUNE, CHECK, FRESH}:
        return [label for label in _lines(JUDGED) if label["set"] == labels]
    return _lines(corpus / labels)


def _score(evaluation: Evaluation, label: dict[str, Any], links: dict[str, Link]) -> None:
    sure = set(label["labels"]) - {SOURCE_CODE}
    open_to_debate = set(label["borderline"])
    if any(category.startswith(f"{PARENT}:") for category in open_to_debate):
        open_to_debate.add(PARENT)
    for category in sorted((sure | links.keys()) - (open_to_debate - sure)):
        score = evaluation.scores[category]
        if category in sure and category in links:
            score.right += 1
        elif category in sure:
            score.missed += 1
            evaluation.mistakes.append(f"missed  {label['file']}: {category} ({label['reason']})")
        else:
            score.wrong += 1
            why = links[category].evidence[0]
            found = f"rule {why.rule_id} found {why.matched!r} at {why.key_path}"
            evaluation.mistakes.append(f"wrong   {label['file']}: {category}, {found}")


def _classified(corpus: Path) -> dict[str, Classification]:
    """By file: all current files together, since residue shows only beside its neighbours."""
    curation = load_curation()
    rows = [row for row in _lines(corpus / "index.jsonl") if row["kind"] != "historical"]
    subjects = [_subject(n, row, corpus) for n, row in enumerate(rows)]
    found = classify_all(subjects, curation)
    return {row["file"]: one for row, one in zip(rows, found, strict=True)}


def _subject(n: int, row: dict[str, Any], corpus: Path) -> Subject:
    reading = publiccode.read((corpus / "files" / row["file"]).read_bytes())
    component = reading.component or publiccode.Component()
    return Subject(
        repository_id=n,
        path=row["path"],
        account_id=row["owner"],
        repository_name=row["name"],
        name=component.name,
        software_type=component.software_type,
        categories=component.categories,
        supports=component.supports,
        texts=tuple(
            SubjectText(
                language=language,
                localised_name=text.localised_name,
                generic_name=text.generic_name,
                short_description=text.short_description,
                long_description=text.long_description,
                features=text.features,
                api_documentation_url=text.api_documentation,
            )
            for language, text in component.description.items()
        ),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _tell(name: str, evaluation: Evaluation) -> None:
    total = evaluation.total
    click.echo(f"\n{name}: {evaluation.entries} entries")
    click.echo(f"  micro precision {total.precision:.3f}, recall {total.recall:.3f}")
    click.echo(f"  {'category':<32}{'right':>6}{'wrong':>6}{'missed':>7}{'F1':>7}")
    for category, score in sorted(evaluation.scores.items()):
        click.echo(f"  {category:<32}{score.right:>6}{score.wrong:>6}{score.missed:>7}{score.f1:>7.2f}")
    for mistake in evaluation.mistakes:
        click.echo(f"  {mistake}")


def main() -> None:
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    if not (shared / "corpus").is_dir():
        click.echo(f"There is no {shared}/corpus: give the folder of the reference material.", err=True)
        sys.exit(2)
    for name in (PICKED, RANDOM, TUNE, CHECK, FRESH):
        _tell(name, evaluate(shared, name))
    for name in (LABELLED, TUNE, CHECK, FRESH):
        _tell(f"needs, {name}", evaluate_needs(shared, name))


if __name__ == "__main__":
    main()
