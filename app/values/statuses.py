"""Closed code lists of SDMX and of this service that an answer is marked with."""

from enum import StrEnum


class ObservationStatus(StrEnum):
    """SDMX CL_OBS_STATUS, the part we use, in order of precedence: the first that applies wins."""

    SUPPRESSED = "Q"
    BREAK = "B"
    MISSING = "M"
    PROVISIONAL = "P"
    ESTIMATED = "E"
    NORMAL = "A"


class ConfidentialityStatus(StrEnum):
    """SDMX CL_CONF_STATUS, the part we use."""

    FREE = "F"
    CONFIDENTIAL = "C"


class Derivation(StrEnum):
    """How a number came about; a sum over borders is told by `boundaries`, and never published."""

    REPORTED = "reported"
    COMPUTED = "computed"
    ROLLED_UP = "rolled_up"
    BOUNDARY_SUM = "boundary_sum"


class Basis(StrEnum):
    """Whether the source says a thing outright, or we read it from the context."""

    STATED = "stated"
    INFERRED = "inferred"


class Authority(StrEnum):
    """Who speaks in a source, from the highest to the lowest."""

    OFFICIAL = "official"
    OFFICIAL_COPY = "official-copy"
    PARTY_PRESS = "party-press"
    PRESS = "press"
    AGGREGATOR = "aggregator"


def first_status(*statuses: ObservationStatus) -> ObservationStatus:
    """The one that takes precedence (Q B M P E A); A when none is given."""
    return next(
        (status for status in ObservationStatus if status in statuses), ObservationStatus.NORMAL
    )
