"""The walk along the rule table: every key of a document beside its row."""

from functools import cache
from typing import TYPE_CHECKING, Final

from publiccode import keys
from publiccode.findings import Profile
from publiccode.hits import Hit
from publiccode.keys import MAX_STRANGERS, Section, home, meant_key
from publiccode.nodes import OLD_FALSES, OLD_TRUES, Entry, Listing, Mapping, Node, Scalar, is_null
from publiccode.rules.table import Checked, Kind, rows
from publiccode.rules.values import language, language_for_reference

if TYPE_CHECKING:
    from collections.abc import Callable

_COUNTRY_LENGTH: Final = 2
_SCALAR_TAGS: Final = frozenset(
    {None, "!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null"))}
)
_MAPPING_TAGS: Final = frozenset({None, "!"})


@cache
def _known(section: str) -> frozenset[str]:
    return frozenset(keys.SECTIONS[section].keys)


def place(entry: Entry) -> tuple[int, int]:
    """Where a finding about an entry points: at its value when that is on the key's line, else at its key."""
    key, value = entry.key, entry.value
    if type(value) is Scalar and value.line == key.line and value.text:
        return value.line, value.column
    return key.line, key.column


def first_place(mapping: Mapping) -> tuple[int, int]:
    """Where a finding about a missing key points: the brace of a flow mapping, else the first key."""
    if mapping.flow or not mapping.entries:
        return mapping.line, mapping.column
    first = mapping.entries[0].key
    return first.line, first.column


