"""Every option of the reports, with its default and what it means: section `[reports]` of herbruik.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

_ROLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # no dot and no plus: info.jan@ is somebody's


def _doc(explanation: str) -> dict[str, str]:
    """The metadata of a field, where `herbruik config show` finds what it means."""
    return {"doc": explanation}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsSettings:
    """How the register presents itself and how it is published."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 -- an unknown key is a mistake; pydantic's words

    register_name_nl: str = field(
        default="Register van herbruikbare overheidssoftware",
        metadata=_doc("name of the register on Dutch pages"),
    )
    register_name_en: str = field(
        default="Register of reusable government software",
        metadata=_doc("name of the register on English pages"),
    )
    publisher: str = field(
        default="herbruik", metadata=_doc("organisation that publishes the register, as pages name it")
    )
    contact: str = field(
        default="https://github.com/herbruik/herbruik",
        metadata=_doc("where to reach the publisher: an address of a page, or a mailto: of a role"),
    )
    report_mistake_url: str = field(
        default="https://github.com/herbruik/herbruik/issues/new",
        metadata=_doc("where readers report a mistake in the register"),
    )
    data_licence: str = field(
        default="CC0-1.0", metadata=_doc("licence of the published data, SPDX identifier")
    )
    role_mailboxes: tuple[str, ...] = field(
        default=(),
        metadata=_doc(
            'mailboxes that no person owns, by what stands before the @, as "info", "support": a contact '
            "with exactly such an address is shown with it; empty: none is"
        ),
    )
    base_url: str = field(
        default="",
        metadata=_doc("address where the site will stand, with a slash at the end; empty: not known yet"),
    )
    languages: tuple[str, ...] = field(
        default=("nl", "en"), metadata=_doc("languages of the pages, the first one is the default")
    )
    keep_publications: int = field(
        default=7, metadata=_doc("how many publications are kept, the current one included; at least 1")
    )
    shrink_share: float = field(
        default=0.2,
        metadata=_doc("a register that lost more than this share of its software or files is not published"),
    )
    shrink_entries: int = field(
        default=10, metadata=_doc("a loss of fewer than this many never holds a publication back")
    )
    shrink_organisation_share: float = field(
        default=0.5,
        metadata=_doc("nor is one in which one organisation lost more than this share of its software"),
    )
    shrink_organisation_entries: int = field(
        default=5, metadata=_doc("a loss of fewer than this many of one organisation never holds it back")
    )
    publish_by: Literal["auto", "link", "copy"] = field(
        default="auto",
        metadata=_doc(
            "how a publication becomes visible: by a symbolic link (link), as a copy (copy) where the file "
            "system has none, or by a link where that can be (auto)"
        ),
    )
    hard_links: bool = field(
        default=True,
        metadata=_doc("share unchanged files with the previous publication; off: always copy"),
    )

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.keep_publications < 1:
            raise ValueError("keep_publications: keep at least 1 publication, the current one.")
        if not 0 <= self.shrink_share <= 1:
            raise ValueError("shrink_share: give a share between 0 and 1, such as 0.2.")
        if not 0 <= self.shrink_organisation_share <= 1:
            raise ValueError("shrink_organisation_share: give a share between 0 and 1, such as 0.5.")
        if wrong := [name for name in self.role_mailboxes if not _ROLE.fullmatch(name)]:
            raise ValueError(
                f'role_mailboxes: "{wrong[0]}" is no name of a role. Write what stands before the @, in '
                'small letters, digits and hyphens, such as "info".'
            )
        if not self.languages or set(self.languages) - {"nl", "en"}:
            raise ValueError('languages: choose from "nl" and "en".')
