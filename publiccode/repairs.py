"""Files that are not YAML in some place: what is wrong there, and how the rest is read all the same.

Each strategy rewrites the lines around the place where libyaml gave up, without adding or removing a line,
so that places keep their numbers. A rewrite is kept when it brings libyaml further; when nothing helps, the
line is left out. Nothing is invented: a repair changes quotes, indentation and tabs, never words.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import Final

from publiccode.document import COLON, Document, Trouble, parse, reach
from publiccode.hits import Hit
from publiccode.vocabulary import KEYS

_MAX_REPAIRS: Final = 20
_MAX_LEFT_OUT: Final = 20
_MAX_PARSED: Final = 4 * 1024 * 1024
"""Characters parsed over again for one file, at most."""

_KEY_LINE: Final = re.compile(r"([ \t]*)((?:- +)*)[\"']?([\w$/. -]{1,60}?)[\"']?[ \t]*:(?:[ \t]+(.*))?$")
_CONFLICT: Final = re.compile(r"^<{7}(?: |$)", re.MULTILINE)
_CLOSED_QUOTE: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_BLOCK_HEADER: Final = re.compile(r":[ \t]+[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$")
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
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    budget = _MAX_PARSED - len(text)
    if _CONFLICT.search(text):
        _settle_conflicts(lines, hits)
        document = parse("\n".join(lines), depth=depth, nodes=nodes)
    for _ in range(_MAX_REPAIRS):
        trouble = document.trouble
        if trouble is None or budget < 0:
            break
        better, strategy = _best(lines, trouble)
        code = _code(trouble, strategy, lines)
        if code:
            hits.append(_hit(trouble, code, lines, better or lines))
        budget -= len(text) * 6
        if better is None:
            break
        lines = better
        document = parse("\n".join(lines), depth=depth, nodes=nodes)
    if document.trouble is not None:
        line, column = document.trouble.line, document.trouble.column
        document.hits.append(Hit("yaml-unread-rest", line=line, column=column))
    document.hits[:0] = hits
    return document


def _best(lines: list[str], trouble: Trouble) -> tuple[list[str] | None, "_Strategy | None"]:
    """The rewrite that brings the parser furthest, and the strategy that made it."""
    best: list[str] | None = None
    reached = (trouble.line, trouble.column)
    chosen: _Strategy | None = None
    for strategy in _STRATEGIES:
        for candidate in strategy(lines, trouble):
            there = reach("\n".join(candidate))
            if there is None:
                return candidate, strategy
            if there > reached and there[0] > trouble.line:
                best, reached, chosen = candidate, there, strategy
        if best is not None and strategy is not _leave_out:
            break
    return best, chosen


_Strategy = Callable[[list[str], Trouble], Iterator[list[str]]]


def _code(trouble: Trouble, strategy: _Strategy | None, lines: list[str]) -> str:
    if strategy is _space_after_dash:
        return ""  # YAML 1.2 allows a tab there, only libyaml does not
    if strategy is _close_quote:
        return "yaml-unclosed-quote"
    if strategy is _indent_text:
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
    text = lines[line - 1] if line <= len(lines) else ""
    column = trouble.column if line == trouble.line else _indent(text) + 1
    return Hit(code, line=line, column=column, value=text.strip() or None)


def _settle_conflicts(lines: list[str], hits: list[Hit]) -> None:
    """Keep the first side of every unresolved merge conflict."""
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


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _before(lines: list[str], index: int) -> int:
    """The index of the nearest line before `index` that holds anything, -1 when there is none."""
    return next((at for at in range(index - 1, -1, -1) if lines[at].strip()), -1)


def _is_key(line: str) -> bool:
    """Whether a line opens with one of the standard's keys, and so is no running text."""
    match = _KEY_LINE.match(line)
    return match is not None and match[3] in KEYS


def _with(lines: list[str], changes: Iterable[tuple[int, str]]) -> list[str]:
    changed = list(lines)
    for index, line in changes:
        changed[index] = line
    return changed


