"""``python -m tests.docs_links``: every relative link in a Markdown file leads somewhere (else exit 1)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
FOREIGN = "tests/forge/world/"  # Markdown that the sample organisations publish, links of their own included


def anchors(text: str) -> set[str]:
    """The fragment that each heading of a Markdown text answers to, as GitHub and GitLab make them."""
    headings = re.findall(r"^#{1,6}\s+(.+?)\s*#*$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(root: Path, files: list[str]) -> list[str]:
    """A line for each relative link, in the Markdown files named, that leads nowhere."""
    broken = []
    for name in files:
        text = (root / name).read_text(encoding="utf-8")
        for target in LINK.findall(FENCE.sub("", text)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, fragment = target.partition("#")
            file = (root / name).parent / path if path else root / name
            if not file.exists():
                broken.append(f"{name}: {target} leads nowhere")
            elif (
                fragment
                and file.suffix == ".md"
                and fragment not in anchors(file.read_text(encoding="utf-8"))
            ):
                broken.append(f"{name}: {target} names no heading of {file.name}")
    return broken


def tracked_markdown(root: Path) -> list[str]:
    """The Markdown files that git tracks, the sample world's own apart."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "*.md"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    return [name for name in listing.split("\0") if name and not name.startswith(FOREIGN)]


if __name__ == "__main__":
    problems = broken_links(ROOT, tracked_markdown(ROOT))
    sys.stdout.write("\n".join([*problems, f"{len(problems)} broken links in docs\n"]))
    sys.exit(1 if problems else 0)
