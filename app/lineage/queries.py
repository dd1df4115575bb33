"""One observation with everything beneath it, gathered from a release."""

from collections.abc import Mapping
from typing import Any

from app.boundaries.queries import fetch_mergers
from app.errors import NotFoundError
from app.indicators.queries import find_indicator
from app.lineage.citation import citation
from app.lineage.documents import (
    Document,
    sources_beneath,
)
from app.lineage.gathering import tell
from app.observations.history.queries import fetch_history
from app.observations.queries import fetch_observations, find_observation
from app.organizations.queries import fetch_names, find_place
from app.releases.reader import Reader
from app.sources.queries import fetch_sources
from app.values.codes import CellKey, CodeError
from app.values.wording import LANGUAGES, Words


def observation_document(reader: Reader, text: str, *, public_url: str) -> Document:
    """The observation of a written id. Raises NotFoundError, which tells of a withdrawn one."""
    key = _key(reader, text)
    row = find_observation(reader, key)
    history = fetch_history(reader, key)
    if row is None:
        raise _absent(key, history, reader)
    told = tell(reader, row, key)
    document = {
        **row,
        "organization_name": fetch_names(reader, [key.organization])[key.organization],
        "indicator_label": reader.catalog.by_code[key.indicator].label.model_dump(),
        "text": told.said.quantity,
        "lineage": told.lineage,
        "alternatives": told.alternatives,
        "claims": told.claims,
        "notices": told.notices,
        "history": history,
    }
    sources = fetch_sources(reader, sources_beneath(document))
    document["sources"] = list(sources.values())
    own = [sources[code] for code in sorted(sources_beneath([document["lineage"]]))]
    permalink = f"{public_url}/v1/observations/{key}?release={reader.release.number}"
    document["permalink"] = permalink
    document["citation"] = {
        language: citation(
            told.said,
            reader.catalog,
            organization=document["organization_name"],
            sources=own,
            release=reader.release,
            permalink=permalink,
            language=language,
        )
        for language in LANGUAGES
    }
    return document


def _key(reader: Reader, text: str) -> CellKey:
    try:
        key = CellKey.parse(text)
    except CodeError as error:
        raise NotFoundError(
            Words(
                f"There is no such observation: {error}.",
                f"Không có số liệu như vậy: {error.words.told('vi')}.",
            ),
            expected=Words.same("organization.indicator.period"),
        ) from error
    find_place(reader, key.organization)
    find_indicator(reader, key.indicator)
    return key


def _absent(key: CellKey, history: list[Document], reader: Reader) -> NotFoundError:
    """Why a cell has no observation: withdrawn, or never there; and what there is near it."""
    if history and history[-1]["change"] == "withdrawn":
        release = history[-1]["release"]
        return NotFoundError(
            Words(
                f"{key} was withdrawn in release {release}; "
                f"release {release - 1} still answers it.",
                f"{key} đã được rút ở bản công bố {release}; "
                f"bản công bố {release - 1} vẫn còn số liệu này.",
            ),
            expected=Words.same(f"release={release - 1}"),
        )
    first, _ = find_place(reader, key.organization)
    number = reader.indicator_numbers[key.indicator]
    rows = fetch_observations(reader, organization=[first], indicator=[number])
    near = sorted(rows, key=lambda row: _distance(row, key))[:3]
    return NotFoundError(
        Words(
            f"Release {reader.release.number} has no number for {key}.",
            f"Bản công bố {reader.release.number} không có số liệu cho {key}.",
        ),
        expected=_where(reader, key),
        nearest=[row["id"] for row in near],
    )


def _where(reader: Reader, key: CellKey) -> Words:
    """An id that there is; before a merger the address that sums what came together in it."""
    merger = fetch_mergers(reader).by_successor.get(key.organization)
    if merger is None or key.period.end >= merger.effective:
        return Words("an id of /v1/observations", "một mã định danh có trong /v1/observations")
    address = (
        f"/v1/observations?organization={key.organization}&indicator={key.indicator}"
        f"&period={key.period}&boundaries=current"
    )
    return Words(
        f"{address}, which tells it from its predecessors: no such number was published",
        f"{address}, tính từ các tổ chức tiền thân: không có số nào như vậy được công bố",
    )


def _distance(row: Mapping[str, Any], key: CellKey) -> int:
    other = CellKey.parse(row["id"]).period
    return abs((other.end - key.period.end).days)
