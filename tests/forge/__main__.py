"""``python -m tests.forge serve``: a sample forge to try things against."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.forge.limits import PLAIN_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_corpus, load_world
from tests.forge.world_generator import generated
from tests.forge.world_toml import WorldError

if TYPE_CHECKING:
    from tests.forge.world import World

SAMPLE_WORLD = Path(__file__).with_name("world")


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; the addresses are printed as one line of JSON."""
    given = _parser().parse_args(arguments)
    try:
        world = _world(given)
    except (WorldError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    with SampleForge(world) as forge:
        print(json.dumps({"api_urls": forge.api_urls(), "token": PLAIN_TOKEN}), flush=True)  # noqa: T201
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.forge", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    source = commands.add_parser("serve", help="serve until interrupted").add_mutually_exclusive_group()
    source.add_argument(
        "--world", type=Path, default=SAMPLE_WORLD, help="a sample world (default: that of the tests)"
    )
    source.add_argument(
        "--corpus", type=Path, help="a folder of OWNER/NAME/publiccode.yml, served as github.com"
    )
    source.add_argument(
        "--generated", type=int, metavar="N", help="about N made-up repositories, 60 an owner"
    )
    return parser


def _world(given: argparse.Namespace) -> World:
    if given.corpus:
        return load_corpus(given.corpus)
    if given.generated:
        return generated(max(1, given.generated // 60), min(60, given.generated))
    return load_world(given.world)


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    sys.exit(main())
