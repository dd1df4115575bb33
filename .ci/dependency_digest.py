"""Print a digest of what pyproject.toml asks for, as `make lock` writes it into the lock files."""

import hashlib
import json
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def dependency_digest(pyproject: str) -> str:
    """Digest of the requirements alone, so that other edits leave the lock in step."""
    project = tomllib.loads(pyproject)["project"]
    requirements = [
        project["requires-python"],
        sorted(project["dependencies"]),
        {extra: sorted(names) for extra, names in project["optional-dependencies"].items()},
    ]
    return hashlib.sha256(json.dumps(requirements, sort_keys=True).encode()).hexdigest()


if __name__ == "__main__":
    print(dependency_digest(PYPROJECT.read_text(encoding="utf-8")))
