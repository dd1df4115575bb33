"""How far a load has come, told in lines where there is no terminal."""

from app.cli.progress import Lines


class Hours:
    """A clock that is set by hand, in seconds."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_line_is_told_every_ten_seconds_with_rate_and_remaining_time():
    clock, lines = Hours(), []
    told = Lines(lines.append, clock)
    told("read", 0, 0)
    for second in range(1, 26):
        clock.seconds = second
        told("derive", second * 100, 4_000)
    assert lines == [
        "Deriving: 1000 of 4000 organizations, 100 a second, about 30 s left",
        "Deriving: 2000 of 4000 organizations, 100 a second, about 20 s left",
    ]


def test_short_work_tells_nothing():
    clock, lines = Hours(), []
    told = Lines(lines.append, clock)
    for stage in ("read", "check", "derive", "index", "digest"):
        clock.seconds += 1.9
        told(stage, 1, 2)
    assert lines == []


def test_a_stage_of_unknown_length_is_named_alone():
    clock, lines = Hours(), []
    told = Lines(lines.append, clock)
    clock.seconds = 10
    told("check", 0, 0)
    clock.seconds = 20
    told("derive", 5, 10)
    assert lines == ["Checking and sorting …", "Deriving: 5 of 10 organizations"]
