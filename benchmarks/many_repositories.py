"""Nights over ten times as many repositories: ``python -m benchmarks.many_repositories``."""

from __future__ import annotations

from benchmarks.simulated_year import main

if __name__ == "__main__":
    main(repositories=200_000, nights=4)
