"""Why nothing is published: problems of the world, each with a sentence that says what to do."""

from __future__ import annotations


class ReportsError(Exception):
    """The reports could not be made; the last good publication stays as it is."""


class LinkError(ReportsError):
    """The work database cannot take links."""


class CuratedError(ReportsError):
    """A data file that people keep is wrong; the message names every mistake with its place."""


class RegisterError(ReportsError):
    """The published database cannot be made."""


class ShrunkError(ReportsError):
    """The new register lost so much that a person must look first."""


class PublicationError(ReportsError):
    """The publication could not be written."""
