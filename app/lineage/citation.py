"""Text to paste where a number is used: what it is, who printed it, which release says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator
from app.derivation.observations import Observation
from app.releases.registry import PublishedRelease
from app.values.qualifiers import Qualifier
from app.values.scaled import PLACES
from app.values.statuses import ConfidentialityStatus, Derivation
from app.values.wording import LANGUAGES, Language, bounds_text, number_text, qualified_text

UNOFFICIAL = {
    "vi": "tổng hợp không chính thức từ nguồn công khai",
    "en": "an unofficial compilation from public sources",
}
_NUMBERED = (Qualifier.EXACT, Qualifier.BETWEEN)
_COMPUTED = {"vi": "tính từ các nguồn", "en": "computed from the sources"}
_SUMMED = {"vi": "tổng của các tổ chức trực thuộc", "en": "sum of the organizations below"}
_PARTLY_SUMMED = {
    "vi": "cận dưới: mới có số của {} trên {} tổ chức trực thuộc đã biết",
    "en": "lower bound: {} of {} known organizations below have a number",
}
SUPPRESSED_TEXT = {"vi": "số được giữ kín", "en": "suppressed"}
_RELEASE = {"vi": "bản công bố", "en": "release"}
_ACCESSED = {"vi": "truy cập", "en": "accessed"}
_SOURCE = {"vi": "Nguồn", "en": "Source"}


def quantity_text(
    observation: Observation, catalog: Catalog, language: Language, *, decimals: int | None = None
) -> str:
    """The number with its unit, never more certain than its bounds.

    `decimals` rounds a computed point for display; without it up to six are shown.
    """
    if observation.confidentiality is ConfidentialityStatus.CONFIDENTIAL:
        return SUPPRESSED_TEXT[language]
    indicator = catalog.by_code[observation.indicator]
    unit = catalog.unit_by_code[indicator.unit]
    unit_text = unit.symbol or getattr(unit.label, language)
    return f"{_number_words(observation, indicator, language, decimals)} {unit_text}"


def _number_words(
    observation: Observation, indicator: Indicator, language: Language, decimals: int | None
) -> str:
    """A printed number with its qualifier, a computed one as far as its bounds agree."""
    figure, value, bounds = observation.figure, observation.value, observation.bounds
    if figure is not None and value is not None and figure.upper_value is None:
        return qualified_text(figure.qualifier, value, language)
    if value is not None and bounds is not None and observation.qualifier in _NUMBERED:
        shown = number_text(value, language, decimals=decimals)
        ends = [end for end in (bounds.lower, bounds.upper) if end is not None]
        if observation.qualifier is Qualifier.EXACT or all(
            number_text(end, language, decimals=decimals) == shown for end in ends
        ):
            return shown
    places = PLACES if decimals is None else decimals
    return bounds_text(bounds, language, domain=indicator.domain.bounds, decimals=places)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a citation says of a number: of when, how much, and how it came about, by language."""

    indicator: str
    time: str
    quantity: Mapping[str, str]
    origin: Mapping[str, str]


def quoted(observation: Observation, catalog: Catalog) -> Quoted:
    """Of a growth both ends are told."""
    time = str(observation.period)
    if catalog.by_code[observation.indicator].growth is not None:
        time = f"{observation.operands[-1].observation.period} → {time}"
    coverage = observation.coverage
    return Quoted(
        observation.indicator,
        time,
        {language: quantity_text(observation, catalog, language) for language in LANGUAGES},
        origin_text(
            observation.derivation,
            None if coverage is None else coverage.known,
            None if coverage is None else coverage.total,
            complete=coverage is not None and coverage.is_complete,
        ),
    )


def origin_text(
    derivation: Derivation, known: int | None, total: int | None, *, complete: bool
) -> dict[str, str]:
    """How the number came about, where no source prints it; an incomplete sum says so."""
    match derivation:
        case Derivation.COMPUTED:
            return {language: f" ({_COMPUTED[language]})" for language in LANGUAGES}
        case Derivation.ROLLED_UP if complete:
            return {language: f" ({_SUMMED[language]})" for language in LANGUAGES}
        case Derivation.ROLLED_UP:
            return {
                language: f" ({_PARTLY_SUMMED[language].format(known, total)})"
                for language in LANGUAGES
            }
        case _:
            return dict.fromkeys(LANGUAGES, "")


def citation(
    said: Quoted,
    catalog: Catalog,
    *,
    organization: Mapping[str, str],
    sources: Iterable[Mapping[str, Any]],
    release: PublishedRelease,
    permalink: str,
    language: Language,
) -> str:
    """One citation. `organization` is its name in both languages, `sources` those beneath."""
    label = getattr(catalog.by_code[said.indicator].label, language)
    listed = "; ".join(source_text(source, language) for source in sources)
    return (
        f"{organization[language]}: {label}, {said.time}: "
        f"{said.quantity[language]}{said.origin[language]}. {_SOURCE[language]}: {listed}. "
        f"partystats, {_RELEASE[language]} {release.number} ({release.published_at[:10]}), "
        f"{UNOFFICIAL[language]}. {permalink}"
    )


def source_text(source: Mapping[str, Any], language: Language) -> str:
    title = f", “{source['title']}”" if source["title"] else ""
    published = f" ({source['published']})" if source["published"] else ""
    return (
        f"{source['publisher']}{title}{published}, {source['url']}, "
        f"{_ACCESSED[language]} {source['accessed']}"
    )
