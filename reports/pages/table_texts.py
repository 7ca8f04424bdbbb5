"""What each table of the data holds, in one sentence a reader understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.translation import Words


def table_texts(words: Words) -> dict[str, str]:
    """By the name of a table; tables that are a list of another one have none."""
    return {
        "about": words.say("What this register is, and by which rules it was made."),
        "organisation": words.say("Every organisation of the list, with its figures."),
        "account": words.say("Accounts on GitHub and GitLab, and whether they could be seen."),
        "repository": words.say("Every repository ever seen, as it was last seen."),
        "file": words.say("Every publiccode.yml, and whether it follows the standard."),
        "finding": words.say("What could be better in these files, with the cure."),
        "component": words.say("Software, with what its description says."),
        "component_text": words.say("Names and descriptions of software, a row for each language."),
        "contact": words.say("Who maintains software: name and organisation, no address of a person."),
        "contractor": words.say("Suppliers that maintain software under a contract."),
        "used_by": words.say("Who uses the software, as its publisher writes."),
        "dependency": words.say("What software needs to run."),
        "category": words.say("What can be reused according to the guideline."),
        "reuse_link": words.say("Which software fits which category, and why."),
        "decision": words.say("Can I reuse this? The answers, each with its reason and source."),
        "licence": words.say("What each licence asks, and how it goes with EUPL-1.2."),
        "standard": words.say("Standards that are stated, or only named in a text."),
        "key_line": words.say("On which lines the keys of a description stand."),
        "mismatch": words.say("Where a description and its repository say something else."),
        "gap": words.say("What there is for each category and need, by maturity."),
        "gap_of_level": words.say("The same by level of government."),
        "gap_of_organisation": words.say("The same by organisation."),
        "unclassified": words.say(
            "Software in no category of the guideline, and whether there is text enough to tell."
        ),
        "reach": words.say("How many organisations publish or use software, by level."),
        "most_reused": words.say("By how many others software is used."),
        "watch": words.say("Newcomers, software without a maintainer, contracts that end."),
        "change": words.say("What happened, and when."),
        "coverage": words.say("How much of each organisation was seen."),
        "coverage_of_level": words.say("The same, added up for each level of government."),
        "monthly": words.say("The trend: the same accounts, month by month."),
    }
