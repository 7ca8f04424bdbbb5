"""Texts that are hard to read, of about so many bytes: what is quadratic somewhere shows here."""

from collections.abc import Callable, Mapping


def _chain(size: int) -> str:
    """Each anchor names the one before, and the first."""
    links = (f"a{i}: &b{i} [*{'a' if not i else f'b{i - 1}'}, *a]\n" for i in range(size // 25))
    return "a: &a [b]\n" + "".join(links)


def _bomb(size: int) -> str:
    """Each anchor is twice the one before."""
    links = (f"b{i}: &b{i} [*b{i - 1}, *b{i - 1}]\n" for i in range(1, size // 28))
    return "b0: &b0 [x, x]\n" + "".join(links)


def _mistakes(item: str, mistake: str) -> Callable[[int], str]:
    """A list just within the limit of 50,000 values, and mistakes: for each, all of it is parsed again."""
    return lambda size: "x: [" + item * min(size // 3, 45_000) + "]\n" + mistake * 30


def _interface(size: int) -> str:
    """The description of an interface, with a mistake in every second part."""
    good, bad = "  /zaken:\n    get: {a: '1'}\n", "    b: '#/x\n  c: &     d: e\n"
    parts = min(size // 60, 1300)  # within the time for which repairs are tried
    return "paths:\n" + good * parts + bad * parts


HOSTILE: Mapping[str, Callable[[int], str]] = {
    "brackets": lambda size: "[" * size,
    "dashes": lambda size: "- " * (size // 2),
    "braces": lambda size: "{" * size,
    "questions": lambda size: "? " * (size // 2),
    "quotes": lambda size: "'" * size,
    "directives": lambda size: "%TAG ! tag:x\n" * (size // 13),
    "chain of aliases": _chain,
    "bomb of aliases": _bomb,
    "template marks": lambda size: "name: " + "{{" * (size // 2),
    "misspelt values": lambda size: "categories:\n" + "  - documen-management\n" * (size // 23),
    "unknown keys": lambda size: "".join(f"key{i}: {'v' * 30}\n" for i in range(size // 42)),
    "duplicate keys": lambda size: "name: value\n" * (size // 12),
    "lines without a key": _mistakes("a,", "k x\n"),
    "items without a list": _mistakes("[],", "- x\n"),
    "broken interface": _interface,
    "long clusters": lambda size: (
        "description: {nl: {longDescription: '" + "\U0001f1ee" * (size // 4) + "'}}"
    ),
    "comments": lambda size: "# x\r\n" * (size // 5) + "name: x\r\n",
    "conflicts": lambda size: "<<<<<<< a\nname: x\n=======\nname: y\n>>>>>>> b\n" * (size // 45),
}
