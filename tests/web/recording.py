"""The example answers of the documentation, and the requests that give them.

`python -m tests.web.recording` records them anew, after a change of seeds or of answers.
"""

import asyncio
import json
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx

from app.main import Application
from app.publication.publish import Publisher
from app.settings import Settings
from app.version import VERSION
from app.web.openapi import EXAMPLES
from tests.packages import figure, organization, write_package
from tests.serving import serving

OPERATIONS = sorted(path.stem for path in EXAMPLES.glob("*.json"))
TOO_LONG = "/v1/observations?organization=" + "lao-cai," * 1000
# What differs from one instance to the next, though the answer is the same.
VARYING = {
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z": "2026-11-23T08:00:00.000000Z",
    r"[0-9a-f]{64}": "74a146ae8fd760dc33804bd47b0d2c8b6682ef6fe35dcc460a2213ffd7afba93",
    r'"application_version": "[^"]+"': '"application_version": "0.1.0"',
    rf",{re.escape(VERSION)}\\r": r",0.1.0\\r",
    r"(bản công bố|release) 1 \([0-9-]+\)": r"\1 1 (2026-11-23)",
    r"http://127\.0\.0\.1:[0-9]+": "http://127.0.0.1:8000",
    r"longer than [0-9.e-]+ seconds": "longer than 5.0 seconds",
    r"cần hơn [0-9.e-]+ giây": "cần hơn 5.0 giây",
    # Citations tell the day on which the release was published.
    r'("version": "[^"]+", "issued": )\{[^}]*\}, "accessed": \{[^}]*\}': (
        r'\1{"date-parts": [[2026, 11, 23]]}, "accessed": {"date-parts": [[2026, 11, 23]]}'
    ),
    r'"accessed": "[0-9-]+", "language"': '"accessed": "2026-11-23", "language"',
    r"year = \{[0-9]+\},\\n  month = [a-z]+,\\n  version": (
        r"year = {2026},\\n  month = nov,\\n  version"
    ),
    r"(release=1[^}]*\},\\n  urldate = )\{[0-9-]+\}": r"\1{2026-11-23}",
    r"year = \{[0-9]+\},(\\n  )month = [a-z]+,(\\n  version)": r"year = {2026},\1month = nov,\2",
    r"(release=1[&a-z=.0-9-]*, (?:truy cập|accessed)) [0-9-]+": r"\1 2026-11-23",
    r"([&?]release=1[^,\"]*),[0-9]{4}-[0-9]{2}-[0-9]{2},(vi|en),": r"\1,2026-11-23,\2,",
}


def recorded(name: str) -> dict:
    """A recorded request with its answers; `name` is an operation, or `problems/` and a code."""
    return json.loads((EXAMPLES / f"{name}.json").read_bytes())


def steady(answer: object) -> object:
    """The answer with everything fixed that may differ."""
    text = json.dumps(answer, ensure_ascii=False)
    for pattern, fixed in VARYING.items():
        text = re.sub(pattern, fixed, text)
    return json.loads(text)


def executed(client: httpx.Client, name: str) -> dict:
    """What the recorded request is answered now, as JSON and, where there is one, as CSV.

    `rows` in the recording shows only so many: some lists have no parameter to shorten them.
    """
    request, rows = recorded(name)["request"], recorded(name).get("rows")
    answer = client.get(request)
    assert answer.status_code == 200, answer.text
    found = {"request": request, "json": steady(answer.json())}
    if request.startswith("/v1/"):
        table = client.get(request, headers={"accept": "text/csv"})
        assert table.headers["content-type"].startswith("text/csv")
        found["csv"] = steady(table.text)
    if rows is not None:
        found["json"]["data"] = found["json"]["data"][:rows]
        found["csv"] = "".join(found["csv"].splitlines(keepends=True)[: rows + 1])
        found["rows"] = rows
    return found