def _space_after_dash(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    line = lines[trouble.line - 1] if trouble.line <= len(lines) else ""
    spaced = re.sub(r"^( *(?:- +)*-)\t+", r"\1 ", line)
    if spaced != line:
        yield _with(lines, [(trouble.line - 1, spaced)])


def _untab(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """Tabs as indentation: indent as the line before, or so many to a tab, also the lines after it."""
    index = trouble.line - 1
    if index >= len(lines) or "\t" not in lines[index][: _indent(lines[index])]:
        return
    run = list(takewhile(lambda at: "\t" in lines[at][: _indent(lines[at])], range(index, len(lines))))
    previous = _before(lines, index)
    beside = " " * _indent(lines[previous]) if previous >= 0 else ""
    yield _with(lines, [(at, beside + lines[at].lstrip()) for at in run])
    for width in (2, 4, 8):
        yield _with(
            lines,
            [(at, lines[at][: _indent(lines[at])].expandtabs(width) + lines[at].lstrip()) for at in run],
        )


def _indent_text(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """Running text that is not indented below its key: indent it as the text before it, or below the key."""
    for index in sorted({min(at, len(lines)) - 1 for at in (trouble.context_line, trouble.line)}):
        if not lines[index].strip() or _is_key(lines[index]):
            continue
        previous = _before(lines, index)
        if previous < 0:
            continue
        indent = _indent(lines[previous])
        if _BLOCK_HEADER.search(lines[previous]) or lines[previous].rstrip().endswith(":"):
            indent += 2
        run = takewhile(lambda at: not _is_key(lines[at]), range(index, len(lines)))
        changes = [
            (at, _safe(" " * max(indent, _indent(lines[at])) + lines[at].lstrip()))
            for at in run
            if lines[at].strip()
        ]
        yield _with(lines, changes)


def _safe(line: str) -> str:
    """Running text in a plain scalar must not look like a key or a comment."""
    return line.replace(": ", ":" + COLON)


def _close_quote(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """A quote that opens and does not close on its line: write the value in quotes that do."""
    last = min(trouble.line, len(lines))
    for index in range(max(0, trouble.context_line - 1), last):
        match = _KEY_LINE.match(lines[index])
        value = match[4] if match else lines[index].lstrip(" -")
        quote = value[:1] if value else ""
        if value and quote in {'"', "'"} and not _CLOSED_QUOTE.match(value):
            yield _with(lines, [(index, _quoted(lines[index], value, value.strip().strip("\"'")))])


def _quote_value(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """A value that YAML reads as something else: write the whole of it in quotes."""
    for index in dict.fromkeys(min(at, len(lines)) - 1 for at in (trouble.line, trouble.context_line)):
        match = _KEY_LINE.match(lines[index])
        value = match[4] if match else None
        if match is None and lines[index].lstrip().startswith("- "):
            value = lines[index].lstrip()[2:]
        if value and value[0] not in "|>":
            closed = _CLOSED_QUOTE.match(value)
            bare = closed[0][1:-1] if closed else value.strip()
            yield _with(lines, [(index, _quoted(lines[index], value, bare))])


def _quoted(line: str, value: str, bare: str) -> str:
    return line[: len(line.rstrip("\r")) - len(value.rstrip("\r"))] + "'" + bare.replace("'", "''") + "'"


def _keep_colons(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """A line of a longer text with a colon in it."""
    index = min(trouble.line, len(lines)) - 1
    if ": " in lines[index] and not _is_key(lines[index]):
        yield _with(lines, [(index, _safe(lines[index]))])


def _shift(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """A key or list item at an indentation that fits nothing: try those of the lines before."""
    index = min(trouble.line, len(lines)) - 1
    own = _indent(lines[index])
    before = {_indent(line) for line in lines[max(0, index - 60) : index] if line.strip()}
    below = takewhile(
        lambda at: not lines[at].strip() or _indent(lines[at]) > own, range(index + 1, len(lines))
    )
    block = [index, *below]
    for indent in sorted(before - {own}, key=lambda width: (abs(width - own), -width))[:4]:
        if own > indent:
            yield _with(lines, [(at, lines[at][own - indent :]) for at in block if lines[at].strip()])
        else:
            yield _with(lines, [(at, " " * (indent - own) + lines[at]) for at in block if lines[at].strip()])


def _leave_out(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """The last resort: read the file without the line, or without the line where the construct began."""
    index = min(trouble.line, len(lines)) - 1
    start = min(trouble.context_line, len(lines)) - 1
    yield _with(lines, [(index, "")])
    if start != index:
        yield _with(lines, [(start, "")])
        yield _with(
            lines,
            [(at, "") for at in range(start, index + 1)] if index - start < _MAX_LEFT_OUT else [(start, "")],
        )


_STRATEGIES: Final[tuple[_Strategy, ...]] = (
    _space_after_dash,
    _untab,
    _close_quote,
    _indent_text,
    _quote_value,
    _keep_colons,
    _shift,
    _leave_out,
)
