"""Our own sentences on the pages of categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.pages.edition import Edition


def explanations(edition: Edition) -> dict[str, str]:
    """What it means that an entry fits strongly, fairly or weakly."""
    words = edition.words
    return {
        "strong": words.say("The name, the short description or another plain statement says so."),
        "medium": words.say("Some signs point to it. Read the description before you choose."),
        "weak": words.say("One sign points to it, and it may be wrong."),
    }


def kept_elsewhere(edition: Edition) -> dict[str, str]:
    """Kinds that are rarely described by a publiccode.yml: where to look besides.

    Not finding them here shows no gap.
    """
    words = edition.words
    return {
        "architecture-patterns": words.say(
            "Architecture patterns are seldom described by a publiccode.yml. They are usually kept in "
            "reference architectures, such as NORA and GEMMA, and in repositories of models."
        ),
        "apis": words.say(
            "Descriptions of government APIs are also kept in the API register of developer.overheid.nl."
        ),
        "data-sets": words.say(
            "Data sets are seldom described by a publiccode.yml. They are usually kept in data "
            "portals, such as data.overheid.nl."
        ),
        "contracts-procurement": words.say(
            "Contracts and tenders are seldom described by a publiccode.yml. Models are usually kept "
            "by PIANOo and by associations of governments; published tenders are on TenderNed."
        ),
        "knowledge-documentation": words.say(
            "Knowledge and documentation are seldom described by a publiccode.yml. They are usually "
            "kept on websites and in knowledge bases of the organisations themselves."
        ),
        "methodology": words.say(
            "Methods are seldom described by a publiccode.yml. They are usually kept on websites and "
            "in handbooks."
        ),
    }
