import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from publiccode import Profile, Severity, is_valid
from publiccode.explanations import MAX_PER_CODE
from publiccode.rules.table import ROWS
from tests.publiccode.sample import VALID, changed, codes, findings

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = "Zaakwijzer leest nieuwe zaken"
CONTACTS = """\
  contacts:
    - name: Team Zaken
      email: zaken@gemeente.nl
"""

# what is changed in the valid file, and the codes that this gives
BROKEN = [
    ("name: Zaakwijzer\n", "", ["required-key-missing"]),
    ("name: Zaakwijzer", 'name: ""', ["required-key-missing"]),
    ("name: Zaakwijzer", "name: [a]", ["expected-text"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nonbekend: x", ["unknown-key"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nlandingUrl: https://a.nl", ["misspelt-key"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nlicense: MIT", ["misplaced-key"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nnl:\n  gemma: x", ["unknown-country-section"]),
    ("categories:", "tags:", ["former-key"]),
    ('publiccodeYmlVersion: "0"', "publiccodeYmlVersion: 0.4", ["version-is-a-number"]),
    ('publiccodeYmlVersion: "0"', 'publiccodeYmlVersion: "0.1"', ["version-unsupported"]),
    ('publiccodeYmlVersion: "0"', 'publiccodeYmlVersion: "0.4"', ["version-old"]),
    ('publiccodeYmlVersion: "0"', 'publiccodeYmlVersion: "0.6"', ["version-old"]),
    ('publiccodeYmlVersion: "0"', 'publiccodeYmlVersion: "0.7.0"', []),
    ('publiccodeYmlVersion: "0"\n', "", ["required-key-missing"]),
    ("url: https://github.com/gemeente/zaakwijzer", "url: foobar", ["invalid-url"]),
    ("url: https://github.com/gemeente/zaakwijzer", "url: git@github.com:a/b.git", ["unparsable-url"]),
    ("url: https://github.com/gemeente/zaakwijzer", "url: https://example.com/a", ["placeholder-address"]),
    ("categories:", "landingURL: www.a.nl\ncategories:", ["invalid-web-address"]),
    ("categories:", "roadmap: ''\ncategories:", ["invalid-web-address"]),
    ("categories:", "isBasedOn: https://a.nl/b\ncategories:", []),
    ("categories:", "isBasedOn: [https://a.nl/b, c]\ncategories:", ["invalid-url"]),
    ("categories:", "isBasedOn: https://github.com/Gemeente/Zaakwijzer.git\ncategories:",
     ["based-on-itself"]),
    ("categories:", "releaseDate: 2026-13-01\ncategories:", ["invalid-date"]),
    ("categories:", "releaseDate: 2030-01-01\ncategories:", ["release-in-the-future"]),
    ("categories:", "softwareVersion: 1.10\ncategories:", ["version-without-quotes"]),
    ("categories:", "softwareVersion: 1.1\ncategories:", []),
    ("categories:", "logo: /logo.svg\ncategories:", ["absolute-path"]),
    ("categories:", "logo: file:logo.svg\ncategories:", ["file-address"]),
    ("categories:", "logo: logo.gif\ncategories:", ["wrong-extension"]),
    ("categories:", "logo: https://a.nl/logo.SVG?x=1\ncategories:", []),
    ("categories:", "monochromeLogo: a.svg\ncategories:", ["deprecated-key"]),
    ("categories:", "inputTypes: [text/plain, xml]\ncategories:", ["invalid-mime-type", "deprecated-key"]),
    ("categories:", "usedBy: Gemeente\ncategories:", ["expected-list"]),
    ("categories:", "usedBy: [[a]]\ncategories:", ["expected-text"]),
    ("categories:", "fundedBy: [{uri: https://a.nl}]\ncategories:", ["required-key-missing"]),
    ("categories:", "fundedBy: [{name: A}]\ncategories:", []),
    ("categories:", "fundedBy: [A]\ncategories:", ["expected-section"]),
    ("categories:", "supports: [{id: alias:gdpr}]\ncategories:", []),
    ("categories:", "supports: [{id: alias:GDPR}]\ncategories:", ["unknown-support-alias"]),
    ("categories:", "supports: [{id: gdpr}]\ncategories:", ["invalid-support-id"]),
    ("categories:", "intendedAudience: {countries: [nl, UK]}\ncategories:",
     ["invalid-country", "lowercase-country"]),
    ("categories:", "intendedAudience: {scope: [cities]}\ncategories:", ["unknown-scope"]),
    ("categories:", "dependsOn: {open: [{name: a, optional: yes}]}\ncategories:", ["yes-or-no"]),
    ("categories:", "dependsOn: {open: [{version: 1.20}]}\ncategories:",
     ["required-key-missing", "version-without-quotes"]),
    ("categories:", "IT: {countryExtensionVersion: '0.2'}\ncategories:",
     ["deprecated-key", "old-country-extension-version"]),
    ("categories:", "IT: {countryExtensionVersion: 1.1}\ncategories:",
     ["invalid-country-extension-version", "deprecated-key"]),
    ("categories:", "IT: {riuso: {codiceIPA: '!'}}\ncategories:",
     ["required-key-missing", "invalid-ipa-code", "deprecated-key"]),
    ("categories:", "it: {countryExtensionVersion: '1.0'}\nIT: {countryExtensionVersion: '1.0'}\ncategories:",
     ["italian-section-twice", "deprecated-key", "deprecated-key"]),
    ("  - document-management", "  - documents", ["unknown-category"]),
    ("  - document-management", "  - document-management\n  - document-management", ["repeated-value"]),
    ("categories:\n  - document-management\n", "", ["no-category"]),
    ("platforms:\n  - web", "platforms: web", []),
    ("platforms:\n  - web", "platforms: []", ["list-is-empty"]),
    ("developmentStatus: stable", "developmentStatus: Stable", ["unknown-development-status"]),
    ("softwareType: standalone/web", "softwareType: softwareAddon", ["unknown-software-type"]),
    ("  uri: https://www.gemeente.example", "  uri: gemeente", ["invalid-organisation-uri"]),
    ("organisation:\n  uri: https://www.gemeente.example\n  name: Gemeente\n", "", ["no-organisation"]),
    ("  nl:\n", "  nld:\n", ["invalid-language"]),
    ("Wijst zaken toe aan de juiste behandelaar.", "x" * 151, ["text-too-long"]),
    (LONG, "x" * 10_001 + LONG, ["text-too-long"]),
    ("    features:\n      - Zaken toewijzen\n", "", ["required-in-one-language"]),
    ("    documentation: https://zaakwijzer.readthedocs.io\n", "", ["no-documentation"]),
    ("    features:", "    genericName: " + "x" * 36 + "\n    features:",
     ["text-too-long", "deprecated-key"]),
    ("    features:", "    screenshots: [a.gif, b.jpeg, c.PNG]\n    features:", ["wrong-extension"]),
    ("    features:", "    videos: [https://youtube.com/x, https://youtu.be/x]\n    features:",
     ["video-not-embeddable"]),
    ("legal:", "  en:\n    shortDescription: Short\nlegal:",
     ["not-in-every-language", "not-in-every-language"]),
    ("  license: EUPL-1.2", "  license: GPLv3", ["invalid-licence"]),
    ("  license: EUPL-1.2", "  license: EUPL-1.2-or-later", ["invalid-licence"]),
    ("  license: EUPL-1.2", "  license: eupl-1.2", ["licence-spelling"]),
    ("  license: EUPL-1.2", "  license: GPL-3.0", ["licence-deprecated"]),
    ("  license: EUPL-1.2", "  license: CC0-1.0", ["licence-not-osi"]),
    ("  license: EUPL-1.2", "  license: EUPL-1.2\n  repoOwner: Gemeente", ["deprecated-key"]),
    ("  license: EUPL-1.2", "  license: EUPL-1.2\n  authorsFile: /A", ["absolute-path", "deprecated-key"]),
    ("  type: internal", "  type: commercial", ["unknown-maintenance-type"]),
    ("  type: internal", "  type: internal\n  contractors: [{name: A, until: 2027-01-01}]",
     ["contractors-forbidden"]),
    ("  type: internal", "  type: internal\n  contractors: []", []),
    ("  type: internal", "  type: contract", ["contractors-missing"]),
    ("  type: internal", "  type: contract\n  contractors: [{name: A, until: 2027-01-01}]", []),
    ("  type: internal", "  type: contract\n  contractors: [{name: A, until: 2026-01-01}]",
     ["contract-ended"]),
    ("  type: internal", "  type: contract\n  contractors: [{name: A, until: 2099-01-01}]",
     ["contract-far-ahead"]),
    (CONTACTS, "", ["contacts-missing", "no-reachable-contact"]),
    (CONTACTS, "  contacts: []\n", ["contacts-missing", "no-reachable-contact"]),
    ("      email: zaken@gemeente.nl", "      email: zaken(at)gemeente.nl", ["invalid-email"]),
    ("      email: zaken@gemeente.nl", "      phone: 030 1234567", ["phone-without-country"]),
    ("  localisationReady: false", "  localisationReady: yes", ["yes-or-no"]),
    ("  localisationReady: false", "  localisationReady: maybe", ["expected-boolean"]),
    ("  localisationReady: false", "  localisationReady: 'true'", ["expected-boolean"]),
    ("    - nl\n", "    - eng\n", ["invalid-language"]),
    ("description:\n", "description: tekst\nx:\n",
     ["expected-section", "no-documentation", "no-dutch-or-english", "unknown-key"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN, ids=[new.strip()[:60] for _, new, _ in BROKEN])
def test_a_change_in_the_valid_file_gives_just_these_findings(
    old: str, new: str, expected: list[str]
) -> None:
    assert sorted(set(codes(changed(old, new)))) == sorted(set(expected))


def test_every_finding_of_content_points_at_its_line() -> None:
    text = changed("  license: EUPL-1.2", "  license: GPLv3")
    found = findings(text)[0]
    assert found.position is not None
    assert text.splitlines()[found.position.line - 1][found.position.column - 1 :] == "GPLv3"


def test_a_missing_section_is_told_by_the_keys_it_must_have() -> None:
    text = re.sub(r"localisation:\n.*\n.*\n.*\n", "", VALID)
    assert [finding.key_path for finding in findings(text)] == [
        "localisation.availableLanguages",
        "localisation.localisationReady",
    ]


def test_a_file_that_describes_an_organisation_has_that_finding_alone() -> None:
    assert codes("name: Gemeente\nsoftwareOwned:\n- https://a.nl") == ["describes-an-organisation"]
    assert codes("openapi: 3.0.0") == ["no-known-keys"]


def test_advice_and_warnings_never_make_a_file_invalid() -> None:
    found = findings(
        changed('publiccodeYmlVersion: "0"', 'publiccodeYmlVersion: "0.4"').replace("EUPL-1.2", "CC0-1.0")
    )
    assert {finding.severity for finding in found} == {Severity.WARNING, Severity.ADVICE}
    assert is_valid(found)


def test_errors_come_before_warnings_and_what_keeps_a_file_from_being_read_comes_first() -> None:
    text = changed("name: Zaakwijzer", "name: @a").replace("EUPL-1.2", "GPL-3.0").replace('"0"', '"0.4"')
    text = text.replace("  - document-management", "  - nothing")
    assert codes(text) == ["yaml-reserved-character", "unknown-category", "version-old", "licence-deprecated"]


def test_one_mistake_made_a_thousand_times_is_told_fifty_times() -> None:
    text = changed("  - document-management\n", "  - nothing\n" * 1000)
    assert codes(text).count("unknown-category") == MAX_PER_CODE


def test_lists_and_descriptions_are_checked_item_by_item() -> None:
    paths = [
        finding.key_path
        for finding in findings(changed("  - document-management", "  - document-management\n  - b"))
    ]
    assert paths == ["categories[1]"]


def test_the_table_has_a_row_for_every_key_of_every_section() -> None:
    from publiccode.keys import SECTIONS

    for name, section in SECTIONS.items():
        assert {row.key for row in ROWS[name]} == set(section.keys), name


def test_the_reference_profile_differs_where_the_reference_does() -> None:
    alone = changed("platforms:\n  - web", "platforms: web")
    assert codes(alone, Profile.STANDARD) == []
    assert sorted(codes(alone, Profile.REFERENCE)) == ["expected-list", "required-key-missing"]
    assert codes(changed("EUPL-1.2", "EUPL-1.2-or-later"), Profile.REFERENCE) == []
    assert codes("\ufeff" + VALID, Profile.REFERENCE) == ["required-key-missing"]


@pytest.mark.shared
def test_single_values_are_judged_as_the_reference_judges_them(shared: Path) -> None:
    import json

    from publiccode import addresses, licences
    from publiccode.dates import exact_date
    from publiccode.lengths import clusters
    from publiccode.rules import values

    answers = json.loads((shared / "publiccode" / "field-rule-answers.json").read_text(encoding="utf-8"))
    known = {  # the reference's own bugs, listed in docs/conformance.md
        "GPL-2.0-only with Classpath-exception-2.0", "MIT ORApache-2.0", "(EUPL-1.2-or-later)",
        "urn:x-italian-pa:nope", "क्षि", "ক্ষ",
    }  # fmt: skip
    rules: dict[str, Callable[[str], bool]] = {
        "is_spdx_expression": lambda text: licences.parse(text, lenient=True) is not None,
        "email": addresses.is_email,
        "url_url": addresses.is_url,
        "url_http_url": addresses.is_web_address,
        "organisation_uri": lambda text: values.organisation_uri(text) is None,
        "supports_id": lambda text: values.support(text) is None,
        "date": lambda text: exact_date(text) is not None,
        "is_mime_type": lambda text: values.mime_type(text) is None,
        "is_category_v0": lambda text: values.category(text) is None,
        "is_scope_v0": lambda text: values.scope(text) is None,
    }
    for name, rule in rules.items():
        for row in answers[name]:
            if row["in"] not in known:
                assert rule(row["in"]) == row.get("ok", False), (name, row)
    for row in answers["graphemes"]:
        if row["in"] not in known:
            assert clusters(row["in"]) == row["n"], row
