"""``make demo``: one night against the sample forge, with the real clients over real HTTP.

Of the sample world, or with ``--corpus FOLDER`` of a folder ``OWNER/NAME/publiccode.yml``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.forge.limits import PLAIN_TOKEN, Limits
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_corpus, load_world
from tests.forge.world_toml import WorldError

if TYPE_CHECKING:
    from tests.forge.world import World

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_WORLD = Path(__file__).with_name("world")


def corpus_sources(world: World) -> str:
    """A source list for a corpus: each owner is an organisation with one account on the one forge."""
    blocks = ["version = 1\n"]
    for host in world.hosts:
        blocks += [
            "[[organisations]]\n"
            f"id = {json.dumps('urn:herbruik:corpus:' + owner.path.lower())}\n"
            f"name = {json.dumps(owner.name)}\n"
            'role = "government"\nlevel = "other"\ncountry = "NL"\n'
            f"accounts = [{{ url = {json.dumps(f'https://{host.name}/{owner.path}')} }}]\n"
            for owner in host.owners
        ]
    return "\n".join(blocks)


def write_configuration(folder: Path, forge: SampleForge, sources: Path, *more: str) -> Path:
    """A herbruik.toml that says where the sample answers; nothing else differs from a real night.

    `more` are lines for its section [harvester].
    """
    lines = [
        "[harvester]",
        f"sources = {json.dumps(str(sources))}",
        'contact = "https://example.org/contact"',
        *more,
        "subfolders = true",
        "[reports]",
        'publisher = "The sample world (nothing here exists)"',
    ]
    for name, address in forge.api_urls().items():
        lines += [
            f'[harvester.forges."{name}"]',
            f"api_url = {json.dumps(address)}",
            'token_env = "SAMPLE_TOKEN"',
        ]
    path = folder / "herbruik.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run_night(world: World, folder: Path, sources: Path) -> int:
    """Start the forge, run ``herbruik nightly`` against it, say what it took; the night's exit code."""
    limits = {host.name: Limits(graphql_points=100_000, rest_requests=100_000) for host in world.hosts}
    started = time.monotonic()
    with SampleForge(world, limits=limits) as forge:
        configuration = write_configuration(folder, forge, sources)
        command = [sys.executable, str(ROOT / "herbruik.py"), "--config", str(configuration)]
        environment = {**os.environ, "SAMPLE_TOKEN": PLAIN_TOKEN, "NO_PROXY": "127.0.0.1"}
        code = subprocess.run(
            [*command, "--data-dir", str(folder), "nightly"], env=environment, check=False
        ).returncode
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    _say(f"The night took {time.monotonic() - started:.1f} s and {peak} MiB at its peak.")
    return code


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run the demo; its exit code is that of the night."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a folder of OWNER/NAME/publiccode.yml")
    parser.add_argument("--folder", type=Path, help="where the result goes (default: ./demo/…)")
    given = parser.parse_args()
    folder: Path = given.folder or Path("demo") / ("corpus" if given.corpus else "sample")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        world = load_corpus(given.corpus) if given.corpus else load_world(SAMPLE_WORLD)
    except (WorldError, OSError) as error:
        _say(f"The world cannot be read: {error}")
        return 2
    sources = SAMPLE_WORLD / "sources.toml"
    if given.corpus:
        sources = folder / "sources.toml"
        sources.write_text(corpus_sources(world), encoding="utf-8")
    code = run_night(world, folder, sources)
    page = folder / "publication" / "index.html"
    if page.exists():
        _say(f"Open {page.absolute()} in a browser, or run: .venv/bin/herbruik --data-dir {folder} serve")
        _say(f"Ask the data: {folder / 'publication' / 'data' / 'register.duckdb'}")
    return code


if __name__ == "__main__":
    sys.exit(main())
