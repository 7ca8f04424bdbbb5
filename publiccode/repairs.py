"""Files that are not YAML in some place: what is wrong there, and how the rest is read all the same.

Each strategy rewrites the lines around the place where libyaml gave up, without adding or removing a line,
so that places keep their numbers. A rewrite is kept when it brings libyaml further; when nothing helps, the
line is left out. Nothing is invented: a repair changes quotes, indentation and tabs, never words.
"""

import re
from typing import Final

from publiccode.document import Document, Trouble, parse, reach
from publiccode.hits import Hit
from publiccode.homecoming import at_home, changes, put_nodes_home
from publiccode.mending import (
    STRATEGIES,
    Strategy,
    close_quote,
    indent_text,
    indentation,
    leave_out,
    space_after_dash,
)

_MAX_REPAIRS: Final = 20
_MAX_PARSED: Final = 2 * 1024 * 1024
"""Characters parsed over again for one file, at most."""
_TRIES: Final = 6
"""How many rewrites are tried for one mistake, on average."""

_CONFLICT: Final = re.compile(r"^<{7}(?: |$)", re.MULTILINE)
_CODES: Final = (
    ("tab", "yaml-tab"),
    ("cannot start any token", "yaml-reserved-character"),
    ("mapping values are not allowed", "yaml-colon-in-value"),
    ("mapping keys are not allowed", "yaml-reserved-character"),
    ("sequence entries are not allowed", "yaml-reserved-character"),
    ("end of stream", "yaml-unclosed-quote"),
    ("document indicator", "yaml-unclosed-quote"),
    ("unknown escape", "yaml-escape"),
    ("hexdecimal", "yaml-escape"),
    ("escape code", "yaml-escape"),
    ("expected ':'", "yaml-loose-text"),
    ("alphabetic or numeric", "yaml-reserved-character"),
    ("',' or", "yaml-unclosed-bracket"),
    ("expected key", "yaml-indentation"),
    ("'-' indicator", "yaml-indentation"),
    ("indentation", "yaml-indentation"),
)


def parse_repaired(text: str, *, depth: int, nodes: int) -> Document:
    """Parse YAML past its mistakes, as far as that goes; each mistake is a hit. Never raises."""
    document = parse(text, depth=depth, nodes=nodes)
    if document.trouble is None:
        return document
    hits: list[Hit] = []
    as_it_was = lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if _CONFLICT.search(text):
        lines = _settled(lines, hits)
        document = parse("\n".join(lines), depth=depth, nodes=nodes)
    for _ in range(min(_MAX_REPAIRS, 1 + _MAX_PARSED // (len(text) * _TRIES))):
        better, hit = (None, None) if document.trouble is None else _mend(lines, document.trouble)
        if hit is not None:
            hits.append(at_home(hit, changes(as_it_was, lines)))
        if better is None:
            break
        lines = better
        document = parse("\n".join(lines), depth=depth, nodes=nodes)
    if document.trouble is not None:
        document.hits.append(_hit(document.trouble, "yaml-unread-rest", lines, lines)._replace(value=None))
    moved = changes(as_it_was, lines)
    document.hits[:] = [*hits, *(at_home(hit, moved) for hit in document.hits)]
    put_nodes_home(document.root, moved)
    return document


def _mend(lines: list[str], trouble: Trouble) -> tuple[list[str] | None, Hit | None]:
    """The lines with one mistake mended, None when nothing helps; and the mistake, None when it is none."""
    better, strategy = _best(lines, trouble)
    code = _code(trouble, strategy, lines)
    return better, _hit(trouble, code, lines, better or lines) if code else None


def _best(lines: list[str], trouble: Trouble) -> tuple[list[str] | None, Strategy | None]:
    """The rewrite that brings the parser furthest, and the strategy that made it."""
    best: list[str] | None = None
    reached = (trouble.line, trouble.column)
    chosen: Strategy | None = None
    for strategy in STRATEGIES:
        for candidate in strategy(lines, trouble):
            there = reach("\n".join(candidate))
            if there is None:
                return candidate, strategy
            if there > reached and there[0] > trouble.line:
                best, reached, chosen = candidate, there, strategy
        if best is not None and strategy is not leave_out:
            break
    return best, chosen


def _code(trouble: Trouble, strategy: Strategy | None, lines: list[str]) -> str:
    if strategy is space_after_dash:
        return ""  # YAML 1.2 allows a tab there, only libyaml does not
    if strategy is close_quote:
        return "yaml-unclosed-quote"
    if strategy is indent_text:
        return "yaml-loose-text"
    line = lines[trouble.line - 1] if trouble.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "yaml-tab"
    for mark, code in _CODES:
        if mark in trouble.problem:
            return code
    return "yaml-syntax"


def _hit(trouble: Trouble, code: str, lines: list[str], mended: list[str]) -> Hit:
    """The place is the first line that had to be mended, which is where its owner has to look."""
    line = next(
        (at + 1 for at, (old, new) in enumerate(zip(lines, mended, strict=True)) if old != new), trouble.line
    )
    if not _says_something(lines, line):  # the end of the file, mostly: what is wrong began above
        opens = trouble.context_line if code == "yaml-unclosed-quote" else 0
        line = opens if _says_something(lines, opens) else _last_line(lines, line)
    text = lines[line - 1]
    column = trouble.column if line == trouble.line else indentation(text) + 1
    return Hit(code, line=line, column=min(column, len(text) + 1), value=text.strip() or None)


def _says_something(lines: list[str], line: int) -> bool:
    return 0 < line <= len(lines) and bool(lines[line - 1].strip())


def _last_line(lines: list[str], line: int) -> int:
    """The last line up to this one that says something; 1 where none does."""
    return next((at for at in range(min(line, len(lines)), 0, -1) if lines[at - 1].strip()), 1)


def _settled(lines: list[str], hits: list[Hit]) -> list[str]:
    """The lines with the first side of every unresolved merge conflict only."""
    lines = list(lines)
    theirs = False
    for number, line in enumerate(lines):
        if line.startswith("<<<<<<<"):
            hits.append(Hit("merge-conflict", line=number + 1, column=1, value=line.strip()))
            lines[number] = ""
        elif line.startswith("======="):
            theirs, lines[number] = True, ""
        elif line.startswith(">>>>>>>"):
            theirs, lines[number] = False, ""
        elif theirs:
            lines[number] = ""
    return lines
