"""Whether the process lives, whether it can answer, and what it has done."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import Field

from app.errors import (
    AddressTooLongError,
    NothingPublishedError,
    PrunedReleaseError,
    QuarantinedReleaseError,
    UnavailableError,
    UnwantedBodyError,
)
from app.releases.directory import ReleaseDirectory
from app.schemas import Schema
from app.web.responses import problems

router = APIRouter(tags=["health"])

MISSPELT = (AddressTooLongError, UnwantedBodyError)
NOT_READY = (
    NothingPublishedError,
    PrunedReleaseError,
    QuarantinedReleaseError,
    UnavailableError,
)


class Health(Schema):
    """The process lives."""

    status: Literal["ok"] = Field(description="Always the same.", examples=["ok"])


class Readiness(Schema):
    """The service can answer."""

    status: Literal["ready"] = Field(description="Always the same.", examples=["ready"])
    release: int = Field(description="The number of the current release.", examples=[1])
    quarantined: list[int] = Field(
        description="Releases whose stored form was found damaged; they are answered 503.",
        examples=[[]],
    )


@router.get(
    "/healthz",
    operation_id="get_health",
    summary="Is the process alive?",
    responses={200: {"description": "It is."}, **problems(*MISSPELT)},
)
async def get_health() -> Health:
    """Answers from the event loop, without touching any release."""
    return Health(status="ok")


@router.get(
    "/readyz",
    operation_id="get_readiness",
    summary="Can it answer?",
    responses={200: {"description": "It can."}, **problems(*MISSPELT, *NOT_READY)},
)
def get_readiness(request: Request) -> Readiness:
    """200 with the number of the current release, once its digest is found right.

    503 while nothing is published, the storage is out of reach, the current release is still being
    verified, or is damaged.
    """
    directory: ReleaseDirectory = request.app.state.directory
    directory.refuse_unprepared()
    current = directory.current
    directory.refuse_unreadable(current)
    quarantined = directory.guard.quarantined
    return Readiness(status="ready", release=current.number, quarantined=quarantined)


@router.get(
    "/metrics",
    operation_id="get_metrics",
    summary="What has it done?",
    response_class=Response,
    responses={
        200: {
            "description": "Counters and histograms in the Prometheus text format.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        **problems(*MISSPELT),
    },
)
async def get_metrics(request: Request) -> Response:
    """Prometheus text of this worker: requests by route, method and status, and their seconds."""
    content = generate_latest(request.app.state.metrics.registry)
    return Response(content, media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})
