"""Looking at a package without publishing it: every check, and what it finds."""

from collections import Counter
from dataclasses import dataclass

from app.derivation.checks import Check
from app.derivation.derive import derive
from app.derivation.disclosure import suppress
from app.derivation.verdicts import Outcome
from app.publication.build import Recipe
from app.publication.content import Content
from app.publication.inputs import organization_inputs

# More of them nobody reads; the counts tell how many there are.
FINDINGS_MAX = 10_000
_QUIET = frozenset({Outcome.PASSED, Outcome.MARKED})


@dataclass(frozen=True, slots=True)
class Examination:
    """How many checks came to what, and those that someone should look at, errors first."""

    organizations: int
    figures: int
    observations: int
    outcomes: dict[Outcome, int]
    findings: tuple[Check, ...]

    @property
    def has_errors(self) -> bool:
        """Whether a load would be refused."""
        return Outcome.ERROR in self.outcomes


def examine(content: Content, recipe: Recipe) -> Examination:
    """Derive everything in memory and count; nothing is written."""
    threshold = recipe.disclosure_threshold
    figures = suppress(content.figures, content.catalog, threshold=threshold)
    outcomes: Counter[Outcome] = Counter()
    findings: list[Check] = []
    observations = 0
    for result in derive(content.catalog, organization_inputs(content, figures)):
        observations += len(result.observations)
        outcomes.update(check.outcome for check in result.checks)
        for check in result.checks:
            is_error = check.outcome is Outcome.ERROR
            if is_error or (check.outcome not in _QUIET and len(findings) < FINDINGS_MAX):
                findings.append(check)
    findings.sort(key=lambda check: (check.outcome is not Outcome.ERROR, check.code))
    return Examination(
        len(content.organizations),
        len(content.figures),
        observations,
        dict(outcomes),
        tuple(findings),
    )
