"""What every row has at hand: servers that run, how long to measure, and where results go."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from benchmarks.contestants import (
    UNCACHED,
    start_bare,
    start_datasette,
    start_ours,
    start_roapi,
    start_textbook,
)
from benchmarks.environments import PEERS, Environments
from benchmarks.measuring.load import Sample, put_load
from benchmarks.measuring.processes import NotStartedError, Server, Servers
from benchmarks.prepared import Prepared
from benchmarks.questions import BY_NAME, Question
from benchmarks.results import Results

LABELS = "&labels=true"
WARMING_SECONDS = 1.0
# Ours without the cache of encoded bodies, as shipped, and at other sizes.
OURS, SMALL, HUGE = "ours", "ours, small", "ours, huge"
LOGGED = "ours, access log on"
SHIPPED = "ours as shipped"
SHIPPED_LOGGED = "ours as shipped, access log on"
# What the fastest of them answers in a second, at least: so many addresses make a round of misses.
MISSES_A_SECOND = 10_000


@dataclass(slots=True)
class Bench:
    """One run. `rounds` are interleaved: each contestant once, then each again."""

    rounds: int
    seconds: float
    main: Prepared
    small: Prepared
    servers: Servers
    environments: Environments
    results: Results
    folder: Path
    first_port: int
    huge: Prepared | None = None
    running: dict[str, Server | None] = field(default_factory=dict)
    seed: int = 1000
    _labelled: bool | None = None
    _asked: set[str] = field(default_factory=set)

    def tell(self, text: str) -> None:
        sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
        sys.stderr.flush()

    def server(self, name: str) -> Server | None:
        """The contestant of that name, started when first asked for; None if not to be had."""
        if name not in self.running:
            self.tell(f"starting {name}")
            try:
                self.running[name] = self._start(name)
            except NotStartedError as error:
                if name not in PEERS:
                    raise
                self.running[name] = None
                self.results.skip(name, str(error)[-600:])
            for peer, problem in self.environments.problems.items():
                self.results.skip(peer, f"{peer} could not be installed: {problem}")
        return self.running[name]

    def ours(self, name: str = OURS) -> Server:
        server = self.server(name)
        assert server is not None
        return server

    def close(self, name: str) -> None:
        """Stop a contestant; the next to ask for it gets a new one."""
        server = self.running.pop(name, None)
        if server is not None:
            self.servers.stop(server)

    def bare(self, question: str, path: str) -> Server:
        """A bare application with our answer to that path."""
        name = f"bare {question}"
        if name not in self.running:
            answer = self.folder / f"{question}.answer"
            like = (self.ours(SHIPPED), path)
            self.running[name] = start_bare(self.servers, name, answer, like)
        server = self.running[name]
        assert server is not None
        return server

    def paths(
        self, question: Question, contestant: str, prepared: Prepared, *, seed: int, count: int
    ) -> list[str]:
        """Addresses drawn from the plan. Labels are left out where the service has none yet."""
        paths = question.paths(contestant, prepared.plan, seed=seed, count=count)
        if contestant != "ours":
            return paths
        if self._labelled is None:
            tried = BY_NAME["one-observation"].paths("ours", self.main.plan, seed=0, count=1)[0]
            self._labelled = self.ours().get(tried)[0] == HTTPStatus.OK
            if not self._labelled:
                self.results.notes.append(f"{tried} is refused: asked without {LABELS}")
        return paths if self._labelled else [path.replace(LABELS, "") for path in paths]

    def first_path(self, question: Question, contestant: str = "ours") -> str:
        """The address that is tried before a row is measured."""
        return self.paths(question, contestant, self.main, seed=0, count=1)[0]

    def is_answered(self, row: str, server: Server, path: str) -> bool:
        """Whether it answers 200 there; if not, the row is skipped with what it said."""
        status, _, body = server.get(path)
        if status != HTTPStatus.OK:
            said = body[:300].decode(errors="replace")
            self.results.skip(f"{row}/{server.name}", f"{path} is answered {status}: {said}")
        return status == HTTPStatus.OK

    def interleave(self, row: str, contestants: Mapping[str, Callable[[int], Sample]]) -> None:
        """Every contestant once a round. Each is given a seed of its own in each round."""
        for number in range(self.rounds):
            for name, measure in contestants.items():
                self.seed += 1
                sample = measure(self.seed)
                self.results.add_sample(row, name, sample)
                self.tell(
                    f"{row}, round {number + 1}, {name}: {sample.per_cpu_second:.0f} a CPU second, "
                    f"p50 {sample.p50:.2f} ms, p99 {sample.p99:.2f} ms"
                    + (f", {sample.failed} FAILED" if sample.failed else "")
                )

    def asking(
        self,
        server: Server,
        question: Question,
        contestant: str,
        prepared: Prepared,
        *,
        connections: int = 8,
        seconds: float | None = None,
    ) -> Callable[[int], Sample]:
        """Load of addresses drawn anew each round."""

        def measure(seed: int) -> Sample:
            count = int(MISSES_A_SECOND * self.seconds)
            paths = self.paths(question, contestant, prepared, seed=seed, count=count)
            if server.name == SHIPPED:
                paths = self._not_asked(paths)
            return put_load(server, paths, connections=connections, seconds=seconds or self.seconds)

        put_load(
            server,
            self.paths(question, contestant, prepared, seed=1, count=5_000),
            connections=connections,
            seconds=WARMING_SECONDS,
        )
        return measure

    def _not_asked(self, paths: list[str]) -> list[str]:
        """Those of the addresses that no round before may have left in the cache, if any are."""
        left = [path for path in paths if path not in self._asked]
        self._asked.update(left)
        return left or paths

    def repeating(
        self, server: Server, path: str, headers: Mapping[str, str] | None = None
    ) -> Callable[[int], Sample]:
        """Load of one address, over and over."""

        def measure(_seed: int) -> Sample:
            return put_load(server, [path], seconds=self.seconds, headers=headers)

        put_load(server, [path], seconds=WARMING_SECONDS, headers=headers)
        return measure

    def _start(self, name: str) -> Server | None:
        match name:
            case "datasette":
                return start_datasette(self.servers, self.environments, self.main)
            case "roapi":
                return start_roapi(self.servers, self.environments, self.main)
            case "textbook":
                return start_textbook(self.servers, self.main)
            case _:
                prepared = {SMALL: self.small, HUGE: self.huge}.get(name) or self.main
                settings = {} if name in {SHIPPED, SHIPPED_LOGGED} else dict(UNCACHED)
                if name in {LOGGED, SHIPPED_LOGGED}:
                    settings["PARTYSTATS_ACCESS_LOG"] = str(self.folder / f"{name}.log")
                return start_ours(self.servers, name, prepared, settings)


def write_json(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
