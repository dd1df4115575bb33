"""The files of the explorer, under an address that changes with any of them."""

import re
from functools import cache
from hashlib import blake2b
from pathlib import Path, PurePosixPath

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


_IMPORTED = re.compile(r'^(?:import|\} from|import .* from) ?"(\.[^"]+)";$', re.MULTILINE)


@cache
def modules_behind(module: str) -> tuple[str, ...]:
    """The module and all that it imports, however deep, by their paths below STATIC.

    Named in the page, they are asked for all at once, and not one after the other is read.
    """
    found, waiting = [module], [module]
    while waiting:
        reading = PurePosixPath(waiting.pop())
        for name in _IMPORTED.findall((STATIC / reading).read_text(encoding="utf-8")):
            path = (
                (STATIC / reading.parent / name).resolve().relative_to(STATIC.resolve()).as_posix()
            )
            if path not in found:
                found.append(path)
                waiting.append(path)
    return tuple(found)


FOLDER = f"/explore/files/{digest_of(STATIC)}"


class _KeptFiles(StaticFiles):
    """A file never changes under its address, so browsers keep it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = PINNED
        return response


files = GZipMiddleware(_KeptFiles(directory=STATIC), minimum_size=500)
