"""What is told of an answer beside its body: where it is found again, and as which file."""

import re

from app.formats.csv_metadata import CSVW
from app.formats.dataset import Dataset, OutputFormat

FILE_NAME_MAX = 100


def headers_of(
    output: OutputFormat, dataset: Dataset, path: str, *, described_at: str | None
) -> dict[str, str]:
    """Formats without an envelope name their release here, and what describes their columns."""
    links = [f'<{address}>; rel="{name}"' for name, address in dataset.links.items()]
    if described_at is not None:
        links.append(f'<{described_at}>; rel="describedby"; type="{CSVW.media_type}"')
    headers = {"link": ", ".join(links), "content-type": output.content_type}
    if output.is_of_one_language:
        headers["content-language"] = dataset.language
    if output.attached is not None:
        name = f"{_file_name(path, dataset)}.{output.attached}"
        headers["content-disposition"] = f'attachment; filename="{name}"'
    return headers


def _file_name(path: str, dataset: Dataset) -> str:
    """After what was asked: partystats-1-observations."""
    parts = re.findall(r"[a-z0-9_.-]+", path.removeprefix("/v1").lower())
    number = dataset.meta["release"]["number"]
    return f"partystats-{number}-{'-'.join(parts)[:FILE_NAME_MAX]}"
