"""Four forges looked at all at once: `python -m benchmarks.concurrency [--owners 20] [--repositories 60]`.

Every file, description and name says whose it is; exits with 1 when one came under another repository.
"""

import argparse
import sys

from tests.harvester.racing import HOSTS, race


def main() -> int:
    parser = argparse.ArgumentParser(description="Do answers get mixed up?")
    parser.add_argument("--owners", type=int, default=20)
    parser.add_argument("--repositories", type=int, default=60)
    options = parser.parse_args()
    failed = False
    for name, token in (("GraphQL, with a token", True), ("REST, without a token", False)):
        raced = race(options.owners, options.repositories, token=token)
        failed |= bool(raced.wrong) or raced.seen != raced.asked
        print(
            f"{name}: {raced.seen:,} of {raced.asked:,} repositories of {len(HOSTS)} hosts seen, "
            f"{len(raced.wrong)} wrong"
        )
        for one in raced.wrong[:10]:
            print(f"  {one}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
