"""The application: routes put together, and the wrappers around them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from threading import BoundedSemaphore

from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from app.availability import routes as availability
from app.catalogue import routes as catalogue
from app.changes import routes as changes
from app.checks import routes as checks
from app.citations import routes as citations
from app.coverage import routes as coverage
from app.errata import routes as errata
from app.events import routes as events
from app.explorer import files as explorer_files
from app.explorer import routes as explorer
from app.feeds import routes as feeds
from app.figures import routes as figures
from app.growth import routes as growth
from app.indicators import routes as indicators
from app.observations import posting
from app.observations import routes as observations
from app.organizations import routes as organizations
from app.profiles import routes as profiles
from app.rankings import routes as rankings
from app.ratios import routes as ratios
from app.refusal import ApiError
from app.releases import downloads, exports
from app.releases import routes as releases
from app.releases.directory import ReleaseDirectory
from app.releases.files import DataFolder
from app.releases.guarding import Scrub
from app.releases.known_errata import KnownErrata
from app.releases.opening import storage_of
from app.releases.renderings import Renderings
from app.releases.watching import Watch
from app.search import routes as search
from app.sentences import routes as sentences
from app.settings import OFF, Settings, get_settings
from app.sources import routes as sources
from app.startup import ensure_published, rare_collections
from app.version import VERSION
from app.web import documentation, health, problem_pages, recipe_pages
from app.web.access_log import AccessLog
from app.web.deprecation import DEPRECATIONS, Deprecated, Deprecation
from app.web.description import DESCRIPTION, SUMMARY
from app.web.door import Door
from app.web.encoded import Encoded
from app.web.groups import TAGS
from app.web.keeping import KeptAnswers
from app.web.limiting import RateLimit
from app.web.metrics import Metrics
from app.web.openapi import DocumentedApi
from app.web.problems import refuse, refuse_parameters, refuse_route
from app.web.reception import Reception

ROUTERS = (  # The first are asked for most, and found soonest.
    posting.router,
    observations.router,
    availability.router,
    coverage.router,
    rankings.router,
    organizations.router,
    profiles.router,
    events.router,
    search.router,
    indicators.router,
    sources.router,
    figures.router,
    ratios.router,
    growth.router,
    checks.router,
    citations.router,
    sentences.router,
    releases.router,
    changes.router,
    errata.router,
    feeds.router,
    catalogue.router,
    downloads.router,
    exports.router,
    health.router,
    documentation.router,
    recipe_pages.router,
    explorer.router,
    problem_pages.router,
)


class Application:
    """The FastAPI application with its wrappers: from the outside in, reception, encoded, door."""

    def __init__(
        self, settings: Settings, *, deprecations: Sequence[Deprecation] = DEPRECATIONS
    ) -> None:
        self.api = create_api(settings, deprecations=deprecations)
        state = self.api.state
        told = Deprecated(self.api, deprecations) if deprecations else self.api
        door = Door(told, url_length_max=settings.url_length_max)
        encoded = Encoded(door, state.kept, state.directory, state.metrics.tallies)
        log = None if settings.access_log == OFF else AccessLog(settings.access_log)
        limit = RateLimit.of(settings)
        self._app = Reception(encoded, state.directory, state.metrics.tallies, log, limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def create_api(
    settings: Settings, *, deprecations: Sequence[Deprecation] = DEPRECATIONS
) -> FastAPI:
    """Routes, refusals and documentation, before anything is wrapped around them."""
    api = DocumentedApi(
        title="partystats",
        summary=SUMMARY,
        description=DESCRIPTION,
        version=VERSION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=TAGS,
        servers=[{"url": "/", "description": "The service that this document came from."}],
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # It is asked about three times in every request; what is counted stands at /metrics.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=partial(_lifespan, settings),
    )
    api.state.settings = settings
    api.state.deprecations = deprecations
    api.state.directory = ReleaseDirectory(settings, storage_of(settings))
    api.state.errata = KnownErrata(api.state.directory)
    api.state.kept = KeptAnswers(settings.encoded_bytes)
    api.state.metrics = Metrics(api.state.directory.guard, api.state.kept)
    api.state.renderings = Renderings(DataFolder.of(settings))
    api.state.downloads = BoundedSemaphore(downloads.DOWNLOADS_MAX)
    for router in ROUTERS:
        # Not `include_router`: that would try each router, and each of its routes, twice over.
        api.router.routes.extend(router.routes)
    api.mount("/assets", documentation.assets)
    api.mount(explorer_files.FOLDER, explorer_files.files)
    api.add_exception_handler(ApiError, refuse)
    api.add_exception_handler(RequestValidationError, refuse_parameters)
    api.add_exception_handler(HTTPException, refuse_route)
    return api


@asynccontextmanager
async def _lifespan(settings: Settings, api: FastAPI) -> AsyncIterator[None]:
    """Listening does not wait for the current release to be verified; answers do."""
    await to_thread.run_sync(ensure_published, settings)
    directory: ReleaseDirectory = api.state.directory
    watch = Watch(directory, period=settings.refresh_seconds)
    scrub = Scrub(directory.guard, directory.latest, period=settings.scrub_seconds)
    with rare_collections(directory):
        watch.start()
        scrub.start()
        try:
            yield
        finally:
            await to_thread.run_sync(watch.stop)
            await to_thread.run_sync(scrub.stop)
            directory.close()


def create_app() -> Application:
    """The application of this process, with the settings of its environment."""
    return Application(get_settings())


app = create_app()
