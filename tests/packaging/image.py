"""What `docker build` would make, without an engine: the steps run below a folder of their own.

The image's own folders (those that WORKDIR, VOLUME and COPY name) are mapped into that folder; the
rest of the base is this machine. So a step may not write elsewhere; ours do not.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.packaging.dockerfile import Context, Healthcheck, Stage, Step, read

IS_ROOT = os.geteuid() == 0
# May read like root, since this machine's Python may lie in root's home, and do nothing else; of
# another user, without a home, who may gain no privileges. What the composition grants is less.
CONFINED = [
    "setpriv",
    "--clear-groups",
    "--no-new-privs",
    *(f"--{kind}=-all,+dac_read_search" for kind in ("inh-caps", "ambient-caps", "bounding-set")),
]


class Image:
    """The last stage: its files below `root`, and ways to run commands in it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.root = place / "root"
        self.stages = read()
        self.final = self.stages[-1]
        self.owned = sorted(_owned(self.stages), key=len, reverse=True)
        self.base_path = f"{self._base()}:/usr/local/bin:/usr/bin:/bin"

    def mapped(self, text: str) -> str:
        """The text with the image's folders where they are on this machine."""
        folders = "|".join(map(re.escape, self.owned))
        return re.sub(
            rf"(?<![\w./-])({folders})(?![\w-])", lambda found: f"{self.root}{found[1]}", text
        )

    def build(self) -> None:
        """Every stage in turn, each in an empty root at the same place, as in a container."""
        for stage in self.stages:
            self.root.mkdir(mode=0o755)
            for step in stage.steps:
                self._take(stage, step)
            if stage is not self.final:
                self.root.rename(self.place / stage.name)

    def _take(self, stage: Stage, step: Step) -> None:
        match step.name:
            case "COPY":
                self._copy(stage, step)
            case "WORKDIR":
                self._inside(step.text).mkdir(parents=True, exist_ok=True)
            case "RUN":
                env = self.environment(stage, {"HOME": str(self.place)})
                command = ["/bin/sh", "-ec", self.mapped(step.text)]
                subprocess.run(command, cwd=self._workdir(stage), env=env, check=True, timeout=900)

    def _copy(self, stage: Stage, step: Step) -> None:
        *sources, target = step.text.split()
        if origin := step.flags.get("from"):
            (source,) = sources
            shutil.copytree(self.place / origin / source[1:], self._inside(target), symlinks=True)
            return
        context = Context()
        for source in sources:
            place = self._workdir(stage) / target
            for name in context.files(source):
                below = Path(name).relative_to(source) if (context.root / source).is_dir() else name
                (place / below).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(context.root / name, place / below)

    def environment(self, stage: Stage, more: Mapping[str, str]) -> dict[str, str]:
        """The stage's ENV; of this machine only what pip needs to find its index."""
        asked = ("PIP_", "SSL_", "http", "HTTP", "no_proxy", "NO_PROXY", "REQUESTS_")
        inherited = {key: value for key, value in os.environ.items() if key.startswith(asked)}
        made = inherited if stage is not self.final else {}
        path = stage.environment.get("PATH", "$PATH").replace("$PATH", self.base_path)
        values = {**made, **stage.environment, "PATH": path, "LANG": "C.UTF-8"}
        return {key: self.mapped(value) for key, value in values.items()} | more

    @property
    def volume(self) -> Path:
        return self._inside(self.final.only("VOLUME").text)

    @property
    def command(self) -> list[str]:
        return self.final.only("CMD").words

    def start(self, *words: str, **settings: str) -> subprocess.Popen[str]:
        """A process of the image's user, with its environment and these variables."""
        env = self.environment(self.final, {"HOME": "/", **settings})
        return subprocess.Popen(
            [*self._confinement(), *words], cwd=self.volume, env=env,
            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*words, **settings)
        output, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(words, process.returncode, output, errors)

    def ask_health(self, port: int) -> subprocess.CompletedProcess[str]:
        """Run HEALTHCHECK against a service at another port than the usual."""
        health = Healthcheck(self.final.only("HEALTHCHECK"))
        usual, _ = health.port_and_path
        return self.run(*(word.replace(f" {usual},", f" {port},") for word in health.command))

    def contents(self) -> dict[str, tuple[int, int, int]]:
        """Every file but the volume's, as a change of it would show."""
        return {
            str(path): ((status := path.lstat()).st_mode, status.st_size, status.st_mtime_ns)
            for path in self.root.rglob("*")
            if self.volume not in (path, *path.parents)
        }

    def _confinement(self) -> list[str]:
        if not IS_ROOT:
            return []
        user, group = self.final.only("USER").text.split(":")
        return [*CONFINED, f"--reuid={user}", f"--regid={group}", "--"]

    def _workdir(self, stage: Stage) -> Path:
        """The only one of a stage, once a step has made it."""
        steps = stage.each("WORKDIR")
        place = self._inside(steps[0].text) if steps else self.root
        return place if place.is_dir() else self.root

    def _inside(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def _base(self) -> Path:
        """A folder with `python`: of the base's version where this machine has it, else ours."""
        folder = self.place / "base"
        folder.mkdir()
        wanted = re.match(r"python:([\d.]+)", self.final.base)[1]
        usable = _can_build(f"python{wanted}") or _can_build(sys._base_executable)
        (folder / "python").write_text(f'#!/bin/sh\nexec "{usable}" "$@"\n')
        if not IS_ROOT:  # Whose owner is who runs the tests, as the image's user is.
            drop = r"s/--\(owner\|group\)=[0-9]*//g"
            script = f'#!/bin/sh\nexec /usr/bin/install $(echo "$@" | sed "{drop}")\n'
            (folder / "install").write_text(script)
        for program in folder.iterdir():
            program.chmod(0o755)
        return folder


@contextmanager
def built() -> Iterator[Image]:
    """The image, in a folder that any user may enter; nobody but root or the volume's may write."""
    place = Path(tempfile.mkdtemp(prefix="partystats-image-"))
    place.chmod(0o755)
    try:
        image = Image(place)
        image.build()
        if not IS_ROOT:
            for path in (image.root, *map(Path, image.contents())):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode & ~0o222)
        yield image
    finally:
        if not IS_ROOT:
            subprocess.run(["chmod", "-R", "u+w", place], check=True)
        shutil.rmtree(place)


def _owned(stages: list[Stage]) -> set[str]:
    paths = {
        step.text for stage in stages for step in (*stage.each("WORKDIR"), *stage.each("VOLUME"))
    }
    copied = {step.text.split()[-1] for stage in stages for step in stage.each("COPY")}
    return paths | {target for target in copied if target.startswith("/")}


def _can_build(python: str) -> str | None:
    """Where it is, if it is one that runs: a pyenv shim may stand on the PATH and still fail."""
    command = [python, "-c", "import ensurepip, pip, sqlite3, sys, venv; print(sys.executable)"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None
