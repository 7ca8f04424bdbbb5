"""``comptes-organismes-publics.yml`` of code.gouv.fr: forges on which French public bodies share source code.

``{host: {forge, pso_id, ignored_since?, owners?: {login: {pso_id, ignored_since?, …}}}}``. A forge without
owners is public sector as a whole. Names are not in the file: an organisation is called after its account.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from harvester.model import ForgeKind, Scope
from harvester.sources.foreign import (
    ForeignAccount,
    ForeignList,
    ForeignListError,
    ForeignOrganisation,
    Leftovers,
    identifier_of,
    mapping_of,
    of_a_login,
    parse_nodes,
    text_of,
)
from publiccode.nodes import Mapping, is_null

if TYPE_CHECKING:
    from publiccode.nodes import Entry

UNKNOWN = "00000000-0000-0000-0000-000000000000"
KINDS = {"github": ForgeKind.GITHUB, "gitlab": ForgeKind.GITLAB}


def read(text: str, country: str) -> ForeignList:
    """The forges and their owners. Raises ``ForeignListError``."""
    root = parse_nodes(text)
    if not isinstance(root, Mapping):
        raise ForeignListError("is no list of forges: it has no hosts as keys.")
    left, organisations = Leftovers(), []
    for host in root.entries:
        forge = mapping_of(host)
        if forge is None:
            left.add(host.line, f"{host.text} says nothing about the forge.")
            continue
        left.other_keys(forge, ("forge", "pso_id", "owners", "ignored_since"))
        kind = KINDS.get(text_of(forge.get("forge")) or "", ForgeKind.OTHER)
        owners = forge.get("owners")
        if not isinstance(owners, Mapping):
            organisations.append(_organisation(host, host.text, "", kind, country, left))
            continue
        for owner in owners.entries:
            if (told := mapping_of(owner)) is not None:
                left.other_keys(told, ("pso_id", "ignored_since"))
            elif not is_null(owner.value):
                left.add(owner.line, f"what {owner.text} holds is not understood; the account is used.")
            organisations.append(_organisation(owner, host.text, owner.text, kind, country, left))
    return ForeignList(organisations=tuple(organisations), unused=left.all())


def _organisation(  # noqa: PLR0917 - what the file says of one line, one by one
    entry: Entry, host: str, login: str, kind: ForgeKind, country: str, left: Leftovers
) -> ForeignOrganisation:
    told = mapping_of(entry)
    pso, ignored = (text_of(told.get("pso_id")), text_of(told.get("ignored_since"))) if told else (None, None)
    account = ForeignAccount(
        url=f"https://{host}/{login}".rstrip("/"),
        line=entry.line,
        scope=Scope.ORGANISATION if login else Scope.INSTANCE,
        kind=kind,
        ignored_since=(since := _day(ignored, entry, left)),
        ignored_reason="Ignored in the list of code.gouv.fr" if since else None,
    )
    if pso is None or pso == UNKNOWN:
        return of_a_login(host, login or host, country, account)
    return ForeignOrganisation(
        organisation_id=identifier_of(pso, login or host),
        name=login or host,
        country=country,
        line=entry.line,
        accounts=(account,),
    )


def _day(written: str | None, entry: Entry, left: Leftovers) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        left.add(entry.line, f'"{written}" is no date (ignored_since); the account is used.')
        return None
