"""The tables migrations are held against: importing this imports every model."""

from app.checks.models import CheckRow
from app.database import RegistryTable, ReleaseTable
from app.events.models import Event, EventBreak, EventOrganization
from app.figures.models import FigureRow
from app.indicators.models import CodeListItem, IndicatorRow
from app.observations.models import ObservationRow, Revision
from app.organizations.models import Identifier, Organization
from app.releases.models import CurrentRelease, KeptRelease, Release, ReleasePackage
from app.search.models import SearchEntry, SearchWord
from app.sources.models import SourceRow

RELEASE_TABLES = (
    Organization,
    Identifier,
    Event,
    EventOrganization,
    EventBreak,
    IndicatorRow,
    CodeListItem,
    SourceRow,
    FigureRow,
    ObservationRow,
    CheckRow,
    Revision,
    SearchEntry,
    SearchWord,
)
# What follows from the tables before, and is in no digest: nobody else's numbers lie there.
DERIVED_TABLES = (SearchEntry, SearchWord)
REGISTRY_TABLES = (Release, ReleasePackage, KeptRelease, CurrentRelease)
RELEASE = ReleaseTable.metadata
REGISTRY = RegistryTable.metadata
