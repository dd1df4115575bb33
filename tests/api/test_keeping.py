"""What is kept of answers, and for how long."""

from app.web.keeping import OVERHEAD, KeptAnswers, Told
from app.web.tallies import Tallies

ROOM = 1 << 20


def told():
    tally = Tallies().tally("/", "GET", 200)
    return Told(tally, tally, 1)


def question(number):
    return b"/%d" % number, b"", None, None, None


def headers(number):
    return [(b"etag", b'W/"%d"' % number)]


def test_what_is_kept_stays_within_its_bytes_and_what_is_used_stays_longer():
    kept = KeptAnswers(100 * OVERHEAD)
    for number in range(1000):
        kept.keep(question(number), headers(number), b"a" * 1000, told())
        assert kept.size <= 100 * OVERHEAD
        if 0 in [int(asked[0][1:]) for asked in kept.by_question]:
            kept.by_question[question(0)].is_used = True
    assert question(0) in kept.by_question
    assert question(1) not in kept.by_question
    assert len(kept.by_question) > 50
    kept.keep(question(1), headers(1), b"a" * 20 * OVERHEAD, told())  # Too large a part of all.
    assert question(1) not in kept.by_question
    for asked_for in list(kept.by_question):
        kept.forget(asked_for)
    assert (kept.size, kept._bodies) == (0, {})


def test_one_body_is_counted_once_however_often_it_is_asked_for():
    kept = KeptAnswers(1 << 20)
    for number in range(10):
        kept.keep(question(number), headers(0), b"a" * 50_000, told())
    assert 50_000 < kept.size < 50_000 + 10 * (2 * OVERHEAD)
