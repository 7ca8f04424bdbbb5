"""Break any one rule and a test fails: places and paths, and what the tables of the other tests leave open.

Each place was counted by hand in the text of the sample: `code path line:column`.
"""

import pytest

from publiccode import Profile
from tests.publiccode.sample import VALID, changed, codes, findings

DAY_OF_THE_TEST = "2026-07-01"
CONTRACT = "  type: contract\n  contractors: [{name: A, until: "
PLACES = [
    ("name: Zaakwijzer\n", "", ["required-key-missing name 1:1"]),
    ("name: Zaakwijzer", "name:", ["required-key-missing name 2:1"]),
    ("name: Zaakwijzer", "name: [a]", ["expected-text name 2:1"]),
    ("name: Zaakwijzer", "name: !!bool true", []),
    ("name: Zaakwijzer", "name: ! Zaakwijzer", []),
    ("name: Zaakwijzer", "name: !own Zaakwijzer", ["expected-text name 2:7"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nonbekend: x", ["unknown-key onbekend 3:1"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nnl: {gemma: x}", ["unknown-country-section nl 3:1"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nnl: x", ["unknown-key nl 3:1"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nnld: {gemma: x}", ["unknown-key nld 3:1"]),
    ("  license: EUPL-1.2", "  license: EUPL-1.2\n  nl: {a: x}", ["unknown-key legal.nl 24:3"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nvreemd: x\nlandingUrl: a",
     ["unknown-key vreemd 3:1", "misspelt-key landingUrl 4:1", "invalid-web-address landingUrl 4:13"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nlandingURL: https://a.nl\nlandingUrl: a",
     ["misspelt-key landingUrl 4:1"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nlicense: MIT", ["misplaced-key license 3:1"]),
    ('publiccodeYmlVersion: "0"', "publiccodeYmlVersion:", ["required-key-missing publiccodeYmlVersion 1:1"]),
    ('publiccodeYmlVersion: "0"', 'publiccodeYMLVersion: "0"', ["misspelt-key publiccodeYMLVersion 1:1"]),
    ('publiccodeYmlVersion: "0"', 'publiccode-yaml-version: "0"',
     ["former-key publiccode-yaml-version 1:1"]),
    ('publiccodeYmlVersion: "0"', "publiccodeYmlVersion: [a]", ["expected-text publiccodeYmlVersion 1:1"]),
    ('publiccodeYmlVersion: "0"', 'publiccodeYmlVersion: "9"',
     ["version-unsupported publiccodeYmlVersion 1:23"]),
    ("categories:", f"releaseDate: {DAY_OF_THE_TEST}\ncategories:", []),
    ("categories:", "releaseDate: 2026-07-02\ncategories:", ["release-in-the-future releaseDate 6:1"]),
    ("categories:", "softwareVersion: 1.10\ncategories:", ["version-without-quotes softwareVersion 6:1"]),
    ("categories:", "softwareVersion: '1.10'\ncategories:", []),
    ("categories:", "softwareVersion: 0x1F\ncategories:", ["version-without-quotes softwareVersion 6:1"]),
    ("categories:", "dependsOn: {open: [{name: a, versionMin: 1.20}]}\ncategories:",
     ["version-without-quotes dependsOn.open[0].versionMin 6:30"]),
    ("categories:", "dependsOn: {open: [{name: a, version: 1.20}]}\ncategories:",
     ["version-without-quotes dependsOn.open[0].version 6:30"]),
    ("categories:", "dependsOn: {open: [{name: 1.20}]}\ncategories:", []),
    ("categories:", "logo: https://a.nl/logo\ncategories:", []),
    ("categories:", "logo: https://a.nl/logo.gif\ncategories:", ["wrong-extension logo 6:7"]),
    ("categories:", "logo: logo\ncategories:", ["wrong-extension logo 6:7"]),
    ("categories:", "logo: ftp://a.nl/logo.gif\ncategories:", []),
    ("categories:", "logo: http://a.nl/logo.gif\ncategories:", ["wrong-extension logo 6:7"]),
    ("categories:", "logo: img.d/logo\ncategories:", ["wrong-extension logo 6:7"]),
    ("categories:", "usedBy: [[a]]\ncategories:", ["expected-text usedBy[0] 6:10"]),
    ("categories:", "fundedBy: [A]\ncategories:", ["expected-section fundedBy[0] 6:12"]),
    ("categories:", "fundedBy: [{name: A, uri: b}]\ncategories:",
     ["invalid-organisation-uri fundedBy[0].uri 6:27"]),
    ("categories:", "fundedBy: [{name: A, uri: 'urn:x-italian-pa:!'}]\ncategories:",
     ["invalid-organisation-uri fundedBy[0].uri 6:27"]),
    ("categories:", "fundedBy: [{name: A, uri: 'urn:x-italian-pa:c_h501'}]\ncategories:", []),
    ("categories:", "intendedAudience: {countries: [NL, xx]}\ncategories:",
     ["invalid-country intendedAudience.countries[1] 6:36"]),
    ("categories:", "isBasedOn: [https://github.com/gemeente/zaakwijzer/]\ncategories:",
     ["based-on-itself isBasedOn 6:1"]),
    ("categories:", "isBasedOn: [http://github.com/gemeente/zaakwijzer2]\ncategories:", []),
    ("url: https://github.com/gemeente/zaakwijzer", "url: https://ex@example.org/a",
     ["placeholder-address url 3:1"]),
    ("url: https://github.com/gemeente/zaakwijzer", "url: https://example.net.nl/a", []),
    ("  - document-management", "  - document-management\n  - document-management",
     ["repeated-value categories 6:1"]),
    ("  - web", "  - web\n  - web", ["repeated-value platforms 4:1"]),
    ("categories:\n  - document-management\n", "", ["no-category categories 1:1"]),
    ("organisation:\n  uri: https://www.gemeente.example\n  name: Gemeente\n", "",
     ["no-organisation organisation 1:1"]),
    ("legal:\n  license: EUPL-1.2\n", "", ["required-key-missing legal.license 1:1"]),
    ("  contacts:\n    - name: Team Zaken\n      email: zaken@gemeente.nl\n", "",
     ["contacts-missing maintenance.contacts 25:3", "no-reachable-contact maintenance.contacts 24:1"]),
    ("  contacts:\n    - name: Team Zaken\n      email: zaken@gemeente.nl\n",
     "  contact:\n    - name: Team Zaken\n      phone: 030 1234567\n",
     ["former-key maintenance.contact 26:3", "phone-without-country maintenance.contact[0].phone 26:3"]),
    ("categories:", "tags: [a]\ncategories:", ["former-key tags 6:1"]),
    ("    documentation: https://zaakwijzer.readthedocs.io\n", "", ["no-documentation description 13:1"]),
    ("    features:\n      - Zaken toewijzen\n", "", ["required-in-one-language description.features 14:3"]),
    ("    features:\n      - Zaken toewijzen\n", "    features: []\n",
     ["required-in-one-language description.features 14:3"]),
    ("legal:", "  en: {shortDescription: Short, features: [a]}\nlegal:",
     ["not-in-every-language description 13:1"]),
    ("legal:", "  en: x\nlegal:", ["expected-section description.en 22:7",
      "not-in-every-language description 13:1", "not-in-every-language description 13:1"]),
    ("description:\n  nl:\n", "description:\n  de:\n", ["no-dutch-or-english description 13:1"]),
    ("description:\n  nl:\n", "description:\n  en:\n", []),
    ("description:\n  nl:\n", "description:\n  nl-NL:\n", []),
    ("    features:", "    videos: [https://youtube.com/x]\n    features:",
     ["video-not-embeddable description.nl.videos[0] 20:14"]),
    ("    features:", "    videos: ['https://www.youtube.com/watch?v=x']\n    features:", []),
    ("    features:", "    screenshots: [a.gif]\n    features:",
     ["wrong-extension description.nl.screenshots[0] 20:19"]),
    ("  license: EUPL-1.2", "  license: eupl-1.2", ["licence-spelling legal.license 23:3"]),
    ("  license: EUPL-1.2", "  license: GPL-3.0", ["licence-deprecated legal.license 23:3"]),
    ("  license: EUPL-1.2", "  license: CC0-1.0", ["licence-not-osi legal.license 23:3"]),
    ("  license: EUPL-1.2", "  license: GPLv3", ["invalid-licence legal.license 23:12"]),
    ("  type: internal", "  type: contract", ["contractors-missing maintenance.contractors 25:3"]),
    ("  type: internal", "  type: contract\n  contractors: []",
     ["contractors-missing maintenance.contractors 26:3"]),
    ("  type: internal", "  type: internal\n  contractors: [{name: A, until: x}]",
     ["contractors-forbidden maintenance.contractors 26:3"]),
    ("  type: internal", "  type: other\n  contractors: [{name: A, until: 2027-01-01}]",
     ["unknown-maintenance-type maintenance.type 25:9"]),
    ("  type: internal", f"{CONTRACT}{DAY_OF_THE_TEST}}}]", []),
    ("  type: internal", f"{CONTRACT}2026-06-30}}]",
     ["contract-ended maintenance.contractors[0].until 26:27"]),
    ("  type: internal", f"{CONTRACT}2099-01-01}}]",
     ["contract-far-ahead maintenance.contractors[0].until 26:27"]),
    ("      email: zaken@gemeente.nl", "      phone: 030 1234567",
     ["phone-without-country maintenance.contacts[0].phone 26:3"]),
    ("      email: zaken@gemeente.nl", "      phone: 0031 1234567", []),
    ("      email: zaken@gemeente.nl", "      affiliation: Gemeente",
     ["no-reachable-contact maintenance.contacts 26:3"]),
    ("    - name: Team Zaken\n      email", "    - email",
     ["required-key-missing maintenance.contacts[0].name 27:7"]),
    ("  localisationReady: false", "  localisationReady: yes",
     ["yes-or-no localisation.localisationReady 30:22"]),
    ("  localisationReady: false", "  localisationReady: [a]",
     ["expected-boolean localisation.localisationReady 30:3"]),
    ("    - nl\n", "    - '!'\n", ["invalid-language localisation.availableLanguages[0] 32:7"]),
    ("    - nl\n", "    []\n", ["list-is-empty localisation.availableLanguages 31:3"]),
    ("name: Zaakwijzer",
     "name: Zaakwijzer\nit: {countryExtensionVersion: '1.0'}\nIT: {countryExtensionVersion: '1.0'}",
     ["italian-section-twice it 3:1", "deprecated-key it 3:1", "deprecated-key IT 4:1"]),
    ("platforms:\n  - web", "platforms: ''", ["required-key-missing platforms 4:1"]),
    ("  - document-management", "  - ~",
     ["no-category categories 6:1", "unknown-category categories[0] 7:5"]),
    ("url: https://github.com/gemeente/zaakwijzer", "url: https://www.example.net/a",
     ["placeholder-address url 3:1"]),
    ("legal:\n", "legal: !\n", []),
    (VALID, "x: y\nz: q\n", ["no-known-keys  1:1"]),
    (VALID, "x: y\nname: Gemeente\nsoftwareOwned: []\n", ["describes-an-organisation  3:1"]),
]  # fmt: skip
REFERENCE = [
    ("platforms:\n  - web", "platforms: web",
     ["expected-list platforms 4:12", "required-key-missing platforms 4:1"]),
    ("categories:", "fundedBy: [~]\ncategories:", ["required-key-missing fundedBy[0].uri 6:12"]),
    ("  nl:\n    shortDescription: Wijst zaken toe aan de juiste behandelaar.\n",
     "  nl:\n    genericName: a\n",
     ["deprecated-key description.nl.genericName 15:18",
      "required-key-missing description.nl.shortDescription 15:5"]),
    ('publiccodeYmlVersion: "0"', 'publiccodeYmlVersion: "9"',
     ["version-unsupported publiccodeYmlVersion -"]),
    ("name: Zaakwijzer", "name: Zaakwijzer\nonbekend: x", ["unknown-key onbekend 3:1"]),
    ("categories:", "logo: https://a.nl/logo.gif\ncategories:", []),
    ("categories:", "IT: {countryExtensionVersion: '0.2'}\ncategories:", []),
    ("  license: EUPL-1.2", "  license: CC0-1.0", []),
    ("legal:\n", "legal.:\n", ["required-key-missing legal.license -", "unknown-key legal. 22:1"]),
]  # fmt: skip


def _told(text: str, profile: Profile) -> list[str]:
    told = []
    for one in findings(text, profile):
        place = "-" if one.position is None else f"{one.position.line}:{one.position.column}"
        told.append(f"{one.code} {one.key_path} {place}")
    return sorted(told)


def test_the_sample_breaks_no_rule() -> None:
    assert codes(VALID) == []
    assert codes(VALID, Profile.REFERENCE) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"), PLACES, ids=[f"{new.strip()[:60]!r}" for _, new, _ in PLACES]
)
def test_a_finding_points_at_its_key_and_its_place(old: str, new: str, expected: list[str]) -> None:
    assert _told(changed(old, new), Profile.STANDARD) == sorted(expected)


@pytest.mark.parametrize(
    ("old", "new", "expected"), REFERENCE, ids=[f"{new.strip()[:60]!r}" for _, new, _ in REFERENCE]
)
def test_in_the_reference_profile_too(old: str, new: str, expected: list[str]) -> None:
    assert _told(changed(old, new), Profile.REFERENCE) == sorted(expected)