def problems(client: httpx.Client, folder: Path) -> Iterator[tuple[str, str, httpx.Response]]:
    """Every cause of a refusal, really brought about: its code, what was asked, the answer.

    In the language that the client asks in.
    """
    language = {"accept-language": client.headers["accept-language"]}
    path = "/v1/observations"
    for code, address in (
        ("invalid-parameter", f"{path}?indcator=members"),
        ("unknown-code", f"{path}?organization=lao-cay"),
        (
            "refused-computation",
            "/v1/computations?organization=lao-cai-2025&numerator=members"
            "&denominator=population_administrative",
        ),
        ("not-found", "/v1/organizations/lao-kai"),
        ("malformed-request", f"{path}?organization=%00"),
        ("release-behind", f"{path}?minRelease=2"),
    ):
        yield code, f"GET {address}", client.get(address)
    yield "method-not-allowed", f"POST {path}", client.post(path)
    accept = {"accept": "image/png"}
    yield "not-acceptable", f"GET {path}, Accept: image/png", client.get(path, headers=accept)
    many = {f"x-{number}": "1" for number in range(200)}
    yield "headers-too-large", f"GET {path}, 200 headers", client.get(path, headers=many)
    body = client.request("GET", path, content=b"{}")
    yield "unwanted-body", f"GET {path}, with a body", body
    question = "/v1/observations/query"
    long = client.post(question, json={"ids": "a" * 200_000})
    yield "body-too-large", f"POST {question}, with 200.000 bytes", long
    form = client.post(question, data={"organization": "lao-cai"})
    yield "unsupported-media-type", f"POST {question}, with a form", form
    yield "request-timeout", f"GET {path}, and nothing more", _unfinished(client, path)
    with serving(folder, rate_limit="1/day") as rare:
        rare.get(path)
        second = rare.get(path, headers=language)
        yield "too-many-requests", f"GET {path}, twice where one is allowed", second
    yield "address-too-long", f"GET {TOO_LONG[:60]}…", client.get(TOO_LONG)
    with tempfile.TemporaryDirectory() as empty:
        nothing = Settings(data_dir=Path(empty))
        yield "nothing-published", f"GET {path}", asyncio.run(_answer(nothing, path, language))
    with tempfile.TemporaryDirectory() as parent:
        named = Settings(data_dir=Path(parent) / "data", seeds_dir=Path(parent))
        Publisher(named).load(_namesakes(Path(parent)))
        asked = "/v1/organizations/tan-lap@2025-07-01"
        yield "ambiguous-name", f"GET {asked}", asyncio.run(_answer(named, asked, language))
    with tempfile.TemporaryDirectory() as parent:
        broken = Path(parent) / "data"
        shutil.copytree(folder, broken)
        slow = Settings(data_dir=broken, query_seconds=1e-9)
        counting = f"{path}?total=true"
        yield "too-slow", f"GET {counting}", asyncio.run(_answer(slow, counting, language))
        # Another threshold makes another release of the same packages; one is kept.
        keeping = Settings(data_dir=broken, keep_releases=1, disclosure_threshold=0)
        Publisher(keeping).load(keeping.seeds_dir / "founding")
        pinned = f"{path}?release=1"
        yield "pruned-release", f"GET {pinned}", asyncio.run(_answer(keeping, pinned, language))
        for file in (broken / "releases").iterdir():
            file.write_bytes(b"")
        yield "quarantined-release", f"GET {path}", asyncio.run(_answer(keeping, path, language))
        nowhere = Settings.model_validate({"database_url": "postgresql://127.0.0.1:1/nothing"})
        yield "storage-unavailable", f"GET {path}", asyncio.run(_answer(nowhere, path, language))
    yield "internal-error", f"GET {path}", asyncio.run(_answer(None, path, language))


def _namesakes(folder: Path) -> Path:
    """A package in which two communes bear the name of one that is gone."""
    province = organization("province", "vn")
    name, day = "Đảng bộ xã Tân Lập", "2025-07-01"
    communes = [
        organization("tan-lap", "province", name_vi=f"{name} (đến 2025)", valid_to="2025-06-30"),
        organization("tan-lap-north", "province", name_vi=name, valid_from=day),
        organization("tan-lap-south", "province", name_vi=name, valid_from=day),
    ]
    figures = [figure("vn.members.2022", "10")]
    return write_package(
        folder, organizations=[organization("vn"), province, *communes], figures=figures
    )


def _unfinished(client: httpx.Client, path: str) -> httpx.Response:
    """The answer to a request whose head does not end."""
    address = (client.base_url.host, client.base_url.port)
    with socket.create_connection(address, timeout=60) as connection:
        accepted = client.headers["accept-language"]
        # A header is known once the next one begins.
        begun = f"GET {path} HTTP/1.1\r\nAccept-Language: {accepted}\r\nHost: 127.0.0.1\r\n"
        connection.sendall(begun.encode())
        head, _, body = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    return httpx.Response(int(status.split()[1]), headers=headers, content=body)


async def _answer(
    settings: Settings | None, address: str, headers: dict[str, str]
) -> httpx.Response:
    """The answer of an application that publishes nothing by itself; without settings, broken."""
    application = Application(settings or Settings())
    if settings is None:
        application.api.state.directory = None
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        return await client.get(address, headers=headers)


def _record() -> None:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "data"
        Publisher(Settings(data_dir=folder)).ensure_published()
        with serving(folder) as client:
            found = {name: executed(client, name) for name in OPERATIONS}
            for code, request, answer in problems(client, folder):
                found[f"problems/{code}"] = {"request": request, "json": steady(answer.json())}
            client.headers["accept-language"] = "vi"
            for code, _, answer in problems(client, folder):
                found[f"problems/{code}"]["vi"] = steady(answer.json())
    for name, example in found.items():
        text = json.dumps(example, ensure_ascii=False, indent=2)
        (EXAMPLES / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _record()
