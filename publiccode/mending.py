"""Ways to mend lines that are no YAML: each takes the lines and the trouble, and gives rewrites to try.

No line is added or removed, so that places keep their numbers, and nothing is invented: quotes, indentation
and tabs change, words never do.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import Final

from publiccode.document import COLON, Trouble
from publiccode.vocabulary import KEYS

Strategy = Callable[[list[str], Trouble], Iterator[list[str]]]
_RUNNING: Final = frozenset({"longDescription", "shortDescription"})
"""Keys whose values run on over several lines."""
_MAX_LEFT_OUT: Final = 20
_KEY_LINE: Final = re.compile(r"([ \t]*)((?:- +)*)[\"']?([\w$/. -]{1,60}?)[\"']?[ \t]*:(?:[ \t]+(.*))?$")
_CLOSED_QUOTE: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")


def indentation(line: str) -> int:
    """How far a line is indented, in characters."""
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


def space_after_dash(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """A tab behind a dash, which YAML 1.2 allows and libyaml does not."""
    line = lines[trouble.line - 1] if trouble.line <= len(lines) else ""
    spaced = re.sub(r"^( *(?:- +)*-)\t+", r"\1 ", line)
    if spaced != line:
        yield _with(lines, [(trouble.line - 1, spaced)])


def untab(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """Tabs as indentation: indent as the line before, or so many to a tab, also the lines after it."""
    index = trouble.line - 1
    if index >= len(lines) or "\t" not in lines[index][: indentation(lines[index])]:
        return
    run = list(takewhile(lambda at: "\t" in lines[at][: indentation(lines[at])], range(index, len(lines))))
    previous = _before(lines, index)
    beside = " " * indentation(lines[previous]) if previous >= 0 else ""
    yield _with(lines, [(at, beside + lines[at].lstrip()) for at in run])
    for width in (2, 4, 8):
        yield _with(
            lines,
            [(at, lines[at][: indentation(lines[at])].expandtabs(width) + lines[at].lstrip()) for at in run],
        )


def indent_text(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """Running text that is not indented below its key: indent it below the key, or as the text before it."""
    for index in sorted({min(at, len(lines)) - 1 for at in (trouble.context_line, trouble.line)}):
        if not lines[index].strip() or _is_key(lines[index]):
            continue
        key = next((at for at in range(index - 1, -1, -1) if _is_key(lines[at])), None)
        if key is not None and _is_complete(lines, key, index):
            continue
        if key is not None:
            first = next(at for at in range(key + 1, index + 1) if lines[at].strip())
            deeper = indentation(lines[first]) > indentation(lines[key])
            yield _indented(
                lines, key + 1, indentation(lines[first]) if deeper else indentation(lines[key]) + 2
            )
        previous = _before(lines, index)
        if previous >= 0:
            opens = lines[previous].rstrip().endswith(":") or lines[previous].lstrip().startswith("- ")
            yield _indented(lines, index, indentation(lines[previous]) + 2 * opens)


def _is_complete(lines: list[str], key: int, index: int) -> bool:
    """Whether the lines before `index` are a key with a short value, which no running text continues."""
    match = _KEY_LINE.match(lines[key])
    value = match[4] if match else None
    between = any(lines[at].strip() for at in range(key + 1, index))
    return bool(value and match and value[0] not in "|>" and match[3] not in _RUNNING and not between)


def _indented(lines: list[str], start: int, indent: int) -> list[str]:
    """All lines from `start` to the next key, indented so far at least."""
    run = takewhile(lambda at: not _is_key(lines[at]), range(start, len(lines)))
    return _with(
        lines,
        [
            (at, _safe(" " * max(indent, indentation(lines[at])) + lines[at].lstrip()))
            for at in run
            if lines[at].strip()
        ],
    )


def _safe(line: str) -> str:
    """Running text in a plain scalar must not look like a key or a comment."""
    return line.replace(": ", ":" + COLON)


def close_quote(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """A quote that opens and does not close on its line: write the value in quotes that do."""
    last = min(trouble.line, len(lines))
    for index in range(max(0, trouble.context_line - 1), last):
        match = _KEY_LINE.match(lines[index])
        value = match[4] if match else lines[index].lstrip(" -")
        quote = value[:1] if value else ""
        if value and quote in {'"', "'"} and not _CLOSED_QUOTE.match(value):
            yield _with(lines, [(index, _quoted(lines[index], value, value.strip().strip("\"'")))])


def quote_value(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """A value that YAML reads as something else: write the whole of it in quotes."""
    for index in dict.fromkeys(min(at, len(lines)) - 1 for at in (trouble.line, trouble.context_line)):
        match = _KEY_LINE.match(lines[index])
        value = match[4] if match and " " not in match[3] else None
        if match is None and lines[index].lstrip().startswith("- "):
            value = lines[index].lstrip()[2:]
        if value and value[0] not in "|>":
            closed = _CLOSED_QUOTE.match(value)
            bare = closed[0][1:-1] if closed else value.strip()
            yield _with(lines, [(index, _quoted(lines[index], value, bare))])


def _quoted(line: str, value: str, bare: str) -> str:
    return line[: len(line.rstrip("\r")) - len(value.rstrip("\r"))] + "'" + bare.replace("'", "''") + "'"


def keep_colons(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """A line of a longer text with a colon in it."""
    index = min(trouble.line, len(lines)) - 1
    if ": " in lines[index] and not _is_key(lines[index]):
        yield _with(lines, [(index, _safe(lines[index]))])


def shift(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
    """A key or list item at an indentation that fits nothing: try those of the lines before."""
    index = min(trouble.line, len(lines)) - 1
    own = indentation(lines[index])
    before = {indentation(line) for line in lines[max(0, index - 60) : index] if line.strip()}
    below = takewhile(
        lambda at: not lines[at].strip() or indentation(lines[at]) > own, range(index + 1, len(lines))
    )
    block = [index, *below]
    for indent in sorted(before - {own}, key=lambda width: (abs(width - own), -width))[:4]:
        if own > indent:
            yield _with(lines, [(at, lines[at][own - indent :]) for at in block if lines[at].strip()])
        else:
            yield _with(lines, [(at, " " * (indent - own) + lines[at]) for at in block if lines[at].strip()])


def leave_out(lines: list[str], trouble: Trouble) -> Iterator[list[str]]:
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


STRATEGIES: Final[tuple[Strategy, ...]] = (
    space_after_dash,
    untab,
    close_quote,
    quote_value,
    indent_text,
    keep_colons,
    shift,
    leave_out,
)
