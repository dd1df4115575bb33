"""Answers to questions that came in a body: those of the address that asks the same."""

from dataclasses import replace
from hashlib import blake2b
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from app.formats.dataset import Dataset
from app.parameters import Selection
from app.releases.registry import PublishedRelease
from app.web.answer import Answering
from app.web.found import Find, Found

BY_DIGEST = "#"
# It stands in three headers, of which some clients take no more than 16 KiB together.
TOLD_LENGTH_MAX = 4000
CONDITIONS = frozenset({b"if-none-match", b"content-type", b"content-length"})


class Posted(Answering):
    """Answers as `path` would, where the address is not too long; else it is told by its digest.

    Nothing of it is kept on the way: caches know answers by their address.
    """

    def __init__(self, request: Request, path: str) -> None:
        headers = [each for each in request.scope["headers"] if each[0] not in CONDITIONS]
        asked = {**request.scope, "method": "GET", "path": path, "headers": headers}
        super().__init__(Request(asked))
        self._posted_to = request.scope["path"]
        self._own_address: str | None = None

    async def __call__(self, selection: Selection, find: Find) -> Response:
        response = await super().__call__(selection, find)
        own = self._own_address or BY_DIGEST
        response.raw_headers = [
            (name, b"no-store" if name == b"cache-control" else value)
            for name, value in response.raw_headers
        ]
        if BY_DIGEST not in own:
            response.raw_headers.append((b"content-location", own.encode()))
        return response

    def address(self, release: PublishedRelease, parameters: dict[str, str]) -> str:
        address = super().address(release, parameters)
        if len(address) > min(self.settings.url_length_max, TOLD_LENGTH_MAX):
            digest = blake2b(address.encode(), digest_size=16).hexdigest()
            address = f"{self._posted_to}{BY_DIGEST}{digest}"
        if self._own_address is None:
            self._own_address = address
        return address

    def _enveloped(
        self,
        found: Found,
        release: PublishedRelease,
        selection: Selection,
        chosen: dict[str, str],
        address: str,
    ) -> Dataset:
        dataset = super()._enveloped(found, release, selection, chosen, address)
        if BY_DIGEST not in dataset.links.get("next", ""):
            return dataset
        links = {name: link for name, link in dataset.links.items() if name != "next"}
        notices = [*dataset.meta["notices"], _goes_on(str(found.after))]
        return replace(dataset, links=links, meta={**dataset.meta, "notices": notices})


def _goes_on(after: str) -> dict[str, Any]:
    return {
        "code": "next_page",
        "vi": f'Trang sau: gửi lại câu hỏi này, thêm "after": "{after}".',
        "en": f'The next page: the same question with "after": "{after}".',
    }
