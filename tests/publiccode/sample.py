"""A valid publiccode.yml for tests, and shorthand to read and validate."""

from datetime import date

from publiccode import Component, Finding, Profile, Reading, read, validate

TODAY = date(2026, 7, 1)
VALID = """\
publiccodeYmlVersion: "0"
name: Zaakwijzer
url: https://github.com/gemeente/zaakwijzer
platforms:
  - web
categories:
  - document-management
developmentStatus: stable
softwareType: standalone/web
organisation:
  uri: https://www.gemeente.example
  name: Gemeente
description:
  nl:
    shortDescription: Wijst zaken toe aan de juiste behandelaar.
    longDescription: >-
      Zaakwijzer leest nieuwe zaken, kijkt welke behandelaar het onderwerp kent en tijd heeft, en wijst de
      zaak toe. De behandelaar krijgt een bericht en de aanvrager ziet wie de zaak behandelt.
    documentation: https://zaakwijzer.readthedocs.io
    features:
      - Zaken toewijzen
legal:
  license: EUPL-1.2
maintenance:
  type: internal
  contacts:
    - name: Team Zaken
      email: zaken@gemeente.nl
localisation:
  localisationReady: false
  availableLanguages:
    - nl
"""


def changed(old: str, new: str) -> str:
    """The valid file with one piece of text replaced."""
    assert VALID.count(old) == 1, old
    return VALID.replace(old, new)


def reading(text: str | bytes) -> Reading:
    return read(text if isinstance(text, bytes) else text.encode())


def component(text: str | bytes) -> Component:
    made = reading(text).component
    assert made is not None
    return made


def findings(text: str | bytes, profile: Profile = Profile.STANDARD) -> tuple[Finding, ...]:
    return validate(reading(text), today=TODAY, profile=profile)


def codes(text: str | bytes, profile: Profile = Profile.STANDARD) -> list[str]:
    return [finding.code for finding in findings(text, profile)]
