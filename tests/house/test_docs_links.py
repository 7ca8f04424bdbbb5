from __future__ import annotations

from typing import TYPE_CHECKING

from tests.docs_links import broken_links

if TYPE_CHECKING:
    from pathlib import Path


def test_a_link_to_nowhere_is_named_and_a_good_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A heading, with marks\n", encoding="utf-8")
    (tmp_path / "page.md").write_text(
        "[ok](there.md#a-heading-with-marks) [web](https://example.org)\n"
        "[gone](away.md) [no](there.md#other)\n"
        "```\n[in code](nowhere.md)\n```\n",
        encoding="utf-8",
    )
    assert broken_links(tmp_path, ["page.md"]) == [
        "page.md: away.md leads nowhere",
        "page.md: there.md#other names no heading of there.md",
    ]
