"""The Dockerfile and .dockerignore as data: stages, steps, and what the build gets to see."""

import json
import re
import shlex
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cached_property
from pathlib import Path, PurePosixPath

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Step:
    """One instruction: its flags, and the rest as it stands."""

    name: str
    flags: dict[str, str]
    text: str

    @property
    def words(self) -> list[str]:
        """The exec form; refused where the step has another."""
        return json.loads(self.text)

    @property
    def assignments(self) -> dict[str, str]:
        return dict(word.split("=", 1) for word in shlex.split(self.text))


@dataclass(frozen=True)
class Stage:
    """From one FROM to the next."""

    base: str
    name: str
    steps: list[Step] = field(default_factory=list)

    def each(self, name: str) -> list[Step]:
        return [step for step in self.steps if step.name == name]

    def only(self, name: str) -> Step:
        (step,) = self.each(name)
        return step

    @property
    def environment(self) -> dict[str, str]:
        return {
            name: value for step in self.each("ENV") for name, value in step.assignments.items()
        }


@dataclass(frozen=True)
class Healthcheck:
    """The HEALTHCHECK step, taken apart."""

    step: Step

    @property
    def command(self) -> list[str]:
        return json.loads(self.step.text.removeprefix("CMD "))

    @cached_property
    def port_and_path(self) -> tuple[int, str]:
        port = re.search(r"HTTPConnection\('127\.0\.0\.1', (\d+),", self.command[-1])
        path = re.search(r"request\('GET', '([^']+)'\)", self.command[-1])
        return int(port[1]), path[1]


def read(path: Path = REPOSITORY / "Dockerfile") -> list[Stage]:
    """The stages of a Dockerfile; arguments before the first are put in."""
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    arguments: dict[str, str] = {}
    stages: list[Stage] = []
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if not line.strip():
            continue
        name, rest = line.split(maxsplit=1)
        flags = dict(re.findall(r"--([a-z-]+)=(\S+)", re.match(r"(?:--\S+\s+)*", rest)[0]))
        step = Step(name, flags, re.sub(r"^(?:--\S+\s+)*", "", rest).strip())
        if name == "ARG" and not stages:
            arguments |= step.assignments
        elif name == "FROM":
            base, _, alias = step.text.partition(" AS ")
            for argument, value in arguments.items():
                base = base.replace(f"${{{argument}}}", value)
            stages.append(Stage(base, alias))
        else:
            stages[-1].steps.append(step)
    return stages


class Context:
    """Which files of a folder a build sees, by the rules of .dockerignore: the last match wins."""

    def __init__(self, root: Path = REPOSITORY) -> None:
        self.root = root
        lines = root.joinpath(".dockerignore").read_text(encoding="utf-8").splitlines()
        self.rules = [line for line in lines if line and not line.startswith("#")]

    def sees(self, path: str) -> bool:
        """A rule that matches a folder matches everything below it."""
        places = [PurePosixPath(path), *PurePosixPath(path).parents][:-1]
        seen = True
        for rule in self.rules:
            pattern = rule.removeprefix("!")
            if any(_matches(pattern, str(place)) for place in places):
                seen = rule.startswith("!")
        return seen

    def files(self, below: str = ".") -> list[str]:
        """What of a file or folder the build gets."""
        place = self.root / below
        files = (
            [place] if place.is_file() else [each for each in place.rglob("*") if each.is_file()]
        )
        names = (each.relative_to(self.root).as_posix() for each in files)
        return sorted(name for name in names if self.sees(name))


def _matches(pattern: str, path: str) -> bool:
    """`**/x` is x at any depth; elsewhere a wildcard ends at a slash."""
    if pattern.startswith("**/"):
        pattern, path = pattern[3:], PurePosixPath(path).name
    same_depth = pattern.count("/") == path.count("/")
    return same_depth and re.fullmatch(translate(pattern), path) is not None