class Walk:
    """One walk over one document in one profile; `hits` are in the order of the standard's keys."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.standard = profile is Profile.STANDARD
        self.hits: list[Hit] = []
        self._kinds: dict[Kind, Callable[[Checked, Entry, str], None]] = {
            Kind.TEXT: self._text,
            Kind.BOOLEAN: self._boolean,
            Kind.TEXTS: self._texts,
            Kind.TEXT_OR_TEXTS: self._text_or_texts,
            Kind.SECTION: self._section,
            Kind.SECTIONS: self._sections,
            Kind.LANGUAGES: self._languages,
        }

    def section(self, mapping: Mapping, section: Section, prefix: str) -> None:
        """Check the keys of one mapping; `prefix` is its key path with a dot behind it, empty at the top."""
        by_key = mapping.by_key
        known = _known(section.name)
        strangers = [entry for key, entry in by_key.items() if key not in known][:MAX_STRANGERS]
        stand_ins = (
            self._strangers(strangers, section, prefix, mapping) if strangers and self.standard else {}
        )
        kinds = self._kinds
        for row in rows(section.name, self.profile):
            entry = by_key.get(row.key) or stand_ins.get(row.key)
            if entry is None or is_null(entry.value):
                if row.required:
                    self.missing(row, entry, mapping, prefix)
            else:
                kinds[row.kind](row, entry, prefix + entry.text)
        if strangers and not self.standard:
            self._strangers(strangers, section, prefix, mapping)

    def missing(self, row: Checked, entry: Entry | None, mapping: Mapping, prefix: str) -> None:
        """A required key that is absent or empty; of a section, the keys that it must have."""
        if row.kind is Kind.SECTION and row.section is not None:
            line, column = first_place(mapping) if self.standard or mapping.flow else (0, 0)
            if entry is not None:
                line, column = entry.value.line, entry.value.column
            for inner in rows(row.section.name, self.profile):
                if inner.required:
                    self.hits.append(
                        Hit("required-key-missing", f"{prefix}{row.key}.{inner.key}", line, column)
                    )
            return
        line, column = first_place(mapping) if entry is None else (entry.key.line, entry.key.column)
        self.hits.append(Hit("required-key-missing", prefix + row.key, line, column))

    def _wrong(self, code: str, path: str, entry: Entry) -> None:
        """A value of the wrong kind; the reference points at the value itself, wherever it begins."""
        node = entry.value
        line, column = place(entry) if self.standard else (node.line, node.column)
        value = node.text if type(node) is Scalar else None
        self.hits.append(Hit(code, path, line, column, value))

    def _hit(self, code: str, path: str, entry: Entry, value: str | None = None) -> None:
        line, column = place(entry)
        self.hits.append(Hit(code, path, line, column, value))

    def _strangers(
        self, strangers: list[Entry], section: Section, prefix: str, mapping: Mapping
    ) -> dict[str, Entry]:
        """Report keys that the standard has not; a key whose meaning is clear is checked as that."""
        stand_ins: dict[str, Entry] = {}
        for entry in strangers:
            meant = meant_key(section, entry.text) if self.standard else None
            code, args = "unknown-key", dict[str, object](meant=meant)
            if not self.standard:
                pass
            elif meant is not None:
                code = "former-key" if entry.text in section.former else "misspelt-key"
                if meant in mapping.by_key or meant in stand_ins:
                    args = {"meant": meant, "beside": True}  # renamed, it would be there twice
                else:
                    stand_ins[meant] = entry
            elif (belongs := home(entry.text)) is not None:
                code, args = "misplaced-key", {"meant": belongs}
            elif not prefix and len(entry.text) == _COUNTRY_LENGTH and isinstance(entry.value, Mapping):
                code = "unknown-country-section"
            key = entry.key
            path = prefix + entry.text
            self.hits.append(Hit(code, path, key.line, key.column, entry.text, args))
        return stand_ins

    def _text(self, row: Checked, entry: Entry, path: str) -> None:
        node = entry.value
        if type(node) is not Scalar or node.tag not in _SCALAR_TAGS:
            self._wrong("expected-text", path, entry)
            return
        text = node.text
        if not text and row.empty_is_absent:
            if row.required:
                self.hits.append(Hit("required-key-missing", path, entry.key.line, entry.key.column, ""))
            return
        clean = True
        for check in row.checks:
            code = check(text)
            if code is not None:
                clean = False
                self._hit(code, path, entry, text)
                break
        if row.deprecated and (clean or row.key != "codiceIPA"):
            self._hit("deprecated-key", path, entry, text)

    def _boolean(self, _row: Checked, entry: Entry, path: str) -> None:
        node = entry.value
        if type(node) is not Scalar:
            self._wrong("expected-boolean", path, entry)
        elif node.boolean() is None:
            old = node.plain and (node.text in OLD_TRUES or node.text in OLD_FALSES)
            self._wrong("yes-or-no" if old else "expected-boolean", path, entry)

    def _texts(self, row: Checked, entry: Entry, path: str) -> None:
        node = entry.value
        if type(node) is not Listing:
            self._wrong("expected-list", path, entry)
            return
        if row.required and not node.items:
            self._hit("list-is-empty", path, entry)
        if row.deprecated:
            self._hit("deprecated-key", path, entry)
        for number, item in enumerate(node.items):
            self._item(row, item, path, number)

    def _item(self, row: Checked, item: Node, path: str, number: int) -> None:
        if type(item) is not Scalar:
            code, value = "expected-text", None
            self.hits.append(Hit(code, f"{path}[{number}]", item.line, item.column, value))
            return
        text = "" if item.is_null else item.text
        for check in row.checks:
            wrong = check(text)
            if wrong is not None:
                self.hits.append(Hit(wrong, f"{path}[{number}]", item.line, item.column, text))
                break
        for check in row.also:
            wrong = check(text)
            if wrong is not None:
                self.hits.append(Hit(wrong, f"{path}[{number}]", item.line, item.column, text))

    def _text_or_texts(self, row: Checked, entry: Entry, path: str) -> None:
        node = entry.value
        if type(node) is not Scalar:
            self._texts(row, entry, path)
        elif row.required and not node.text:
            self.hits.append(Hit("required-key-missing", path, entry.key.line, entry.key.column, ""))
        else:
            for check in row.checks:
                code = check(node.text)
                if code is not None:
                    plain = self.standard or code == "unparsable-url"
                    self._hit(code, path if plain else f"{path}[0]", entry, node.text)
                    return

    def _section(self, row: Checked, entry: Entry, path: str) -> None:
        node = entry.value
        if row.deprecated:
            self.hits.append(Hit("deprecated-key", path, entry.key.line, entry.key.column))
        if type(node) is Mapping and node.tag in _MAPPING_TAGS and row.section is not None:
            self.section(node, row.section, f"{path}.")
        else:
            self._wrong("expected-section", path, entry)

    def _sections(self, row: Checked, entry: Entry, path: str) -> None:
        node = entry.value
        if type(node) is not Listing or row.section is None:
            self._wrong("expected-list", path, entry)
            return
        for number, item in enumerate(node.items):
            if type(item) is Mapping:
                self.section(item, row.section, f"{path}[{number}].")
            elif is_null(item) and not self.standard:
                self._empty(row.section, f"{path}[{number}].", item.line, item.column)
            else:
                value = item.text if type(item) is Scalar else None
                self.hits.append(Hit("expected-section", f"{path}[{number}]", item.line, item.column, value))

    def _empty(self, section: Section, prefix: str, line: int, column: int) -> None:
        """A section that is nothing, which the reference takes for one without keys."""
        self.hits += [
            Hit("required-key-missing", prefix + row.key, line, column)
            for row in rows(section.name, self.profile)
            if row.required
        ]

    def _languages(self, row: Checked, entry: Entry, path: str) -> None:
        node = entry.value
        if type(node) is not Mapping or row.section is None:
            self._wrong("expected-section", path, entry)
            return
        if not node.entries:
            self._hit("list-is-empty", path, entry)
        check = language if self.standard else language_for_reference
        for one in node.by_key.values():
            if check(one.text) is not None:
                at = one.key if self.standard else entry.key
                self.hits.append(Hit("invalid-language", f"{path}.{one.text}", at.line, at.column, one.text))
            if type(one.value) is Mapping:
                self.section(one.value, row.section, f"{path}.{one.text}.")
            elif is_null(one.value) and not self.standard:
                self._empty(row.section, f"{path}.{one.text}.", one.value.line, one.value.column)
            else:
                self._wrong("expected-section", f"{path}.{one.text}", one)
