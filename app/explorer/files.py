"""The files of the explorer, under an address that changes with any of them."""

from hashlib import blake2b
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.caching import PINNED

STATIC = Path(__file__).parent / "static"


def digest_of(folder: Path) -> str:
    """Of all names and contents: what the address of the files rests on."""
    digest = blake2b(digest_size=8)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for part in (path.relative_to(folder).as_posix().encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


FOLDER = f"/explore/files/{digest_of(STATIC)}"


class _KeptFiles(StaticFiles):
    """A file never changes under its address, so browsers keep it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = PINNED
        return response


files = GZipMiddleware(_KeptFiles(directory=STATIC), minimum_size=500)
