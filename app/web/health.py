"""Whether the process lives, whether it can answer, and what it has done."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.releases.directory import ReleaseDirectory

router = APIRouter(tags=["health"])


@router.get("/healthz", operation_id="get_health", summary="Is the process alive?")
async def get_health() -> dict[str, str]:
    """Answers from the event loop, without touching any release."""
    return {"status": "ok"}


@router.get("/readyz", operation_id="get_readiness", summary="Can it answer?")
def get_readiness(request: Request) -> dict[str, str | int]:
    """200 with the number of the current release; 503 while nothing is published."""
    directory: ReleaseDirectory = request.app.state.directory
    return {"status": "ready", "release": directory.current.number}


@router.get(
    "/metrics",
    operation_id="get_metrics",
    summary="What has it done?",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def get_metrics(request: Request) -> Response:
    """Prometheus text of this worker: requests by route, method and status, and their seconds."""
    content = generate_latest(request.app.state.metrics.registry)
    return Response(content, media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})
