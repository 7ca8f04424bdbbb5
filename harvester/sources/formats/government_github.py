"""``governments.yml`` of government.github.com: ``{country or level: [GitHub login, …]}``.

Names are not in the file: an organisation is called after its login.
"""

from __future__ import annotations

from harvester.sources.foreign import (
    ForeignAccount,
    ForeignList,
    ForeignListError,
    Leftovers,
    items_of,
    of_a_login,
    parse_nodes,
    text_of,
)
from publiccode.nodes import Mapping

# The headings of the file with their ISO 3166-1 codes; EU and UN are reserved there for their organisations.
COUNTRIES = {
    "Argentina": "AR",
    "Australia": "AU",
    "Austria": "AT",
    "Belgium": "BE",
    "Bolivia": "BO",
    "Brazil": "BR",
    "Bulgaria": "BG",
    "Cambodia": "KH",
    "Canada": "CA",
    "Chile": "CL",
    "Colombia": "CO",
    "Czech Republic": "CZ",
    "Denmark": "DK",
    "Ecuador": "EC",
    "Egypt": "EG",
    "Estonia": "EE",
    "Ethiopia": "ET",
    "European Union": "EU",
    "Finland": "FI",
    "France": "FR",
    "French Polynesia": "PF",
    "Germany": "DE",
    "Guatemala": "GT",
    "Hong Kong": "HK",
    "Hungary": "HU",
    "India": "IN",
    "Indonesia": "ID",
    "Ireland": "IE",
    "Isle of Man": "IM",
    "Israel": "IL",
    "Italy": "IT",
    "Japan": "JP",
    "Jersey": "JE",
    "Kosovo": "XK",
    "Latvia": "LV",
    "Lithuania": "LT",
    "Luxemburg": "LU",
    "Malaysia": "MY",
    "Mauritius": "MU",
    "Mexico": "MX",
    "Netherlands": "NL",
    "New Zealand": "NZ",
    "Norway": "NO",
    "Panama": "PA",
    "Paraguay": "PY",
    "Peru": "PE",
    "Philippines": "PH",
    "Poland": "PL",
    "Portugal": "PT",
    "Republic of Korea": "KR",
    "Romania": "RO",
    "Russia": "RU",
    "Saudi Arabia": "SA",
    "Singapore": "SG",
    "Slovakia": "SK",
    "South Africa": "ZA",
    "Spain": "ES",
    "Sweden": "SE",
    "Switzerland": "CH",
    "Taiwan": "TW",
    "Thailand": "TH",
    "Ukraine": "UA",
    "United Nations": "UN",
    "Venezuela": "VE",
}
STARTS = {"U.S. ": "US", "U.K. ": "GB"}


def read(text: str, country: str) -> ForeignList:
    """The logins; ``country`` is that of headings which are none. Raises ``ForeignListError``."""
    root = parse_nodes(text)
    if not isinstance(root, Mapping):
        raise ForeignListError("is no list of logins: it has no headings as keys.")
    left, organisations = Leftovers(), []
    for group in root.entries:
        code = COUNTRIES.get(group.text) or next(
            (code for start, code in STARTS.items() if group.text.startswith(start)), None
        )
        if code is None:
            told = f'the country of "{group.text}" is not known; its organisations get "{country}".'
            left.add(group.line, told)
        for item in items_of(group.value):
            if (login := text_of(item)) is None:
                left.add(item.line, f'something under "{group.text}" that is no login.')
                continue
            account = ForeignAccount(url=f"https://github.com/{login}", line=item.line)
            organisations.append(of_a_login("github.com", login, code or country, account))
    return ForeignList(organisations=tuple(organisations), unused=left.all())
