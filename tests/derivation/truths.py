"""True numbers, and prints that are true of them."""

from fractions import Fraction

from hypothesis import strategies as st

from app.derivation.figures import Figure, Source
from app.values.periods import Period
from app.values.printed import DecimalMark, PrintedUnit
from app.values.qualifiers import Qualifier
from app.values.statuses import Authority

TRUTHS = st.integers(0, 60).map(lambda tenths: Fraction(tenths, 10))
_STEPS = st.sampled_from([Fraction(1, 10), Fraction(1, 2), Fraction(1), Fraction(3)])


@st.composite
def true_figures(
    draw: st.DrawFn, truth: Fraction, indicator: str, period: str = "2022", source: str = "a"
) -> Figure:
    """A print of the number that does not lie, in percent, so that no unit makes it a point.

    Nothing below 0 is printed.
    """
    qualifier = draw(st.sampled_from(Qualifier))
    step, upper, resolution = draw(_STEPS), None, Fraction(1)
    match qualifier:
        case Qualifier.EXACT:
            resolution = draw(_STEPS | st.just(Fraction(0)))
            value = max(truth + resolution * draw(st.integers(-2, 2)) / 4, Fraction(0))
        case Qualifier.NEARLY | Qualifier.BELOW:
            value = truth + step
        case Qualifier.OVER if truth:
            value = max(truth - step, Fraction(0))
        case Qualifier.OVER | Qualifier.AT_LEAST:
            qualifier = Qualifier.AT_LEAST
            value = max(truth - draw(_STEPS | st.just(Fraction(0))), Fraction(0))
        case Qualifier.AT_MOST:
            value = truth + draw(_STEPS | st.just(Fraction(0)))
        case Qualifier.BETWEEN:
            value, upper = max(truth - step, Fraction(0)), truth + draw(_STEPS)
        case Qualifier.ABOUT:
            value = abs(truth + draw(st.sampled_from([-step, step])))
    return Figure(
        "p",
        indicator,
        Period.parse(period),
        Source(source, Authority.OFFICIAL, None),
        str(value),
        PrintedUnit.PERCENT,
        DecimalMark.POINT,
        qualifier,
        value=value,
        resolution=resolution,
        upper_value=upper,
    )
