"""What /metrics tells of this worker."""

from prometheus_client import CollectorRegistry, Gauge

from app.releases.guarding import Guard
from app.web.keeping import KeptAnswers
from app.web.tallies import Tallies


class Metrics:
    """Counters of one application."""

    def __init__(self, guard: Guard, kept: KeptAnswers) -> None:
        self.registry = CollectorRegistry()
        self.tallies = Tallies()
        self.registry.register(self.tallies)
        for name, meaning, value in (
            (
                "partystats_quarantined_releases",
                "Releases found damaged, and not served.",
                lambda: len(guard.quarantined),
            ),
            (
                "partystats_verified_bytes",
                "Bytes read when a release was last verified; 0 where they are not counted.",
                lambda: guard.verified_bytes,
            ),
            (
                "partystats_verified_seconds",
                "Seconds this took.",
                lambda: guard.verified_seconds,
            ),
            ("partystats_kept_answers", "Answers kept.", lambda: len(kept.by_question)),
            ("partystats_kept_bytes", "Bytes they take.", lambda: kept.size),
        ):
            Gauge(name, meaning, registry=self.registry).set_function(value)
