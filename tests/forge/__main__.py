"""``python -m tests.forge serve``: a sample forge to try things against."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from tests.forge.limits import PLAIN_TOKEN
from tests.forge.server import SampleForge
from tests.forge.world_folder import load_corpus, load_world
from tests.forge.world_generator import generated
from tests.forge.world_toml import WorldError

SAMPLE_WORLD = Path(__file__).with_name("world")


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; the addresses are printed as one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.forge", description=__doc__)
    serve = parser.add_subparsers(dest="command", required=True).add_parser(
        "serve", help="serve until interrupted"
    )
    source = serve.add_mutually_exclusive_group()
    source.add_argument(
        "--world", type=Path, default=SAMPLE_WORLD, help="a sample world (default: the one in the tests)"
    )
    source.add_argument(
        "--corpus", type=Path, help="a folder of OWNER/NAME/publiccode.yml, served as github.com"
    )
    source.add_argument("--generated", type=int, metavar="N", help="N made-up repositories, 60 an owner")
    given = parser.parse_args(arguments)
    try:
        world = (
            load_corpus(given.corpus)
            if given.corpus
            else load_world(given.world)
            if not given.generated
            else None
        )
    except (WorldError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    world = world or generated(
        owners=max(1, given.generated // 60), repositories_per_owner=min(60, given.generated)
    )
    with SampleForge(world) as forge:
        print(json.dumps({"api_urls": forge.api_urls(), "token": PLAIN_TOKEN}), flush=True)  # noqa: T201
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    return 0


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    sys.exit(main())
