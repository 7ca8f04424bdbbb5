"""Markdown with the addresses of accounts in bullets under headings, as the README of swiss/index.

Names are not in the file: an organisation is called after its account.
"""

from __future__ import annotations

import re

from harvester.sources.addresses import AddressError, parse_address
from harvester.sources.foreign import ForeignAccount, ForeignList, ForeignListError, Leftovers, of_a_login

_BULLET = re.compile(r"\s*[*+-]\s+(.*)")
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")


def read(text: str, country: str) -> ForeignList:
    """The accounts, all of one country. Raises ``ForeignListError``."""
    left, organisations = Leftovers(), []
    for number, line in enumerate(text.splitlines(), start=1):
        if not (bullet := _BULLET.fullmatch(line)):
            continue
        found = _ADDRESS.findall(bullet[1])
        if not found:
            left.add(number, f'"{bullet[1].strip()}" holds no address.')
        for url in dict.fromkeys(found):
            try:
                address = parse_address(url)
            except AddressError as problem:
                left.add(number, str(problem))
                continue
            account = ForeignAccount(url=url, line=number)
            organisations.append(of_a_login(address.host, address.path or address.host, country, account))
    if not organisations and not left.found:
        raise ForeignListError("holds no bullets with addresses.")
    return ForeignList(organisations=tuple(organisations), unused=left.all())
