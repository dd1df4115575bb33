"""What every refusal must look like."""

import re

import httpx

from app.errors import ERRORS

KNOWN = {f"/problems/{error.code}": error for error in ERRORS}
FIELDS = {
    "type", "title", "status", "detail", "language", "parameter", "expected", "nearest",
    "candidates", "errors",
}  # fmt: skip
# Signs of what lies inside: paths, SQL, tables, code, traces.
INTERNAL = re.compile(
    r"Traceback|\.py\b|/tmp/|/home/|sqlite|SELECT |organization_id|app\.|0x[0-9a-f]{6}",
    re.IGNORECASE,
)


def assert_problem(answer: httpx.Response, status: int | None = None) -> dict:
    """The document of a refusal, after looking at its shape, its headers and what it gives away."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert status in {None, answer.status_code}, answer.text
    assert {"type", "title", "status", "detail", "language"} <= set(problem) <= FIELDS
    language = problem["language"]
    assert answer.headers["content-language"] == language
    error = KNOWN[problem["type"]]
    title = error.title if language == "en" else error.title_vi
    assert (problem["title"], problem["status"]) == (title, error.status)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert not INTERNAL.search(answer.text), answer.text
    return problem
