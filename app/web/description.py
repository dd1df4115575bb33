"""What the documentation says before the first request; every link is a request that answers."""

SUMMARY = "Statistics of Party organizations in Viet Nam, honest about their numbers."
DESCRIPTION = """
An open service for figures about Party organizations (*tổ chức đảng*), an unofficial compilation
from public sources (*tổng hợp không chính thức từ nguồn công khai*). Begin with
[the profile of Lào Cai in 2022](/v1/organizations/lao-cai/profile?period=2022), follow
[one ratio](/v1/observations/lao-cai.members_share_of_population.2022) down to the print, or take
[its numbers as CSV](/v1/observations?organization=lao-cai&format=csv).

**An observation** is the published answer for one cell: an organization, an indicator, a period;
its id is `lao-cai.members.2022`. `value` is the number as printed or computed. `lower` and `upper`
bound every number the print allows: *gần 42 %* is a value of 42 that certainly lies below 42.
Bounds say what the print allows, not how well the thing was measured.

**Everything has a source.** `/v1/figures` holds each number as one publication printed it;
`/v1/observations/{id}` shows all that a number rests on, down to the print. What sources *claim*
stands beside what we *compute*, with a verdict. Nothing is papered over: contradictions, border
changes and missing numbers are shown as such, and missing is never zero.

**Every answer belongs to one release**, named in `meta.release`. Ask again with `release=1` and you
get the same bytes; `asOf=` a day asks what we had published by its end.

**Take it in the form you need**, by `format=` or `Accept`: JSON, CSV with a description of its
columns, a workbook to file, JSON Lines, Parquet, and numbers
[as a cube](/v1/observations?organization=lao-cai&period=2022&format=json-stat) (JSON-stat). Whole
releases are files: [CSV](/v1/releases/1/observations.csv),
[JSON Lines](/v1/releases/1/observations.ndjson), each also compressed.

**Refusals say what would be right**: the parameter, what is expected of it, the nearest code there
is (`application/problem+json`, RFC 9457). An unknown parameter is refused, not ignored. Send the
`ETag` of an answer as `If-None-Match`, and you are told when nothing has changed. `HEAD` is
answered wherever `GET` is.
"""
TAGS = [
    {
        "name": "organizations",
        "description": "Party organizations in their tree. "
        "[`lao-cai` and `lao-cai-2025`](/v1/organizations?code=lao-cai,lao-cai-2025) "
        "are two: the second succeeds the first and `yen-bai`.",
    },
    {
        "name": "observations",
        "description": "Published numbers: one for each organization, indicator and period. "
        "[What is certainly below 42](/v1/observations?organization=lao-cai&value=lt:42) finds "
        "*gần 42 %*.",
    },
    {
        "name": "ratios",
        "description": "Numbers that follow from others, with operands, bounds, claims and guards: "
        "[members per population]"
        "(/v1/ratios/members_share_of_population?organization=lao-cai&period=2022), which the "
        "article gives as *gần 7 %*.",
    },
    {
        "name": "figures",
        "description": "Numbers as single sources print them, such as "
        "[Lào Cai in 2022](/v1/figures?organization=lao-cai&period=2022).",
    },
    {
        "name": "indicators",
        "description": "What is measured, what is computed, and what codes mean: "
        "[members](/v1/indicators/members).",
    },
    {
        "name": "sources",
        "description": "Publications that figures come from: "
        "[the article](/v1/sources?code=bao-lao-cai-2023) this service began with.",
    },
    {
        "name": "events",
        "description": "[Mergers](/v1/events?kind=merger), boundary changes, documents, tasks; "
        "breaks in series.",
    },
    {
        "name": "search",
        "description": "Everything by its words: [dang vien](/v1/search?q=dang%20vien).",
    },
    {
        "name": "checks",
        "description": "Rules evaluated in a release, and what they found: "
        "[contradictions](/v1/checks?outcome=contradiction) between sources.",
    },
    {
        "name": "releases",
        "description": "Numbered, immutable [publications](/v1/releases), "
        "[what each changed](/v1/releases/1/changes) and why, a [feed](/v1/releases.atom), the "
        "[catalogue](/catalog), and this instance's [limits](/v1/config).",
    },
    {
        "name": "health",
        "description": "For whoever runs the service: [is it ready?](/readyz)",
    },
]
