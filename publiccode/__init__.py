"""The publiccode.yml standard: bytes in, values out.

Everything named in `__all__` is the public interface and keeps its names and meanings within a minor
version; codes of findings are never reused for something else. No files, network, database, clock or
environment: dates are passed in.
"""

from publiccode.findings import Finding, Position, Profile, Severity, Text, is_valid
from publiccode.model import (
    Component,
    Contact,
    Contractor,
    Dependency,
    DependsOn,
    Description,
    IntendedAudience,
    Legal,
    Localisation,
    Maintenance,
    Organisation,
)
from publiccode.reading import NOT_AN_ENTRY, RULES_VERSION, Limits, NotAnEntry, Reading, not_an_entry, read
from publiccode.validating import validate

__all__ = [
    "NOT_AN_ENTRY",
    "RULES_VERSION",
    "Component",
    "Contact",
    "Contractor",
    "Dependency",
    "DependsOn",
    "Description",
    "Finding",
    "IntendedAudience",
    "Legal",
    "Limits",
    "Localisation",
    "Maintenance",
    "NotAnEntry",
    "Organisation",
    "Position",
    "Profile",
    "Reading",
    "Severity",
    "Text",
    "is_valid",
    "not_an_entry",
    "read",
    "validate",
]
