"""Bytes to text: what a file that should be UTF-8 really is, and what of it can be read."""

import re
from dataclasses import dataclass
from typing import Final

from publiccode.hits import Hit

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
"""What YAML 1.2.2, section 5.1, does not allow in a document (and libyaml refuses)."""
_FINE_BYTES: Final = bytes({*b"\t\n\r", *range(0x20, 0x7F), *range(0x80, 0x100)})
_SMUGGLED: Final = {
    0xDC80 + byte - 0x80: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)
}
"""A byte that is not UTF-8, kept by `surrogateescape`, as the character it is in Windows-1252."""
LINE_END: Final = re.compile(r"\r\n|\r|\n")
"""YAML 1.2.2, section 5.4: the other characters that Python ends a line at are plain."""
_HTML: Final = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_LFS: Final = "version https://git-lfs.github.com/spec/"
_PATH: Final = re.compile(r"[^\s:#{}\[\]\"']*[/.][^\s:#{}\[\]\"']*\.ya?ml")
"""The whole text of a symbolic link to another YAML file."""
_PATH_LENGTH: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file, and whether it is worth reading as YAML."""

    text: str
    hits: tuple[Hit, ...]
    is_yaml: bool = True


def decode(content: bytes, limit: int) -> Decoded:
    """Decode any bytes, at most `limit` of them (whole lines); never fails."""
    hits: list[Hit] = []
    if len(content) > limit:
        hits.append(Hit("too-large", args={"size": len(content), "limit": limit}))
        content = content[: content.rfind(b"\n", 0, limit) + 1 or limit]
    text = _to_text(content, hits)
    if not text.strip():
        hits.append(Hit("empty-file"))
        return Decoded(text="", hits=tuple(hits), is_yaml=False)
    posing = _posing(text)
    if posing:
        return Decoded(text=text, hits=(*hits, Hit(posing, value=text[:80].strip())), is_yaml=False)
    return Decoded(text=_without_controls(text, content, hits), hits=tuple(hits))


def _to_text(content: bytes, hits: list[Hit]) -> str:
    if content[:3] == b"\xef\xbb\xbf":
        content = content[3:]
        hits.append(Hit("byte-order-mark", "", 1, 1, args={"before": chr(content[0]) if content else ""}))
    wide = _wide_encoding(content)
    if wide:
        value = "UTF-16" if "16" in wide else "UTF-32"
        hits.append(Hit("not-utf-8", value=value, args={"is_marked": wide[-1] != "e"}))
        return content.decode(wide, "replace").lstrip("\ufeff").translate(_LONE)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(content[: error.start].decode("utf-8"))
        hits.append(Hit("not-utf-8", line=line, column=column, value=f"0x{content[error.start]:02X}"))
        return content.decode("utf-8", "surrogateescape").translate(_SMUGGLED)


_LONE: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def _wide_encoding(content: bytes) -> str | None:
    """UTF-32 or UTF-16, by their marks or by the zero bytes that an ASCII first character leaves."""
    head = content[:4]
    if head in {b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"}:
        return "utf-32"
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    if head[1::2] == b"\0\0" and 0 not in head[::2]:
        return "utf-16-le"
    if head[::2] == b"\0\0" and 0 not in head[1::2]:
        return "utf-16-be"
    return None


def _posing(text: str) -> str | None:
    """The code of something else that lies where a publiccode.yml should lie."""
    if _HTML.match(text):
        return "html-page"
    if text.startswith(_LFS):
        return "lfs-pointer"
    if len(text) < _PATH_LENGTH and _PATH.fullmatch(text.strip()):
        return "symlink-text"
    return None


def _place(before: str) -> tuple[int, int]:
    """The line and column that follow a text: CR alone ends a line too (YAML 1.2.2, section 5.4)."""
    *_, last = lines = LINE_END.split(before)
    return len(lines), len(last) + 1


def _may_have_controls(content: bytes) -> bool:
    """A quick look that lets nearly every file pass without searching it character by character."""
    return bool(content.translate(None, _FINE_BYTES)) or b"\xc2" in content or b"\xef\xbf" in content


def _without_controls(text: str, content: bytes, hits: list[Hit]) -> str:
    if not _may_have_controls(content):
        return text
    match = _CONTROL.search(text)
    if match is None:
        return text
    line, column = _place(text[: match.start()])
    args = {"is_last": text.rstrip("\n").endswith("\0")}
    hits.append(Hit("control-character", "", line, column, f"U+{ord(match[0]):04X}", args))
    return _CONTROL.sub(" ", text)
