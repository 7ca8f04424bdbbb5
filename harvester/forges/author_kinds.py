"""Who wrote a commit: a person, a bot, or it cannot be told. Names and addresses go no further than here.

The author counts, not the committer: what is merged on a forge's site is committed by the forge itself.
docs/privacy.md has the rules in words. A program that commits with an account as people have one cannot be
told from them.
"""

from __future__ import annotations

import re
from typing import Final

from harvester.model import AuthorKind

BOT_NAME: Final = "[bot]"
"""How GitHub ends the names of apps, as in ``dependabot[bot]``; nobody may register such a name."""
_BOT_ADDRESS: Final = re.compile(
    r".*\[bot\]@.+|(?:project|group)_?\d+_bot[0-9a-z_]*@.+|service_account_.+@noreply\..+"
)
"""GitHub's apps have ``NUMBER+NAME[bot]@users.noreply.HOST``; GitLab makes users for the access tokens of
projects and groups (``project_77_bot_…``, in addresses also ``project77_bot``) and service accounts."""
_BOT_ADDRESSES: Final = frozenset({
    "bot@renovateapp.com", "renovate@whitesourcesoftware.com",  # Renovate, where no author is configured
    "support@dependabot.com",  # Dependabot before 2019
    "github-actions@github.com",  # from the documentation of actions/checkout
})  # fmt: skip
_PERSON_ADDRESS: Final = re.compile(r"\d+\+[^@]+@users\.noreply\..+")
"""What GitHub gives to an account that keeps its address private; bots among them are known by their end."""
_LONGEST: Final = 320  # characters in an address (RFC 3696, errata 1690); what is longer is none
_ACCOUNTS: Final = {"User": AuthorKind.PERSON, "Bot": AuthorKind.BOT}

REMOVED: Final = "(removed)"
_STAND_INS: Final = {
    AuthorKind.BOT: f"{REMOVED}{BOT_NAME}@users.noreply.invalid",
    AuthorKind.PERSON: f"0+{REMOVED}@users.noreply.invalid",
    AuthorKind.UNKNOWN: REMOVED,
}


def kind_by_address(address: str | None, name: str | None = None) -> AuthorKind:
    """By the marks that forges leave in a commit, where no account is told.

    An ordinary address proves nothing: programs have them too.
    """
    address = address.lower() if address and len(address) <= _LONGEST else ""
    if (name or "").endswith(BOT_NAME) or address in _BOT_ADDRESSES or _BOT_ADDRESS.fullmatch(address):
        return AuthorKind.BOT
    return AuthorKind.PERSON if _PERSON_ADDRESS.fullmatch(address) else AuthorKind.UNKNOWN


def kind_at_github(account: str | None, address: str | None, name: str | None = None) -> AuthorKind:
    """By the marks of a bot, else by the kind of the author's account, in GitHub's words."""
    marked = kind_by_address(address, name)
    return marked if marked is AuthorKind.BOT else _ACCOUNTS.get(account or "", marked)


def kind_at_gitlab(*, is_bot: bool | None) -> AuthorKind:
    """By GitLab's mark at the author's account; None: the address belongs to no account."""
    if is_bot is None:
        return AuthorKind.UNKNOWN
    return AuthorKind.BOT if is_bot else AuthorKind.PERSON


def stand_in(address: str | None, name: str | None = None) -> str:
    """What may be kept in place of an address: nobody's, of which ``kind_by_address`` says the same."""
    return _STAND_INS[kind_by_address(address, name)]
