"""An example of every key of the standard, for findings whose cure is the same whatever the key.

By key path without places in lists and without a language; `description.*` is the group of one language.
"""

from typing import Final

_LANGUAGE: Final = (
    "description:\n  nl:\n    shortDescription: …\n    longDescription: …\n    features:\n      - …"
)

EXAMPLES: Final = {
    "publiccodeYmlVersion": 'publiccodeYmlVersion: "0"',
    "name": "name: Medusa",
    "applicationSuite": "applicationSuite: Medusa Suite",
    "url": "url: https://github.com/gemeente/medusa",
    "landingURL": "landingURL: https://medusa.example.org",
    "isBasedOn": "isBasedOn: https://github.com/gemeente/perseus",
    "softwareVersion": 'softwareVersion: "1.10"',
    "releaseDate": 'releaseDate: "2026-04-15"',
    "logo": "logo: docs/logo.svg",
    "monochromeLogo": "logo: docs/logo.svg",
    "inputTypes": "inputTypes:\n  - application/json",
    "outputTypes": "outputTypes:\n  - application/json",
    "platforms": "platforms:\n  - web",
    "categories": "categories:\n  - document-management",
    "usedBy": "usedBy:\n  - Gemeente Utrecht",
    "fundedBy": "fundedBy:\n  - name: Gemeente Utrecht\n    uri: https://www.utrecht.nl",
    "fundedBy.name": "fundedBy:\n  - name: Gemeente Utrecht",
    "fundedBy.uri": "fundedBy:\n  - uri: https://www.utrecht.nl",
    "roadmap": "roadmap: https://medusa.example.org/roadmap",
    "developmentStatus": "developmentStatus: stable",
    "softwareType": "softwareType: standalone/web",
    "supports": "supports:\n  - id: alias:gdpr",
    "supports.id": "supports:\n  - id: alias:gdpr",
    "organisation": "organisation:\n  uri: https://www.utrecht.nl\n  name: Gemeente Utrecht",
    "organisation.uri": "organisation:\n  uri: https://www.utrecht.nl",
    "organisation.name": "organisation:\n  name: Gemeente Utrecht",
    "intendedAudience": "intendedAudience:\n  countries:\n    - NL\n  scope:\n    - local-authorities",
    "intendedAudience.scope": "intendedAudience:\n  scope:\n    - local-authorities",
    "intendedAudience.countries": "intendedAudience:\n  countries:\n    - NL",
    "intendedAudience.unsupportedCountries": "intendedAudience:\n  unsupportedCountries:\n    - US",
    "description": _LANGUAGE,
    "description.*": _LANGUAGE,
    "description.localisedName": "localisedName: Medusa",
    "description.genericName": "genericName: Tekstverwerker",
    "description.shortDescription": "shortDescription: Tekstverwerker voor gemeenten die samen besluiten schrijven.",
    "description.longDescription": "longDescription: |\n  Eerste regel.\n  Tweede regel.",
    "description.documentation": "documentation: https://medusa.readthedocs.io",
    "description.apiDocumentation": "apiDocumentation: https://medusa.readthedocs.io/api",
    "description.features": 'features:\n  - "Formulieren: maken en delen"\n  - Documenten delen',
    "description.screenshots": "screenshots:\n  - docs/scherm.png",
    "description.videos": "videos:\n  - https://www.youtube.com/watch?v=…",
    "description.awards": "awards:\n  - Prijs voor de beste tekstverwerker 2026",
    "legal": "legal:\n  license: EUPL-1.2",
    "legal.license": "legal:\n  license: EUPL-1.2",
    "legal.mainCopyrightOwner": "legal:\n  mainCopyrightOwner: Gemeente Utrecht",
    "legal.repoOwner": "organisation:\n  name: Gemeente Utrecht\n  uri: https://www.utrecht.nl",
    "legal.authorsFile": "legal:\n  authorsFile: docs/AUTHORS.md",
    "maintenance": "maintenance:\n  type: internal\n  contacts:\n    - name: Team Open Source",
    "maintenance.type": "maintenance:\n  type: internal",
    "maintenance.contractors": 'contractors:\n  - name: Perseus BV\n    until: "2027-12-31"',
    "maintenance.contractors.name": "contractors:\n  - name: Perseus BV",
    "maintenance.contractors.until": 'until: "2027-12-31"',
    "maintenance.contractors.email": "email: medusa@perseus.example",
    "maintenance.contractors.website": "website: https://www.perseus.example",
    "maintenance.contacts": "contacts:\n  - name: Team Open Source\n    email: opensource@utrecht.nl",
    "maintenance.contacts.name": "contacts:\n  - name: Team Open Source",
    "maintenance.contacts.email": "email: opensource@utrecht.nl",
    "maintenance.contacts.phone": 'phone: "+31 30 286 00 00"',
    "maintenance.contacts.affiliation": "affiliation: Gemeente Utrecht",
    "localisation": "localisation:\n  localisationReady: true\n  availableLanguages:\n    - nl",
    "localisation.localisationReady": "localisationReady: true",
    "localisation.availableLanguages": "availableLanguages:\n  - nl",
    "dependsOn": "dependsOn:\n  open:\n    - name: PostgreSQL",
    "dependsOn.open": "open:\n  - name: PostgreSQL",
    "dependsOn.proprietary": "proprietary:\n  - name: Oracle Database",
    "dependsOn.hardware": "hardware:\n  - name: Kaartlezer",
    **{
        f"dependsOn.{kind}.{key}": f"{kind}:\n  - name: PostgreSQL{line}"
        for kind in ("open", "proprietary", "hardware")
        for key, line in (
            ("name", ""),
            ("versionMin", '\n    versionMin: "9.6"'),
            ("versionMax", '\n    versionMax: "16"'),
            ("version", '\n    version: "16"'),
            ("optional", "\n    optional: true"),
        )
    },
    "IT": 'IT:\n  countryExtensionVersion: "1.0"',
    "it": 'IT:\n  countryExtensionVersion: "1.0"',
    "IT.countryExtensionVersion": 'IT:\n  countryExtensionVersion: "1.0"',
    "IT.conforme": "conforme:\n  gdpr: true",
    "IT.riuso": "riuso:\n  codiceIPA: c_h501",
    "IT.riuso.codiceIPA": "organisation:\n  uri: urn:x-italian-pa:c_h501",
    "IT.piattaforme": "piattaforme:\n  spid: true",
    **{
        f"IT.{section}.{key}": f"{section}:\n  {key}: true"
        for section, keys in (
            ("conforme", ("lineeGuidaDesign", "modelloInteroperabilita", "misureMinimeSicurezza", "gdpr")),
            ("piattaforme", ("spid", "pagopa", "cie", "anpr", "io")),
        )
        for key in keys
    },
}  # fmt: skip

BY_KEY: Final = frozenset(
    {
        "expected-text", "expected-list", "expected-section", "expected-boolean", "yes-or-no", "list-is-empty",
        "unparsable-url", "invalid-url", "invalid-web-address", "invalid-date", "invalid-email",
        "invalid-language", "invalid-country", "lowercase-country", "invalid-mime-type", "absolute-path",
        "file-address", "wrong-extension", "version-without-quotes", "invalid-organisation-uri",
        "text-too-long", "not-an-image", "image-not-found",
    }
)  # fmt: skip
"""Codes whose example is that of the key, not of the code."""


def example(code: str, path: str) -> str | None:
    """The example of a key, by its path, for a code that takes it from there; None where the row has its own."""
    if code not in BY_KEY:
        return None
    path = f"IT{path[2:]}" if path.startswith("it.") else path
    return EXAMPLES.get(path)
