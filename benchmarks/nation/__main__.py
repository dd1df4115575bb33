"""Write a synthetic nation: `python -m benchmarks.nation --figures 500000 --folder NEW`."""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.nation.generating import generate


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.nation", description=__doc__)
    parser.add_argument(
        "--figures", type=int, default=500_000, help="about how many, at most 30 million"
    )
    parser.add_argument("--folder", type=Path, required=True, help="a folder that is not there yet")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes")
    wanted = parser.parse_args()
    started = time.monotonic()
    try:
        figures = generate(wanted.folder, figures=wanted.figures, seed=wanted.seed)
    except (OSError, ValueError) as error:
        sys.exit(f"{parser.prog}: {error}")
    sys.stdout.write(
        f"{figures} synthetic figures in {wanted.folder / 'packages'}, "
        f"{time.monotonic() - started:.1f} s\n"
    )


if __name__ == "__main__":
    main()
