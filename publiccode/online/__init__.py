"""The one room with a network: fetches what a user named, and looks at the addresses within a file."""

from publiccode.online.checking import Checked, check
from publiccode.online.fetching import Fetched, FetchError, fetch

__all__ = ["Checked", "FetchError", "Fetched", "check", "fetch"]
