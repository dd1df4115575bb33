"""A load in a process of its own, to be killed: `python -m tests.databases.loading PACKAGE`.

Says `ready` once everything is imported, and begins when a line is sent to it; says the number of
the release when it is acknowledged.
"""

import sys
from pathlib import Path

from app.publication.publish import Publisher
from app.settings import Settings


def main() -> None:
    publisher = Publisher(Settings())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    published = publisher.load(Path(sys.argv[1])).published
    sys.stdout.write(f"{published and published.number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
